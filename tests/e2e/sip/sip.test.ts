import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MUSIC_ON_HOLD_HZ } from '@/lab/pbx';
import { agentHears } from '../harness/listen';
import { AGENT_HZ, SipStage } from './stage';

const CUSTOMER_HZ = 600;
const NUMBER = '3515551000';
/** A tenth of what gathering takes that waits for a server that is not there; how fast it is, `npm run bench` says. */
const INVITE_TO_OK_MS = 4000;

let stage: SipStage;
beforeAll(async () => {
  stage = await SipStage.open();
});
afterEach(async () => {
  await stage.calm();
});
afterAll(() => stage?.close());

/** From the INVITE on the wire to our 200: the first INVITE of the last call, not the re-INVITEs after it. */
function inviteToOk(): number {
  const invite = stage.wire.last(
    (p) => p.from === 'server' && p.text.startsWith('INVITE ') && !/^To:.*;tag=/m.test(p.text),
  );
  const callId = /^Call-ID: (.*)$/m.exec(invite?.text ?? '')?.[1] ?? 'none';
  const ok = stage.wire.passed.find(
    (p) => p.from === 'phone' && p.text.startsWith('SIP/2.0 200') && p.text.includes(callId),
  );
  return (ok?.at ?? NaN) - (invite?.at ?? NaN);
}

describe('a call through Kamailio, rtpengine and Asterisk', () => {
  it('is registered with ephemeral credentials, answered, and both hear each other', async () => {
    await stage.register();
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    await agentHears(stage.page, [CUSTOMER_HZ]);
    expect(await stage.ask('details')).toMatchObject({
      origin: 'withoutCampaign',
      campaignId: '0',
      phone: NUMBER,
    });
  });

  it('is answered at once with a dead STUN server configured', async () => {
    await stage.register({ iceServers: [{ urls: stage.deadStun }] });
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    expect(inviteToOk()).toBeLessThanOrEqual(INVITE_TO_OK_MS);
  });

  it.each(['queue', 'click'])(
    '(%s) is held: the customer hears music and not the agent; resumed: the agent again',
    async (kind) => {
      await stage.register();
      const customer = kind === 'queue' ? await stage.callIn() : await stage.call(NUMBER);
      await customer.hears([AGENT_HZ]);
      const expected =
        kind === 'queue'
          ? { origin: 'inbound', campaignId: '3', did: '5553000' }
          : { origin: 'withoutCampaign' };
      expect(await stage.ask('details')).toMatchObject(expected);
      await stage.ask('hold', true);
      await customer.hears([...MUSIC_ON_HOLD_HZ], { not: [AGENT_HZ] });
      await agentHears(stage.page, [], [CUSTOMER_HZ]);
      await stage.ask('hold', false);
      await customer.hears([AGENT_HZ], { not: [...MUSIC_ON_HOLD_HZ] });
      await agentHears(stage.page, [CUSTOMER_HZ]);
    },
  );

  it('is muted in exactly one direction', async () => {
    await stage.register();
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    await stage.ask('mute', true);
    await customer.hears([], { not: [AGENT_HZ] });
    await agentHears(stage.page, [CUSTOMER_HZ]);
    await stage.ask('mute', false);
    await customer.hears([AGENT_HZ]);
  });

  it.each(['info', 'rtp'] as const)('delivers every tone by %s', async (tones) => {
    await stage.register({ tones });
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    await stage.ask('tones', '1590*37');
    await stage.untilDigits('1590*37');
  });

  it('ends when either side hangs up, and the microphone is off within 200 ms', async () => {
    await stage.register();
    const first = await stage.call(NUMBER);
    await first.hears([AGENT_HZ]);
    await stage.ask('do', 'end');
    expect(await stage.ask('liveTracks')).toBe(0);
    await first.ended;
    const second = await stage.call(NUMBER);
    await second.hears([AGENT_HZ]);
    await second.hangUp();
    await stage.until((e) => e.filter((x) => x === 'ended remote').length === 1, 'ended by the customer');
    expect(await stage.ask('liveTracks')).toBe(0);
  });
});

describe('registration through the edge', () => {
  it('says that credentials have expired', async () => {
    await stage.ask('start', stage.account({}, -10));
    await stage.untilPhase('refused');
    expect((await stage.ask('registration')).reason).toBe('credentialsExpired');
  });

  it('says that a wrong password was refused', async () => {
    await stage.ask('start', stage.account({ password: 'wrong' }));
    await stage.untilPhase('refused');
    expect((await stage.ask('registration')).reason).toBe('registrationRefused');
  });

  it('takes new credentials during a call without a gap', async () => {
    await stage.register({}, 20);
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    await stage.ask('update', stage.account({}, 3600));
    await stage.ask('hold', true);
    await stage.ask('hold', false);
    await customer.hears([AGENT_HZ]);
    await customer.hangUp();
    await stage.until((e) => e.includes('ended remote'), 'ended by the customer');
  });
});

