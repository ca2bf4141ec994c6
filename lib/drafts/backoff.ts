/** First retry after a few seconds, then doubling; an outage of a day costs some fifty tries, not thousands. */
const FIRST_MS = 4_000;
const LONGEST_MS = 30 * 60_000;

/** `random` 0..1 spreads the office's phones over half to one and a half of the delay. */
export function retryDelayMs(attempts: number, random: number): number {
  const delay = Math.min(FIRST_MS * 2 ** Math.min(attempts, 20), LONGEST_MS);
  return Math.round(delay * (0.5 + random));
}
