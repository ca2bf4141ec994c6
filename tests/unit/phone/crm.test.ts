import { describe, expect, it } from 'vitest';
import { NEW_SITE } from '@/lib/settings';
import { DEFAULT_SETTINGS, type SiteSettings } from '@/lib/settings/types';
import { createWorld, details, inCampaign } from './fakes';

const EXTERNAL = { systemId: '7', agentId: 'crm-{user}', campaignId: 'VENTAS', contactId: 'C-1' };
const CALL = { type: 'call', number: '351 555-0001', via: 'click', external: EXTERNAL } as const;

describe('a call by the CRM’s own ids', () => {
  it('is asked for with them alone, and comes back in a campaign of OMniLeads’ own number', async () => {
    const world = createWorld();
    await world.ready();
    expect(await world.phone.handle(CALL, 'page')).toEqual({ ok: true });
    expect(world.server.made).toEqual([
      {
        phone: '3515550001',
        campaignId: 'VENTAS',
        contactId: 'C-1',
        externalSystemId: '7',
        agentId: 'crm-ag1',
      },
    ]);
    const session = world.sip.invite(inCampaign({ campaignId: '4' }));
    await world.clock.pass(20);
    expect(session.done).toEqual(['answer']);
    expect(world.state().recents).toEqual([]);
    expect(world.born).toContain('born 1700000000.1 7/VENTAS/C-1');
  });

  it('is not mistaken for a call outside campaigns', async () => {
    const world = createWorld();
    await world.ready();
    await world.phone.handle(CALL, 'page');
    world.sip.invite(details());
    await world.clock.pass(20);
    expect(world.state().call.phase).toBe('requested');
  });

  it('needs the agent’s id there, and says so before anything is dialled', async () => {
    const world = createWorld();
    await world.ready();
    const nameless = { ...CALL, external: { ...EXTERNAL, agentId: '' } };
    expect(await world.phone.handle(nameless, 'page')).toMatchObject({ code: 'externalAgentUnknown' });
    expect(world.server.made).toEqual([]);
    expect(world.codes()).toEqual(['externalAgentUnknown']);
  });

  it('with a number that is none is refused', async () => {
    const world = createWorld();
    await world.ready();
    expect(await world.phone.handle({ ...CALL, number: 'Ana' }, 'page')).toMatchObject({
      code: 'numberInvalid',
    });
  });
});

describe('somebody who calls', () => {
  const site = (change: Partial<SiteSettings>): SiteSettings => ({
    ...NEW_SITE,
    origin: 'https://crm.example',
    ...change,
  });
  const rung = async (sites: readonly SiteSettings[], change: Parameters<typeof inCampaign>[0]) => {
    const world = createWorld();
    await world.ready();
    world.phone.settingsChanged({ ...DEFAULT_SETTINGS, sites });
    world.sip.invite(inCampaign({ origin: 'inbound', ...change }));
    await world.clock.pass(20);
    return world.desk.filter((line) => line.startsWith('crm '));
  };
  const SITE = site({ screenPopUrl: 'https://crm.example/find?tel={phone}&c={contactId}&u={user}' });

  it('has their page opened in the CRM, once', async () => {
    expect(await rung([SITE, site({ origin: 'https://other.example' })], { contactId: '17' })).toEqual([
      'crm https://crm.example/find?tel=3515550001&c=17&u=ag1',
    ]);
  });

  it('whom the server doesn’t know is looked for without an id', async () => {
    expect(await rung([SITE], { contactId: '-1' })).toEqual([
      'crm https://crm.example/find?tel=3515550001&c=&u=ag1',
    ]);
  });

  it.each(['agent', 'withoutCampaign', 'click2call', 'preview', 'unknown'] as const)(
    'is not a caller from outside: %s',
    async (origin) => expect(await rung([SITE], { origin })).toEqual([]),
  );

  it('cannot choose where it leads', async () => {
    const folder = site({ screenPopUrl: 'https://crm.example/c/{phone}/open' });
    expect(await rung([folder], { phone: '..' })).toEqual([]);
    expect(await rung([folder], { phone: '//evil.example/?' })).toEqual([
      'crm https://crm.example/c/%2F%2Fevil.example%2F%3F/open',
    ]);
  });
});
