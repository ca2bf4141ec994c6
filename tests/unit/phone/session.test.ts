import { describe, expect, it } from 'vitest';
import { PhoneError } from '@/lib/diagnostics';
import { DEFAULT_SETTINGS } from '@/lib/settings/types';
import { createWorld, details, CREDENTIALS_LIFE_MS, settle, signedIn, START } from './fakes';

const SIGN_IN = { type: 'signIn', server: 'oml.example', user: 'ag1', password: 'p' } as const;

describe('signing in', () => {
  it('goes from the form to the queues by itself', async () => {
    const { phone, clock, state, server, sip, codes } = createWorld();
    await phone.start();
    expect(state().session.kind).toBe('signedOut');
    expect(await phone.handle(SIGN_IN, 'options')).toEqual({ ok: true });
    await clock.pass(20);
    expect(state().session).toMatchObject({ kind: 'signedIn', agentId: '1', extension: '1003' });
    expect(state().registration.phase).toBe('registered');
    expect(state().agent.phase).toBe('ready');
    expect(state().directory.inboundCampaigns).toEqual([{ id: '3', name: 'entrante_01' }]);
    expect(state().serverZoneMin).toBe(-180);
    expect(server.asked).toContain('pbxLogin');
    expect(sip.accounts[0]).toMatchObject({
      servers: ['wss://oml.example:443/ws'],
      user: '1:1003',
      domain: 'pbx.example',
      instanceId: 'i1',
    });
    expect(codes()).toEqual([]);
  });

  it('answers a wrong password with its code and stays signed out', async () => {
    const { phone, server, state } = createWorld();
    await phone.start();
    server.session = new PhoneError('wrongPassword');
    expect(await phone.handle(SIGN_IN, 'options')).toEqual({ ok: false, code: 'wrongPassword', params: {} });
    expect(state().session).toMatchObject({ kind: 'signedOut', lastUser: 'ag1' });
  });

  it('is refused from a panel, which a page could have drawn', async () => {
    const { phone, server } = createWorld();
    await phone.start();
    expect(await phone.handle(SIGN_IN, 'panel')).toMatchObject({ code: 'commandNotAllowed' });
    expect(server.asked).not.toContain('signIn ag1');
  });

  it('keeps no password: it reaches the sign-in and nothing else', async () => {
    const { phone, published, clock } = createWorld();
    await phone.start();
    await phone.handle({ ...SIGN_IN, password: 'sesame-4711' }, 'popup');
    await clock.pass(100);
    expect(JSON.stringify(published)).not.toContain('sesame-4711');
  });

  it('does not register without a microphone, says why, and goes on when it is allowed', async () => {
    const { phone, clock, audio, state, sip, codes, server } = createWorld();
    audio.microphoneIs = 'denied';
    await phone.start();
    await phone.handle(SIGN_IN, 'options');
    await clock.pass(20);
    expect(sip.done).toEqual([]);
    expect(codes()).toEqual(['microphoneDenied']);
    expect(state().agent.phase).toBe('disabled');
    expect(server.asked).toContain('disabled');
    audio.microphoneIs = 'granted';
    await phone.handle({ type: 'microphoneChanged' }, 'options');
    await clock.pass(20);
    expect(codes()).toEqual([]);
    expect(state().agent.phase).toBe('ready');
  });

  it('tells "only this time" from "never" when a permission it had is gone', async () => {
    const world = createWorld();
    await world.ready();
    world.audio.microphoneIs = 'prompt';
    world.phone.devices.onPermission();
    await settle();
    const result = await world.phone.handle({ type: 'call', number: '3515550001', via: 'panel' }, 'panel');
    expect(result).toMatchObject({ ok: false, code: 'microphoneOnce' });
    expect(world.server.asked).not.toContain('callOutside 3515550001');
  });
});

describe('a phone document that starts again', () => {
  it('goes on with the session of the browser without a password', async () => {
    const { phone, clock, server, state } = createWorld({ server: 'https://oml.example', lastUser: 'ag1' });
    server.inJar = signedIn({ hasToken: false });
    await phone.start();
    await clock.pass(20);
    expect(state().session.kind).toBe('signedIn');
    expect(state().agent.phase).toBe('ready');
  });

  it('asks nobody when the agent never signed in here', async () => {
    const { phone, server } = createWorld({ server: 'https://oml.example' });
    await phone.start();
    expect(server.asked).not.toContain('resume');
  });

  it('tries again by itself while the server cannot be reached', async () => {
    const { phone, clock, server, state, codes } = createWorld({
      server: 'https://oml.example',
      lastUser: 'ag1',
    });
    server.fail('resume', 'serverUnreachable');
    await phone.start();
    expect(codes()).toEqual(['serverUnreachable']);
    server.failing.clear();
    server.inJar = signedIn();
    await clock.pass(2_100);
    expect(state().session.kind).toBe('signedIn');
    expect(codes()).toEqual([]);
  });
});

