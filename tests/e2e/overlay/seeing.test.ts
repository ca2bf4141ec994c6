/** However the person looks at the page: turned, zoomed, without motion, in high contrast; and a page that loads before anybody does. */
import type { CDPSession, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { centre, inside, styleOf, until, Workshop, type Box } from './workshop';

/** The overlay waits 2 s for the phone; then it shows itself without. */
const LATER_THAN_OVERLAY_MS = 2500;
const PAGES = {
  '/': `<!doctype html><h1>CRM</h1><p>Tel 0351 555-1001</p><a href="/next">next</a>`,
  '/eager': `<!doctype html><h1>Eager</h1><a href="/next">next</a><script type="speculationrules">{"prerender":[{"urls":["/next"],"eagerness":"immediate"}]}</script>`,
  // Tells by itself how it fared while nobody looked: a page that is prerendered is out of a debugger's sight.
  '/next': `<!doctype html><h1>Next</h1><script>
    var hosts=()=>[...document.querySelectorAll('[popover=manual]')].length,told={early:!!document.prerendering};
    document.addEventListener('prerenderingchange',()=>{told.before=hosts()});
    setTimeout(()=>fetch('/waited'),${LATER_THAN_OVERLAY_MS})</script>`,
};
const WIDE = { width: 1280, height: 800 };

let shop: Workshop;
beforeAll(async () => {
  shop = await Workshop.open(PAGES);
});
afterAll(() => shop.close());

const launcher = (page: Page): Promise<Box> => until('the launcher', () => inside(page, 'launcher'));
const isInside = (box: Box, { width, height }: { readonly width: number; readonly height: number }) =>
  box.x >= 0 && box.y >= 0 && box.x + box.width <= width + 1 && box.y + box.height <= height + 1;
const windowOf = (page: Page) => page.evaluate(() => ({ width: innerWidth, height: innerHeight }));

describe('a window that is turned round', () => {
  it('has launcher and panel whole in it, from whichever corner', async () => {
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      await shop.stub((stub, place) => (stub.placement = place), { x, y });
      const page = await shop.ready('/');
      await page.mouse.click(...centre(await launcher(page)));
      await until('the panel', () => inside(page, 'panel'));
      for (const { width, height } of [
        WIDE,
        { width: 800, height: 1280 },
        { width: 360, height: 740 },
        { width: 740, height: 360 },
      ]) {
        await page.setViewport({ width, height });
        await until(`the launcher of ${x}/${y} in ${width} × ${height}`, async () => {
          const box = await inside(page, 'launcher');
          return (
            box && isInside(box, { width, height }) && box.x < 13 === (x === 0) && box.y < 13 === (y === 0)
          );
        });
        await until(`the panel of ${x}/${y} in ${width} × ${height}`, async () => {
          const box = await inside(page, 'panel');
          return box && isInside(box, { width, height }) && Math.min(box.width, box.height) > 200;
        });
      }
      await page.setViewport(WIDE);
      await page.mouse.click(...centre(await launcher(page)));
      await page.close();
    }
    await shop.stub((stub) => (stub.placement = null));
  });
});

describe('a page that the person zoomed', () => {
  const zoom = async (factor: number): Promise<void> => {
    const worker = await shop.desk.worker();
    await worker.evaluate(async (to) => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      await chrome.tabs.setZoom(tab?.id ?? 0, to);
    }, factor);
  };

  it.each([0.5, 3])('by %s: launcher and panel are whole in it, and work', async (factor) => {
    const page = await shop.ready('/');
    await zoom(factor);
    const window = await until('the zoom', async () => {
      const now = await windowOf(page);
      return Math.abs(now.width * factor - WIDE.width) < 3 && now;
    });
    const click = (box: Box): Promise<void> => page.mouse.click(...centre(box));
    const button = await until('the launcher in sight', async () => {
      const box = await inside(page, 'launcher');
      return box && isInside(box, window) && box;
    });
    expect([button.width, button.height]).toEqual([48, 48]);
    await click(button);
    const panel = await until('the panel in sight', async () => {
      const box = await inside(page, 'panel');
      return box && isInside(box, window) && box;
    });
    const frame = await shop.desk.panelIn(page);
    const field = await frame.waitForSelector('input');
    await click({ ...panel, width: 120, height: 2 * 100 });
    await field?.focus();
    await page.keyboard.type('0351');
    await until(
      'what was typed',
      async () => (await frame.evaluate(() => document.querySelector('input')?.value)) === '0351',
    );
    await click(await launcher(page));
    await until('no panel', async () => (await inside(page, 'panel')) === null);
    await zoom(1);
    await page.close();
  });
});

async function media(
  page: Page,
  ...features: readonly (readonly [name: string, value: string])[]
): Promise<CDPSession> {
  const cdp = await page.createCDPSession();
  await cdp.send('Emulation.setEmulatedMedia', {
    features: features.map(([name, value]) => ({ name, value })),
  });
  return cdp;
}
const tone = (to: 'ringing' | 'ready'): Promise<void> =>
  shop.stub((stub, next) => {
    stub.view = { ...stub.view, tone: next as 'ringing' };
    stub.broadcast();
  }, to);

describe('a person who wants', () => {
  it('no motion sees a ringing launcher that stands still', async () => {
    const page = await shop.ready('/');
    await tone('ringing');
    await until(
      'a launcher that moves',
      async () => (await styleOf(page, 'launcher'))['animation-name'] === 'ring',
    );
    await media(page, ['prefers-reduced-motion', 'reduce']);
    await until(
      'a launcher that stands still',
      async () => (await styleOf(page, 'launcher'))['animation-name'] === 'none',
    );
    await tone('ready');
    await page.close();
  });

  it('high contrast sees an edge round launcher and panel, and where the focus is', async () => {
    const page = await shop.ready('/');
    await page.mouse.click(...centre(await launcher(page)));
    await until('the panel', () => inside(page, 'panel'));
    await media(page, ['forced-colors', 'active']);
    const edged = async (name: 'launcher' | 'panel'): Promise<boolean> => {
      const style = await styleOf(page, name);
      return (
        style['border-top-style'] === 'solid' &&
        style['border-top-width'] !== '0px' &&
        style['border-top-color'] !== style['background-color']
      );
    };
    await until('an edge round the launcher', () => edged('launcher'));
    await until('an edge round the panel', () => edged('panel'));
    await page.focus('a');
    await page.keyboard.press('Tab');
    await until(
      'the focus on the launcher',
      async () => (await styleOf(page, 'launcher'))['outline-style'] === 'solid',
    );
    await page.mouse.click(...centre(await launcher(page)));
    await page.close();
  });
});

describe('a page that is loaded before it is looked at', () => {
  it('has no launcher until then, and one when it is', async () => {
    const page = await shop.page('/eager');
    await until('the early page, later than a launcher would have come', () =>
      Promise.resolve(shop.requests().includes('/waited')),
    );
    await page.click('a');
    await until('one launcher', () => page.evaluate(`location.pathname === '/next' && hosts() === 1`));
    expect(await page.evaluate('told')).toEqual({ early: true, before: 0 });
    await until('the launcher in sight', () => inside(page, 'launcher'));
    await page.close();
  });
});
