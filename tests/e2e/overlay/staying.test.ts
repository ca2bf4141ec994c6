/** The overlay stays where the agent can use it, whatever the page does, and leaves without a trace when it should. */
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { centre, inside, spoken, until, Workshop } from './workshop';

const PAGES = {
  '/': `<h1>CRM</h1><p>Tel 0351 555-1001</p><dialog id="d"><p>Modal</p><button>ok</button></dialog><div id="full">full</div><a href="/two">two</a>`,
  '/two': `<h1>Two</h1>`,
};
let shop: Workshop;
beforeAll(async () => {
  shop = await Workshop.open(PAGES);
});
afterAll(() => shop.close());
beforeEach(async () => {
  const page = await shop.page('/two');
  const worker = await shop.desk.worker();
  await worker.evaluate(() => chrome.storage.local.clear());
  await page.close();
});

/** Elements on <html> besides head and body: ours. */
const hosts = (page: Page): Promise<number> =>
  page.evaluate(
    () => [...document.querySelectorAll('[popover=manual]')].filter((e) => e.localName.includes('-')).length,
  );
const panelOpens = async (page: Page): Promise<void> => {
  const launcher = await until('the launcher', () => inside(page, 'launcher'));
  await page.mouse.click(...centre(launcher));
  await until('the panel', () => inside(page, 'panel'));
  await page.waitForFrame((f) => f.url().startsWith('chrome-extension://'));
};
/** Does a real click on the launcher reach it? Nothing inert, nothing on top. */
const usable = async (page: Page): Promise<void> => {
  const before = (await inside(page, 'panel')) !== null;
  const launcher = await until('the launcher', () => inside(page, 'launcher'));
  await page.mouse.click(...centre(launcher));
  await until(
    'a panel that opened or closed',
    async () => ((await inside(page, 'panel')) !== null) !== before,
  );
};

describe('put back', () => {
  it('after the page removed it', async () => {
    const page = await shop.ready('/');
    await page.evaluate(() => document.querySelector('[popover=manual]')?.remove());
    await until('ours again', async () => (await hosts(page)) === 1);
    await usable(page);
    await page.close();
  });

  it('after the page closed its popover', async () => {
    const page = await shop.ready('/');
    await page.evaluate(() => document.querySelector<HTMLElement>('[popover=manual]')?.hidePopover());
    await until('the top layer', () =>
      page.evaluate(() => document.querySelector('[popover=manual]')?.matches(':popover-open')),
    );
    await usable(page);
    await page.close();
  });

  it('after innerHTML of <html> and after document.write', async () => {
    const page = await shop.ready('/');
    await page.evaluate(() => (document.documentElement.innerHTML = '<body><p>Tel 0341 555-1003</p></body>'));
    await until('ours again', async () => (await hosts(page)) === 1);
    await shop.numbers(page, 1);
    await page.evaluate(() => {
      document.open();
      document.write('<html><body><p>Tel 0341 555-1003 y 0223 555-1008</p></body></html>');
      document.close();
    });
    await until('ours in the new document', async () => (await hosts(page)) === 1);
    await usable(page);
    await page.close();
  });

  it('but not for ever: a page that keeps removing it is left alone', async () => {
    const page = await shop.ready('/');
    await page.evaluate(() => {
      const counted = globalThis as unknown as { removed: number };
      counted.removed = 0;
      new MutationObserver((records) => {
        for (const { addedNodes } of records)
          for (const node of addedNodes) {
            (node as Element).remove();
            counted.removed++;
          }
      }).observe(document.documentElement, { childList: true });
      document.querySelector('[popover=manual]')?.remove();
    });
    await until('peace', async () => {
      const [a, b] = [
        await removed(page),
        (await page.evaluate(() => new Promise((r) => setTimeout(r, 200))), await removed(page)),
      ];
      return a > 0 && a === b;
    });
    expect(await removed(page)).toBeLessThanOrEqual(10);
    expect(await hosts(page)).toBe(0);
    await page.close();
  });
});
const removed = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { removed: number }).removed);

describe('usable', () => {
  it("inside a modal dialog, keeping the panel's frame alive, and after it", async () => {
    const page = await shop.ready('/');
    await panelOpens(page);
    const frame = await shop.desk.panelIn(page);
    await frame.evaluate(() => ((globalThis as unknown as { mark: number }).mark = 1));
    await page.evaluate(() => document.querySelector('dialog')?.showModal());
    await until('ours in the dialog', () =>
      page.evaluate(() => document.querySelector('dialog > [popover=manual]') !== null),
    );
    await usable(page);
    await usable(page);
    await page.evaluate(() => document.querySelector('dialog')?.close());
    await until('ours on html', () =>
      page.evaluate(() => document.querySelector('html > [popover=manual]') !== null),
    );
    await usable(page);
    await page.close();
  });

  it('moves into a dialog without loading the panel again', async () => {
    const page = await shop.ready('/');
    await panelOpens(page);
    await (
      await shop.desk.panelIn(page)
    ).evaluate(() => ((globalThis as unknown as { mark: number }).mark = 1));
    await page.evaluate(() => document.querySelector('dialog')?.showModal());
    await until('ours in the dialog', () =>
      page.evaluate(() => document.querySelector('dialog > [popover=manual]') !== null),
    );
    expect(
      await (await shop.desk.panelIn(page)).evaluate(() => (globalThis as unknown as { mark: number }).mark),
    ).toBe(1);
    await page.close();
  });

  it('in fullscreen', async () => {
    const page = await shop.ready('/');
    await page.evaluate(() => document.getElementById('full')?.requestFullscreen());
    await until('ours in the element', () =>
      page.evaluate(() => document.querySelector('#full > [popover=manual]') !== null),
    );
    await usable(page);
    await page.evaluate(() => document.exitFullscreen());
    await until('ours on html', () =>
      page.evaluate(() => document.querySelector('html > [popover=manual]') !== null),
    );
    await usable(page);
    await page.close();
  });

  it('on a page that zooms its root', async () => {
    const page = await shop.ready('/');
    const before = await until('the launcher', () => inside(page, 'launcher'));
    await page.evaluate(() => (document.documentElement.style.zoom = '0.3'));
    await page.setViewport({ width: 1200, height: 700 }); // any relayout looks at the zoom again
    await until(
      'the old size',
      async () => Math.abs(((await inside(page, 'launcher'))?.width ?? 0) - before.width) < 2,
    );
    await page.close();
  });
});

