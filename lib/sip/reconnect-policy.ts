/**
 * When to try the connection again, and where. Pure: time and chance come in as values.
 * Why it is gentle: the edge bans an address with more than 16 requests in 2 s for minutes (interface Appendix B), and a
 * whole office shares one address. One attempt costs two requests (REGISTER, challenged, REGISTER).
 */

/** First try after a loss: spread over one second, so that an office doesn't come back in one burst. */
export const FIRST_TRY_SPREAD_MS = 1000;
/** Starts of attempts are never closer: two attempts, four requests, in any 2 s. Holds for impatient clicks too. */
export const ATTEMPT_SPACING_MS = 1000;
/** Short at first (a cut of 5 s must be mended within 3 s of its end), then growing. */
export const BACKOFF_BASE_MS = 1500;
export const BACKOFF_FACTOR = 1.25;
export const BACKOFF_CAP_MS = 30_000;
/** A server that said no won't change its mind in a second. */
export const REFUSED_BASE_MS = 10_000;
export const REFUSED_CAP_MS = 60_000;
/** Share of the back-off that is chance: 60–100 % of the ceiling (RFC 5626 §4.5 does 50–100 %). */
const JITTER = 0.4;

export interface ReconnectState {
  /** Failed attempts since the last success. */
  readonly failures: number;
  /** Start of the latest attempt, ms; null = none yet. */
  readonly lastAttemptAt: number | null;
  /** Index into the list of servers of the latest attempt. */
  readonly server: number;
}
export const FRESH: ReconnectState = { failures: 0, lastAttemptAt: null, server: 0 };

export type Why =
  | 'start' // the phone was switched on: at once
  | 'lost' // a working connection broke
  | 'failed' // the attempt didn't reach a registration
  | 'refused' // the server answered no
  | 'asked' // the agent, new credentials
  | 'network'; // the browser says the network changed or is back

export interface NextAttempt {
  readonly at: number;
  readonly server: number;
  readonly failures: number;
}

/**
 * `random` in [0, 1). `retryAfterMs` is the server's Retry-After, a lower bound.
 * Fail-over: a failed attempt moves to the next server, a refusal doesn't (all servers share one user base); a lost
 * connection starts again at the first, the preferred one.
 */
export function nextAttempt(
  state: ReconnectState,
  why: Why,
  now: number,
  random: number,
  servers: number,
  retryAfterMs = 0,
): NextAttempt {
  const failed = why === 'failed' || why === 'refused';
  const failures = why === 'start' || why === 'lost' ? 0 : state.failures + (failed ? 1 : 0);
  const server =
    why === 'failed'
      ? (state.server + 1) % Math.max(1, servers)
      : why === 'start' || why === 'lost'
        ? 0
        : state.server;
  const earliest =
    state.lastAttemptAt === null ? now : Math.max(now, state.lastAttemptAt + ATTEMPT_SPACING_MS);
  const wait = Math.max(delay(why, failures, random), failed ? retryAfterMs : 0);
  return { at: Math.ceil(Math.max(earliest, now + wait)), server, failures };
}

function delay(why: Why, failures: number, random: number): number {
  switch (why) {
    case 'start':
    case 'asked':
      return 0;
    case 'lost':
    case 'network':
      return random * FIRST_TRY_SPREAD_MS;
    case 'failed':
      return jittered(
        Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * BACKOFF_FACTOR ** Math.min(failures - 1, 32)),
        random,
      );
    case 'refused':
      return jittered(
        Math.min(REFUSED_CAP_MS, REFUSED_BASE_MS * BACKOFF_FACTOR ** Math.min(failures - 1, 32)),
        random,
      );
  }
}

const jittered = (ceiling: number, random: number): number => ceiling * (1 - JITTER + JITTER * random);
