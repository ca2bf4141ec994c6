/** The click guard in a real frame of another origin, under pages that cover, fade, shrink and hurry. */
import { build } from 'esbuild';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Frame, Page } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch, type Launched } from './shoot';

const FRAME = `<!doctype html><html lang="en"><body style="margin:0;height:100vh;background:#fff">
<form><input id="number"><button id="call" data-guard style="position:absolute;left:100px;top:100px;width:200px;height:60px">Call</button></form>
<button id="pause" type="button">Pause</button><script src="/guard.js"></script></body></html>`;
const script = (guard: string): string => `import { installGuard } from ${JSON.stringify(guard)};
const loaded = performance.now();
window.addEventListener('click', () => { window.firstClickAt ??= performance.now() - loaded; }, true);
window.calls = 0; window.pauses = 0; window.refused = 0;
installGuard(document.body, () => { window.refused += 1; });
document.querySelector('form').addEventListener('submit', (event) => { event.preventDefault(); window.calls += 1; });
document.getElementById('pause').addEventListener('click', () => { window.pauses += 1; });`;
/** What the guard promises. */
const GUARD_MS = 500;
/** Longer than the guard's half second plus the observer's rounds. */
const SEEN_MS = 900;

let browser: Launched;
let server: Server;
let page: Page;
let frame: Frame;
let origin: string;

async function open(style: string, extra = ''): Promise<void> {
  await page.setContent('<!doctype html>');
  const body = `<!doctype html><html lang="en"><body style="margin:0"><iframe title="phone" src="${origin}/frame" style="border:0;width:340px;height:600px;${style}"></iframe>${extra}</body></html>`;
  await page.setContent(body, { waitUntil: 'load' });
  frame = await page.waitForFrame((one) => one.url() === `${origin}/frame`);
  await frame.waitForFunction(() => 'calls' in window);
}
const count = (what: 'calls' | 'pauses' | 'refused'): Promise<number> =>
  frame.evaluate((name) => (window as unknown as Record<string, number>)[name] ?? -1, what);
/** Where the frame's button is on the screen, whatever the page did to the frame: as the person would click. */
async function clickCall(scale = 1): Promise<void> {
  await page.mouse.click(200 * scale, 130 * scale);
}
const seen = (): Promise<void> =>
  frame.evaluate((ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)), SEEN_MS);

beforeAll(async () => {
  const guard = fileURLToPath(new URL('../../../entrypoints/panel/guard.ts', import.meta.url));
  const bundle = await build({
    stdin: { contents: script(guard), resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    format: 'iife',
    write: false,
  });
  server = createServer((request, response) => {
    const js = request.url === '/guard.js';
    response.writeHead(200, { 'content-type': js ? 'text/javascript' : 'text/html' });
    response.end(js ? bundle.outputFiles[0]?.text : FRAME);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launch();
  page = await browser.newPage();
  await page.setViewport({ width: 800, height: 700 });
});
beforeEach(() => page.bringToFront());
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('the click guard in a page', () => {
  it('lets a person call with the mouse on a phone in sight', async () => {
    await open('');
    await seen();
    await clickCall();
    expect([await count('calls'), await count('refused')]).toEqual([1, 0]);
  });

  it('takes no click on a phone that has just appeared, and says so', async () => {
    // On a busy machine a click may come too late to be early: then it is tried again.
    await expect
      .poll(
        async () => {
          await open('');
          // The browser itself drops clicks on a frame it has not painted yet: the first that comes through is meant.
          while ((await count('refused')) + (await count('calls')) === 0) await clickCall();
          return frame.evaluate(() => (window as unknown as { firstClickAt: number }).firstClickAt);
        },
        { timeout: 30_000 },
      )
      .toBeLessThan(GUARD_MS);
    expect([await count('calls'), await count('refused')]).toEqual([0, 1]);
  });

  it.each([
    [
      'covered by a sheet that lets clicks through',
      '',
      '<div popover="manual" id="cover" style="position:fixed;inset:0;width:100%;height:100%;border:0;margin:0;padding:0;background:#fff;pointer-events:none">win a prize</div>',
      1,
    ],
    ['faded away', 'opacity:0.02', '', 1],
    ['filtered away', 'filter:opacity(2%)', '', 1],
    ['shrunk by a transform', 'transform:scale(.3);transform-origin:0 0', '', 0.3],
    ['shrunk by zoom', 'zoom:.3', '', 0.3],
  ])('takes no click on a phone that is %s', async (_, style, extra, scale) => {
    await open(style, extra);
    await page.evaluate(() => document.querySelector<HTMLElement>('#cover')?.showPopover());
    await seen();
    await clickCall(scale);
    await frame.waitForFunction(() => (window as unknown as { refused: number }).refused === 1);
    expect(await count('calls')).toBe(0);
  });

  it('takes clicks again half a second after the cover went', async () => {
    await open(
      '',
      '<div id="cover" style="position:fixed;inset:0;background:#fff;pointer-events:none"></div>',
    );
    await seen();
    await page.evaluate(() => document.getElementById('cover')?.remove());
    await clickCall();
    expect(await count('calls')).toBe(0);
    await seen();
    await clickCall();
    expect(await count('calls')).toBe(1);
  });

  it('leaves what harms nobody unguarded', async () => {
    await open('opacity:0.02');
    await seen();
    await (await frame.$('#pause'))?.click();
    expect(await count('pauses')).toBe(1);
  });

  it('never hinders the keyboard: button by Enter and Space, field by Enter', async () => {
    await open('opacity:0.02');
    await frame.focus('#call');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await frame.focus('#number');
    await page.keyboard.press('Enter');
    expect([await count('calls'), await count('refused')]).toEqual([3, 0]);
  });

  it('takes nothing from a script', async () => {
    await open('');
    await seen();
    await frame.evaluate(() => {
      document.getElementById('call')?.click();
      document.getElementById('pause')?.click();
      document
        .querySelector('form')
        ?.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
    });
    expect([await count('calls'), await count('pauses')]).toEqual([0, 0]);
  });
});
