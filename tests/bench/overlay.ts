/** What the overlay costs a page, held against the most used click-to-call library on the same page in the same run. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'puppeteer';
import { E2E_BUILD } from '@/tests/e2e/harness/browser';
import { until, Workshop, type Pages } from '@/tests/e2e/overlay/workshop';
import { longTasks, ownTime, type OwnTime } from './thread-time';
import { median, percentile, row, type Row } from './row';

const PEER = 'ringcentral-c2d';
const KIB = 1024;
const RUNS = 5;
const LAUNCH_RUNS = 20;
const STORM_MS = 60_000;
const SLICE_BAR_MS = 8; // issue E: idle slices
const LAUNCHER_BAR_MS = 100;
const QUIET_MS = 4000; // the peer starts its walk late, and by itself

const TABLE_ROWS = 2000;
const LONG_ROWS = 7_700; // 13 nodes each: 100,000
const LONG_EVERY = 10; // one row in ten has a phone

function table(rows: number, phoneEvery: number): string {
  const cells = Array.from({ length: rows }, (_, i) => {
    const phone =
      i % phoneEvery === 0 ? `(0351) 4${String(100_000 + i).slice(1, 3)}-${String(1000 + (i % 9000))}` : '';
    return `<tr><td>${i}</td><td>Cliente ${i}</td><td>${phone}</td><td>4500${String(i).padStart(6, '0')}</td><td>$ ${i}.250,00</td><td>21/11/2026 10:42</td></tr>`;
  });
  return `<!doctype html><html lang="es"><meta charset="utf-8"><title>CRM</title><table><thead><tr><th>#<th>Nombre<th>Teléfono<th>Pedido<th>Monto<th>Fecha</thead><tbody>${cells.join('')}</tbody></table>`;
}
const STORM = `<!doctype html><meta charset="utf-8"><title>CRM</title><div id="x"></div><script>
let n=0;setInterval(()=>{const p=document.createElement('p');p.textContent='Tel (0351) 455-'+(1000+n++%9000);x.append(p);if(x.childElementCount>200)x.firstChild.remove()},10)</script>`;
const PAGES: Pages = {
  '/table': table(TABLE_ROWS, 1),
  '/long': table(LONG_ROWS, LONG_EVERY),
  '/storm': STORM,
  '/empty': '<!doctype html><title>CRM</title><p>no numbers',
  '/plain':
    '<!doctype html><title>CRM</title><p>no numbers<script>addEventListener("DOMContentLoaded",()=>{const e=document.createElement("div");e.popover="manual";e.textContent="Phone";document.documentElement.append(e);e.showPopover()})</script>',
};

/** The peer as an extension would carry it: its own build and one line to start it. */
function peerScript(): string {
  const file = createRequire(import.meta.url).resolve(`${PEER}/build/index.js`);
  return `${readFileSync(file, 'utf8')}\n;new self.RingCentralC2D();`;
}

async function profiled(
  shop: Workshop,
  path: string,
  settled: (page: Page) => Promise<unknown>,
): Promise<OwnTime> {
  const runs: OwnTime[] = [];
  for (let i = 0; i < RUNS; i++) {
    const page = await shop.desk.browser.newPage();
    const own = await ownTime(page, async () => {
      await page.goto(shop.url + path, { waitUntil: 'domcontentloaded' });
      await settled(page);
    });
    runs.push(own);
    await page.close();
  }
  return {
    totalMs: median(runs.map((r) => r.totalMs)),
    evaluateMs: median(runs.map((r) => r.evaluateMs)),
    sliceMs: median(runs.map((r) => r.sliceMs)),
  };
}

const painted = (page: Page, count: number): Promise<unknown> =>
  until(`${count} numbers`, () =>
    page.evaluate((n) => [...CSS.highlights.values()].reduce((sum, h) => sum + h.size, 0) >= n, count),
  );
const rest = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

/** A page that changes for ever; loading it is not counted. */
async function stormTasks(shop: Workshop): Promise<number> {
  const page = await shop.page('/storm');
  const tasks = await longTasks(page, () => rest(STORM_MS));
  await page.close();
  return tasks;
}

