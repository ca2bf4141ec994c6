import { describe, expect, it } from 'vitest';
import { PhoneError } from '@/lib/diagnostics';
import type { PhoneCommand } from '@/lib/phone';
import { NEW_SITE } from '@/lib/settings';
import { createWorld, inCampaign, settle, type World } from './fakes';

const contact = (id: string, phone: string, name = '') => ({
  id,
  campaignId: '1',
  phone,
  columns: { nombre: name },
  dispositionId: null,
});
const CALL = { type: 'call', number: '351 555-0007', campaignId: '1', via: 'panel' } as const;
const send = (world: World, command: PhoneCommand) => world.phone.handle(command, 'panel');
const made = (world: World) =>
  world.server.made.map(({ campaignId, phone, contactId = '' }) =>
    `makeCall ${campaignId} ${phone} ${contactId}`.trim(),
  );
async function ready(stored = {}): Promise<World> {
  const world = createWorld(stored);
  await world.ready();
  return world;
}

describe('a call in a campaign', () => {
  it('finds the one contact of the number, however the database writes it', async () => {
    const world = await ready();
    world.server.known = [contact('7', '+54 351 555-0007'), contact('8', '3515550007123')];
    expect(await send(world, CALL)).toEqual({ ok: true });
    expect(world.server.asked).toContain('identify 1 15550007');
    expect(made(world)).toEqual(['makeCall 1 3515550007 7']);
  });

  it('is made without a contact when the number is nobody’s', async () => {
    const world = await ready();
    expect(await send(world, CALL)).toEqual({ ok: true });
    expect(made(world)).toEqual(['makeCall 1 3515550007']);
  });

  it('is made without one when several share it, unless the agent has chosen', async () => {
    const world = await ready();
    world.server.known = [contact('7', '3515550007', 'Rosa'), contact('9', '3515550007', 'Iris')];
    const found = await send(world, { type: 'lookUp', number: '351 555-0007', campaignId: '1' });
    expect(found).toMatchObject({
      ok: true,
      value: { number: '3515550007', campaignName: 'manual_01', more: 0 },
    });
    expect(JSON.stringify(found)).toMatch(/Rosa.*Iris/);
    expect(made(world)).toEqual([]);
    expect(await send(world, { ...CALL, contactId: '9' })).toEqual({ ok: true });
    expect(made(world)).toEqual(['makeCall 1 3515550007 9']);
    const other = await ready();
    other.server.known = world.server.known;
    await send(other, CALL);
    expect(made(other)).toEqual(['makeCall 1 3515550007']);
  });

  it('does not wait for a search that takes too long', async () => {
    const world = await ready();
    world.server.slow.set('identify', new Promise(() => undefined));
    const called = send(world, CALL);
    await world.clock.pass(4_000);
    expect(await called).toEqual({ ok: true });
    expect(made(world)).toEqual(['makeCall 1 3515550007']);
  });

  it('takes several numbers at once, outside campaigns only one', async () => {
    const world = await ready();
    const number = '3515550007_3515550008';
    expect(await send(world, { type: 'call', number, via: 'panel' })).toMatchObject({
      code: 'numberInvalid',
    });
    expect(await send(world, { type: 'call', number, campaignId: '1', via: 'panel' })).toEqual({ ok: true });
    expect(made(world)).toEqual([`makeCall 1 ${number}`]);
  });
});

describe('customers', () => {
  it('are listed with the names of their columns', async () => {
    const world = await ready();
    expect(await send(world, { type: 'listContacts', campaignId: '1', search: '', start: 0 })).toEqual({
      ok: true,
      value: {
        total: 1,
        matching: 1,
        contacts: [{ id: '7', phone: '3515550007', columns: { nombre: 'Rosa' } }],
      },
    });
  });

  it('of campaigns that are not the agent’s are not asked for', async () => {
    const world = await ready();
    expect(await send(world, { type: 'lookUp', number: '3515550007', campaignId: '5' })).toMatchObject({
      code: 'campaignUnknown',
    });
    expect(world.server.asked.some((request) => request.startsWith('identify'))).toBe(false);
  });
});

