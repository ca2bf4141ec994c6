/** Real connections, hurried clocks: what waits for a time-out need not wait for real. */
import { vi } from 'vitest';

/** Longer than any time-out of the client. */
const PAST_TIMEOUTS_MS = 31_000;
const STEP_MS = 1_000;

/** Runs it to its end; where an answer never comes, time is moved on until it has given up. Sockets stay real. */
export async function overSoon<T>(run: () => Promise<T>, hurried: boolean): Promise<T> {
  if (!hurried) return run();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let over = false;
    const running = run().finally(() => (over = true));
    for (let passed = 0; !over;) {
      await turn();
      if (passed >= 4 * PAST_TIMEOUTS_MS) throw new Error('never ends');
      // Only when nothing moves: a request on its way is no request that hangs.
      await quiet(() => over);
      await vi.advanceTimersByTimeAsync(STEP_MS);
      passed += STEP_MS;
    }
    return await running;
  } finally {
    vi.useRealTimers();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const QUIET_TURNS = 12;
async function quiet(over: () => boolean): Promise<void> {
  for (let count = 0; count < QUIET_TURNS && !over(); count += 1) await turn();
}

/** Rejections nobody took: they would be a stack trace in an agent's console, and nothing on the screen. */
export function watchRejections(): () => readonly string[] {
  const seen: string[] = [];
  process.on('unhandledRejection', (reason) => seen.push(String(reason)));
  return () => seen;
}
