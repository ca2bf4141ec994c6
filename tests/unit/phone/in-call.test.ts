import { describe, expect, it } from 'vitest';
import { PhoneError } from '@/lib/diagnostics';
import { createWorld, CONSOLE, details, inCampaign, signedIn, type FakeSession, type World } from './fakes';

async function talking(change = {}): Promise<{ world: World; session: FakeSession }> {
  const world = createWorld();
  await world.ready();
  const session = world.sip.invite(inCampaign({ contactId: '7', ...change }));
  await world.clock.pass(20);
  session.done.length = 0;
  return { world, session };
}
const toAgent = { to: 'agent', agentId: '2', name: 'Beto' } as const;

describe('hold', () => {
  it('is a re-INVITE, and told to the server once per change', async () => {
    const { world, session } = await talking();
    expect(await world.phone.handle({ type: 'hold' }, 'panel')).toEqual({ ok: true });
    await world.clock.pass(20);
    expect(world.state().call.phase).toBe('held');
    await world.phone.handle({ type: 'resume' }, 'panel');
    await world.clock.pass(20);
    expect(session.done).toEqual(['hold', 'resume']);
    expect(world.server.asked.filter((what) => what.startsWith('holdEvent'))).toHaveLength(2);
  });

  it('refused by the PBX leaves the call as it was and says so', async () => {
    const { world, session } = await talking();
    session.failing.hold = new PhoneError('holdRefused');
    await world.phone.handle({ type: 'hold' }, 'panel');
    await world.clock.pass(20);
    expect(world.state().call.phase).toBe('talking');
    expect(world.codes()).toContain('holdRefused');
    expect(world.server.asked.some((what) => what.startsWith('holdEvent'))).toBe(false);
  });

  it('is not offered where the group forbids it', async () => {
    const world = createWorld();
    world.server.session = signedIn({ console: { ...CONSOLE, flags: { ...CONSOLE.flags, hold: false } } });
    await world.ready();
    const session = world.sip.invite(inCampaign());
    await world.clock.pass(20);
    expect(await world.phone.handle({ type: 'hold' }, 'panel')).toMatchObject({ code: 'permissionDenied' });
    expect(session.done).not.toContain('hold');
  });
});

describe('the survey', () => {
  it('taken back while the server is told of it leaves the customer where they are, and no tone was sent', async () => {
    const { world, session } = await talking({ surveyId: '9' });
    let told: () => void = () => undefined;
    world.server.slow.set('surveyTransfer', new Promise((resolve) => (told = resolve)));
    await world.phone.handle({ type: 'hangUp' }, 'panel');
    await world.phone.handle({ type: 'cancelTransfer' }, 'panel');
    expect(world.state().call.phase).toBe('transferReturning');
    told();
    await world.clock.pass(20);
    expect([world.state().call.phase, session.done]).toEqual(['talking', []]);
    await world.phone.handle({ type: 'hangUp' }, 'panel');
    await world.clock.pass(20);
    expect(session.done).toEqual(['end']);
  });
});

describe('the survey, announced in vain', () => {
  it.each([
    'permissionDenied',
    'serverError',
    'serverAnsweredPage',
    'serverTimeout',
    'serverUnreachable',
  ] as const)('(%s) gets the customer all the same, and the agent hears nothing of it', async (failure) => {
    const { world, session } = await talking({ surveyId: '9' });
    world.server.fail('surveyTransfer', failure);
    await world.phone.handle({ type: 'hangUp' }, 'panel');
    await world.clock.pass(3_000);
    expect(session.done).toEqual(['tones ##', 'tones 098*']);
    expect(world.codes()).not.toContain(failure);
  });
});

