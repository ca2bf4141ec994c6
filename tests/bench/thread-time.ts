/**
 * Main-thread time, of an extension's script on a page or of the extension itself, from the browser's own trace. Thread time, not time by the clock:
 * what other programs of the machine take meanwhile is nobody's cost to the page.
 */
import type { Page } from 'puppeteer';

export interface OwnTime {
  readonly totalMs: number; // everything that runs for the script
  readonly evaluateMs: number; // compiling and running it once
  readonly sliceMs: number; // the longest stretch without giving the thread back
}

const SCRIPT = /^chrome-extension:.*\/overlay\.js$/;
/** The phone document and all panels share one thread. */
const OWN_PAGES = /^chrome-extension:.*\/chunks\//;
const CATEGORIES = ['devtools.timeline', 'v8.execute', 'toplevel'];
const US_PER_MS = 1000;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number; // µs by the clock
  readonly dur?: number;
  readonly tdur?: number; // µs of the thread
  readonly args?: { readonly data?: { readonly url?: string } };
}

const isOurs = ({ name, args }: TraceEvent): boolean =>
  (name === 'FunctionCall' || name === 'EvaluateScript') && SCRIPT.test(args?.data?.url ?? '');
/** Continuations of promises run in these, beneath the task that settled them. */
const isMicrotasks = ({ name }: TraceEvent): boolean => name === 'RunMicrotasks';
const isTask = ({ name }: TraceEvent): boolean => name.endsWith('::RunTask');
const endOf = ({ ts, dur = 0 }: TraceEvent): number => ts + dur;

async function traced(page: Page, run: () => Promise<unknown>): Promise<TraceEvent[]> {
  await page.tracing.start({ categories: CATEGORIES });
  await run();
  const trace = await page.tracing.stop();
  const { traceEvents } = JSON.parse(Buffer.from(trace ?? []).toString()) as { traceEvents: TraceEvent[] };
  return traceEvents.filter(({ ph }) => ph === 'X').sort((a, b) => a.ts - b.ts || endOf(b) - endOf(a));
}

/** What happened on the thread where the first event of this kind did. */
function threadOf(events: readonly TraceEvent[], kind: (event: TraceEvent) => boolean): TraceEvent[] {
  const first = events.find(kind);
  if (!first) throw new Error('the script never ran on the page');
  return events.filter(({ pid, tid }) => pid === first.pid && tid === first.tid);
}

export async function ownTime(page: Page, run: () => Promise<unknown>): Promise<OwnTime> {
  const own = threadOf(await traced(page, run), isOurs);
  let totalUs = 0;
  let sliceUs = 0;
  let evaluateUs = 0;
  let at = 0;
  for (const task of own.filter(isTask)) {
    while (at < own.length && (own[at]?.ts ?? 0) < task.ts) at++;
    const inside: TraceEvent[] = [];
    for (let event = own[at]; event && event.ts < endOf(task); event = own[++at]) inside.push(event);
    if (!inside.some(isOurs)) continue;
    let until = 0;
    let sum = 0;
    for (const event of inside) {
      if (event.ts < until || !(isOurs(event) || isMicrotasks(event))) continue;
      until = endOf(event);
      sum += event.tdur ?? 0;
      if (event.name === 'EvaluateScript') evaluateUs += event.tdur ?? 0;
    }
    totalUs += sum;
    sliceUs = Math.max(sliceUs, sum);
  }
  return {
    totalMs: totalUs / US_PER_MS,
    evaluateMs: evaluateUs / US_PER_MS,
    sliceMs: sliceUs / US_PER_MS,
  };
}

/** The longest task of the thread that runs the phone document and the panels, by the thread's own clock. */
export async function longestTask(page: Page, run: () => Promise<unknown>): Promise<number> {
  const isOwnPages = ({ name, args }: TraceEvent): boolean =>
    name === 'FunctionCall' && OWN_PAGES.test(args?.data?.url ?? '');
  const own = threadOf(await traced(page, run), isOwnPages);
  return Math.max(...own.filter(isTask).map(({ tdur = 0 }) => tdur)) / US_PER_MS;
}

const LONG_TASK_US = 50_000;
/** Tasks of the page's thread that took longer than 50 ms of it, whoever caused them. */
export async function longTasks(page: Page, run: () => Promise<unknown>): Promise<number> {
  const isPages = ({ name, args }: TraceEvent): boolean =>
    name === 'FunctionCall' && (args?.data?.url ?? '').startsWith('http');
  const own = threadOf(await traced(page, run), isPages);
  return own.filter((event) => isTask(event) && (event.tdur ?? 0) > LONG_TASK_US).length;
}
