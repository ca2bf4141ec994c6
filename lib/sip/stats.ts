/**
 * Two RTP statistics reports → loss, jitter, round trip, an estimate of how the call sounds, and warnings. Pure.
 * Thresholds: references.md D5 (one sample a second, three of the last five over the line warn, none of five clears).
 */
export interface RtpSnapshot {
  readonly at: number; // ms
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly packetsSent: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly jitterMs: number;
  readonly rttMs: number | null;
  /** What the other end says it lost of ours since its last report, 0..1; null = it reports nothing. */
  readonly sendLoss: number | null;
  /** Sound that the browser had to invent because none was there in time, without what would have been silence anyway. */
  readonly concealedSamples: number;
  readonly totalSamples: number;
  /** Changes with every RTCP report of the other side: it is alive, whatever it sends. */
  readonly peerReport: string;
  /** What it says it has sent, as of its last sender report. */
  readonly peerSent: number;
  readonly inLevel: number | null; // 0..1, what the customer says
  readonly outLevel: number | null; // 0..1, what our microphone says
  readonly codec: string;
  readonly localCandidate: string; // 'host', 'srflx', 'relay', 'prflx', ''
  readonly remoteCandidate: string;
}

export interface QualitySample {
  readonly at: number;
  readonly lossPercent: number;
  readonly jitterMs: number;
  readonly rttMs: number | null;
  readonly sendLossPercent: number | null;
  /** Share of invented sound in what the agent heard. */
  readonly concealedPercent: number;
  readonly mos: number; // 1..4.5
  readonly packetsIn: number; // in this interval
  readonly packetsOut: number;
  /** The other side reported in this interval, and says that it has sent so many packets more than it said before. */
  readonly peerReported: boolean;
  readonly peerSent: number;
  readonly inLevel: number | null;
  readonly outLevel: number | null;
}

export type QualityWarning =
  | 'jitter'
  | 'rtt'
  | 'loss'
  | 'sendLoss'
  | 'mos'
  | 'brokenAtSource'
  | 'noPacketsIn'
  | 'noPacketsOut'
  | 'microphoneStuck';

const JITTER_MAX_MS = 30;
const RTT_MAX_MS = 400;
const LOSS_MAX_PERCENT = 1;
const MOS_MIN = 3;
/** Below, gateways that send nothing while the customer is silent would alarm at each of their first words. */
const CONCEALED_MAX_PERCENT = 10;
const WINDOW = 5;
const RAISE = 3;
/** No packet for this many samples is a dead direction. */
const SILENT_SAMPLES = 3;
/** The very same level for this long is a stuck microphone; a quiet room still flickers. */
const STUCK_SAMPLES = 10;

