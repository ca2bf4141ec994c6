/** Builds the gallery page and walks through it with Chromium: for the pictures and for the accessibility tests. One load, many screens. */
import { build } from 'esbuild';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import type { Shot } from './shot';

export const LANGUAGES = ['en', 'es', 'pt_BR'] as const;
export const SCHEMES = ['light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** The narrowest panel we promise (design.md §6), the popup, a desk's browser window. */
const SIZES = {
  panel: { width: 320, height: 600 },
  popup: { width: 352, height: 600 },
  options: { width: 760, height: 900 },
} as const;

/** What browsers call medium. */
const DEFAULT_TEXT_PX = 16;

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>gallery</title>
<link rel="stylesheet" href="gallery.css"></head><body><div id="root"></div><script src="gallery.js"></script></body></html>`;

declare global {
  interface Window {
    show(name: string, language: string): Promise<void>;
  }
}

export type Launched = Browser;
export const launch = (): Promise<Launched> =>
  puppeteer.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--hide-scrollbars', '--force-color-profile=srgb'],
  });

export interface Gallery {
  /** A page standing at the shot, still and loaded. */
  visit(shot: Shot, language: string, scheme: Scheme): Promise<Page>;
  close(): Promise<void>;
}

/** Builds the page once; each `open` is a tab of its own, so that several can work side by side. */
export async function openGalleries(count: number, scale = 1): Promise<readonly Gallery[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gallery-'));
  await build({
    entryPoints: [fileURLToPath(new URL('./gallery.tsx', import.meta.url))],
    outfile: join(folder, 'gallery.js'),
    bundle: true,
    format: 'iife',
    target: 'chrome148',
    logLevel: 'error',
  });
  await writeFile(join(folder, 'gallery.html'), PAGE);
  const address = pathToFileURL(join(folder, 'gallery.html')).href;
  const browser = await launch();
  let open = count;
  const close = async (): Promise<void> => {
    open -= 1;
    if (open > 0) return;
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  };
  return Promise.all(Array.from({ length: count }, () => openTab(browser, address, scale, close)));
}

/** @param scale device pixels per CSS pixel: 2 for pictures */
export async function openGallery(scale = 1): Promise<Gallery> {
  const [gallery] = await openGalleries(1, scale);
  if (!gallery) throw new Error('no gallery');
  return gallery;
}

async function openTab(
  browser: Browser,
  address: string,
  scale: number,
  close: () => Promise<void>,
): Promise<Gallery> {
  const failures: string[] = [];
  const fresh = async () => {
    // A window of its own: a tab in the background gets one frame per second.
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.emulateTimezone('America/Argentina/Buenos_Aires');
    const session = await page.createCDPSession();
    page.on('pageerror', (error) => failures.push(String(error)));
    await page.goto(address);
    return { context, page, session };
  };
  let tab = await fresh();
  let size: object | null = null;
  let textSize = 100;
  let forced = false;

  return {
    async visit(shot, language, scheme) {
      if (forced && !shot.forcedColors) {
        // The ground of a tab stays black after forced colours, whatever is loaded in it (measured, Chromium 156).
        await tab.context.close();
        tab = await fresh();
        size = null;
        textSize = 100;
      }
      forced = shot.forcedColors === true;
      const { page, session } = tab;
      if (size !== SIZES[shot.view]) {
        size = SIZES[shot.view];
        await page.setViewport({ ...SIZES[shot.view], deviceScaleFactor: scale });
      }
      await session.send('Emulation.setEmulatedMedia', {
        features: [
          { name: 'prefers-color-scheme', value: scheme },
          { name: 'prefers-reduced-motion', value: 'reduce' },
          { name: 'forced-colors', value: shot.forcedColors ? 'active' : 'none' },
        ],
      });
      if (textSize !== (shot.textSize ?? 100)) {
        textSize = shot.textSize ?? 100;
        await session.send('Page.setFontSizes', {
          fontSizes: { standard: (DEFAULT_TEXT_PX * textSize) / 100 },
        });
      }
      await page.evaluate((name, words) => window.show(name, words), shot.name, language);
      if (failures.length > 0) throw new Error(`${shot.name}/${language}: ${failures.splice(0).join('; ')}`);
      return page;
    },
    close,
  };
}
