import { describe, expect, it } from 'vitest';
import { PhoneError } from '@/lib/diagnostics';
import { dialledInCampaign, dialledNumber } from '@/lib/phone/commands/place';
import { DEFAULT_SETTINGS, NEW_SITE } from '@/lib/settings';
import { CONSOLE, createWorld, details, inCampaign, signedIn } from './fakes';

const CALL = { type: 'call', number: '351 555-0001', via: 'panel' } as const;

describe('numbers', () => {
  const plan = (country: string, prefix = '') => ({
    settings: {
      ...DEFAULT_SETTINGS,
      sites: country ? [{ ...NEW_SITE, origin: 'https://crm.example', country, prefix }] : [],
    },
    ports: { about: { extension: '', browser: '', language: 'es-AR' } },
  });
  const argentina = plan('AR', '9');

  it.each([
    ['351 555-0001', '3515550001'],
    ['+54 (351) 555.0001', '93515550001'], // no route of the PBX matches a '+'
    ['+54 9 351 555-0001', '93515550001'],
    ['+56 9 8123 4567', '0056981234567'],
    ['+999 12', '99912'], // no plan knows it: its digits, as the stock phone
    ['*72', '*72'],
    ['1003', '1003'],
  ])('dials %s as %s', (typed, dialled) => expect(dialledNumber(argentina, typed)).toBe(dialled));

  it('dials several of a campaign each by the plan', () => {
    expect(dialledInCampaign(argentina, '+54 351 555-0001_351 555-0002')).toBe('93515550001_3515550002');
  });

  it('dials without a site by where the browser is', () => {
    expect(dialledNumber(plan(''), '+543515550001')).toMatch(/^(?:00|011|1)?\d*3515550001$/);
  });

  it.each(['', '5', 'call me', '12a4', '1+2', '9'.repeat(26), '0000\n1'])('refuses %j', (typed) =>
    expect(dialledNumber(argentina, typed)).toBeNull(),
  );
});

describe('a call outside campaigns', () => {
  it('is asked of the server, comes back as an INVITE and is answered by itself', async () => {
    const world = createWorld();
    await world.ready();
    expect(await world.phone.handle(CALL, 'panel')).toEqual({ ok: true });
    expect(world.state().call.phase).toBe('requested');
    expect(world.server.asked).toContain('callOutside 3515550001');
    const session = world.sip.invite(details());
    await world.clock.pass(20);
    expect(session.done).toEqual(['answer']);
    expect(world.audio.done).toContain('earTone');
    expect(world.state().call.phase).toBe('talking');
    expect(world.state().agent.phase).toBe('inCall');
    await world.clock.pass(5_000);
    session.events.onEnded({ by: 'remote', code: 16 });
    await world.clock.pass(20);
    expect(world.state().call.phase).toBe('idle');
    expect(world.state().recents).toMatchObject([
      { direction: 'out', number: '3515550001', answered: true, durationS: 5, end: 'remote' },
    ]);
    expect(world.born).toEqual(['open 1']); // no draft: there is nothing to disposition
  });

  it('is given up after 15 s without an INVITE, and says so', async () => {
    const world = createWorld();
    await world.ready();
    await world.phone.handle(CALL, 'panel');
    await world.clock.pass(14_900);
    expect(world.state().call.phase).toBe('requested');
    await world.clock.pass(200);
    expect(world.state().call.phase).toBe('idle');
    expect(world.codes()).toEqual(['callNotStarted']);
  });

  it('refused by the server ends with its code, as answer and as notice', async () => {
    const world = createWorld();
    await world.ready();
    world.server.fail('callOutside', 'noPermissionOutside');
    expect(await world.phone.handle(CALL, 'panel')).toMatchObject({ ok: false, code: 'noPermissionOutside' });
    expect(world.state().call.phase).toBe('idle');
    expect(world.codes()).toEqual(['noPermissionOutside']);
  });

  it('whose refusal answers late does not end the call after it', async () => {
    const world = createWorld();
    await world.ready();
    let refuse: (error: PhoneError) => void = () => undefined;
    world.server.slow.set('callOutside', new Promise<void>((_resolve, reject) => (refuse = reject)));
    const asked = world.phone.handle(CALL, 'panel');
    await world.clock.pass(15_100); // gave up waiting
    expect(world.state().call.phase).toBe('idle');
    await world.phone.handle({ ...CALL, number: '3515550002' }, 'panel');
    refuse(new PhoneError('serverTimeout'));
    expect(await asked).toMatchObject({ code: 'serverTimeout' });
    await world.clock.pass(20);
    expect(world.state().call.phase).toBe('requested');
  });
});

