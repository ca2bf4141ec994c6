/** From what was seen to the line that ends a soak, and to what it falls short of. Pure. */
import { percentile, slope } from './figures';
import type { Ledger } from './ledger';

const MS_PER_HOUR = 3_600_000;
const KIB = 1024;

/** Bars of issue F; rates are those of 30 minutes. */
export const BARS = {
  secondsLost: 0,
  recoveryP95Ms: 3000,
  hangUpMs: 1000,
  slopeKiBPerHour: 2048,
  per30Minutes: { workerKills: 100, tabCrashes: 50, socketCuts: 30, serverCloses: 5 },
} as const;
/** Lists fill in the first calls, the longest (`RECENTS_MAX`) with 30; a shorter run has no more than its second half. */
const WARM_UP_CALLS = 30;
/** Slopes and percentiles out of less than this say more about the machine's other work than about the phone. */
const FIGURES_FROM_MINUTES = 10;
/** A shorter run, as in `npm test`, holds to what happened: these are the waits of something that is broken, not slow. */
const SHORT_RUN = { secondsLost: 3, recoveryP95Ms: 10_000, hangUpMs: 10_000 } as const;

export interface Verdict {
  readonly line: Readonly<Record<string, number>>;
  readonly short: readonly string[];
}

const seconds = (ms: number): number => Math.round(ms / 100) / 10;

export function verdict(minutes: number, ledger: Ledger): Verdict {
  const { counts } = ledger;
  const unexcused = ledger.losses.filter(({ excused }) => !excused);
  const total = (losses: readonly { ms: number }[]): number =>
    seconds(losses.reduce((sum, { ms }) => sum + ms, 0));
  const warm = ledger.heap.slice(Math.min(WARM_UP_CALLS, Math.floor(ledger.heap.length / 2)));
  const memory = slope(warm.map(({ atMs, bytes }) => ({ x: atMs / MS_PER_HOUR, y: bytes / KIB })));
  const recoveriesP95Ms = percentile(ledger.recoveriesMs, 0.95);
  const hangUpMaxMs = percentile(ledger.hangUpsMs, 1);
  const line = {
    minutes,
    callsDropped: ledger.dropped.length,
    secondsLost: total(unexcused),
    secondsLostWhileGone: total(ledger.losses.filter(({ excused }) => excused)),
    recoveriesP95Ms,
    hangUpMaxMs,
    memorySlopeKiBPerHour: Math.round(memory?.slope ?? 0),
    memorySlopeUpperKiBPerHour: Math.round(memory?.upper ?? 0),
    ...counts,
    leaks: ledger.leaks.length,
    violations: ledger.violations.length,
  };
  const short: string[] = [];

  const must = (good: boolean, otherwise: string): void => void (good || short.push(otherwise));
  must(line.callsDropped === 0, `${line.callsDropped} calls dropped`);
  must(line.leaks === 0, `${line.leaks} leaks`);
  must(line.violations === 0, `${line.violations} violations`);
  const long = minutes >= FIGURES_FROM_MINUTES;
  const bars = long ? BARS : SHORT_RUN;
  must(
    line.secondsLost <= bars.secondsLost,
    `${line.secondsLost} s of sound lost while the network was there`,
  );
  must(recoveriesP95Ms <= bars.recoveryP95Ms, `registered again after ${recoveriesP95Ms} ms (p95)`);
  must(hangUpMaxMs <= bars.hangUpMs, `a customer's hang-up took ${hangUpMaxMs} ms`);
  if (long)
    must(
      memory !== null && memory.upper <= BARS.slopeKiBPerHour,
      `memory grows by up to ${line.memorySlopeUpperKiBPerHour} KiB/h`,
    );
  for (const [what, per30] of Object.entries(BARS.per30Minutes)) {
    const least = Math.floor((per30 * minutes) / 30);
    const had = counts[what as keyof typeof BARS.per30Minutes];
    must(had >= least, `${had} ${what}, at least ${least} were due`);
  }
  return { line, short };
}
