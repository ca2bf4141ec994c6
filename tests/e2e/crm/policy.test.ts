/**
 * What an administrator prescribes, in the built extension. Chromium reads policies from one folder of the machine for every
 * browser on it; here they arrive where the extension reads them (storage.managed), with the browser's own event.
 */
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCrm, type Crm } from '@/lab/crm';
import { createTexts } from '@/lib/i18n';
import { find, has, says } from '../harness/aria';
import { Desk } from '../harness/browser';

const words = createTexts('es');
const SERVER = 'http://127.0.0.1:9';

let crm: Crm;
let desk: Desk;
let page: Page;
beforeAll(async () => {
  crm = await startCrm();
  desk = await Desk.open();
  page = await desk.openPage(crm.pages.list);
});
afterAll(async () => {
  await desk?.close();
  await crm?.stop();
});

async function prescribe(policy: object): Promise<void> {
  const worker = await desk.worker();
  await worker.evaluate((values) => {
    (chrome.storage.managed as unknown as { get(): Promise<object> }).get = () => Promise.resolve(values);
    const event = chrome.storage.onChanged as unknown as { dispatch(changes: object, area: string): void };
    event.dispatch({}, 'managed');
  }, policy);
}

describe('a policy', () => {
  it('puts the phone into pages that are open, in its language, and shows what it fixed', async () => {
    expect(await has(page, 'button', 'Open phone')).toBe(false);
    await prescribe({
      server: SERVER,
      language: 'es',
      tones: 'morse',
      sites: [{ origin: crm.url, country: 'MX', prefix: '9' }],
    });
    await page.bringToFront();
    await find(page, 'button', words.t('launcher.open'));
    const options = await desk.options();
    await says(options, words.t('policy.locked'));
    const server = await find(options, 'textbox', words.t('signIn.server'));
    expect(
      await server.evaluate((box) => [
        (box as HTMLInputElement).value,
        (box as HTMLInputElement).readOnly || (box as HTMLInputElement).disabled,
      ]),
    ).toEqual([SERVER, true]);
    await says(options, 'tones'); // what was wrong in it is named, the rest holds
    await options.close();
  });

  it('that drops a site takes the phone out of its open pages', async () => {
    await prescribe({ server: SERVER, language: 'es', sites: [] });
    await page.bringToFront();
    await page.waitForFunction(() => document.querySelector('[popover=manual]') === null);
    expect(await has(page, 'button', words.t('launcher.open'))).toBe(false);
  });
});
