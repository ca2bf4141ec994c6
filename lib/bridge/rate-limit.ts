/** A bucket of tokens: short bursts pass, a page that goes on asking doesn't. */
export interface RateLimit {
  /** true = allowed, and one token is gone. */
  take(now: number): boolean;
}

export function createRateLimit(burst: number, refillMs: number): RateLimit {
  let tokens = burst;
  let at = Number.NEGATIVE_INFINITY;
  return {
    take(now) {
      if (at !== Number.NEGATIVE_INFINITY) tokens = Math.min(burst, tokens + (now - at) / refillMs);
      at = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
