import { describe, expect, it } from 'vitest';
import { callbackId } from '@/lib/phone/desk';
import { CONSOLE, createWorld, details, inCampaign, signedIn, START } from './fakes';

const entry = {
  id: '7',
  contactId: '19',
  campaignId: '1',
  phone: '3515550019',
  at: START,
  reason: 'llamar',
  kind: 'personal',
} as const;

describe('what drafts tell the phone', () => {
  it('makes a due callback a notice and a notification whose button calls the customer in the campaign', async () => {
    const world = createWorld();
    await world.ready();
    world.outlet().callbacks([entry]);
    world.outlet().callbackDue(entry);
    await world.clock.pass(20);
    expect(world.state().notices).toMatchObject([
      {
        code: 'callbackDue',
        sticky: true,
        params: { callbackId: '7', number: '3515550019', reason: 'llamar' },
      },
    ]);
    expect(world.desk).toContain('notify callback:7 3515550019 llamar');
    world.phone.notification(callbackId(entry), 0);
    await world.clock.pass(20);
    expect(world.server.asked).toContain('makeCall 1 3515550019');
  });

  it('says two callbacks that are due together, not the last one alone', async () => {
    const world = createWorld();
    await world.ready();
    world.outlet().callbackDue(entry);
    world.outlet().callbackDue({ ...entry, id: '8', phone: '3515550018' });
    expect(world.codes()).toEqual(['callbackDue', 'callbackDue']);
  });

  it('takes the notification away when its callback is gone', async () => {
    const world = createWorld();
    await world.ready();
    world.outlet().callbacks([entry]);
    world.outlet().callbacks([]);
    expect(world.desk).toContain('clear callback:7');
  });

  it('notes and clears the debt of a compulsory disposition', async () => {
    const world = createWorld();
    await world.ready();
    world.outlet().compulsory(true);
    expect(world.state().agent.dispositionPending).toBe(true);
    world.outlet().compulsory(false);
    expect(world.state().agent.dispositionPending).toBe(false);
  });

  it('opens the CRM and learns the zone', async () => {
    const world = createWorld();
    await world.ready();
    world.outlet().openCrm({ trigger: 'automatic', action: { kind: 'open', url: 'https://crm.example/19' } });
    world.outlet().zone(-300);
    expect(world.desk).toContain('crm https://crm.example/19');
    expect(world.state().serverZoneMin).toBe(-300);
  });
});

describe('what the phone tells drafts', () => {
  it('refuses the next call with the form of the last one, where the disposition is compulsory', async () => {
    const world = createWorld();
    world.server.session = signedIn({
      console: { ...CONSOLE, flags: { ...CONSOLE.flags, forceDisposition: true } },
    });
    await world.ready();
    world.server.compulsory = { kind: 'disposition', callData: { call_id: '1.1' } };
    const call = { type: 'call', number: '3515550001', via: 'panel' } as const;
    expect(await world.phone.handle(call, 'panel')).toMatchObject({ ok: false, code: 'callGated' });
    expect(world.born).toContain('gated disposition');
  });

  it('lets the call through when its header said that none is compulsory', async () => {
    const world = createWorld();
    world.server.session = signedIn({
      console: { ...CONSOLE, flags: { ...CONSOLE.flags, forceDisposition: true } },
    });
    await world.ready();
    world.server.compulsory = {
      kind: 'disposition',
      callData: { call_id: '1.1', force_disposition: 'False' },
    };
    const call = { type: 'call', number: '3515550001', via: 'panel' } as const;
    expect(await world.phone.handle(call, 'panel')).toEqual({ ok: true });
  });

  it('asks what is owed after a campaign call, and not after others', async () => {
    const world = createWorld();
    await world.ready();
    await world.phone.handle({ type: 'call', number: '3515550001', via: 'panel' }, 'panel');
    const outside = world.sip.invite(details());
    await world.clock.pass(20);
    outside.events.onEnded({ by: 'remote', code: 16 });
    await world.clock.pass(5_000);
    expect(world.born).not.toContain('over');
    const campaign = world.sip.invite(inCampaign({ callId: '2.1' }));
    await world.clock.pass(20);
    campaign.events.onEnded({ by: 'remote', code: 16 });
    await world.clock.pass(20);
    expect(world.born).toContain('over');
  });

  it('gives the note its call, also after the call is over', async () => {
    const world = createWorld();
    await world.ready();
    await world.phone.handle({ type: 'call', number: '3515550001', via: 'panel' }, 'panel');
    const session = world.sip.invite(details({ callId: '5.5' }));
    await world.clock.pass(20);
    session.events.onEnded({ by: 'remote', code: 16 });
    await world.clock.pass(20);
    await world.phone.handle({ type: 'noteRecording', callId: '5.5', text: 'x' }, 'panel');
    await world.phone.handle({ type: 'noteRecording', callId: '6.6', text: 'y' }, 'panel');
    expect(world.born.filter((line) => line.startsWith('note'))).toEqual([
      'note 5.5 x of 5.5',
      'note 6.6 y of -',
    ]);
  });

  it('asks for the callbacks anew when the agent does', async () => {
    const world = createWorld();
    await world.ready();
    expect(await world.phone.handle({ type: 'refreshCallbacks' }, 'panel')).toEqual({ ok: true });
    expect(world.born).toContain('callbacks');
  });
});
