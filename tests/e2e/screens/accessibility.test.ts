/** axe on every screen in both schemes, and in the languages whose texts are longer. Passes are counted: axe is silent on nothing. */
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axe, TAGS } from '../harness/axe';
import { SHOTS } from './catalogue';
import type { Shot } from './shot';
import { openGalleries, type Gallery } from './shoot';

/** Two side by side: the browser's own processes do the work. */
let light: Gallery;
let dark: Gallery;
beforeAll(async () => {
  const [first, second] = await openGalleries(2);
  if (!first || !second) throw new Error('no galleries');
  [light, dark] = [first, second];
});
afterAll(() => Promise.all([light.close(), dark.close()]));

/** Links reach out of their line a little, for the finger. */
const REACH_PX = 8;

/** Elements that stick out of the window, or out of what holds them; texts that end in an ellipsis do so on purpose. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(
    (reach) =>
      [...document.querySelectorAll<HTMLElement>('.phone *, .options *')]
        .filter(
          (element) =>
            !element.closest('.unseen, [hidden]') && getComputedStyle(element).textOverflow !== 'ellipsis',
        )
        .filter((element) => {
          const box = element.getBoundingClientRect();
          const bursts =
            !element.matches('input') &&
            element.clientWidth > 0 &&
            element.scrollWidth > element.clientWidth + reach;
          return box.width > 0 && (box.left < -1 || box.right > innerWidth + 1 || bursts);
        })
        .map((element) => element.outerHTML.slice(0, 120)),
    REACH_PX,
  );

/** Everything about the markup, in the longer texts and the dark scheme. */
async function inspect(shot: Shot): Promise<void> {
  const page = await dark.visit(shot, 'es', 'dark');
  const { problems, passes } = await axe(page, TAGS, shot.forcedColors === true);
  expect(problems).toEqual([]);
  expect(passes).toBeGreaterThan(10);
  expect(await cutOff(page)).toEqual([]);
}

/** The same markup again: only the colours may be wrong, and other words too long. */
async function compare(shot: Shot): Promise<void> {
  const page = await light.visit(shot, 'en', 'light');
  if (!shot.forcedColors) {
    const { problems, passes } = await axe(page, ['color-contrast'], false);
    expect(problems).toEqual([]);
    expect(passes).toBe(1);
  }
  expect(await cutOff(page)).toEqual([]);
  expect(await cutOff(await light.visit(shot, 'pt_BR', 'light'))).toEqual([]);
}

describe('every screen can be used by everybody', () => {
  it.each(SHOTS.map((shot) => [shot.name, shot] as const))('%s', async (_, shot) => {
    await Promise.all([inspect(shot), compare(shot)]);
  });
});
