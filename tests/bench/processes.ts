/** The browser's processes as the kernel tells of them. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Desk } from '@/tests/e2e/harness/browser';
import { until } from '@/tests/e2e/harness/until';

/** '' when the process has ended meanwhile. */
export function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}

/** The pids of a browser and of all that it started. */
export function processesOf(desk: Desk): string[] {
  const root = desk.browser.process()?.pid ?? 0;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parentOf = new Map(
    pids.map((pid) => [pid, Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)]),
  );
  const isBelow = (pid: string): boolean => {
    for (let at = Number(pid); at > 1; at = parentOf.get(String(at)) ?? 0) if (at === root) return true;
    return false;
  };
  return pids.filter(isBelow);
}

/** Clock ticks of 10 ms that a process has had of the processors (proc(5): utime and stime, counted from behind the name). */
const ticks = (pid: string): number => {
  const [user = 0, system = 0] = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /, '')
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return user + system;
};

const LOOK_MS = 500;
const REST_TICKS = 5; // a tenth of one processor
const WAIT_MS = 60_000;

/** Until the browser does next to nothing: it goes on with a window's own user interface for seconds after the page is there. */
export async function atRest(desk: Desk): Promise<void> {
  let before = new Map<string, number>();
  await until(
    async () => {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      const now = new Map(processesOf(desk).map((pid) => [pid, ticks(pid)]));
      let spent = 0;
      for (const [pid, had] of now) spent += had - (before.get(pid) ?? 0);
      before = now;
      return spent;
    },
    (spent) => spent <= REST_TICKS,
    'the browser should come to rest',
    WAIT_MS,
  );
}
