/** What breaks inside the agent's computer: worker, phone document, pages, the browser, devices, the clock. */
import type { Page } from 'puppeteer';
import type { Where } from './aria';
import type { Desk } from './browser';
import { until } from './until';

/** What a command says whose process ended under it. */
const GONE = /No session|Target closed|crashed|closed|detached/i;
const expectGone = (error: unknown): void => {
  if (!GONE.test(String(error))) throw error;
};

/** Ends the worker, woken first: only one that runs can be ended. */
export async function killWorker(desk: Desk, from: Where): Promise<void> {
  await from.evaluate(() => chrome.runtime.sendMessage({ to: 'worker', request: { type: 'ensurePhone' } }));
  await (await desk.worker()).close().catch(expectGone);
}

/** Ends a page's process as a fault of the browser does; resolves when it is dead. */
export async function crash(page: Page): Promise<void> {
  const session = await page.createCDPSession();
  const dead = new Promise<void>((resolve) => session.once('Inspector.targetCrashed', () => resolve()));
  await session.send('Inspector.enable');
  void session.send('Page.crash').catch(expectGone); // never answered: its process is gone
  await dead;
}

/** Closes the phone document, as an update of the extension does; a call in it is left alone on its line. */
export async function killPhone(desk: Desk): Promise<void> {
  await (await desk.worker()).evaluate(() => chrome.offscreen.closeDocument());
}

/** Kills the whole browser; resolves when its process has ended. */
export async function killBrowser(desk: Desk): Promise<void> {
  const process = desk.browser.process();
  if (!process) throw new Error('this browser was not started here');
  const ended = new Promise<void>((resolve) => process.once('exit', () => resolve()));
  process.kill('SIGKILL');
  await ended;
}

/**
 * Every microphone is pulled out: what is open ends, none is listed, none can be opened. Chromium's false devices can't be
 * unplugged from outside, so their document is told. Returns what plugs them in again.
 */
export async function pullMicrophones(phone: Page): Promise<() => Promise<void>> {
  await phone.evaluate(() => {
    const { mediaDevices } = navigator;
    const real = {
      enumerate: mediaDevices.enumerateDevices.bind(mediaDevices),
      open: mediaDevices.getUserMedia.bind(mediaDevices),
    };
    mediaDevices.enumerateDevices = async () =>
      (await real.enumerate()).filter(({ kind }) => kind !== 'audioinput');
    mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Requested device not found', 'NotFoundError'));
    Object.assign(globalThis, {
      plugIn() {
        mediaDevices.enumerateDevices = real.enumerate;
        mediaDevices.getUserMedia = real.open;
        mediaDevices.dispatchEvent(new Event('devicechange'));
      },
    });
  });
  await endTracks(phone);
  await phone.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
  return () => phone.evaluate(() => (globalThis as unknown as { plugIn(): void }).plugIn());
}

async function endTracks(phone: Page): Promise<void> {
  const prototype = await phone.evaluateHandle(() => MediaStreamTrack.prototype);
  const tracks = await phone.queryObjects(prototype);
  await tracks.evaluate((all) => {
    for (const track of all as unknown as MediaStreamTrack[]) {
      if (track.kind !== 'audio' || track.readyState !== 'live' || track.label === '') continue;
      if (!('getCapabilities' in track) || track.getSettings().deviceId === undefined) continue; // not a device's
      track.stop();
      track.dispatchEvent(new Event('ended')); // stop() alone is the owner's own will and says nothing
    }
  });
  await Promise.all([prototype.dispose(), tracks.dispose()]);
}

/** The computer's clock, as a document reads it, is ahead by so much (negative: behind) from its next start on. */
export async function skewClock(page: Page, ms: number): Promise<void> {
  await page.evaluateOnNewDocument((ahead) => {
    const Real = Date;
    class Skewed extends Real {
      constructor(...given: unknown[]) {
        super(...((given.length === 0 ? [Real.now() + ahead] : given) as [number]));
      }
      static override now(): number {
        return Real.now() + ahead;
      }
    }
    globalThis.Date = Skewed as DateConstructor;
  }, ms);
  const before = await page.evaluate(() => performance.timeOrigin);
  await page.reload();
  await until(
    () => page.evaluate(() => performance.timeOrigin).catch(() => before),
    (origin) => origin !== before,
    'the document should start again',
  );
}
