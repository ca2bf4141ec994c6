/** How a call sounds, from the browser's report to the agent's screen and the draft. */
import { describe, expect, it } from 'vitest';
import type { CallRecord } from '@/lib/diagnostics';
import { adviceOf, gradeOf } from '@/lib/phone/health/advice';
import type { QualityWarning } from '@/lib/sip';
import { createWorld, inCampaign, type FakeSession, type World } from './fakes';

/** A line whose other end speaks 50 packets a second, of which so many get lost; each question is a second later. */
function line(session: FakeSession) {
  const line = { losing: 0, sendLoss: 0, received: 0, lost: 0 };
  session.stats = () => {
    line.received += 50 - line.losing;
    line.lost += line.losing;
    const rows: [string, unknown][] = [
      [
        'I',
        {
          type: 'inbound-rtp',
          kind: 'audio',
          packetsReceived: line.received,
          packetsLost: line.lost,
          jitter: 0.001,
          codecId: 'C',
        },
      ],
      ['O', { type: 'outbound-rtp', kind: 'audio', packetsSent: line.received }],
      [
        'R',
        {
          type: 'remote-inbound-rtp',
          kind: 'audio',
          roundTripTime: 0.02,
          fractionLost: line.sendLoss,
        },
      ],
      ['C', { type: 'codec', mimeType: 'audio/PCMA' }],
    ];
    return Promise.resolve(new Map(rows) as unknown as RTCStatsReport);
  };
  return line;
}

async function talking(): Promise<{
  world: World;
  session: FakeSession;
  sound: ReturnType<typeof line>;
  records: CallRecord[];
}> {
  const world = createWorld();
  await world.ready();
  const session = world.sip.invite(inCampaign({ contactId: '7' }));
  const sound = line(session);
  await world.clock.pass(9_000); // what was said about the automatic answer has gone
  return { world, session, sound, records: world.records };
}

describe('the sound of a call', () => {
  it('is a grade in the state that changes only when it is another one', async () => {
    const { world } = await talking();
    await world.clock.pass(3_000);
    expect(world.state().health.quality).toBe('good');
    const { revision } = world.state();
    await world.clock.pass(20_000);
    expect(world.state().revision).toBe(revision);
  });

  it('says what to do after three bad seconds of five, and takes it back after five good ones', async () => {
    const { world, sound } = await talking();
    await world.clock.pass(6_000);
    sound.losing = 5;
    await world.clock.pass(2_000);
    expect(world.codes()).toEqual([]);
    await world.clock.pass(1_000);
    expect(world.codes()).toEqual(['soundLostIn']);
    expect(world.state().health.quality).not.toBe('good');
    sound.losing = 0;
    await world.clock.pass(4_000);
    expect(world.codes()).toEqual(['soundLostIn']);
    await world.clock.pass(1_000);
    expect(world.codes()).toEqual([]);
    expect(world.state().health.quality).toBe('good');
  });

  it('is one notice whose words change when the trouble does, and none after the call', async () => {
    const { world, session, sound } = await talking();
    sound.sendLoss = 0.1;
    await world.clock.pass(5_000);
    expect(world.codes()).toEqual(['soundLostOut']);
    sound.losing = 20;
    await world.clock.pass(4_000);
    expect(world.codes()).toEqual(['soundLost']);
    session.events.onEnded({ by: 'remote' });
    await world.clock.pass(20);
    expect(world.codes()).toEqual([]);
    expect(world.state().health.quality).toBeNull();
  });
});

describe('the record of a call', () => {
  it('holds its times, its sound and what came back, and goes to the draft', async () => {
    const { world, session, sound, records } = await talking();
    sound.losing = 5;
    await world.clock.pass(5_000);
    session.events.onMedia('disconnected');
    session.events.onMedia('connected');
    world.sip.says({ phase: 'lost', since: world.clock.now() });
    world.sip.says({ phase: 'registered', since: world.clock.now() });
    await world.phone.handle({ type: 'hangUp' }, 'panel');
    await world.clock.pass(20);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      callId: '1700000000.1',
      kind: 'campaign',
      ringingMs: 4,
      answerMs: 30,
      disconnectMs: 8,
      endedBy: 'local',
      codec: 'PCMA',
      rttMs: { mean: 20, max: 20 },
      lossPercent: { max: 10 },
      warnings: ['loss'],
      mediaReconnections: 1,
      lineReconnections: 1,
    });
  });

  it('knows how long OMniLeads took to call back', async () => {
    const world = createWorld();
    await world.ready();
    await world.phone.handle({ type: 'call', number: '3515550001', via: 'panel' }, 'panel');
    await world.clock.pass(700);
    world.sip.invite(inCampaign({ phone: '3515550001', origin: 'withoutCampaign', campaignId: '0' }));
    await world.clock.pass(20);
    await world.phone.handle({ type: 'hangUp' }, 'panel');
    await world.clock.pass(20);
    expect(world.records.at(-1)?.requestMs).toBe(700);
  });
});

describe('advice', () => {
  it('names one side at a time, the worst first', () => {
    const of = (...held: QualityWarning[]) => adviceOf(new Set(held));
    expect(of()).toBeNull();
    expect(of('microphoneStuck', 'loss')).toBe('microphoneStuck');
    expect(of('loss', 'sendLoss', 'mos')).toBe('soundLost');
    expect(of('jitter')).toBe('soundLostIn');
    expect(of('sendLoss')).toBe('soundLostOut');
    expect(of('rtt', 'mos')).toBe('soundDelayed');
    expect(of('brokenAtSource')).toBe('soundBrokenThere');
    expect(of('noPacketsIn', 'noPacketsOut')).toBeNull();
  });

  it('never stands beside a good grade', () => {
    expect(gradeOf([4.4, 4.4], null)).toBe('good');
    expect(gradeOf([4.4, 4.4], 'soundLostOut')).toBe('fair');
    expect(gradeOf([2, 2], null)).toBe('poor');
    expect(gradeOf([1, 4.4, 4.4, 4.4, 4.4, 4.4], null)).toBe('good');
  });
});
