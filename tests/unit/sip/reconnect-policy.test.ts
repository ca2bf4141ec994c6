import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ATTEMPT_SPACING_MS,
  BACKOFF_CAP_MS,
  FIRST_TRY_SPREAD_MS,
  FRESH,
  nextAttempt,
  REFUSED_CAP_MS,
  type ReconnectState,
  type Why,
} from '@/lib/sip/reconnect-policy';

const after = (next: { at: number; server: number; failures: number }): ReconnectState => ({
  failures: next.failures,
  server: next.server,
  lastAttemptAt: next.at,
});
const chance = fc.double({ min: 0, max: 0.999999, noNaN: true });
const anyWhy = fc.constantFrom<Why>('start', 'lost', 'failed', 'refused', 'asked', 'network');

describe('when to try again', () => {
  it('is at once at the start and within a random second after a loss', () => {
    fc.assert(
      fc.property(chance, (random) => {
        expect(nextAttempt(FRESH, 'start', 1000, random, 1).at).toBe(1000);
        const lost = nextAttempt({ ...FRESH, lastAttemptAt: -60_000 }, 'lost', 1000, random, 1);
        expect(lost.at).toBeGreaterThanOrEqual(1000);
        expect(lost.at).toBeLessThanOrEqual(1000 + FIRST_TRY_SPREAD_MS);
      }),
    );
  });

  it('is never closer than a second to the attempt before, whatever happens: at most four requests in two seconds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyWhy, chance, fc.nat(3000)), { minLength: 2, maxLength: 60 }),
        (story) => {
          let state = FRESH;
          let now = 0;
          const starts: number[] = [];
          for (const [why, random, passes] of story) {
            const next = nextAttempt(state, why, now, random, 2);
            starts.push(next.at);
            state = after(next);
            now = next.at + passes;
          }
          for (let i = 1; i < starts.length; i++) {
            expect((starts[i] ?? 0) - (starts[i - 1] ?? 0)).toBeGreaterThanOrEqual(ATTEMPT_SPACING_MS);
          }
        },
      ),
    );
  });

  it('comes for ever, at the latest after the cap', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        chance,
        fc.constantFrom<Why>('failed', 'refused'),
        (failures, random, why) => {
          const next = nextAttempt({ failures, lastAttemptAt: 0, server: 0 }, why, 5000, random, 1);
          expect(next.at).toBeGreaterThan(5000);
          expect(next.at - 5000).toBeLessThanOrEqual(why === 'failed' ? BACKOFF_CAP_MS : REFUSED_CAP_MS);
        },
      ),
    );
  });

  it('mends a cut of five seconds within three of its end', () => {
    fc.assert(
      fc.property(fc.array(chance, { minLength: 12, maxLength: 12 }), (randoms) => {
        let state = after(nextAttempt(FRESH, 'lost', 0, randoms[0] ?? 0, 1));
        for (const random of randoms) {
          if ((state.lastAttemptAt ?? 0) >= 5000) break;
          state = after(nextAttempt(state, 'failed', state.lastAttemptAt ?? 0, random, 1));
        }
        expect(state.lastAttemptAt).toBeGreaterThanOrEqual(5000);
        expect(state.lastAttemptAt).toBeLessThan(8000);
      }),
    );
  });

  it('goes round the servers on failures, stays on a refusal, and starts with the preferred one after a loss', () => {
    let state = FRESH;
    const visited: number[] = [];
    for (let i = 0; i < 4; i++) {
      const next = nextAttempt(state, 'failed', i * 60_000, 0.5, 3);
      visited.push(next.server);
      state = after(next);
    }
    expect(visited).toEqual([1, 2, 0, 1]);
    expect(nextAttempt(state, 'refused', 1e6, 0.5, 3).server).toBe(1);
    expect(nextAttempt(state, 'lost', 1e6, 0.5, 3).server).toBe(0);
  });

  it('honours Retry-After', () => {
    expect(nextAttempt(FRESH, 'failed', 0, 0.5, 1, 45_000).at).toBe(45_000);
  });

  it('has no synchronous burst when 500 phones lose one restarted PBX that is away for 20 s', () => {
    // A small generator with a seed: the same storm every time.
    let seed = 1;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const attempts: number[] = [];
    for (let phone = 0; phone < 500; phone++) {
      let state: ReconnectState = { ...FRESH, lastAttemptAt: -60_000 };
      let next = nextAttempt(state, 'lost', 0, random(), 1);
      attempts.push(next.at);
      while (next.at < 20_000) {
        state = after(next);
        next = nextAttempt(state, 'failed', next.at, random(), 1);
        attempts.push(next.at);
      }
    }
    // How much fuller the busiest tenth of a second is than an average one.
    const peak = (from: number, to: number) => {
      const within = attempts.filter((at) => at >= from && at < to);
      const bins = new Map<number, number>();
      for (const at of within) bins.set(Math.floor(at / 100), (bins.get(Math.floor(at / 100)) ?? 0) + 1);
      return Math.max(...bins.values()) / ((within.length * 100) / (to - from));
    };
    expect(peak(0, 1000)).toBeLessThan(2);
    expect(peak(5000, 20_000)).toBeLessThan(3.5);
    expect(attempts.length / 500).toBeLessThan(10); // attempts per phone in 20 s
  });
});