describe('what is refused before anything is asked', () => {
  it.each([
    ['a word', { ...CALL, number: 'Ana' }, 'numberInvalid'],
    ['an unknown campaign', { ...CALL, campaignId: '9' }, 'campaignUnknown'],
  ] as const)('%s', async (_what, command, code) => {
    const world = createWorld();
    await world.ready();
    expect(await world.phone.handle(command, 'panel')).toMatchObject({ ok: false, code });
    expect(world.server.asked.some((what) => /^(callOutside|makeCall)/.test(what))).toBe(false);
  });

  it('a second call within two seconds', async () => {
    const world = createWorld();
    await world.ready();
    world.server.fail('callOutside', 'numberRefused');
    await world.phone.handle(CALL, 'panel');
    expect(await world.phone.handle(CALL, 'panel')).toMatchObject({ code: 'callCooldown' });
    await world.clock.pass(2_000);
    expect(await world.phone.handle(CALL, 'panel')).toMatchObject({ code: 'numberRefused' });
  });

  it('two clicks at once make one call', async () => {
    const world = createWorld();
    await world.ready();
    const results = await Promise.all([world.phone.handle(CALL, 'panel'), world.phone.handle(CALL, 'popup')]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(world.server.asked.filter((what) => what.startsWith('callOutside'))).toHaveLength(1);
  });

  it('a call while one is on', async () => {
    const world = createWorld();
    await world.ready();
    world.sip.invite(details());
    await world.clock.pass(3_000);
    expect(await world.phone.handle(CALL, 'panel')).toMatchObject({ code: 'callBusy' });
  });

  it('a call while the last one waits for its compulsory disposition', async () => {
    const forced = createWorld();
    forced.server.session = signedIn({
      console: { ...CONSOLE, flags: { ...CONSOLE.flags, forceDisposition: true } },
    });
    forced.server.compulsory = { kind: 'disposition', callData: {} };
    await forced.ready();
    expect(await forced.phone.handle(CALL, 'panel')).toMatchObject({ code: 'callGated' });
    expect(forced.server.asked.some((what) => what.startsWith('callOutside'))).toBe(false);
  });

  it('is said in the panel when a page asked, because the page hears nothing', async () => {
    const world = createWorld();
    await world.ready();
    await world.phone.handle({ ...CALL, number: 'Ana', via: 'click' }, 'page');
    expect(world.codes()).toEqual(['numberInvalid']);
  });

  it.each(['answer', 'hangUp', 'signOut', 'microphoneChanged'] as const)(
    '%s, when a page asks',
    async (type) => {
      const world = createWorld();
      await world.ready();
      expect(await world.phone.handle({ type }, 'page')).toMatchObject({ code: 'commandNotAllowed' });
      expect(world.state().session.kind).toBe('signedIn');
    },
  );
});

describe('a campaign call', () => {
  it('bears a draft when it is answered, and wraps up after it', async () => {
    const world = createWorld();
    await world.ready();
    await world.phone.handle({ ...CALL, campaignId: '1' }, 'panel');
    expect(world.server.asked).toContain('makeCall 1 3515550001');
    const session = world.sip.invite(inCampaign());
    await world.clock.pass(20);
    expect(world.born).toContain('born 1700000000.1');
    session.events.onEnded({ by: 'remote' });
    await world.clock.pass(20);
    expect(world.state().agent.phase).toBe('afterCall');
    expect(world.server.asked).toContain('setPause 0');
  });

  describe('to several numbers at once', () => {
    const dialled = { phone: '3515550001_3515550002', callData: { telefono: '3515550001_3515550002' } };
    const started = async () => {
      const world = createWorld();
      await world.ready();
      await world.phone.handle({ ...CALL, number: dialled.phone, campaignId: '1' }, 'panel');
      const session = world.sip.invite(inCampaign(dialled));
      await world.clock.pass(20);
      expect(world.state().call.phase).toBe('talking');
      return { world, session };
    };
    const births = (world: Awaited<ReturnType<typeof started>>['world']) =>
      world.born.filter((what) => what.startsWith('born'));

    it('bears its draft for the number that answered', async () => {
      const { world } = await started();
      expect(births(world)).toEqual([]);
      world.server.listener?.onMessage({ type: 'multinumAnswered', phone: '3515550002' });
      await world.clock.pass(20);
      expect(births(world)).toEqual(['born 1700000000.1']);
      expect(world.drafted).toMatchObject([
        { phone: '3515550002', callData: { telefono: '3515550002' }, campaignName: 'manual_01' },
      ]);
    });

    it('bears it with all of them when nobody answered, before it is asked for what is owed', async () => {
      const { world, session } = await started();
      session.events.onEnded({ by: 'remote' });
      await world.clock.pass(20);
      expect(world.drafted).toMatchObject([dialled]);
      expect(world.born.slice(-2)).toEqual(['born 1700000000.1', 'over']);
    });
  });

  it('is called again with its campaign', async () => {
    const world = createWorld();
    await world.ready();
    await world.phone.handle({ ...CALL, campaignId: '1' }, 'panel');
    const session = world.sip.invite(inCampaign());
    await world.clock.pass(3_000);
    session.events.onEnded({ by: 'remote' });
    await world.clock.pass(20);
    await world.phone.handle({ type: 'redial' }, 'panel');
    expect(world.server.asked.filter((what) => what === 'makeCall 1 3515550001')).toHaveLength(2);
  });
});

describe('an incoming call', () => {
  const inbound = () => inCampaign({ origin: 'inbound', campaignId: '3', campaignName: 'entrante_01' });

  it('rings everywhere until it is answered', async () => {
    const world = createWorld();
    await world.ready();
    const session = world.sip.invite(inbound());
    await world.clock.pass(20);
    expect(world.state().call.phase).toBe('ringing');
    expect(world.audio.done).toEqual(['ring']);
    expect(world.desk).toContain('notify incoming-call 3515550001');
    expect(world.desk).toContain('badge ringing !');
    expect(world.server.asked).toContain('ringing true');
    await world.phone.handle({ type: 'answer' }, 'panel');
    await world.clock.pass(20);
    expect(session.done).toEqual(['answer']);
    expect(world.audio.done).toEqual(['ring', 'quiet']);
    expect(world.desk).toContain('clear incoming-call');
    expect(world.state().call.phase).toBe('talking');
  });

  it('is answered and rejected from the notification too', async () => {
    const world = createWorld();
    await world.ready();
    const session = world.sip.invite(inbound());
    await world.clock.pass(20);
    world.phone.notification('incoming-call', 1);
    await world.clock.pass(20);
    expect(session.done).toEqual(['end']);
    expect(world.server.asked).toContain('rejectCall');
    expect(world.state().call.phase).toBe('idle');
  });

  it('is answered by its key, and ended by the same', async () => {
    const world = createWorld();
    await world.ready();
    world.sip.invite(inbound());
    await world.clock.pass(20);
    expect(world.phone.shortcut('answer-hang-up')).toBe(false);
    await world.clock.pass(20);
    expect(world.state().call.phase).toBe('talking');
    world.phone.shortcut('answer-hang-up');
    await world.clock.pass(20);
    expect(world.state().call.phase).toBe('idle');
    expect(world.phone.shortcut('answer-hang-up')).toBe(true); // nothing to answer: show the panel
  });

  it('that arrives while one is on is refused as busy and disturbs nothing', async () => {
    const world = createWorld();
    await world.ready();
    const first = world.sip.invite(details());
    await world.clock.pass(20);
    const second = world.sip.invite(inbound());
    await world.clock.pass(20);
    expect(second.done).toEqual(['end']);
    expect(first.done).toEqual(['answer']);
    expect(world.state().call.phase).toBe('talking');
  });

  it('from a queue is refused while the pause is being set', async () => {
    const world = createWorld();
    await world.ready();
    await world.phone.handle({ type: 'pause', pauseId: '1' }, 'panel');
    const session = world.sip.invite(inbound());
    await world.clock.pass(20);
    expect(session.done).toEqual(['end']);
    expect(world.state().call.phase).toBe('idle');
  });

  it('that cannot be answered says why', async () => {
    const world = createWorld();
    await world.ready();
    const session = world.sip.invite(details());
    session.failing.answer = new PhoneError('microphoneBusy');
    await world.clock.pass(20);
    expect(world.codes()).toContain('microphoneBusy');
    expect(world.state().call.phase).toBe('idle');
  });
});

describe('calls to colleagues', () => {
  const colleague = (ready: boolean) => ({
    id: '2',
    name: 'Beto Núñez',
    status: ready ? 'READY' : 'ONCALL',
    ready,
  });

  it('are asked for by id after presence was asked anew, and called back by id', async () => {
    const world = createWorld();
    await world.ready();
    world.server.agents = [colleague(true)];
    expect(await world.phone.handle({ type: 'callAgent', agentId: '2' }, 'panel')).toEqual({ ok: true });
    const session = world.sip.invite(details({ phone: '', remoteNumber: 'AGENT' }));
    await world.clock.pass(20);
    session.events.onEnded({ by: 'remote' });
    await world.clock.pass(2_000);
    expect(world.state().recents).toMatchObject([{ agentId: '2', name: 'Beto Núñez', number: '' }]);
    expect(await world.phone.handle({ type: 'redial' }, 'panel')).toEqual({ ok: true });
    expect(world.server.asked.filter((what) => what === 'callAgent 2')).toHaveLength(2);
  });

  it('are refused in words when the colleague has gone between list and start', async () => {
    const world = createWorld();
    await world.ready();
    world.server.agents = [colleague(true)];
    await world.phone.handle({ type: 'refreshAgents' }, 'panel');
    world.server.agents = [colleague(false)];
    expect(await world.phone.handle({ type: 'callAgent', agentId: '2' }, 'panel')).toEqual({
      ok: false,
      code: 'agentNotReady',
      params: { name: 'Beto Núñez' },
    });
    expect(world.server.asked).not.toContain('callAgent 2');
  });

  it('received ones are called back by the id of the header', async () => {
    const world = createWorld();
    await world.ready();
    const session = world.sip.invite(
      details({
        origin: 'agent',
        fromAgent: '2_Beto_Nuñez',
        phone: '',
        campaignId: null,
        campaignType: null,
      }),
    );
    await world.clock.pass(20);
    session.events.onEnded({ by: 'remote' });
    expect(world.state().recents).toMatchObject([
      { agentId: '2', name: 'Beto Nuñez', number: '', answered: false },
    ]);
  });
});

describe('what was said leaves with its cause', () => {
  it('a server that breaks down over a call: with the next request', async () => {
    const world = createWorld();
    await world.ready();
    world.server.fail('callOutside', 'serverError');
    await world.phone.handle(CALL, 'panel');
    expect(world.codes()).toEqual(['serverError']);
    world.server.mend('callOutside');
    await world.clock.pass(2_000);
    await world.phone.handle(CALL, 'panel');
    expect(world.codes()).toEqual([]);
  });

  it('a server that could not be reached for a list: when it is reached', async () => {
    const world = createWorld();
    await world.ready();
    world.phone.devices.onMicrophoneFailed('serverTimeout'); // any step that nobody waits for
    expect(world.codes()).toEqual(['serverTimeout']);
    await world.phone.handle({ type: 'refreshAgents' }, 'panel');
    expect(world.codes()).toEqual([]);
  });

  it('two calls too close together: after two seconds', async () => {
    const world = createWorld();
    await world.ready();
    world.server.fail('callOutside', 'numberRefused');
    await world.phone.handle({ ...CALL, via: 'click' }, 'page');
    await world.phone.handle({ ...CALL, via: 'click' }, 'page');
    expect(world.codes()).toContain('callCooldown');
    await world.clock.pass(1_900);
    expect(world.codes()).toContain('callCooldown');
    await world.clock.pass(200);
    expect(world.codes()).not.toContain('callCooldown');
  });

  it('a missing permission: soon, its control stays switched off', async () => {
    const world = createWorld();
    await world.ready();
    world.server.fail('callOutside', 'permissionDenied');
    await world.phone.handle(CALL, 'panel');
    expect(world.codes()).toEqual(['permissionDenied']);
    await world.clock.pass(8_100);
    expect(world.codes()).toEqual([]);
  });

  it('a session that ended stays said, whatever call met it first', async () => {
    const world = createWorld();
    await world.ready();
    world.server.fail('callOutside', 'sessionExpired');
    await world.phone.handle(CALL, 'panel');
    await world.clock.pass(2_000);
    await world.phone.handle(CALL, 'panel');
    expect(world.codes()).toEqual(['sessionExpired']);
  });

  it('a lost device: when it is plugged in again, or another is chosen', async () => {
    const world = createWorld();
    await world.ready();
    const lists = { inputs: [{ id: 'headset', label: 'Headset' }], outputs: [] };
    await world.phone.handle({ type: 'devices', devices: { microphoneId: 'headset' } }, 'panel');
    world.phone.devices.onDeviceLost('microphone');
    world.phone.devices.onDevices({ inputs: [], outputs: [] });
    expect(world.codes()).toEqual(['deviceLost']);
    world.phone.devices.onDevices(lists);
    expect(world.codes()).toEqual([]);
    world.phone.devices.onDeviceLost('microphone');
    await world.phone.handle({ type: 'devices', devices: { microphoneId: '' } }, 'panel');
    expect(world.codes()).toEqual([]);
  });
});
