/**
 * A state change reaches the DOM of thirty visible panels, each in a window of its own. Baseline: an extension whose thirty pages
 * do nothing but write what they hear into their header, in as many windows of a browser of its own. What both take is the
 * browser's: it draws thirty windows on one thread.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { createTexts } from '@/lib/i18n';
import type { Agent } from '@/tests/e2e/harness/agent';
import { Desk } from '@/tests/e2e/harness/browser';
import { atRest } from './processes';
import { percentile, row, type Row } from './row';

const WINDOWS = 30;
/** Not counted: each document's code runs for the first time. */
const FIRST = 2;
const CHANGES = 8;
const BAR_MS = 100;
const { t } = createTexts('en', 'en');

const BARE: Readonly<Record<string, string>> = {
  'manifest.json': JSON.stringify({
    manifest_version: 3,
    name: 'Bare',
    version: '1.0',
    permissions: ['offscreen'],
    background: { service_worker: 'worker.js' },
  }),
  'worker.js': `chrome.offscreen.createDocument({ url: 'hub.html', reasons: ['USER_MEDIA'], justification: 'Tells.' });`,
  'hub.html': '<!doctype html><title>Hub</title><script src="hub.js"></script>',
  'hub.js': `const ports = new Set();
    chrome.runtime.onConnect.addListener((port) => {
      ports.add(port);
      port.onMessage.addListener((text) => {
        const at = Date.now();
        for (const each of ports) each.postMessage({ text, at });
      });
    });`,
  'panel.html': '<!doctype html><title>Bare</title><header>-</header><script src="panel.js"></script>',
  'panel.js': `const port = chrome.runtime.connect();
    port.onMessage.addListener(({ text, at }) => {
      window.toldAt = at;
      document.querySelector('header').textContent = text;
    });
    window.tell = (text) => port.postMessage(text);`,
};

declare global {
  interface Window {
    toldAt?: number;
    tell?: (text: string) => void;
  }
}

async function openWindow(desk: Desk): Promise<Page> {
  const session = await desk.browser.target().createCDPSession();
  const { targetId } = await session.send('Target.createTarget', {
    url: desk.url('panel.html'),
    newWindow: true,
  });
  const target = await desk.browser.waitForTarget(
    (one) => (one as unknown as { _targetId: string })._targetId === targetId,
  );
  const page = await target.page();
  if (!page) throw new Error('the window has no page');
  await page.waitForSelector('header');
  return page;
}

/** ms epoch at which the header came to say it. Asked for beforehand: asking thirty windows meanwhile would keep their thread busy. */
const says = (page: Page, words: string): Promise<number> =>
  page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        // No named function: programs run by tsx would look for a helper that a page doesn't have.
        new MutationObserver((_records, observer) => {
          if (!document.querySelector('header')?.textContent.startsWith(wanted)) return;
          observer.disconnect();
          resolve(performance.timeOrigin + performance.now());
        }).observe(document.body, { childList: true, subtree: true, characterData: true });
      }),
    words,
  );

/** ms of every window at every change. `change` brings it about and tells when it was, once all have said it. */
async function timed(
  desk: Desk,
  words: readonly [string, string],
  change: (pages: readonly Page[], words: string, said: Promise<unknown>) => Promise<number>,
): Promise<number[]> {
  const pages: Page[] = [];
  const took: number[] = [];
  try {
    for (let i = 0; i < WINDOWS; i += 1) pages.push(await openWindow(desk));
    // Agents work with windows that are there; the browser is at work on thirty new ones for five seconds (measured).
    await atRest(desk);
    for (let i = 0; i < FIRST + CHANGES; i += 1) {
      const next = words[i % 2] ?? '';
      const said = Promise.all(pages.map((page) => says(page, next)));
      said.catch(() => undefined); // its failure is that of the change, which is thrown below
      const since = await change(pages, next, said);
      const all = await said;
      if (i >= FIRST) for (const at of all) took.push(at - since);
    }
  } finally {
    for (const page of pages) await page.close();
  }
  return took;
}

async function bareTimes(): Promise<number[]> {
  const extension = mkdtempSync(join(tmpdir(), 'bare-panels-'));
  for (const [name, text] of Object.entries(BARE)) writeFileSync(join(extension, name), text);
  const desk = await Desk.open({ extension });
  try {
    return await timed(desk, ['Paused', 'Ready'], async ([first], words, said) => {
      await first?.evaluate((text) => window.tell?.(text), words);
      await said;
      return (await first?.evaluate(() => window.toldAt)) ?? Number.NaN;
    });
  } finally {
    await desk.close();
    rmSync(extension, { recursive: true, force: true });
  }
}

async function ourTimes(agent: Agent): Promise<number[]> {
  const { directory } = await agent.state();
  const pause = directory.pauses[0];
  if (!pause) throw new Error('no pauses');
  const words = [t('state.paused'), t('state.ready')] as const;
  return timed(agent.desk, words, async (_pages, next, said) => {
    await agent.send(next === words[0] ? { type: 'pause', pauseId: pause.id } : { type: 'resumeWork' });
    await said;
    return (await agent.state()).agent.since;
  });
}

export async function panelRows(agent: Agent): Promise<Row[]> {
  await agent.free();
  const ours = await ourTimes(agent);
  const bare = await bareTimes();
  const what = 'state change → DOM of 30 visible panels (30 windows)';
  return [
    row(
      `${what}, p95 (baseline: bare extension pages)`,
      'ms',
      percentile(ours, 95),
      { max: BAR_MS },
      percentile(bare, 95),
    ),
    row(`${what}, median`, 'ms', percentile(ours, 50), { max: BAR_MS }, percentile(bare, 50)),
  ];
}
