/** The phone by keyboard alone, in a real browser: what arrows, Tab, Enter, Space and Escape do there no fake DOM knows. */
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PhoneCommand } from '@/lib/phone';
import { SHOTS } from './catalogue';
import { openGallery, type Gallery } from './shoot';

let gallery: Gallery;
beforeAll(async () => {
  gallery = await openGallery();
});
afterAll(() => gallery.close());

async function at(name: string): Promise<Page> {
  const shot = SHOTS.find((one) => one.name === name);
  if (!shot) throw new Error(`no screen ${name}`);
  return gallery.visit(shot, 'en', 'light');
}
const sent = (page: Page): Promise<PhoneCommand[]> => page.evaluate(() => window.sent() as PhoneCommand[]);
/** Name of what has the focus, as assistive technology says it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (element === document.body) return '';
    const label = element?.id ? document.querySelector(`label[for="${element.id}"]`)?.textContent : null;
    return (
      element?.getAttribute('aria-label') ??
      label ??
      element?.closest('label')?.textContent ??
      element?.innerText ??
      ''
    ).trim();
  });
async function expectFocus(page: Page, name: string): Promise<void> {
  await expect.poll(() => focused(page)).toBe(name);
}
async function tabTo(page: Page, name: string): Promise<void> {
  const TABS_MAX = 40;
  for (let tab = 0; tab < TABS_MAX; tab += 1) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches "${name}"`);
}

async function pressBack(page: Page): Promise<void> {
  await page.keyboard.down('Shift');
  await page.keyboard.press('Tab');
  await page.keyboard.up('Shift');
}
/** What stays in sight lies over what has the focus, by so many pixels; '' = nothing does. */
const coveredBy = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return '';
    const box = element.getBoundingClientRect();
    // Of a text of several lines the browser brings the one into sight that is written on: the first, when it is empty.
    const lines = element instanceof HTMLTextAreaElement ? element.rows : 1;
    const bottom = box.top + box.height / lines;
    const bars = [...document.querySelectorAll('.save-bar, .sheet-head, .foot, .band')];
    for (const bar of bars) {
      if (bar.contains(element)) continue;
      const over = bar.getBoundingClientRect();
      const px = Math.min(bottom, over.bottom) - Math.max(box.top, over.top);
      const beside = box.right <= over.left || box.left >= over.right;
      if (px > 1 && !beside) return `lies ${Math.round(px)} px under ${bar.className}`;
    }
    return '';
  });

describe('the phone by keyboard alone', () => {
  it('dials: type, Enter', async () => {
    const page = await at('idle');
    await tabTo(page, 'Number');
    await page.keyboard.type('08003334444');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.sent().length > 0);
    expect(await sent(page)).toEqual([{ type: 'call', number: '08003334444', via: 'panel' }]);
  });

  it('answers and rejects, by Space and by Enter', async () => {
    const page = await at('ringing');
    await tabTo(page, 'Answer');
    await page.keyboard.press('Space');
    await tabTo(page, 'Reject');
    await page.keyboard.press('Enter');
    expect(await sent(page)).toEqual([{ type: 'answer' }, { type: 'reject' }]);
  });

  it('consults a number: arrows in the radio groups, one tab stop each', async () => {
    const page = await at('talking');
    await tabTo(page, 'Transfer');
    await page.keyboard.press('Enter');
    await expectFocus(page, 'Blind');
    await page.keyboard.press('ArrowRight');
    await expectFocus(page, 'Consultative');
    await page.keyboard.press('Tab');
    await expectFocus(page, 'Agent');
    await page.keyboard.press('ArrowDown');
    await expectFocus(page, 'Number');
    await page.keyboard.press('Tab');
    await expectFocus(page, 'Transfer number');
    await page.keyboard.type('2001');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.sent().length > 1);
    expect((await sent(page)).at(-1)).toEqual({
      type: 'transfer',
      kind: 'consultative',
      target: { to: 'number', number: '2001' },
    });
  });

  it('plays the keypad: arrows move, digits play, Escape goes back to where one was', async () => {
    const page = await at('talking');
    await tabTo(page, 'Keypad');
    await page.keyboard.press('Space');
    await expectFocus(page, '1');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.press('#');
    await page.keyboard.press('Tab');
    await expectFocus(page, 'Digits to send');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.textContent?.includes('Keypad'));
    expect(await sent(page)).toEqual([
      { type: 'tones', digits: '5' },
      { type: 'tones', digits: '#' },
    ]);
  });

  it('keeps a question until it is answered: Tab stays in it, Escape says no', async () => {
    const page = await at('confirm-hang-up');
    await tabTo(page, 'Cancel');
    await page.keyboard.press('Tab');
    await expectFocus(page, 'Hang up anyway');
    await page.keyboard.press('Tab');
    expect(['', 'Cancel']).toContain(await focused(page)); // the browser's own bar, or round again: never the phone behind
    await tabTo(page, 'Cancel');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('[role=alertdialog]') === null);
    expect(await sent(page)).toEqual([{ type: 'hangUp' }]);
  });

  it.each([
    ['form-callback'], // its save bar
    ['form-200'], // the foot: at twice the size of text the whole panel scrolls under it
    ['new-contact'], // a sheet's head
    ['day'],
  ])('never has the focus under what stays in sight: %s', async (name) => {
    const page = await at(name);
    const steps = await page.evaluate(
      () => document.querySelectorAll('button, input, select, textarea').length,
    );
    const hidden: string[] = [];
    for (const key of ['Tab', 'Shift+Tab'] as const)
      for (let step = 0; step < steps; step += 1) {
        if (key === 'Tab') await page.keyboard.press('Tab');
        else await pressBack(page);
        const under = await coveredBy(page);
        if (under) hidden.push(`${key}: "${await focused(page)}" ${under}`);
      }
    expect(hidden).toEqual([]);
  });

  it('does not answer with the Enter that was meant for the number', async () => {
    const page = await at('idle');
    await tabTo(page, 'Number');
    await page.evaluate(() => window.become('ringing'));
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Incoming call');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    expect([await focused(page), await sent(page)]).toEqual(['Incoming call', []]);
  });
});
