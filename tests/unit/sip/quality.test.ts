import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchQuality, type QualityWarning } from '@/lib/sip';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

/** A call whose packets flow at 50 a second; `lost` of each second's 50 don't arrive. */
const call = () => {
  const world = { received: 0, lost: 0, losing: 0, sending: 50, sent: 0 };
  const stats = () => {
    world.received += 50 - world.losing;
    world.lost += world.losing;
    world.sent += world.sending;
    return Promise.resolve(
      new Map<string, unknown>([
        [
          'I',
          {
            type: 'inbound-rtp',
            kind: 'audio',
            packetsReceived: world.received,
            packetsLost: world.lost,
            jitter: 0.002,
            codecId: 'C',
          },
        ],
        ['O', { type: 'outbound-rtp', kind: 'audio', packetsSent: world.sent }],
        ['R', { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.02 }],
        ['C', { type: 'codec', mimeType: 'audio/opus' }],
      ]) as unknown as RTCStatsReport, // the browser's report is a read-only Map that can't be made by hand
    );
  };
  const heard: ReadonlySet<QualityWarning>[] = [];
  const problems: unknown[] = [];
  const monitor = watchQuality({
    session: { stats },
    now: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    onSample: (_sample, held) => heard.push(held),
    onProblem: (thrown) => problems.push(thrown),
  });
  return { world, monitor, heard, latest: () => [...(heard.at(-1) ?? [])] };
};

describe('the quality of a call', () => {
  it('is sampled every second and summed up at the end', async () => {
    const { monitor, heard, latest } = call();
    await vi.advanceTimersByTimeAsync(300);
    monitor.established();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(heard).toHaveLength(9); // the first report is only a beginning
    expect(latest()).toEqual([]);
    const record = monitor.finish();
    expect(record).toMatchObject({
      codec: 'opus',
      packetsReceived: 500,
      packetsLost: 0,
      packetsSent: 500,
      lossPercent: { mean: 0, max: 0 },
      sendLossPercent: null,
      warnings: [],
      mediaReconnections: 0,
    });
    expect(record.mos?.min).toBeGreaterThan(4.3);
    expect(record.rttMs).toEqual({ mean: 20, max: 20 });
  });

  it('warns of loss within three seconds, and of a microphone that sends nothing', async () => {
    const { world, monitor, latest } = call();
    monitor.established();
    await vi.advanceTimersByTimeAsync(3000);
    world.losing = 5;
    await vi.advanceTimersByTimeAsync(3000);
    expect(latest()).toContain('loss');
    world.sending = 0;
    await vi.advanceTimersByTimeAsync(3000);
    expect(latest()).toContain('noPacketsOut');
    expect(monitor.finish().warnings).toEqual(['loss', 'noPacketsOut']);
  });

  it('is not judged while the customer is held, and starts afresh afterwards', async () => {
    const { world, monitor, heard, latest } = call();
    monitor.established();
    world.losing = 50;
    await vi.advanceTimersByTimeAsync(3000);
    monitor.held(true);
    const before = heard.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(heard).toHaveLength(before);
    world.losing = 0;
    monitor.held(false);
    await vi.advanceTimersByTimeAsync(3000);
    expect(heard.length).toBeGreaterThan(before);
    expect(latest()).toEqual([]);
    monitor.finish();
  });

  it('counts the times the media came back, and stops with the call', async () => {
    const { monitor, heard } = call();
    monitor.established();
    for (const state of [
      'connected',
      'disconnected',
      'failed',
      'connected',
      'disconnected',
      'connected',
    ] as const)
      monitor.media(state);
    expect(monitor.finish().mediaReconnections).toBe(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(heard).toEqual([]);
  });

  it('of a call that was never answered is an empty record', () => {
    expect(call().monitor.finish()).toMatchObject({ codec: '', lossPercent: null, mos: null, rttMs: null });
  });
});