describe('a blind transfer', () => {
  it('sends its code, waits for the prompt, then the destination', async () => {
    const { world, session } = await talking();
    expect(await world.phone.handle({ type: 'transfer', kind: 'blind', target: toAgent }, 'panel')).toEqual({
      ok: true,
    });
    await world.clock.pass(20);
    expect(session.done).toEqual(['tones ##']);
    await world.clock.pass(2_400);
    expect(session.done).toEqual(['tones ##']);
    await world.clock.pass(200);
    expect(session.done).toEqual(['tones ##', 'tones 00002']);
    expect(world.state().call.phase).toBe('transferSent');
  });

  it('cancelled before the first digit sends nothing more', async () => {
    const { world, session } = await talking();
    await world.phone.handle({ type: 'transfer', kind: 'blind', target: toAgent }, 'panel');
    await world.clock.pass(1_000);
    expect(await world.phone.handle({ type: 'cancelTransfer' }, 'panel')).toEqual({ ok: true });
    await world.clock.pass(5_000);
    expect(session.done).toEqual(['tones ##']);
    await world.clock.pass(10_000);
    expect(world.state().call.phase).toBe('talking');
  });

  it.each([
    ['letters', { to: 'number', number: 'Ana' }, 'transferTargetInvalid'],
    ['a number that looks like a transfer', { to: 'number', number: '00001234' }, 'transferLooksLikePrefix'],
    ['an agent nobody knows', { to: 'agent', agentId: '99', name: 'X' }, 'agentUnknown'],
    ['a long id', { to: 'agent', agentId: '12345', name: 'X' }, 'transferTargetInvalid'],
    ['a campaign that is not inbound', { to: 'campaign', campaignId: '9', name: 'X' }, 'campaignUnknown'],
  ] as const)('to %s is refused before any tone', async (_what, target, code) => {
    const { world, session } = await talking();
    expect(await world.phone.handle({ type: 'transfer', kind: 'blind', target }, 'panel')).toMatchObject({
      ok: false,
      code,
    });
    await world.clock.pass(3_000);
    expect(session.done).toEqual([]);
  });

  it('to somebody who went away meanwhile asks first', async () => {
    const { world, session } = await talking();
    world.server.agents = [{ id: '2', name: 'Beto', status: 'PAUSE-break', ready: false }];
    const command = { type: 'transfer', kind: 'blind', target: toAgent } as const;
    expect(await world.phone.handle(command, 'panel')).toEqual({ ok: false, confirm: 'targetNotReady' });
    expect(session.done).toEqual([]);
    expect(await world.phone.handle({ ...command, confirmed: ['targetNotReady'] }, 'panel')).toEqual({
      ok: true,
    });
  });

  it('of a contact that is not saved asks first', async () => {
    const { world, session } = await talking({ contactId: '-1' });
    world.server.agents = [{ id: '2', name: 'Beto', status: 'PAUSE-break', ready: false }];
    const command = { type: 'transfer', kind: 'blind', target: toAgent } as const;
    expect(await world.phone.handle(command, 'panel')).toEqual({ ok: false, confirm: 'contactNotSaved' });
    const contact = { ...command, confirmed: ['contactNotSaved'] } as const;
    // One yes answers one question.
    expect(await world.phone.handle(contact, 'panel')).toEqual({ ok: false, confirm: 'targetNotReady' });
    expect(session.done).toEqual([]);
    const both = { ...command, confirmed: ['contactNotSaved', 'targetNotReady'] } as const;
    expect(await world.phone.handle(both, 'panel')).toEqual({ ok: true });
  });

  it('whose code the PBX refuses leaves the customer with the agent', async () => {
    const { world, session } = await talking();
    session.failing.tones = new PhoneError('toneFailed');
    await world.phone.handle({ type: 'transfer', kind: 'blind', target: toAgent }, 'panel');
    await world.clock.pass(3_000);
    expect(world.state().call.phase).toBe('talking');
    expect(world.codes()).toContain('toneFailed');
  });

  it('whose customer leaves during the prompt dials nothing into the void', async () => {
    const { world, session } = await talking();
    await world.phone.handle({ type: 'transfer', kind: 'blind', target: toAgent }, 'panel');
    await world.clock.pass(1_000);
    session.events.onEnded({ by: 'remote' });
    await world.clock.pass(5_000);
    expect(session.done).toEqual(['tones ##']);
    expect(world.state().call.phase).toBe('idle');
  });
});