/** ms from the page's being parsed to the second frame after an element of ours, or one that the page shows at once, is there. */
async function launcherMs(shop: Workshop, path: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < LAUNCH_RUNS; i++) {
    const page = await shop.desk.browser.newPage();
    await page.evaluateOnNewDocument(() => {
      addEventListener('DOMContentLoaded', () => {
        const began = performance.now();
        new MutationObserver((_, observer) => {
          if (!document.querySelector('html > [popover]')) return;
          observer.disconnect();
          requestAnimationFrame(() =>
            requestAnimationFrame(() => Object.assign(window, { launcherMs: performance.now() - began })),
          );
        }).observe(document, { childList: true, subtree: true });
      });
    });
    await page.goto(shop.url + path);
    times.push(
      await until('the launcher', () => page.evaluate(() => (window as { launcherMs?: number }).launcherMs)),
    );
    await page.close();
  }
  return percentile(times, 95);
}

async function changedBytes(ours: Workshop, bare: Workshop): Promise<number> {
  const markup = async (shop: Workshop, count: number): Promise<string> => {
    const page = await shop.page('/table');
    await painted(page, count);
    const html = await page.evaluate(() => {
      const copy = document.documentElement.cloneNode(true) as Element;
      copy.querySelector('html > [popover]')?.remove();
      for (const own of copy.children) if (own.hasAttribute('popover')) own.remove();
      return copy.outerHTML;
    });
    await page.close();
    return html;
  };
  const [before, after] = [await markup(bare, 0), await markup(ours, TABLE_ROWS)];
  let differing = Math.abs(before.length - after.length);
  for (let i = 0; i < Math.min(before.length, after.length); i++) if (before[i] !== after[i]) differing++;
  return differing;
}

export async function overlayRows(): Promise<Row[]> {
  const built = readFileSync(join(E2E_BUILD, 'overlay.js'));
  const instead = built.toString();
  const [ours, late, peer, bare] = [
    await Workshop.open(PAGES, { instead }),
    await Workshop.open(PAGES, { instead, late: true }), // where the peer starts, so that evaluation is the same work
    await Workshop.open(PAGES, { instead: peerScript(), late: true }),
    await Workshop.open(PAGES, { without: true }),
  ];
  try {
    const against = (value: number, baseline: number, name: string): Row =>
      row(name, 'ms', value, { maxRatio: 0.1, baselineName: PEER }, baseline);
    const shortOurs = await profiled(late, '/table', (page) => painted(page, TABLE_ROWS));
    const shortPeer = await profiled(peer, '/table', () => rest(QUIET_MS));
    const longOurs = await profiled(late, '/long', (page) => painted(page, LONG_ROWS / LONG_EVERY));
    const longPeer = await profiled(peer, '/long', () => rest(QUIET_MS));
    const [storm, calm] = await Promise.all([stormTasks(ours), stormTasks(bare)]);
    return [
      row('content script, gzip', 'KiB', gzipSync(built, { level: 9 }).length / KIB, { max: 12 }),
      against(shortOurs.evaluateMs, shortPeer.evaluateMs, 'content script: evaluation, thread time'),
      against(shortOurs.totalMs, shortPeer.totalMs, `numbers on a ${TABLE_ROWS}-row table, thread time`),
      row(`numbers on a ${TABLE_ROWS}-row table: longest slice`, 'ms', shortOurs.sliceMs, {
        max: SLICE_BAR_MS,
      }),
      against(longOurs.totalMs, longPeer.totalMs, 'numbers on a page of 100,000 nodes, thread time'),
      row('numbers on a page of 100,000 nodes: longest slice', 'ms', longOurs.sliceMs, { max: SLICE_BAR_MS }),
      row(`numbers on a ${TABLE_ROWS}-row table: DOM changed`, 'bytes', await changedBytes(ours, bare), {
        max: 0,
      }),
      row(
        '100 mutations/s for 60 s: tasks over 50 ms added (baseline: without us)',
        'tasks',
        Math.max(0, storm - calm),
        { max: 0 },
        calm === 0 ? null : calm,
      ),
      row(
        'launcher visible after the page is parsed, p95 (baseline: an element of the page)',
        'ms',
        await launcherMs(ours, '/empty'),
        { max: LAUNCHER_BAR_MS },
        await launcherMs(bare, '/plain'),
      ),
    ];
  } finally {
    for (const shop of [ours, late, peer, bare]) await shop.close();
  }
}