describe('credentials', () => {
  it('are renewed before their end, over the registration that stands', async () => {
    const world = createWorld();
    await world.ready();
    await world.clock.pass(CREDENTIALS_LIFE_MS * 0.75 + 1);
    expect(world.server.asked.filter((what) => what === 'sipCredentials')).toHaveLength(1);
    expect(world.sip.done).toEqual(['start', 'update']);
    expect(world.sip.accounts.at(-1)?.user).toBe('2:1003');
  });

  it('are asked for again after a failure, and their end is said', async () => {
    const world = createWorld();
    await world.ready();
    world.server.fail('sipCredentials', 'serverUnreachable');
    await world.clock.pass(CREDENTIALS_LIFE_MS);
    expect(world.codes()).toContain('credentialsExpired');
    world.server.failing.clear();
    await world.clock.pass(20_000);
    expect(world.sip.accounts.at(-1)?.user).toBe('2:1003');
  });

  it('are fetched anew when the registrar refuses them, once and not in a loop', async () => {
    const world = createWorld();
    await world.ready();
    for (let i = 0; i < 5; i += 1) {
      world.sip.says({ phase: 'refused', since: START, reason: 'registrationRefused' });
      await world.clock.pass(500);
    }
    expect(world.server.asked.filter((what) => what === 'sipCredentials')).toHaveLength(1);
  });
});

describe('registration', () => {
  it('lost and back leaves no words behind', async () => {
    const world = createWorld();
    await world.ready();
    world.sip.says({ phase: 'lost', since: START, reason: 'sipUnreachable' });
    await world.clock.pass(20);
    expect(world.state().agent.phase).toBe('connectionLost');
    expect(world.codes()).toEqual([]);
    await world.clock.pass(2_500);
    expect(world.codes()).toEqual(['sipUnreachable']);
    world.sip.says({ phase: 'registered', since: START });
    await world.clock.pass(20);
    expect(world.codes()).toEqual([]);
    expect(world.state().agent.phase).toBe('ready');
  });
});

describe('the web session', () => {
  it('expired is said with a way on, and signing in again keeps the registration', async () => {
    const world = createWorld();
    await world.ready();
    world.server.tell({ type: 'expired' });
    await world.clock.pass(20);
    expect(world.state().session.kind).toBe('expired');
    expect(world.state().notices).toMatchObject([{ code: 'sessionExpired', action: 'signIn', sticky: true }]);
    expect(
      await world.phone.handle({ type: 'call', number: '3515550001', via: 'panel' }, 'panel'),
    ).toMatchObject({
      code: 'sessionExpired',
    });
    await world.phone.handle(SIGN_IN, 'popup');
    await world.clock.pass(20);
    expect(world.state().session.kind).toBe('signedIn');
    expect(world.codes()).toEqual([]);
    expect(world.sip.done).toEqual(['start', 'update']);
  });

  it('whose cookie now belongs to another agent stops the phone from writing', async () => {
    const world = createWorld();
    await world.ready();
    world.server.who = { kind: 'agent', extension: '1004' };
    world.phone.cookieChanged();
    await world.clock.pass(20);
    world.server.tell({ type: 'otherAgent', extension: '1004' });
    expect(world.codes()).toContain('otherAgentSignedIn');
    expect(world.state().session.kind).toBe('expired');
  });

  it('whose cookie was only written again changes nothing', async () => {
    const world = createWorld();
    await world.ready();
    world.phone.cookieChanged();
    await world.clock.pass(20);
    expect(world.state().session.kind).toBe('signedIn');
    expect(world.codes()).toEqual([]);
  });

  it('does not let another agent sign in under a live call', async () => {
    const world = createWorld();
    await world.ready();
    world.sip.invite(details());
    await world.clock.pass(20);
    expect(world.state().call.phase).toBe('talking');
    expect(await world.phone.handle({ ...SIGN_IN, user: 'ag2' }, 'options')).toMatchObject({
      code: 'callBusy',
    });
  });
});

describe('the same name on another server', () => {
  const elsewhere = { ...SIGN_IN, server: 'https://other.example' };

  it('is another agent: the one who was here is signed out first, and leaves nothing to be seen', async () => {
    const world = createWorld();
    await world.ready();
    const session = world.sip.invite(details());
    await world.clock.pass(20);
    session.events.onEnded({ by: 'remote' });
    await world.clock.pass(20);
    expect(world.state().recents).toHaveLength(1);
    await world.phone.handle(elsewhere, 'options');
    await world.clock.pass(20);
    expect(world.server.asked).toContain('signOut');
    expect(world.state().recents).toEqual([]);
  });

  it('is not let in under a live call', async () => {
    const world = createWorld();
    await world.ready();
    world.sip.invite(details());
    await world.clock.pass(20);
    expect(await world.phone.handle(elsewhere, 'options')).toMatchObject({ code: 'callBusy' });
  });

  it('the same server written in another way is the same', async () => {
    const world = createWorld();
    await world.ready();
    await world.phone.handle({ ...SIGN_IN, server: ' https://OML.example/ ' }, 'options');
    expect(world.server.asked).not.toContain('signOut');
  });
});

