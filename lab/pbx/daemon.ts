import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const NOBODY = 65534;
const STOP_TIMEOUT_MS = 4000;
const POLL_MS = 25;

/** One program of the lab. It can't outlive us: see {@link startDaemon}. */
export interface Daemon {
  readonly pid: number;
  readonly running: boolean;
  /** What it has written so far to its log. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGTERM');
});

/**
 * Starts a program as `nobody` when we are root. The kernel ends it when this process dies, however that happens
 * (`--pdeathsig`), so a killed test run leaves no Asterisk behind.
 */
export function startDaemon(options: {
  name: string;
  command: readonly string[];
  cwd: string;
  logFile: string;
}): Daemon {
  const drop = process.getuid?.() === 0 ? [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];
  const log = openSync(options.logFile, 'a');
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...drop, '--', ...options.command], {
    cwd: options.cwd,
    env: { ...process.env, HOME: options.cwd },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  alive.add(child);
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  child.once('exit', () => alive.delete(child));
  const running = () => failure === undefined && child.exitCode === null && child.signalCode === null;
  return {
    get pid() {
      return child.pid ?? 0;
    },
    get running() {
      return running();
    },
    log: () => readFile(options.logFile, 'utf8'),
    async stop() {
      // The handle is of a child not yet reaped, so the pid can't have become somebody else's.
      if (!running()) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const late = delay(STOP_TIMEOUT_MS, 'late', { ref: false });
      if ((await Promise.race([gone, late])) === 'late' && running()) {
        child.kill('SIGKILL');
        await gone;
      }
    },
  };
}

/** Polls until `ready` is true; throws with the end of the log when the program dies or takes too long. */
export async function untilReady(
  daemon: Daemon,
  name: string,
  ready: () => Promise<boolean>,
  timeoutMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await ready())) {
    const late = Date.now() > deadline;
    if (daemon.running && !late) {
      await delay(POLL_MS);
      continue;
    }
    const tail = (await daemon.log()).split('\n').slice(-25).join('\n');
    throw new Error(
      `${name} ${late ? `was not ready after ${timeoutMs} ms` : 'ended while starting'}:\n${tail}`,
    );
  }
}
