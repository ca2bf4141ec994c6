/** What the figures mean to the agent: a grade, and one piece of advice that names the side. Pure. */
import type { ErrorCode } from '@/lib/diagnostics';
import type { QualityWarning } from '@/lib/sip/stats';
import type { Health } from '../state';

const GOOD_MOS = 3.6; // users satisfied above (references.md D5)
const POOR_MOS = 3.1; // many users dissatisfied below
/** One bad second is no bad call. */
const SECONDS = 5;

/** @param scores MOS of the last seconds, newest last */
export function gradeOf(
  scores: readonly number[],
  advice: QualityAdvice | null,
): NonNullable<Health['quality']> {
  const recent = scores.slice(-SECONDS);
  const mean = recent.reduce((total, score) => total + score, 0) / Math.max(1, recent.length);
  if (mean < POOR_MOS) return 'poor';
  return mean < GOOD_MOS || advice !== null ? 'fair' : 'good';
}

/** The codes of everything that is said about a call's sound, worst first. */
export const QUALITY_ADVICE = [
  'microphoneStuck', // your side
  'soundLost', // the network, both ways
  'soundLostIn', // the network, towards the agent
  'soundLostOut', // the network, towards the customer
  'soundDelayed', // the network's distance
  'soundBrokenThere', // their side
] as const satisfies readonly ErrorCode[];
export type QualityAdvice = (typeof QUALITY_ADVICE)[number];

/** What is said of a direction in which nothing goes. */
export const ONE_WAY = [
  'audioOneWayIn', // nothing arrives
  'audioOneWayOut', // nothing leaves
  'microphoneSilent', // packets leave, with nothing in them
] as const satisfies readonly ErrorCode[];
export type OneWay = (typeof ONE_WAY)[number];

/** The one thing worth saying. Directions without any packet are not in here: the one-way detector names those. */
export function adviceOf(held: ReadonlySet<QualityWarning>): QualityAdvice | null {
  if (held.has('microphoneStuck')) return 'microphoneStuck';
  const inbound = held.has('loss') || held.has('jitter');
  if (inbound && held.has('sendLoss')) return 'soundLost';
  if (inbound) return 'soundLostIn';
  if (held.has('sendLoss')) return 'soundLostOut';
  if (held.has('rtt') || held.has('mos')) return 'soundDelayed';
  return held.has('brokenAtSource') ? 'soundBrokenThere' : null;
}