describe('another console of this agent', () => {
  it('is not fought: the agent is told and has a button', async () => {
    const world = createWorld();
    await world.ready();
    world.server.listener?.onMessage({ type: 'logout' });
    await world.clock.pass(60_000);
    expect(world.state().agent.phase).toBe('signedInElsewhere');
    expect(world.state().notices).toMatchObject([{ code: 'signedInElsewhere', action: 'takeOver' }]);
    expect(world.server.asked).not.toContain('socket takeOver');
    // The newest registration gets the calls: ours is taken back, and not renewed.
    expect(world.sip.done).toEqual(['start', 'stop']);
    expect(world.state().registration.phase).toBe('off');
    await world.phone.handle({ type: 'takeOver' }, 'panel');
    await world.clock.pass(20);
    expect(world.server.asked).toContain('socket takeOver');
    expect(world.codes()).toEqual([]);
    expect(world.sip.done).toEqual(['start', 'stop', 'start']);
    expect(world.state().agent.phase).toBe('ready');
    expect(world.server.asked.filter((what) => what === 'pbxLogin')).toHaveLength(2);
  });

  it('that our socket throws out may take our registration along: it is made anew', async () => {
    const world = createWorld();
    await world.ready();
    world.server.listener?.onPhase?.('open');
    await world.clock.pass(1_000);
    expect(world.sip.done).toEqual(['start']);
    await world.clock.pass(4_000);
    expect(world.sip.done).toEqual(['start', 'update']);
    world.server.listener?.onMessage({ type: 'logout' });
    world.server.listener?.onPhase?.('open');
    await world.clock.pass(10_000);
    expect(world.sip.done).toEqual(['start', 'update', 'stop']);
  });
});

describe('signing out', () => {
  it('goes in order: the call, the queues, the registration, the session', async () => {
    const world = createWorld();
    await world.ready();
    const session = world.sip.invite(details());
    await world.clock.pass(20);
    const out = world.phone.handle({ type: 'signOut' }, 'panel');
    await world.clock.pass(1_000);
    expect(await out).toEqual({ ok: true });
    expect(session.done).toContain('end');
    const order = ['pbxLogout', 'signOut'].map((what) => world.server.asked.indexOf(what));
    expect(order[0]).toBeGreaterThan(0);
    expect(order[1]).toBeGreaterThan(order[0] ?? 0);
    expect(world.sip.done.at(-1)).toBe('stop');
    expect(world.state()).toMatchObject({
      session: { kind: 'signedOut' },
      agent: { phase: 'signedOut' },
      recents: [],
    });
    expect(world.born.at(-1)).toBe('close');
  });
});

describe('settings that cannot be read', () => {
  const DEVICES = { ...DEFAULT_SETTINGS.devices, speakerId: 'headset', ringVolume: 0.2 };
  const STORED = { server: 'https://oml.example', lastUser: 'ag1', devices: DEVICES };

  it('are said, asked for again, and used as soon as they come', async () => {
    const world = createWorld(STORED);
    world.storage.fails = 3;
    world.server.inJar = signedIn();
    await world.phone.start();
    await world.clock.pass(20);
    expect(world.codes()).toContain('settingsUnreadable');
    expect(world.state().session).toMatchObject({ kind: 'signedOut', lastUser: '' });
    await world.clock.pass(2_000);
    expect(world.codes()).toContain('settingsUnreadable');
    await world.clock.pass(20_000);
    expect(world.codes()).not.toContain('settingsUnreadable');
    expect(world.state()).toMatchObject({ session: { kind: 'signedIn' }, devices: { chosen: DEVICES } });
  });

  it('are not written over with what stands in for them', async () => {
    const world = createWorld(STORED);
    world.storage.fails = 1;
    await world.phone.start();
    const change = { type: 'devices', devices: { volume: 0.5 } } as const;
    expect(await world.phone.handle(change, 'panel')).toMatchObject({
      ok: false,
      code: 'settingsUnreadable',
    });
    expect(world.settings().devices).toEqual(DEVICES);
    await world.clock.pass(5_000);
    expect(await world.phone.handle(change, 'panel')).toEqual({ ok: true });
    expect(world.settings().devices).toEqual({ ...DEVICES, volume: 0.5 });
  });
});

describe('settings that change while the agent works', () => {
  it('reach SIP and sound at once, and only when they differ', async () => {
    const world = createWorld();
    await world.ready();
    const before = world.sip.accounts.length;
    world.phone.settingsChanged({ ...world.settings(), tones: 'rtp' });
    expect(world.sip.accounts.slice(before)).toMatchObject([{ tones: 'rtp' }]);
    world.phone.settingsChanged({ ...world.settings(), tones: 'rtp' });
    expect(world.sip.accounts).toHaveLength(before + 1);
  });
});
