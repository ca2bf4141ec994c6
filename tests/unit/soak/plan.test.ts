/** A soak's plan is its seed: the same again, everything in it often enough, nothing longer than it may be. */
import { describe, expect, it } from 'vitest';
import { scene, strikes, type Step } from '@/tests/soak/plan';

const SEEDS = [1, 2, 77, 4711, 999_983];
const CALLS = 70;
const scenes = (seed: number) => Array.from({ length: CALLS }, (_, index) => scene(seed, index));
const count = (steps: readonly Step[], what: Step['do']) => steps.filter((step) => step.do === what).length;

describe('the plan of a soak', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(scenes(7)).toEqual(scenes(7));
    expect(strikes(7, 30)).toEqual(strikes(7, 30));
    expect(scenes(7)).not.toEqual(scenes(8));
    expect(strikes(7, 30)).not.toEqual(strikes(8, 30));
  });

  it('begins alike however long it is, so that a failure early in a long run is met again in a short one', () => {
    expect(strikes(7, 30).filter(({ atMs, blow }) => atMs < 60_000 && blow === 'workerKill')).toEqual(
      strikes(7, 2).filter(({ atMs, blow }) => atMs < 60_000 && blow === 'workerKill'),
    );
  });

  it.each(SEEDS)('holds in 30 minutes what the issue asks for (seed %i)', (seed) => {
    const blows = strikes(seed, 30);
    expect(blows.filter(({ blow }) => blow === 'workerKill').length).toBeGreaterThanOrEqual(105);
    expect(blows.filter(({ blow }) => blow === 'tabCrash').length).toBeGreaterThanOrEqual(52);
    const steps = scenes(seed).flatMap((one) => one.steps);
    expect(count(steps, 'cut')).toBeGreaterThanOrEqual(45);
    expect(count(steps, 'close')).toBeGreaterThanOrEqual(9);
  });

  it.each(SEEDS)('takes every kind of call to every kind of end (seed %i)', (seed) => {
    const played = scenes(seed);
    expect(new Set(played.map(({ call }) => call))).toEqual(new Set(['outside', 'campaign', 'inbound']));
    expect(new Set(played.map(({ ending }) => ending))).toEqual(
      new Set(['customer', 'agent', 'blindTransfer', 'completedTransfer', 'conference']),
    );
  });

  it.each(SEEDS)('lets the customer hang up whenever the line was broken (seed %i)', (seed) => {
    for (const { steps, ending } of scenes(seed))
      if (count(steps, 'cut') + count(steps, 'close') > 0) expect(ending).toBe('customer');
  });

  it.each(SEEDS)('cuts for 5 s at most (seed %i)', (seed) => {
    for (const step of scenes(seed).flatMap(({ steps }) => steps))
      if (step.do === 'cut') expect(step.ms).toBeLessThanOrEqual(5000);
  });

  it('strikes in order, and never after the end', () => {
    const times = strikes(3, 4).map(({ atMs }) => atMs);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    expect(times.at(-1)).toBeLessThan(4 * 60_000);
  });
});