describe('a broken socket', () => {
  it('leaves the audio alone, is registered again in 3 s, and the customer’s hang-up arrives within 1 s', async () => {
    await stage.register();
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    stage.wire.cut();
    await stage.untilPhase('lost');
    await customer.hears([AGENT_HZ]);
    await agentHears(stage.page, [CUSTOMER_HZ]);
    stage.wire.restore();
    await stage.untilPhase('registered', 3000);
    await stage.until(
      () => stage.wire.last((p) => p.from === 'phone' && p.text.startsWith('INVITE ')) !== undefined,
      're-INVITE',
    );
    await customer.hears([AGENT_HZ]);
    await customer.hangUp();
    await stage.until((e) => e.includes('ended remote'), 'ended by the customer', 1000);
  });

  it.each([
    ['the answer to it', /^SIP\/2.0 200 [\s\S]*CSeq: \d+ INVITE/],
    ['its confirmation', /^ACK /],
  ])(
    'that breaks again while the new contact is told, with %s: holds, and hears the hang-up',
    async (_, lost) => {
      await stage.register();
      const customer = await stage.call(NUMBER);
      await customer.hears([AGENT_HZ]);
      const again = stage.wire.breakAtNext(({ text }) => lost.test(text));
      stage.wire.breakAll();
      await again;
      await stage.untilPhase('lost');
      await stage.untilPhase('registered');
      await stage.ask('hold', true);
      await customer.hears(MUSIC_ON_HOLD_HZ);
      await stage.ask('hold', false);
      await Promise.all([customer.hears([AGENT_HZ]), agentHears(stage.page, [CUSTOMER_HZ])]);
      await customer.hangUp();
      await stage.until((e) => e.includes('ended remote'), 'ended by the customer', 1000);
    },
  );

  it('that breaks before the new contact is answered, and stays away: they go on hearing each other', async () => {
    await stage.register();
    const customer = await stage.callIn();
    await Promise.all([customer.hears([AGENT_HZ]), agentHears(stage.page, [CUSTOMER_HZ])]);
    const unanswered = stage.wire.breakAtNext(({ text }) =>
      /^SIP\/2\.0 100 [\s\S]*CSeq: \d+ INVITE/.test(text),
    );
    stage.wire.breakAll();
    await unanswered;
    stage.wire.cut();
    await stage.untilPhase('lost');
    // What is heard after a silence is no echo of before.
    await stage.ask('mute', true);
    await customer.hears([], { not: [AGENT_HZ] });
    await stage.ask('mute', false);
    await Promise.all([customer.hears([AGENT_HZ]), agentHears(stage.page, [CUSTOMER_HZ])]);
    stage.wire.restore();
    await stage.untilPhase('registered');
    await Promise.all([customer.hears([AGENT_HZ]), agentHears(stage.page, [CUSTOMER_HZ])]);
    await customer.hangUp();
    await stage.until((e) => e.includes('ended remote'), 'ended by the customer', 1000);
  });

  it('that swallows everything is noticed within 10 s and mended', async () => {
    await stage.register();
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    stage.wire.swallow();
    await stage.untilPhase('lost', 10_000);
    stage.wire.restore();
    await stage.untilPhase('registered', 3000);
    await customer.hears([AGENT_HZ]);
  });

  it('restarts ICE and both hear each other again', async () => {
    await stage.register();
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    await stage.ask('do', 'restartIce');
    await customer.hears([AGENT_HZ]);
    await agentHears(stage.page, [CUSTOMER_HZ]);
  });

  it('replaces the microphone in the call', async () => {
    await stage.register();
    const customer = await stage.call(NUMBER);
    await customer.hears([AGENT_HZ]);
    await stage.ask('do', 'replaceMicrophone');
    await customer.hears([AGENT_HZ]);
  });
});

describe('a phone document that dies', () => {
  it.each(['queue', 'click'])(
    'leaves its call (%s) to the next one: three seconds of silence at most',
    async (kind) => {
      await stage.register();
      const customer = kind === 'queue' ? await stage.callIn() : await stage.call(NUMBER);
      await customer.hears([AGENT_HZ]);
      await agentHears(stage.page, [CUSTOMER_HZ]);
      const dialog = await stage.ask('dialog');
      const details = await stage.ask('details');
      if (!dialog || !details) throw new Error('no call to lose');
      await stage.page.goto('about:blank'); // no BYE, no farewell: gone
      await customer.hears([], { not: [AGENT_HZ] });
      const diedAt = Date.now();
      await stage.page.goBack();
      await stage.register();
      await stage.ask('takeOver', { dialog, details });
      await customer.hears([AGENT_HZ]);
      await agentHears(stage.page, [CUSTOMER_HZ]);
      expect(Date.now() - diedAt).toBeLessThanOrEqual(3000);
      await customer.hangUp();
      await stage.until((e) => e.includes('ended remote'), 'ended by the customer');
    },
  );

  it('is told when the call is gone', async () => {
    await stage.register();
    const gone = { callId: 'x', localTag: 'a', remoteTag: 'b', remoteTarget: 'sip:x@127.0.0.1' };
    const customer = await stage.callIn();
    await customer.hears([AGENT_HZ]);
    const details = await stage.ask('details');
    if (!details) throw new Error('no details');
    await customer.hangUp();
    await stage.until((e) => e.includes('ended remote'), 'ended by the customer');
    await expect(stage.ask('takeOver', { dialog: gone, details })).rejects.toThrow('phoneDocumentLost');
  });
});
