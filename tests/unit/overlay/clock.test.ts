import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clock } from '@/entrypoints/overlay/launcher';
import { createTexts } from '@/lib/i18n';

describe("the launcher's clock", () => {
  it('is written as the panel writes it', () => {
    const panel = createTexts('es', 'es-AR');
    const aDay = 24 * 3_600_000;
    fc.assert(
      fc.property(fc.integer({ min: -5000, max: aDay }), (ms) => {
        expect(clock(ms)).toBe(panel.clock(ms));
      }),
    );
  });
});