describe('comes and goes', () => {
  it('with the panel open in the next page of the CRM, when it was left open', async () => {
    const page = await shop.ready('/');
    await panelOpens(page);
    await page.goto(`${shop.url}/two`);
    await until('the panel', () => inside(page, 'panel'));
    await page.close();
  });

  it('without a frame in tabs that nobody sees', async () => {
    const page = await shop.ready('/');
    await panelOpens(page);
    const other = await shop.page('/two');
    await other.bringToFront();
    await until(
      'no frame',
      async () => !page.frames().some((f) => f.url().startsWith('chrome-extension://')),
    );
    await page.bringToFront();
    await until('the frame', async () =>
      page.frames().some((f) => f.url().startsWith('chrome-extension://')),
    );
    await other.close();
    await page.close();
  }, 40_000);

  it('back from the back/forward cache with a living port', async () => {
    const page = await shop.ready('/');
    await page.evaluate(() => ((globalThis as unknown as { mark: number }).mark = 7));
    await page.goto(`${shop.url}/two`);
    await page.goBack();
    await until('the launcher', () => inside(page, 'launcher'));
    expect(await page.evaluate(() => (globalThis as unknown as { mark: number }).mark)).toBe(7);
    await shop.stub((stub) => {
      stub.view = { ...stub.view, texts: { ...stub.view.texts, open: 'Abrir teléfono' } };
      stub.broadcast();
    });
    await until('the new words', async () => (await spoken(page)).includes('button "Abrir teléfono"'));
    await shop.stub((stub) => {
      stub.view = { ...stub.view, texts: { ...stub.view.texts, open: 'Open phone' } };
      stub.broadcast();
    });
    await page.close();
  });

  it('once: a second copy takes the place of the first', async () => {
    const page = await shop.ready('/');
    await shop.numbers(page, 1);
    await page.bringToFront();
    const worker = await shop.desk.worker();
    await worker.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      await chrome.scripting.executeScript({ target: { tabId: tab?.id ?? 0 }, files: ['overlay.js'] });
    });
    await until('one of ours', async () => (await hosts(page)) === 1);
    await usable(page);
    await shop.numbers(page, 1);
    expect(await page.evaluate(() => [CSS.highlights.size, document.adoptedStyleSheets.length])).toEqual([
      1, 1,
    ]);
    await page.close();
  });

  it('leaves nothing when the site is taken off the list', async () => {
    const page = await shop.ready('/');
    await shop.numbers(page, 1);
    await shop.stub((stub) => {
      const { site } = stub;
      stub.site = null;
      stub.broadcast();
      stub.site = site;
    });
    await until('nothing', async () => (await hosts(page)) === 0);
    expect(await page.evaluate(() => [CSS.highlights.size, document.adoptedStyleSheets.length])).toEqual([
      0, 0,
    ]);
    await page.close();
  });

  it('is not printed', async () => {
    const page = await shop.ready('/');
    await page.emulateMediaType('print');
    expect(await inside(page, 'launcher')).toBeNull();
    await page.close();
  });
});

interface DeveloperPrivate {
  updateProfileConfiguration(change: { readonly inDeveloperMode: boolean }): Promise<void>;
  reload(id: string, options: { readonly failQuietly: boolean }): Promise<void>;
}

/** The browser starts the extension anew, on a busy machine too. */
const RELOAD_MS = 40_000;

describe('an update of the extension', () => {
  it('makes the old copy withdraw and the new one take over, without a reload of the page', async () => {
    const own = await Workshop.open(PAGES);
    const page = await own.ready('/');
    await own.numbers(page, 1);
    const name = (): Promise<string | null> =>
      page.evaluate(() => document.querySelector('html > [popover=manual]')?.localName ?? null);
    const before = await name();
    const control = await own.desk.openPage('chrome://extensions');
    await control.evaluate(async (id) => {
      const api = (chrome as unknown as { developerPrivate: DeveloperPrivate }).developerPrivate;
      await api.updateProfileConfiguration({ inDeveloperMode: true }); // else a reload disables what isn't from the store
      await api.reload(id, { failQuietly: true });
    }, own.desk.extensionId);
    await until(
      'another element of ours',
      async () => {
        const now = await name();
        return now !== null && now !== before;
      },
      RELOAD_MS,
    );
    expect(await hosts(page)).toBe(1);
    await page.bringToFront();
    await usable(page);
    await own.numbers(page, 1);
    expect(await page.evaluate(() => [CSS.highlights.size, document.adoptedStyleSheets.length])).toEqual([
      1, 1,
    ]);
    await own.close();
  });
});
