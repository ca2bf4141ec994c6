import { describe, expect, it } from 'vitest';
import { PhoneError } from '@/lib/diagnostics';
import { phaseAfter, readKept } from '@/lib/phone/takeover/kept';
import type { KeptCall } from '@/lib/phone/takeover';
import { createWorld, inCampaign, signedIn, type World } from './fakes';

/** What a phone document in a call has written down when it dies. */
async function keptCall(act: (world: World) => Promise<unknown> = async () => undefined): Promise<KeptCall> {
  const world = createWorld();
  await world.ready();
  world.sip.invite(inCampaign({ contactId: '7' }));
  await world.clock.pass(20);
  await act(world);
  await world.clock.pass(20);
  if (!world.kept.call) throw new Error('nothing was kept');
  return world.kept.call;
}

/** The next document of the same agent, whose browser still has the session. */
async function next(kept: KeptCall, prepare: (world: World) => void = () => undefined): Promise<World> {
  const world = createWorld({ server: 'https://oml.example', lastUser: 'ag1' }, undefined, kept);
  world.server.inJar = signedIn();
  prepare(world);
  await world.phone.start();
  await world.clock.pass(50);
  return world;
}

describe('a call is written down', () => {
  it('once it is established, with its dialog, and forgotten when it ends', async () => {
    const world = createWorld();
    await world.ready();
    const session = world.sip.invite(inCampaign());
    expect(world.kept.call).toBeNull();
    await world.clock.pass(20);
    expect(world.kept.call).toMatchObject({ phase: 'talking', dialog: session.dialog(), agentId: '1' });
    await world.phone.handle({ type: 'mute', on: true }, 'panel');
    expect(world.kept.call?.call.muted).toBe(true);
    session.events.onEnded({ by: 'remote' });
    expect(world.kept.call).toBeNull();
  });

  it('is not read when damaged or of another version', async () => {
    const kept = await keptCall();
    expect(readKept(kept)).toEqual(kept);
    for (const row of [undefined, null, 3, {}, { ...kept, schema: 2 }, { ...kept, dialog: {} }])
      expect(readKept(row)).toBeNull();
    expect(readKept({ ...kept, phase: 'ringing' })).toBeNull();
  });
});