describe('a consultation', () => {
  const consult = { type: 'transfer', kind: 'consultative', target: toAgent } as const;

  it('becomes a conference, or is handed over by leaving', async () => {
    const { world, session } = await talking();
    await world.phone.handle(consult, 'panel');
    await world.clock.pass(2_600);
    expect(world.state().call.phase).toBe('consulting');
    expect(session.done).toEqual(['tones *2', 'tones 11112']);
    await world.phone.handle({ type: 'conference' }, 'panel');
    await world.clock.pass(20);
    expect(session.done).toContain('tones *3');
    await world.phone.handle({ type: 'completeTransfer' }, 'panel');
    await world.clock.pass(20);
    expect(session.done.at(-1)).toBe('end');
    expect(world.state().call.lastEnd?.why).toBe('transferred');
  });

  it('is cancelled by its code', async () => {
    const { world, session } = await talking();
    await world.phone.handle(consult, 'panel');
    await world.clock.pass(2_600);
    await world.phone.handle({ type: 'cancelTransfer' }, 'panel');
    await world.clock.pass(4_000);
    expect(session.done.at(-1)).toBe('tones *1');
    expect(world.state().call.phase).toBe('talking');
  });

  it('is not ended by a hang-up that nobody confirmed, while the consultee was not seen', async () => {
    const { world, session } = await talking();
    await world.phone.handle(consult, 'panel');
    await world.clock.pass(2_600);
    expect(await world.phone.handle({ type: 'hangUp' }, 'panel')).toEqual({
      ok: false,
      confirm: 'mayEndCustomerCall',
    });
    expect(session.done).not.toContain('end');
    expect(await world.phone.handle({ type: 'hangUp', confirmed: true }, 'panel')).toEqual({ ok: true });
  });
});

describe('a conference', () => {
  it('says once that this server holds no single party, and offers it no more', async () => {
    const { world } = await talking();
    world.server.fail('conferenceHold', 'conferenceHoldNotHere');
    await world.phone.handle({ type: 'transfer', kind: 'consultative', target: toAgent }, 'panel');
    await world.clock.pass(2_600);
    await world.phone.handle({ type: 'conference' }, 'panel');
    await world.phone.handle({ type: 'conferenceHold', target: 'client', on: true }, 'panel');
    await world.clock.pass(20);
    expect(world.codes().filter((code) => code === 'conferenceHoldNotHere')).toHaveLength(1);
    expect(world.state().call.call?.confHold).toEqual({ client: false, consultant: false });
    expect(world.state().abilities.missing).toEqual(['conferenceHold']);
  });
});

