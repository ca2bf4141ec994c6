/** Pages that other people made behave with us as they do without: traced from before we come until we have gone. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { centre, inside, until, Workshop, type Pages } from './workshop';

const FOLDER = fileURLToPath(new URL('../../fixtures/pages', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
};
/** What browsers call a long task. */
const LONG_TASK_MS = 50;

function folder(): Pages {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    files.flatMap((file) => {
      const type = TYPES[extname(file)];
      if (!type) return [];
      const path = `/${relative('.', file).replaceAll('\\', '/')}`;
      const body = readFileSync(join(FOLDER, file), 'utf8');
      return [[path, { body, headers: { 'content-type': `${type}; charset=utf-8` } }]];
    }),
  );
}

let shop: Workshop;
beforeAll(async () => {
  shop = await Workshop.open(folder(), { without: true });
});
afterAll(() => shop.close());

interface Seen {
  readonly shifts: number;
  readonly dom: string;
  readonly globals: readonly string[];
}
declare global {
  interface Window {
    testShifts?: number;
  }
}
const watchShifts = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.testShifts = 0;
    new PerformanceObserver(
      (list) => (window.testShifts = (window.testShifts ?? 0) + list.getEntries().length),
    ).observe({
      type: 'layout-shift',
    });
  });
const look = (page: Page): Promise<Seen> =>
  page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true) as Element;
    // Our one element: a closed root leaves nothing else in a copy.
    for (const child of Array.from(copy.children))
      if (child.localName.includes('-') && child.getAttribute('popover') === 'manual') child.remove();
    return {
      shifts: window.testShifts ?? 0,
      dom: copy.outerHTML,
      globals: Object.getOwnPropertyNames(window),
    };
  });

/** Everything the page does by itself at its start is over: two looks, a while apart, see the same. */
async function settled(page: Page): Promise<Seen> {
  await page.waitForNetworkIdle();
  let last = await look(page);
  await until('a page at rest', async () => {
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    const now = await look(page);
    const same = now.dom === last.dom && now.shifts === last.shifts;
    last = now;
    return same;
  });
  return last;
}

interface TraceEvent {
  readonly name: string;
  /** Of the processor, not of the clock: a busy machine makes nobody's task longer. */
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}
/** Every time that the browser ran our script, by what it cost the page's thread. */
async function ownRuns(page: Page, run: () => Promise<void>): Promise<readonly number[]> {
  await page.tracing.start({ categories: ['devtools.timeline'] });
  await run();
  const trace = new TextDecoder().decode(await page.tracing.stop());
  const { traceEvents } = JSON.parse(trace) as { readonly traceEvents: readonly TraceEvent[] };
  return traceEvents
    .filter(({ name }) => name === 'FunctionCall' || name === 'EvaluateScript')
    .filter(({ args }) => /^chrome-extension:.*\/overlay\.js$/.test(args?.data?.url ?? ''))
    .map(({ tdur }) => (tdur ?? Number.NaN) / 1000);
}

async function come(page: Page): Promise<void> {
  const worker = await shop.desk.worker();
  await worker.evaluate(async (url) => {
    const [tab] = (await chrome.tabs.query({})).filter((one) => one.url === url);
    await chrome.scripting.executeScript({
      target: { tabId: tab?.id ?? 0, allFrames: true },
      files: ['overlay.js'],
    });
  }, page.url());
  await until('the launcher', () => inside(page, 'launcher'));
}
const go = (): Promise<void> =>
  shop.stub((stub) => {
    const { site } = stub;
    stub.site = null;
    stub.broadcast();
    stub.site = site;
  });

describe('a page that somebody else made', () => {
  it.each([
    ['an admin dashboard with a paged table', '/sb-admin-2/tables.html'],
    ['a documentation page of markup and CSS', '/spectre/tables.html'],
    ['a presentation that owns window and keyboard', '/reveal/demo.html'],
  ])('%s: no error, no shift, no long task, the same DOM', async (_, path) => {
    const page = await shop.page(path);
    await shop.reset(); // the panel is closed at first
    const said: string[] = [];
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => said.push(`thrown: ${String(error)}`));
    await watchShifts(page);
    const before = await settled(page);
    said.length = 0;

    const runs = await ownRuns(page, async () => {
      await come(page);
      await page.mouse.click(...centre(await until('the launcher', () => inside(page, 'launcher'))));
      await until('the panel', () => inside(page, 'panel'));
      const panel = await shop.desk.panelIn(page);
      await panel.type('input', 'qwerty 1'); // whatever keys the page has taken for itself
      await page.mouse.move(300, 300, { steps: 5 });
      await settled(page);
    });
    const during = await look(page);
    expect(said).toEqual([]);
    expect(during.shifts).toBe(before.shifts);
    expect(during.dom).toBe(before.dom);
    expect(during.globals).toEqual(before.globals);
    expect(runs.length).toBeGreaterThan(0);
    expect(Math.max(...runs)).toBeLessThan(LONG_TASK_MS);

    await go();
    await until('nothing of ours', async () => (await inside(page, 'launcher')) === null);
    const after = await page.evaluate(() => [
      document.documentElement.outerHTML,
      CSS.highlights.size,
      document.adoptedStyleSheets.length,
    ]);
    expect(after).toEqual([before.dom, 0, 0]);
    expect(said).toEqual([]);
    await page.close();
  });
});
