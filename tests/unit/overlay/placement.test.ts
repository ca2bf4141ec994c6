import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boxOf,
  chipBox,
  DEFAULT_PLACE,
  EDGE_PX,
  nudge,
  panelBox,
  snap,
  type Arrow,
  type Box,
} from '@/lib/settings/placement';

const window = fc.record({
  width: fc.integer({ min: 120, max: 4000 }),
  height: fc.integer({ min: 120, max: 3000 }),
});
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