describe('the rest of a call', () => {
  it('mute silences the microphone', async () => {
    const { world, session } = await talking();
    await world.phone.handle({ type: 'mute', on: true }, 'panel');
    expect(session.done).toEqual(['mute']);
    expect(world.state().call.call?.muted).toBe(true);
  });

  it('tones are checked before the first is sent', async () => {
    const { world, session } = await talking();
    expect(await world.phone.handle({ type: 'tones', digits: '12x' }, 'panel')).toMatchObject({
      code: 'toneFailed',
    });
    await world.phone.handle({ type: 'tones', digits: '12#' }, 'panel');
    expect(session.done).toEqual(['tones 12#']);
  });

  it('recording is started and stopped by its codes where the campaign does not record', async () => {
    const { world, session } = await talking({ recordingFile: '' });
    expect(await world.phone.handle({ type: 'record', on: true }, 'panel')).toEqual({ ok: true });
    await world.clock.pass(20);
    expect(world.state().call.call?.recording).toBe('on');
    await world.phone.handle({ type: 'record', on: false }, 'panel');
    await world.clock.pass(20);
    expect(session.done).toEqual(['tones *4', 'tones *5']);
  });

  it('recording is refused where the campaign records already', async () => {
    const { world, session } = await talking({ recordingFile: 'a.wav' });
    expect(await world.phone.handle({ type: 'record', on: true }, 'panel')).toMatchObject({
      code: 'recordingNotHere',
    });
    expect(session.done).toEqual([]);
  });

  it('a BYE that fails asks the PBX to hang up', async () => {
    const { world, session } = await talking();
    session.failing.end = new PhoneError('sipUnreachable');
    await world.phone.handle({ type: 'hangUp' }, 'panel');
    await world.clock.pass(20);
    expect(world.server.asked).toContain('hangupCall');
    await world.clock.pass(6_000);
    expect(world.state().call.phase).toBe('idle');
  });

  it('nothing of it means anything without a call', async () => {
    const world = createWorld();
    await world.ready();
    for (const type of [
      'answer',
      'reject',
      'hangUp',
      'hold',
      'resume',
      'conference',
      'cancelTransfer',
    ] as const) {
      expect(await world.phone.handle({ type }, 'panel')).toMatchObject({ ok: false });
    }
  });

  it('the contact saved meanwhile is the call’s and the draft’s', async () => {
    const { world } = await talking({ contactId: '-1' });
    world.server.listener?.onMessage({ type: 'contactSaved', callId: '1700000000.1', contactId: '42' });
    await world.clock.pass(20);
    expect(world.state().call.call?.contactId).toBe('42');
    expect(world.born).toContain('contact 1700000000.1 42');
  });
});

describe('presence around a call', () => {
  it('a supervisor’s message stays until it is read', async () => {
    const world = createWorld();
    await world.ready();
    world.server.listener?.onMessage({ type: 'supervisorMessage', text: 'call me', supervisor: 'sup' });
    await world.clock.pass(600_000);
    const [notice] = world.state().notices;
    expect(notice).toMatchObject({
      kind: 'supervisor',
      sticky: true,
      params: { text: 'call me', supervisor: 'sup' },
    });
    await world.phone.handle({ type: 'dismissNotice', id: notice?.id ?? '' }, 'panel');
    expect(world.state().notices).toEqual([]);
  });

  it('pauses are told to the server in the order they were asked for', async () => {
    const world = createWorld();
    await world.ready();
    await world.phone.handle({ type: 'pause', pauseId: '1' }, 'panel');
    await world.clock.pass(20);
    await world.phone.handle({ type: 'resumeWork' }, 'panel');
    await world.clock.pass(20);
    expect(world.server.asked.filter((what) => /Pause /.test(what))).toEqual(['setPause 1', 'leavePause 1']);
    expect(world.state().agent.phase).toBe('ready');
  });

  it('an update waits until the call is over', async () => {
    const world = createWorld();
    await world.ready();
    const session = world.sip.invite(details());
    await world.clock.pass(20);
    world.phone.updateAvailable();
    await world.clock.pass(60_000);
    expect(world.desk).not.toContain('reload');
    session.events.onEnded({ by: 'remote' });
    await world.clock.pass(6_000);
    expect(world.desk).toContain('reload');
  });
});

describe('when the last window of the browser is closed', () => {
  it('an agent without a call is signed out in order', async () => {
    const world = createWorld();
    await world.ready();
    world.phone.windowsClosed();
    await world.clock.pass(20);
    expect(world.server.asked).toContain('pbxLogout');
    expect(world.state()).toMatchObject({ session: { kind: 'signedOut' }, registration: { phase: 'off' } });
  });

  it('a call goes on', async () => {
    const world = createWorld();
    await world.ready();
    world.sip.invite(inCampaign());
    await world.clock.pass(20);
    world.phone.windowsClosed();
    await world.clock.pass(20);
    expect(world.server.asked).not.toContain('pbxLogout');
    expect(world.state().session.kind).toBe('signedIn');
  });
});
