/** The phone for people who want no motion, or see by the system's own colours: what the browser computes, screen by screen. */
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHOTS } from './catalogue';
import { openGallery, type Gallery } from './shoot';
import type { Shot } from './shot';

let gallery: Gallery;
beforeAll(async () => {
  gallery = await openGallery();
});
afterAll(() => gallery.close());

function shot(name: string): Shot {
  const found = SHOTS.find((one) => one.name === name);
  if (!found) throw new Error(`no screen ${name}`);
  return found;
}
/** Elements that move, or would when their state changes. */
const moving = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((element) => {
        const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
        const animated = animationName !== 'none' && parseFloat(animationDuration) > 0;
        return animated || transitionDuration.split(', ').some((one) => parseFloat(one) > 0);
      })
      .map((element) => element.className.toString()),
  );
async function motion(page: Page, value: 'reduce' | 'no-preference'): Promise<void> {
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value }]);
}

describe('without motion', () => {
  it.each(['ringing', 'transfer', 'idle'])('nothing of "%s" moves', async (name) => {
    const page = await gallery.visit(shot(name), 'en', 'light');
    await page.hover('.button');
    await motion(page, 'no-preference');
    expect(await moving(page)).not.toEqual([]); // there is something that could
    await motion(page, 'reduce');
    expect(await moving(page)).toEqual([]);
  });
});

/** Controls without an edge of their own: nothing tells where they are when backgrounds are gone. */
const edgeless = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button.button, input, select, textarea')]
      .filter((element) => element.checkVisibility() && element.closest('.segment') === null)
      .filter((element) => {
        const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(element);
        const own = element.matches('[type=checkbox], [type=radio], [type=range]'); // the browser draws these
        return (
          !own &&
          (borderTopStyle === 'none' || borderTopWidth === '0px' || borderTopColor === backgroundColor)
        );
      })
      .map((element) => element.getAttribute('aria-label') ?? element.innerText ?? element.className),
  );

describe('in high contrast', () => {
  it.each(['idle-contrast', 'talking-contrast', 'transfer-contrast', 'form-contrast'])(
    'every control of "%s" has an edge, and the focus is seen on all that Tab reaches',
    async (name) => {
      const page = await gallery.visit(shot(name), 'en', 'light');
      expect(await edgeless(page)).toEqual([]);
      const seen = new Set<string>();
      const STOPS = 40;
      for (let stop = 0; stop < STOPS; stop += 1) {
        await page.keyboard.press('Tab');
        const focus = await page.evaluate(() => {
          const element = document.activeElement;
          if (!element || element === document.body) return null;
          // A radio is drawn by the word beside it.
          const drawn = element.closest('.segment')?.querySelector('span') ?? element;
          const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(drawn);
          const ground = getComputedStyle(document.querySelector('.phone') ?? document.body).backgroundColor;
          const name = element.getAttribute('aria-label') ?? element.textContent ?? element.id;
          return {
            name,
            shown: outlineStyle !== 'none' && outlineWidth !== '0px' && outlineColor !== ground,
          };
        });
        if (!focus) break;
        expect(focus).toMatchObject({ shown: true });
        seen.add(focus.name);
      }
      expect(seen.size).toBeGreaterThan(3);
    },
  );
});