describe('a preview campaign', () => {
  it('hands out a contact, which is called as one, and says when there are no more', async () => {
    const world = await ready();
    expect(await send(world, { type: 'previewNext', campaignId: '4' })).toEqual({ ok: true });
    expect(world.state().preview).toMatchObject({
      state: 'delivered',
      contact: { columns: { nombre: 'Ana' } },
    });
    expect(await send(world, { type: 'previewCall' })).toEqual({ ok: true });
    expect(world.server.asked).toContain('callContact');
    expect(world.state().preview?.state).toBe('assigned');
    world.server.given = null;
    expect(await send(world, { type: 'previewNext', campaignId: '4' })).toMatchObject({
      code: 'noMoreContacts',
    });
    expect(world.state().preview).toBeNull();
  });

  it('that took the contact back meanwhile says so', async () => {
    const world = await ready();
    await send(world, { type: 'previewNext', campaignId: '4' });
    world.server.failing.set('callContact', new PhoneError('callNotStarted'));
    expect(await send(world, { type: 'previewCall' })).toMatchObject({ code: 'contactGone' });
    expect(world.state().preview).toBeNull();
  });
});

describe('the campaign of a site', () => {
  const site = { ...NEW_SITE, origin: 'https://crm.example' };

  it('is kept for the site and shown to every view', async () => {
    const world = await ready({ sites: [site] });
    const choice = { type: 'chooseCampaign', origin: site.origin, campaignId: '1' } as const;
    expect(await send(world, choice)).toEqual({ ok: true });
    expect(world.state().siteCampaigns).toEqual({ [site.origin]: '1' });
    expect(await send(world, { ...choice, campaignId: '' })).toEqual({ ok: true });
    expect(world.state().siteCampaigns).toEqual({});
  });

  it('is refused for a stranger’s site or campaign', async () => {
    const world = await ready({ sites: [site] });
    const choice = { type: 'chooseCampaign', origin: 'https://other.example', campaignId: '1' } as const;
    expect(await send(world, choice)).toMatchObject({ code: 'commandNotAllowed' });
    expect(await send(world, { ...choice, origin: site.origin, campaignId: '99' })).toMatchObject({
      code: 'campaignUnknown',
    });
  });
});

describe('pauses answer with what happened', () => {
  it('set, refused, programmed, nothing to leave', async () => {
    const world = await ready();
    world.server.fail('setPause', 'pauseRefused');
    expect(await send(world, { type: 'pause', pauseId: '1' })).toMatchObject({ code: 'pauseRefused' });
    expect(world.state().agent.phase).toBe('ready');
    world.server.failing.clear();
    expect(await send(world, { type: 'resumeWork' })).toMatchObject({ code: 'commandNotAllowed' });
    expect(await send(world, { type: 'pause', pauseId: '1' })).toEqual({ ok: true });
    expect(world.state().agent.phase).toBe('paused');
    expect(await send(world, { type: 'resumeWork' })).toEqual({ ok: true });
    expect(world.state().agent.phase).toBe('ready');
  });

  it('two presses of the same button get the same answer', async () => {
    const world = await ready();
    await send(world, { type: 'pause', pauseId: '1' });
    const both = [send(world, { type: 'resumeWork' }), send(world, { type: 'resumeWork' })];
    expect(await Promise.all(both)).toEqual([{ ok: true }, { ok: true }]);
    expect(world.server.asked.filter((request) => request.startsWith('leavePause'))).toHaveLength(1);
  });

  it('ringing is told in the order of pauses: READY after a missed call never overwrites a pause', async () => {
    const world = await ready();
    let answer = (): void => undefined;
    world.server.slow.set('ringing', new Promise((resolve) => (answer = resolve)));
    const session = world.sip.invite(inCampaign({ origin: 'inbound', campaignType: '3' }));
    await world.clock.pass(20);
    session.events.onEnded({ by: 'remote' });
    const paused = send(world, { type: 'pause', pauseId: '1' });
    await settle();
    expect(world.server.asked).not.toContain('setPause 1');
    answer();
    expect(await paused).toEqual({ ok: true });
    expect(world.server.asked.slice(-3)).toEqual(['ringing true', 'ringing false', 'setPause 1']);
  });
});

describe('the CRM that did not take what OMniLeads told it', () => {
  it('is a notice until it takes the next thing', async () => {
    const world = await ready();
    world.server.listener?.onMessage({ type: 'externalSite', error: 'HTTP 500' });
    expect(world.codes()).toEqual(['externalSiteFailed']);
    world.server.listener?.onMessage({ type: 'externalSite', error: null });
    expect(world.codes()).toEqual([]);
  });
});
