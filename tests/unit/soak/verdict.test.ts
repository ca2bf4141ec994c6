/** What a soak says in the end: its figures, and what falls short. */
import { describe, expect, it } from 'vitest';
import { percentile, slope } from '@/tests/soak/figures';
import { Ledger } from '@/tests/soak/ledger';
import { verdict } from '@/tests/soak/verdict';

const quiet = () => new Ledger(() => undefined);
/** A run of half an hour in which everything went well. */
function good(): Ledger {
  const ledger = quiet();
  Object.assign(ledger.counts, { workerKills: 120, tabCrashes: 60, socketCuts: 40, serverCloses: 8 });
  ledger.recoveriesMs.push(...Array.from({ length: 40 }, (_, i) => 500 + i * 50));
  ledger.hangUpsMs.push(20, 50);
  for (let minute = 0; minute < 30; minute += 1)
    ledger.heap.push({ atMs: minute * 60_000, bytes: 6_000_000 + (minute % 2) * 20_000 });
  return ledger;
}

describe('figures', () => {
  it('take the value that a share of all does not exceed', () => {
    expect(percentile([], 0.95)).toBe(0);
    expect(percentile([5, 1, 3], 1)).toBe(5);
    expect(
      percentile(
        Array.from({ length: 100 }, (_, i) => i + 1),
        0.95,
      ),
    ).toBe(95);
  });

  it('find a slope, and the more it scatters the higher its believable bound', () => {
    const line = (noise: number) =>
      Array.from({ length: 20 }, (_, x) => ({ x, y: 3 * x + (x % 2 === 0 ? noise : -noise) }));
    expect(slope(line(0))).toEqual({ slope: expect.closeTo(3), upper: expect.closeTo(3) });
    const noisy = slope(line(5));
    expect(noisy?.slope).toBeCloseTo(3, 0);
    expect(noisy?.upper).toBeGreaterThan(3.2);
    expect(slope([{ x: 1, y: 1 }])).toBeNull();
    expect(slope([1, 2, 3].map((y) => ({ x: 1, y })))).toBeNull();
  });
});

describe('the verdict of a soak', () => {
  it('is clean when nothing went wrong', () => {
    const { line, short } = verdict(30, good());
    expect(short).toEqual([]);
    expect(line).toMatchObject({ minutes: 30, callsDropped: 0, secondsLost: 0, workerKills: 120, leaks: 0 });
  });

  it.each<[string, (ledger: Ledger) => void, RegExp]>([
    ['a dropped call', (l) => l.drop('call 1'), /1 calls dropped/],
    ['sound lost', (l) => l.lost({ who: 'agent', scene: 1, ms: 900, instead: '' }, 0, 900), /0.9 s of sound/],
    ['slow recoveries', (l) => l.recoveriesMs.push(9000, 9000, 9000), /registered again after 9000 ms/],
    ['a slow hang-up', (l) => l.hangUpsMs.push(1200), /hang-up took 1200 ms/],
    ['a leak', (l) => l.leak('2 open peer connections'), /1 leaks/],
    ['a violation', (l) => l.violated('idle, but the PBX has a call'), /1 violations/],
    ['too few cuts', (l) => (l.counts.socketCuts = 29), /29 socketCuts, at least 30/],
    ['too few kills', (l) => (l.counts.workerKills = 99), /99 workerKills/],
    [
      'memory that grows',
      (l) => l.heap.forEach((one, i) => Object.assign(one, { bytes: one.bytes + i * 100_000 })),
      /memory grows/,
    ],
  ])('falls short of %s', (_, spoil, said) => {
    const ledger = good();
    spoil(ledger);
    expect(verdict(30, ledger).short.join('; ')).toMatch(said);
  });

  it('excuses what was lost while the sound was taken away', () => {
    const ledger = good();
    ledger.soundWasGone(1000, 2000, 500);
    ledger.lost({ who: 'customer', scene: 1, ms: 1200, instead: '' }, 1100, 2300);
    const { line, short } = verdict(30, ledger);
    expect(short).toEqual([]);
    expect(line).toMatchObject({ secondsLost: 0, secondsLostWhileGone: 1.2 });
  });

  it('asks less of a shorter run, and no slope of minutes', () => {
    const ledger = good();
    Object.assign(ledger.counts, { workerKills: 7, tabCrashes: 4, socketCuts: 2, serverCloses: 1 });
    for (const [i, sample] of ledger.heap.entries()) Object.assign(sample, { bytes: sample.bytes + i * 1e6 });
    expect(verdict(2, ledger).short).toEqual([]);
  });

  it('forgives a short run what a slow machine does, but not what is broken', () => {
    const short = (spoil: (l: Ledger) => void) => {
      const ledger = good();
      spoil(ledger);
      return verdict(2, ledger).short.join('; ');
    };
    const silent = (ms: number) => (l: Ledger) => l.lost({ who: 'agent', scene: 1, ms, instead: '' }, 0, ms);
    expect(short(silent(900))).toBe('');
    expect(short(silent(9000))).toMatch(/9 s of sound/);
    expect(short((l) => l.hangUpsMs.push(1200))).toBe('');
    expect(short((l) => l.hangUpsMs.push(20_000))).toMatch(/hang-up took 20000 ms/);
    expect(short((l) => l.recoveriesMs.push(4000, 4000, 4000))).toBe('');
    expect(short((l) => l.recoveriesMs.push(20_000, 20_000, 20_000))).toMatch(/registered again/);
  });
});
