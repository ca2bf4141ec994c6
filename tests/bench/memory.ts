/**
 * Proportional memory (PSS) of the extension's process, idle, with one visible tab; held against an extension that does
 * nothing in the same places (a worker, a hidden document, a frame in the page): what Chromium itself takes for those.
 * Both browsers are open while both are read, for PSS depends on how many share a page.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '@/lab';
import type { SiteSettings } from '@/lib/settings/types';
import { AG2, sendCommand, type Place } from '@/tests/e2e/harness/agent';
import { says } from '@/tests/e2e/harness/aria';
import { Desk } from '@/tests/e2e/harness/browser';
import { placeOf } from '@/tests/e2e/harness/place';
import { processesOf, read } from './processes';
import { median, row, type Row } from './row';

const BAR_MIB = 40 + 2;
const KIB_PER_MIB = 1024;
const READINGS = 5;
const BETWEEN_MS = 2000;
/**
 * Idle: the browser collects what signing in left behind after some twenty seconds of rest, and puts the worker to sleep when
 * nothing was asked of it for thirty (measured).
 */
const SETTLE_MS = 60_000;

const BARE: Readonly<Record<string, string>> = {
  'manifest.json': JSON.stringify({
    manifest_version: 3,
    name: 'Nothing',
    version: '1.0',
    permissions: ['offscreen'],
    host_permissions: ['http://127.0.0.1/*'],
    background: { service_worker: 'worker.js' },
    web_accessible_resources: [{ resources: ['blank.html'], matches: ['<all_urls>'] }],
    content_scripts: [{ matches: ['http://127.0.0.1/*'], js: ['page.js'] }],
  }),
  'blank.html': '<!doctype html><title>Nothing</title>',
  'worker.js': `chrome.offscreen.createDocument({ url: 'blank.html', reasons: ['USER_MEDIA', 'WEB_RTC'], justification: 'Nothing.' });`,
  'page.js': `const frame = document.createElement('iframe'); frame.src = chrome.runtime.getURL('blank.html'); document.documentElement.append(frame);`,
};

/**
 * An agent's browser, signed in, with the panel open on a CRM page. Asked over the phone's own ports instead of by the tests'
 * helpers: those look for controls by role, and the browser then keeps an accessibility tree (20 MiB) in our process.
 */
async function idleDesk({ server, crm, page }: Place): Promise<Desk> {
  const desk = await Desk.open();
  try {
    const options = await desk.options();
    await options.evaluate((site) => {
      // Where the overlay remembers that the panel was left open.
      void chrome.storage.local.set({ 'overlay.open': true });
      return chrome.runtime.sendMessage({ to: 'worker', request: { type: 'sites.add', site } });
    }, siteOf(crm));
    const { ok } = await sendCommand(options.mainFrame(), { type: 'signIn', server, ...AG2 });
    if (!ok) throw new Error('no sign-in');
    const tab = await desk.openPage(page);
    await options.close();
    await says(await desk.panelIn(tab), 'ready', 15_000);
    return desk;
  } catch (error) {
    await desk.close();
    throw error;
  }
}

const siteOf = (origin: string): SiteSettings => ({
  origin,
  country: 'AR',
  detection: true,
  prefix: '',
  campaignId: '',
  externalSystemId: '',
  screenPopUrl: '',
});

async function bareDesk(extension: string, page: string): Promise<Desk> {
  for (const [name, text] of Object.entries(BARE)) writeFileSync(join(extension, name), text);
  const desk = await Desk.open({ extension });
  const tab = await desk.openPage(page);
  await tab.waitForFrame((frame) => frame.url().endsWith('/blank.html'));
  return desk;
}

export async function memoryRows(lab: Lab): Promise<Row[]> {
  const place = placeOf(lab);
  const extension = mkdtempSync(join(tmpdir(), 'bare-extension-'));
  const idle = await idleDesk(place);
  const bare = await bareDesk(extension, place.page);
  try {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const ours: number[] = [];
    const floor: number[] = [];
    for (let i = 0; i < READINGS; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
      ours.push(extensionMib(idle));
      floor.push(extensionMib(bare));
    }
    return [
      row(
        'whole extension idle with one visible tab, PSS (baseline: an extension that does nothing)',
        'MiB',
        median(ours),
        { max: BAR_MIB },
        median(floor),
      ),
    ];
  } finally {
    await idle.close();
    await bare.close();
    rmSync(extension, { recursive: true, force: true });
  }
}

/** NaN when the browser has no extension process: no figure, and the row is missed. */
function extensionMib(desk: Desk): number {
  const ours = processesOf(desk).filter((pid) =>
    read(`/proc/${pid}/cmdline`).includes('--extension-process'),
  );
  const kib = ours.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? NaN));
  return kib.length > 0 ? kib.reduce((a, b) => a + b, 0) / KIB_PER_MIB : NaN;
}