/** Reads one report; null when it holds no RTP yet. */
export function readReport(
  report: Iterable<readonly [string, unknown]> | RTCStatsReport,
  at: number,
): RtpSnapshot | null {
  const byId = new Map<string, Record<string, unknown>>();
  for (const [id, value] of report as Iterable<readonly [string, unknown]>) {
    if (typeof value === 'object' && value !== null) byId.set(id, value as Record<string, unknown>);
  }
  const all = [...byId.values()];
  const ofKind = (type: string) =>
    all.find((s) => s['type'] === type && (s['kind'] === undefined || s['kind'] === 'audio'));
  const inbound = ofKind('inbound-rtp');
  const outbound = ofKind('outbound-rtp');
  if (!inbound && !outbound) return null;
  const remote = ofKind('remote-inbound-rtp');
  const peer = ofKind('remote-outbound-rtp');
  const pairId = text(ofKind('transport')?.['selectedCandidatePairId']);
  const pair = byId.get(pairId);
  const codec = byId.get(text(inbound?.['codecId']) || text(outbound?.['codecId']));
  const rtt = seconds(remote?.['roundTripTime']) ?? seconds(pair?.['currentRoundTripTime']);
  return {
    at,
    packetsReceived: number(inbound?.['packetsReceived']),
    packetsLost: Math.max(0, number(inbound?.['packetsLost'])), // duplicates make it negative (RFC 3550 §6.4.1)
    packetsSent: number(outbound?.['packetsSent']),
    bytesReceived: number(inbound?.['bytesReceived']),
    bytesSent: number(outbound?.['bytesSent']),
    jitterMs: number(inbound?.['jitter']) * 1000,
    rttMs: rtt,
    sendLoss: level(remote?.['fractionLost']),
    concealedSamples: Math.max(
      0,
      number(inbound?.['concealedSamples']) - number(inbound?.['silentConcealedSamples']),
    ),
    totalSamples: number(inbound?.['totalSamplesReceived']),
    peerReport: `${number(remote?.['timestamp'])} ${number(peer?.['reportsSent'])}`,
    peerSent: number(peer?.['packetsSent']),
    inLevel: level(inbound?.['audioLevel']),
    outLevel: level(ofKind('media-source')?.['audioLevel']),
    codec: text(codec?.['mimeType']).replace(/^audio\//i, ''),
    localCandidate: text(byId.get(text(pair?.['localCandidateId']))?.['candidateType']),
    remoteCandidate: text(byId.get(text(pair?.['remoteCandidateId']))?.['candidateType']),
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const level = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const seconds = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value * 1000 : null;

/** What happened between two snapshots of one call. */
export function sampleBetween(before: RtpSnapshot, after: RtpSnapshot): QualitySample {
  const received = Math.max(0, after.packetsReceived - before.packetsReceived);
  const lost = Math.max(0, after.packetsLost - before.packetsLost);
  const lossPercent = received + lost > 0 ? (100 * lost) / (received + lost) : 0;
  const heard = after.totalSamples - before.totalSamples;
  const invented = Math.max(0, after.concealedSamples - before.concealedSamples);
  return {
    at: after.at,
    lossPercent,
    jitterMs: after.jitterMs,
    rttMs: after.rttMs,
    sendLossPercent: after.sendLoss === null ? null : after.sendLoss * 100,
    concealedPercent: heard > 0 ? Math.min(100, (100 * invented) / heard) : 0,
    mos: meanOpinionScore(after.rttMs ?? 0, after.jitterMs, lossPercent),
    packetsIn: received,
    packetsOut: Math.max(0, after.packetsSent - before.packetsSent),
    peerReported: after.peerReport !== before.peerReport,
    peerSent: Math.max(0, after.peerSent - before.peerSent),
    inLevel: after.inLevel,
    outLevel: after.outLevel,
  };
}

/**
 * R factor with 94.768 at best, minus the delay (round trip plus twice the jitter plus 10 ms of codec; steeper beyond
 * 160 ms), minus 2.5 per percent of loss; then the ITU-T G.107 curve (references.md D5).
 */
export function meanOpinionScore(rttMs: number, jitterMs: number, lossPercent: number): number {
  const latency = rttMs + jitterMs * 2 + 10;
  const delayed = latency < 160 ? 94.768 - latency / 40 : 94.768 - (latency - 120) / 10;
  const r = delayed - lossPercent * 2.5;
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  return Math.min(4.5, Math.max(1, 1 + 0.035 * r + 0.000007 * r * (r - 60) * (100 - r)));
}

interface Rule {
  readonly code: QualityWarning;
  readonly over: (s: QualitySample) => boolean;
}
const RULES: readonly Rule[] = [
  { code: 'jitter', over: (s) => s.jitterMs > JITTER_MAX_MS },
  { code: 'rtt', over: (s) => s.rttMs !== null && s.rttMs > RTT_MAX_MS },
  { code: 'loss', over: (s) => s.lossPercent > LOSS_MAX_PERCENT },
  { code: 'sendLoss', over: (s) => s.sendLossPercent !== null && s.sendLossPercent > LOSS_MAX_PERCENT },
  { code: 'mos', over: (s) => s.mos < MOS_MIN },
  // Everything sent to us arrived, in time, and still there was nothing to play: it broke before it was sent to us.
  {
    code: 'brokenAtSource',
    over: (s) =>
      s.packetsIn > 0 &&
      s.concealedPercent > CONCEALED_MAX_PERCENT &&
      s.lossPercent <= LOSS_MAX_PERCENT &&
      s.jitterMs <= JITTER_MAX_MS,
  },
];

/**
 * Warnings that hold after the newest sample. `samples` oldest first; `before` is what held until now (a warning stays
 * until none of the last five is over the line, so that it doesn't flicker).
 */
export function warnings(
  samples: readonly QualitySample[],
  before: ReadonlySet<QualityWarning>,
): ReadonlySet<QualityWarning> {
  const held = new Set<QualityWarning>();
  const recent = samples.slice(-WINDOW);
  for (const { code, over } of RULES) {
    const count = recent.filter(over).length;
    if (count >= RAISE || (count > 0 && before.has(code))) held.add(code);
  }
  const last = samples.slice(-SILENT_SAMPLES);
  if (last.length === SILENT_SAMPLES) {
    if (last.every((s) => s.packetsIn === 0)) held.add('noPacketsIn');
    if (last.every((s) => s.packetsOut === 0)) held.add('noPacketsOut');
  }
  const long = samples.slice(-STUCK_SAMPLES);
  const [firstOfLong] = long;
  if (
    long.length === STUCK_SAMPLES &&
    firstOfLong &&
    firstOfLong.outLevel !== null &&
    firstOfLong.outLevel > 0
  ) {
    if (long.every((s) => s.outLevel === firstOfLong.outLevel)) held.add('microphoneStuck');
  }
  return held;
}
