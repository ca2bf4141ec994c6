import { describe, expect, it } from 'vitest';
import {
  meanOpinionScore,
  readReport,
  sampleBetween,
  warnings,
  type QualitySample,
  type QualityWarning,
} from '@/lib/sip';

const sample = (over: Partial<QualitySample> = {}): QualitySample => ({
  at: 0,
  lossPercent: 0,
  jitterMs: 2,
  rttMs: 20,
  sendLossPercent: null,
  concealedPercent: 0,
  mos: 4.4,
  packetsIn: 50,
  packetsOut: 50,
  peerReported: false,
  peerSent: 50,
  inLevel: 0.1,
  outLevel: 0.1,
  ...over,
});

const report = (received: number, lost: number, sent: number) =>
  new Map<string, unknown>([
    [
      'I',
      {
        type: 'inbound-rtp',
        kind: 'audio',
        packetsReceived: received,
        packetsLost: lost,
        jitter: 0.004,
        bytesReceived: 1,
        codecId: 'C',
        audioLevel: 0.2,
      },
    ],
    ['O', { type: 'outbound-rtp', kind: 'audio', packetsSent: sent, bytesSent: 2 }],
    ['R', { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.05 }],
    ['S', { type: 'media-source', kind: 'audio', audioLevel: 0.3 }],
    ['C', { type: 'codec', mimeType: 'audio/PCMA' }],
    ['T', { type: 'transport', selectedCandidatePairId: 'P' }],
    [
      'P',
      { type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'Q', currentRoundTripTime: 0.01 },
    ],
    ['L', { type: 'local-candidate', candidateType: 'host' }],
    ['Q', { type: 'remote-candidate', candidateType: 'prflx' }],
  ]);

describe('how a call sounds', () => {
  it.each([
    [20, 2, 0, 4.42],
    [150, 20, 1, 4.17],
    [300, 30, 3, 3.22],
    [400, 30, 1, 2.96],
  ])('with %i ms, %i ms jitter and %i %% loss is %f', (rtt, jitter, loss, mos) => {
    expect(meanOpinionScore(rtt, jitter, loss)).toBeCloseTo(mos, 1);
  });

  it('never leaves 1 to 4.5', () => {
    expect(meanOpinionScore(5000, 500, 100)).toBe(1);
    expect(meanOpinionScore(0, 0, 0)).toBeLessThanOrEqual(4.5);
  });

  it('is read from two reports', () => {
    const before = readReport(report(100, 0, 100), 0);
    const after = readReport(report(145, 5, 150), 1000);
    if (!before || !after) throw new Error('nothing read');
    expect(after).toMatchObject({
      codec: 'PCMA',
      localCandidate: 'host',
      remoteCandidate: 'prflx',
      rttMs: 50,
      inLevel: 0.2,
      outLevel: 0.3,
    });
    expect(sampleBetween(before, after)).toMatchObject({
      lossPercent: 10,
      packetsIn: 45,
      packetsOut: 50,
      jitterMs: 4,
      rttMs: 50,
    });
  });

  it('is unknown before there is any RTP, and nonsense reads as nothing', () => {
    expect(readReport(new Map(), 0)).toBeNull();
    expect(
      readReport(new Map<string, unknown>([['I', { type: 'inbound-rtp', packetsLost: -3, jitter: 'x' }]]), 0),
    ).toMatchObject({ packetsLost: 0, jitterMs: 0 });
  });

  const none: ReadonlySet<QualityWarning> = new Set();
  it('warns when three of five seconds are bad, and only then', () => {
    const bad = sample({ jitterMs: 50 });
    expect([...warnings([bad, bad, sample(), sample(), sample()], none)]).toEqual([]);
    expect([...warnings([bad, bad, bad, sample(), sample()], none)]).toEqual(['jitter']);
  });

  it('keeps a warning until five seconds were good', () => {
    const bad = sample({ lossPercent: 5 });
    const held: ReadonlySet<QualityWarning> = new Set(['loss']);
    expect([...warnings([bad, sample(), sample(), sample(), sample()], held)]).toEqual(['loss']);
    expect([...warnings([sample(), sample(), sample(), sample(), sample()], held)]).toEqual([]);
  });

  it('names what is lost of ours, as the other end reports it', () => {
    const bad = sample({ sendLossPercent: 4 });
    expect([...warnings([bad, bad, bad], new Set())]).toEqual(['sendLoss']);
    const between = (fractionLost: number) =>
      readReport(
        [
          ['O', { type: 'outbound-rtp', kind: 'audio', packetsSent: 1 }],
          ['R', { type: 'remote-inbound-rtp', kind: 'audio', fractionLost }],
        ],
        0,
      )?.sendLoss;
    expect(between(0.04)).toBe(0.04);
  });

  it('names the far side only where everything arrived in time and still had to be invented', () => {
    const held = (over: Partial<QualitySample>) => [
      ...warnings(
        Array.from({ length: 3 }, () => sample({ concealedPercent: 20, ...over })),
        new Set(),
      ),
    ];
    expect(held({})).toEqual(['brokenAtSource']);
    expect(held({ lossPercent: 5 })).toEqual(['loss']);
    expect(held({ jitterMs: 60 })).toEqual(['jitter']);
    expect(held({ packetsIn: 0 })).toEqual(['noPacketsIn']);
    expect(held({ concealedPercent: 8 })).toEqual([]);
  });

  it('names the direction that is dead, but not a customer who is silent', () => {
    const deaf = sample({ packetsIn: 0 });
    const dumb = sample({ packetsOut: 0 });
    expect([...warnings([deaf, deaf, deaf], none)]).toEqual(['noPacketsIn']);
    expect([...warnings([dumb, dumb, dumb], none)]).toEqual(['noPacketsOut']);
    const silent = sample({ inLevel: 0, outLevel: 0 });
    expect([...warnings(Array(10).fill(silent), none)]).toEqual([]);
  });

  it('notices a microphone that is stuck on one level', () => {
    expect([...warnings(Array(10).fill(sample({ outLevel: 0.123 })), none)]).toEqual(['microphoneStuck']);
    expect([
      ...warnings(
        Array.from({ length: 10 }, (_, i) => sample({ outLevel: 0.1 + i / 1000 })),
        none,
      ),
    ]).toEqual([]);
  });
});
