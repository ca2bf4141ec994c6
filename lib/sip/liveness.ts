/**
 * Is the socket still a path? CRLF ping and pong (RFC 5626 §3.5.1, RFC 7118 §6); never OPTIONS: the edge counts requests.
 * A server that has never ponged isn't expected to; there the REGISTER refresh is the only proof.
 */
/** With the timeout below a dead path is noticed within 8 s: "ready" must not be shown for 10 s while it isn't true. */
export const PING_EVERY_MS = 4000;
export const PONG_TIMEOUT_MS = 4000;
/** After a change of network the old path is more likely dead than slow. */
export const IMPATIENT_PONG_MS = 500;

export interface LivenessPorts {
  readonly ping: () => void;
  readonly dead: (why: string) => void;
}

export interface Liveness {
  start(): void;
  stop(): void;
  pong(): void;
  /** Ping now and be impatient: the browser says that the network changed. */
  check(): void;
  /** True once this server has answered a ping. */
  proven(): boolean;
}

export function createLiveness({ ping, dead }: LivenessPorts): Liveness {
  let every: ReturnType<typeof setInterval> | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let answers = false;

  const stop = () => {
    clearInterval(every);
    clearTimeout(waiting);
    every = waiting = undefined;
  };
  const check = (patienceMs: number) => {
    if (every === undefined) return;
    ping();
    if (!answers || (waiting !== undefined && patienceMs === PONG_TIMEOUT_MS)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      stop();
      dead(`no pong within ${patienceMs} ms`);
    }, patienceMs);
  };
  return {
    start() {
      stop();
      every = setInterval(() => check(PONG_TIMEOUT_MS), PING_EVERY_MS);
      check(PONG_TIMEOUT_MS);
    },
    stop,
    pong() {
      answers = true;
      clearTimeout(waiting);
      waiting = undefined;
    },
    check: () => check(IMPATIENT_PONG_MS),
    proven: () => answers,
  };
}
