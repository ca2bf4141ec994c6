/**
 * How one call sounds, second by second, and what to keep of it afterwards. The one stream of statistics of a call: whoever
 * wants to know how the sound is listens here. The arithmetic is stats.ts.
 */
import type { CallRecord, Spread } from '@/lib/diagnostics';
import type { SessionPort } from './ports';
import {
  readReport,
  sampleBetween,
  warnings,
  type QualitySample,
  type QualityWarning,
  type RtpSnapshot,
} from './stats';

/** One getStats costs 0.1–0.3 ms; the thresholds are made for one sample a second. */
export const SAMPLE_EVERY_MS = 1000;
/** Samples kept for the warnings' windows. */
const WINDOW_SAMPLES = 10;

/** The part of a call's record that its sound writes. */
export type SoundRecord = Pick<
  CallRecord,
  | 'codec'
  | 'localCandidate'
  | 'remoteCandidate'
  | 'packetsReceived'
  | 'packetsLost'
  | 'packetsSent'
  | 'lossPercent'
  | 'sendLossPercent'
  | 'jitterMs'
  | 'rttMs'
  | 'mos'
  | 'warnings'
  | 'mediaReconnections'
>;

export interface QualityMonitor {
  established(): void;
  /** A held customer hears and says nothing: nothing to judge. */
  held(on: boolean): void;
  media(state: 'connected' | 'disconnected' | 'failed'): void;
  /** Stops sampling and sums up. */
  finish(): SoundRecord;
}

export interface QualityPorts {
  readonly session: Pick<SessionPort, 'stats'>;
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
  /** After every sample; `warnings` changes rarely, compare before telling. */
  readonly onSample: (sample: QualitySample, held: ReadonlySet<QualityWarning>) => void;
  readonly onProblem: (error: unknown) => void;
}

/** Samples from `established` to `finish`. */
export function watchQuality({ session, now, after, onSample, onProblem }: QualityPorts): QualityMonitor {
  let stop: (() => void) | null = null;
  let before: RtpSnapshot | null = null;
  let recent: QualitySample[] = [];
  let held: ReadonlySet<QualityWarning> = new Set();
  let onHold = false;
  let broken = false;
  let mediaReconnections = 0;
  const raised = new Set<QualityWarning>();
  const all = { loss: sum(), sendLoss: sum(), jitter: sum(), rtt: sum(), mos: sum() };

  const add = (sample: QualitySample): void => {
    all.loss.add(sample.lossPercent);
    all.sendLoss.add(sample.sendLossPercent);
    all.jitter.add(sample.jitterMs);
    all.rtt.add(sample.rttMs);
    all.mos.add(sample.mos);
    recent = [...recent, sample].slice(-WINDOW_SAMPLES);
    held = warnings(recent, held);
    for (const warning of held) raised.add(warning);
    onSample(sample, held);
  };
  const sampleNow = async (): Promise<void> => {
    const report = await session.stats();
    const next = report && readReport(report, now());
    if (!next || stop === null) return;
    if (before && !onHold) add(sampleBetween(before, next));
    before = next;
  };
  const next = (): void => {
    stop = after(SAMPLE_EVERY_MS, () => {
      next();
      sampleNow().catch(onProblem);
    });
  };

  return {
    established() {
      if (stop === null) next();
    },
    held(on) {
      onHold = on;
      recent = [];
    },
    media(state) {
      if (state !== 'connected') broken = true;
      else if (broken) {
        broken = false;
        mediaReconnections++;
      }
    },
    finish() {
      stop?.();
      stop = null;
      return {
        codec: before?.codec ?? '',
        localCandidate: before?.localCandidate ?? '',
        remoteCandidate: before?.remoteCandidate ?? '',
        packetsReceived: before?.packetsReceived ?? 0,
        packetsLost: before?.packetsLost ?? 0,
        packetsSent: before?.packetsSent ?? 0,
        lossPercent: all.loss.spread(),
        sendLossPercent: all.sendLoss.spread(),
        jitterMs: all.jitter.spread(),
        rttMs: all.rtt.spread(),
        mos: all.mos.lowest(),
        warnings: [...raised],
        mediaReconnections,
      };
    },
  };
}

/** A record is read by people: more digits than these say nothing. */
const round = (value: number): number => Math.round(value * 100) / 100;

function sum() {
  let count = 0;
  let total = 0;
  let max = Number.NEGATIVE_INFINITY;
  let min = Number.POSITIVE_INFINITY;
  return {
    add(value: number | null): void {
      if (value === null) return;
      count++;
      total += value;
      max = Math.max(max, value);
      min = Math.min(min, value);
    },
    spread: (): Spread | null => (count === 0 ? null : { mean: round(total / count), max: round(max) }),
    lowest: () => (count === 0 ? null : { mean: round(total / count), min: round(min) }),
  };
}
