/** Sound in one direction only: which one, what the phone does, and what the agent is told. */
import { describe, expect, it } from 'vitest';
import { createWorld, inCampaign, type FakeSession, type World } from './fakes';

/** Packets a second in each direction, and how loud the microphone is; each question is a second later. */
function line(session: FakeSession) {
  const line = {
    in: 50,
    out: 50,
    /** Packets a second that the other side sends, arriving or not; null = its reports don't arrive either. */
    theirs: 50 as number | null,
    microphone: 0.1,
    seconds: 0,
    received: 0,
    sent: 0,
    told: { packetsSent: 0, reportsSent: 0, timestamp: 0 },
    theirSent: 0,
    restarts: 0,
  };
  session.restartIce = () => Promise.resolve(void line.restarts++);
  session.stats = () => {
    line.received += line.in;
    line.sent += line.out;
    line.theirSent += line.theirs ?? 50;
    line.seconds++;
    // RTCP: every five seconds.
    if (line.seconds % 5 === 0 && line.theirs !== null)
      line.told = {
        packetsSent: line.theirSent,
        reportsSent: line.told.reportsSent + 1,
        timestamp: line.seconds * 1000,
      };
    const rows: [string, unknown][] = [
      [
        'I',
        { type: 'inbound-rtp', kind: 'audio', packetsReceived: line.received, packetsLost: 0, audioLevel: 0 },
      ],
      ['O', { type: 'outbound-rtp', kind: 'audio', packetsSent: line.sent }],
      ['P', { type: 'remote-outbound-rtp', kind: 'audio', ...line.told }],
      ['R', { type: 'remote-inbound-rtp', kind: 'audio', timestamp: line.told.timestamp }],
      ['M', { type: 'media-source', kind: 'audio', audioLevel: line.microphone + (line.sent % 3) / 1000 }],
    ];
    if (line.microphone === 0) rows[4] = ['M', { type: 'media-source', kind: 'audio', audioLevel: 0 }];
    return Promise.resolve(new Map(rows) as unknown as RTCStatsReport);
  };
  return line;
}

async function talking(): Promise<{ world: World; session: FakeSession; sound: ReturnType<typeof line> }> {
  const world = createWorld();
  await world.ready();
  const session = world.sip.invite(inCampaign({ contactId: '7' }));
  const sound = line(session);
  await world.clock.pass(9_000);
  expect(world.codes()).toEqual([]);
  return { world, session, sound };
}

describe('sound that goes one way', () => {
  it('is noticed when no packet left for three seconds, mended at once, and said with a button', async () => {
    const { world, sound } = await talking();
    sound.out = 0;
    await world.clock.pass(2_000);
    expect(world.codes()).toEqual([]);
    await world.clock.pass(2_000);
    expect(world.codes()).toEqual(['audioOneWayOut']);
    expect(sound.restarts).toBe(1);
    expect(world.state().notices[0]).toMatchObject({ kind: 'warning', action: 'retry' });
    await world.phone.handle({ type: 'retryNow' }, 'panel');
    expect(sound.restarts).toBe(2);
    sound.out = 50;
    await world.clock.pass(1_000);
    expect(world.codes()).toEqual([]);
  });

  it.each([
    ['the other side goes on sending', 50],
    ['not even its reports arrive', null],
  ] as const)('is noticed within eleven seconds when nothing arrives and %s', async (_how, theirs) => {
    const { world, sound } = await talking();
    sound.in = 0;
    sound.theirs = theirs;
    await world.clock.pass(11_000);
    expect(world.codes()).toEqual(['audioOneWayIn']);
    expect(sound.restarts).toBe(1);
    sound.in = 50;
    sound.theirs = 50;
    await world.clock.pass(1_000);
    expect(world.codes()).toEqual([]);
  });

  it('is mended again every ten seconds while it lasts', async () => {
    const { world, sound } = await talking();
    sound.in = 0;
    sound.theirs = null;
    await world.clock.pass(31_000);
    expect(sound.restarts).toBe(3);
  });

  it('is not what a customer who says nothing sounds like', async () => {
    const { world, sound } = await talking(); // their level is 0 all along, their packets come
    await world.clock.pass(60_000);
    // Nor where the trunk sends nothing while nobody speaks: its reports say so.
    sound.in = 0;
    sound.theirs = 0;
    await world.clock.pass(60_000);
    expect(world.codes()).toEqual([]);
    expect(sound.restarts).toBe(0);
  });

  it('of a microphone without any sound names the microphone and leaves the path alone; a muted agent is none', async () => {
    const { world, sound } = await talking();
    sound.microphone = 0;
    await world.phone.handle({ type: 'mute', on: true }, 'panel');
    await world.clock.pass(60_000);
    expect(world.codes()).toEqual([]);
    await world.phone.handle({ type: 'mute', on: false }, 'panel');
    await world.clock.pass(14_000);
    expect(world.codes()).toEqual([]);
    await world.clock.pass(2_000);
    expect(world.codes()).toEqual(['microphoneSilent']);
    expect(sound.restarts).toBe(0);
  });

  it('is expected while the customer is held, and over with the call', async () => {
    const { world, session, sound } = await talking();
    sound.in = 0;
    sound.theirs = null;
    await world.clock.pass(11_000);
    expect(world.codes()).toEqual(['audioOneWayIn']);
    await world.phone.handle({ type: 'hold' }, 'panel');
    await world.clock.pass(20_000);
    expect(world.codes()).toEqual([]);
    await world.phone.handle({ type: 'resume' }, 'panel');
    await world.clock.pass(11_000);
    expect(world.codes()).toEqual(['audioOneWayIn']);
    session.events.onEnded({ by: 'remote' });
    await world.clock.pass(20);
    expect(world.codes()).toEqual([]);
  });
});