describe('the next phone document', () => {
  it('shows the call at once, takes it over when registered, and brings its draft back', async () => {
    const kept = await keptCall();
    let shown: unknown;
    const world = await next(kept, ({ server, state }) => {
      const found = signedIn();
      Object.defineProperty(server, 'inJar', { get: () => ((shown = state()), found) });
    });
    expect(shown).toMatchObject({
      call: { phase: 'talking' },
      health: { recovering: true },
      session: { kind: 'signingIn' },
    });
    expect(world.sip.done).toEqual(['start', `takeOver ${kept.dialog.callId}`]);
    expect(world.state()).toMatchObject({
      call: { phase: 'talking', call: { sessionId: world.sip.taken?.id, answeredAt: kept.call.answeredAt } },
      agent: { phase: 'inCall' },
    });
    expect(world.born).toContain(`born ${kept.call.details?.callId}`);
    expect(world.kept.call?.dialog).toEqual(world.sip.taken?.dialog());
    expect(world.codes()).toEqual([]);
    world.sip.taken?.events.onMedia('connected');
    expect(world.state().health.recovering).toBe(false);
    world.sip.taken?.events.onEnded({ by: 'remote' });
    await world.clock.pass(20);
    expect(world.state().call.phase).toBe('idle');
    expect(world.state().recents).toHaveLength(1);
    expect(world.kept.call).toBeNull();
  });

  it('says at once that the PBX has the call no more', async () => {
    const world = await next(await keptCall(), ({ sip }) => {
      sip.takeOverFails = new PhoneError('phoneDocumentLost', {}, '481');
    });
    expect(world.codes()).toEqual(['phoneDocumentLost']);
    expect(world.born.filter((what) => /^(born|over)/.test(what))).toEqual([
      `born ${world.state().call.lastEnd?.details?.callId}`,
      'over',
    ]);
    expect(world.state()).toMatchObject({ call: { phase: 'idle' }, health: { recovering: false } });
    expect(world.state().call.lastEnd?.why).toBe('failed');
    expect(world.kept.call).toBeNull();
  });

  it('tries again when the connection went in between', async () => {
    const world = await next(await keptCall(), ({ sip }) => {
      sip.takeOverFails = new PhoneError('sipUnreachable');
    });
    expect(world.kept.call).not.toBeNull();
    world.sip.takeOverFails = null;
    world.sip.says({ phase: 'lost', since: world.clock.now() });
    world.sip.says({ phase: 'registered', since: world.clock.now() });
    await world.clock.pass(20);
    expect(world.state().call).toMatchObject({ phase: 'talking', call: { sessionId: world.sip.taken?.id } });
  });

  it('keeps a muted agent muted from the first packet', async () => {
    const kept = await keptCall(({ phone }) => phone.handle({ type: 'mute', on: true }, 'panel'));
    const world = await next(kept);
    expect(world.sip.taken?.done).toEqual(['mute']);
    expect(world.state().call.call?.muted).toBe(true);
  });

  it('holds a held customer again before the microphone is heard, and tells the server nothing', async () => {
    const kept = await keptCall(async ({ phone, clock }) => {
      await phone.handle({ type: 'hold' }, 'panel');
      await clock.pass(20);
    });
    const world = await next(kept);
    await world.clock.pass(700);
    expect(world.sip.taken?.done).toEqual(['mute', 'hold', 'unmute']);
    expect(world.state().call.phase).toBe('held');
    expect(world.server.asked.some((what) => what.startsWith('holdEvent'))).toBe(false);
  });

  it('gives the microphone back to who resumes before the customer was held again', async () => {
    const kept = await keptCall(async ({ phone, clock }) => {
      await phone.handle({ type: 'hold' }, 'panel');
      await clock.pass(20);
    });
    const world = await next(kept);
    await world.phone.handle({ type: 'resume' }, 'panel');
    await world.clock.pass(700);
    expect(world.sip.taken?.done).toEqual(['mute', 'resume', 'unmute']);
    expect(world.state().call.phase).toBe('talking');
  });

  it('shows that the customer hears the agent where the hold is refused, and gives the microphone back', async () => {
    const kept = await keptCall(async ({ phone, clock }) => {
      await phone.handle({ type: 'hold' }, 'panel');
      await clock.pass(20);
    });
    const world = await next(kept, ({ sip }) => (sip.takenFails = { hold: new PhoneError('holdRefused') }));
    await world.clock.pass(700);
    expect(world.sip.taken?.done).toEqual(['mute', 'resume', 'unmute']);
    expect(world.state().call.phase).toBe('talking');
  });

  it('leaves a consultation to the PBX, which connects customer and consultee, and says so', async () => {
    const kept = await keptCall();
    const transfer = {
      kind: 'consultative',
      target: { to: 'number', number: '123' },
      startedAt: 0,
      seen: 'nothing',
    } as const;
    const world = await next({ ...kept, phase: 'consulting', call: { ...kept.call, transfer } });
    expect(world.server.asked).toContain('hangupCall');
    expect(world.sip.taken).toBeNull();
    expect(world.state().call).toMatchObject({ phase: 'idle', lastEnd: { why: 'remote' } });
    expect(world.codes()).toEqual(['consultationLeft']);
    expect(world.kept.call).toBeNull();
  });

  it('without a microphone ends the call at the PBX: nobody is left in silence', async () => {
    const world = await next(await keptCall(), ({ sip }) => {
      sip.takeOverFails = new PhoneError('microphoneDenied');
    });
    expect(world.server.asked).toContain('hangupCall');
    expect(world.codes()).toEqual(expect.arrayContaining(['phoneDocumentLost', 'microphoneDenied']));
    expect(world.state().call.phase).toBe('idle');
  });

  it('that can reach nobody shows the call for half a minute, no longer', async () => {
    const world = createWorld(
      { server: 'https://oml.example', lastUser: 'ag1' },
      undefined,
      await keptCall(),
    );
    world.server.fail('resume', 'serverUnreachable');
    void world.phone.start();
    await world.clock.pass(29_000);
    expect(world.state().call.phase).toBe('talking');
    await world.clock.pass(2_000);
    expect(world.state().call.phase).toBe('idle');
    expect(world.codes()).toContain('phoneDocumentLost');
  });

  it('keeps it on the disk no longer than it shows it: the next to start this browser may be somebody else', async () => {
    const world = await next(await keptCall(), ({ server }) => (server.inJar = null));
    await world.clock.pass(29_000);
    expect(world.kept.call).not.toBeNull();
    await world.clock.pass(2_000);
    expect(world.kept.call).toBeNull();
  });

  it('shows no customer where the browser has no session: anybody may have started it', async () => {
    const world = await next(await keptCall(), ({ server }) => {
      server.inJar = null;
      server.cookie = false;
    });
    expect(world.published.some(({ call }) => call.call !== null)).toBe(false);
    expect(world.state().recents).toEqual([]);
    expect(world.codes()).toContain('phoneDocumentLost');
  });

  it('leaves nothing of it among the calls of another agent who signs in', async () => {
    const kept = { ...(await keptCall()), agentId: '2' };
    const world = await next(kept, ({ server }) => (server.inJar = null));
    expect(world.state().recents).toHaveLength(1);
    await world.phone.handle(
      { type: 'signIn', server: 'oml.example', user: 'ag1', password: 'p' },
      'options',
    );
    await world.clock.pass(50);
    expect(world.state()).toMatchObject({ session: { kind: 'signedIn' }, recents: [] });
  });

  it('lets a call go that the agent hung up meanwhile', async () => {
    const kept = await keptCall();
    const world = createWorld({ server: 'https://oml.example', lastUser: 'ag1' }, undefined, kept);
    world.server.inJar = signedIn();
    let resume = (): void => undefined;
    world.server.slow.set('resume', new Promise((done) => (resume = done)));
    const started = world.phone.start();
    await world.clock.pass(20);
    expect(await world.phone.handle({ type: 'hangUp' }, 'panel')).toEqual({ ok: true });
    resume();
    await started;
    await world.clock.pass(50);
    expect(world.sip.taken?.done).toEqual(['end']);
    await world.clock.pass(6_000);
    expect(world.state().call.phase).toBe('idle');
    expect(world.kept.call).toBeNull();
  });

  it('of another agent leaves it alone, and says that it is lost', async () => {
    const world = await next({ ...(await keptCall()), agentId: '2' });
    expect(world.sip.taken).toBeNull();
    expect(world.codes()).toContain('phoneDocumentLost');
    expect(world.kept.call).toBeNull();
  });

  it('whose session is over says so at once, and takes the call over after the sign-in', async () => {
    const kept = await keptCall();
    const world = await next(kept, ({ server }) => (server.inJar = null));
    expect(world.codes()).toContain('phoneDocumentLost');
    expect(world.state().call.phase).toBe('idle');
    await world.phone.handle(
      { type: 'signIn', server: 'oml.example', user: 'ag1', password: 'p' },
      'options',
    );
    await world.clock.pass(50);
    expect(world.state().call).toMatchObject({ phase: 'talking', call: { sessionId: world.sip.taken?.id } });
    expect(world.codes()).not.toContain('phoneDocumentLost');
  });
});

it('goes on where the tones of a transfer had come to', async () => {
  const { call } = await keptCall();
  const transfer = { target: { to: 'survey' }, startedAt: 0, seen: 'nothing' } as const;
  const at = (phase: KeptCall['phase'], kind: 'blind' | 'consultative') =>
    phaseAfter({ phase, call: { ...call, transfer: { ...transfer, kind } } });
  expect(at('transferPrompt', 'blind')).toBe('talking');
  expect(at('transferDialing', 'blind')).toBe('transferSent');
  expect(at('transferDialing', 'consultative')).toBe('consulting');
  expect(at('conference', 'consultative')).toBe('conference');
});
