import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boxOf,
  chipBox,
  DEFAULT_PLACE,
  EDGE_PX,
  nudge,
  panelBox,
  placeFor,
  sizeOf,
  snap,
  WINDOW_SIZES,
  withPlace,
  type Arrow,
  type Box,
  type SitePlaces,
} from '@/lib/settings/placement';

const window = fc.record({
  width: fc.integer({ min: 120, max: 4000 }),
  height: fc.integer({ min: 120, max: 3000 }),
});
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const place = fc.record({ x: fc.double({ noNaN: false }), y: fc.double({ noNaN: false }) });
const own = fc.record({ width: fc.integer({ min: 40, max: 100 }), height: fc.constant(48) });
const arrows = fc.constantFrom<Arrow>('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown');

const expectInside = (
  box: Box,
  size: { readonly width: number; readonly height: number },
  edge = 0,
): void => {
  expect(box.left).toBeGreaterThanOrEqual(edge - 1e-6);
  expect(box.top).toBeGreaterThanOrEqual(edge - 1e-6);
  expect(box.left + box.width).toBeLessThanOrEqual(size.width - edge + 1e-6);
  expect(box.top + box.height).toBeLessThanOrEqual(size.height - edge + 1e-6);
};

describe("the launcher's place", () => {
  it('is inside any window, whatever was stored', () => {
    fc.assert(fc.property(place, window, own, (p, w, o) => expectInside(boxOf(p, w, o), w)));
  });

  it('snaps to an edge and stays there in a window of another size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -200, max: 4200 }),
        fc.integer({ min: -200, max: 3200 }),
        window,
        window,
        own,
        (left, top, w, w2, o) => {
          const p = snap({ left, top, ...o }, w);
          expect([0, 1].includes(p.x) || [0, 1].includes(p.y)).toBe(true);
          const box = boxOf(p, w2, o);
          const gaps = [box.left, box.top, w2.width - box.left - box.width, w2.height - box.top - box.height];
          expect(Math.min(...gaps.map((gap) => Math.abs(gap - EDGE_PX)))).toBeLessThan(1e-6);
        },
      ),
    );
  });

  it('keeps to an edge under any row of arrow keys', () => {
    fc.assert(
      fc.property(fc.array(arrows, { maxLength: 40 }), window, own, (keys, w, o) => {
        let p = snap(boxOf(DEFAULT_PLACE, w, o), w);
        for (const key of keys) {
          p = nudge(p, key, 16, w, o);
          expect([0, 1].includes(p.x) || [0, 1].includes(p.y)).toBe(true);
          expectInside(boxOf(p, w, o), w);
        }
      }),
    );
  });
});

describe("the launcher's places", () => {
  const size = fc.constantFrom(...WINDOW_SIZES);
  const chosen = fc.array(fc.record({ size, place: fc.record({ x: fraction, y: fraction }) }), {
    minLength: 1,
    maxLength: 30,
  });
  const windowOf = (wanted: string) =>
    fc.sample(
      window.filter((w) => sizeOf(w) === wanted),
      1,
    )[0] ?? { width: 0, height: 0 };

  it('are each the last one chosen in windows of that size, and never more than there are sizes', () => {
    fc.assert(
      fc.property(chosen, (choices) => {
        let places: SitePlaces = choices[0]?.place ?? DEFAULT_PLACE;
        for (const { size: where, place: at } of choices) places = withPlace(places, where, at);
        for (const where of WINDOW_SIZES) {
          const last = choices.findLast((choice) => choice.size === where) ?? choices[0];
          expect(placeFor(places, windowOf(where))).toMatchObject(last?.place ?? {});
        }
        expect(JSON.stringify(places).length).toBeLessThan(700);
      }),
    );
  });

  it('are inside any window, whatever was stored for its size', () => {
    fc.assert(
      fc.property(place, place, size, window, own, (first, p, where, w, o) => {
        expectInside(boxOf(placeFor({ ...first, sizes: { [where]: p } }, w), w, o), w, 0);
      }),
    );
  });

  it('written before sizes were told apart hold for all of them, until one is chosen', () => {
    const old = { x: 0, y: 0.25 };
    const places = withPlace(old, 'narrowTall', { x: 1, y: 0.5 });
    expect(placeFor(old, { width: 1280, height: 800 })).toEqual(old);
    expect(placeFor(places, { width: 1280, height: 800 })).toMatchObject(old);
    expect(placeFor(places, { width: 600, height: 800 })).toEqual({ x: 1, y: 0.5 });
  });

  it('tell a tile from a laptop, a large screen from a strip, a screen from itself turned', () => {
    const sizes = [
      [640, 900, 'narrowTall'],
      [960, 950, 'mediumTall'],
      [1366, 650, 'wideTall'],
      [1920, 950, 'wideTall'],
      [1920, 400, 'wideLow'],
      [800, 360, 'mediumLow'],
      [360, 800, 'narrowTall'],
    ] as const;
    for (const [width, height, is] of sizes) expect(sizeOf({ width, height })).toBe(is);
  });
});

describe('the panel', () => {
  it('is whole inside the window, wherever the launcher is', () => {
    fc.assert(
      fc.property(place, window, own, (p, w, o) => {
        expectInside(panelBox(boxOf(p, w, o), w, { width: 340, height: 600 }), w, EDGE_PX);
      }),
    );
  });

  it('does not cover the launcher where there is room', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 0.5, 1), fc.constantFrom(0, 0.3, 0.92, 1), (x, y) => {
        const w = { width: 1280, height: 800 };
        const launcher = boxOf({ x, y }, w, { width: 48, height: 48 });
        const panel = panelBox(launcher, w, { width: 340, height: 600 });
        const apart =
          panel.left >= launcher.left + launcher.width ||
          launcher.left >= panel.left + panel.width ||
          panel.top >= launcher.top + launcher.height ||
          launcher.top >= panel.top + panel.height;
        expect(apart).toBe(true);
      }),
    );
  });
});

describe('the chip', () => {
  it('is inside the window and beside the number', () => {
    fc.assert(
      fc.property(
        window,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (w, x, y) => {
          const number = { left: x * (w.width - 60), top: y * (w.height - 20), width: 60, height: 16 };
          expectInside(chipBox(number, w, { width: 110, height: 26 }), w);
        },
      ),
    );
  });
});
