import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { keptPlaces, NEW_SITE, settingsSchema } from '@/lib/settings';
import { DEFAULT_SETTINGS, type Settings } from '@/lib/settings/types';

const CRM = 'https://crm.example';
const OTHER = 'https://other.example';
const having = (placements: Settings['placements'], origins = [CRM, OTHER]): Settings => ({
  ...DEFAULT_SETTINGS,
  sites: origins.map((origin) => ({ ...NEW_SITE, origin })),
  placements,
});

describe("the launchers' places in storage", () => {
  it('are kept per site and size of window', () => {
    const first = keptPlaces(having({ [OTHER]: { x: 0, y: 0 } }), CRM, 'wideTall', { x: 0, y: 0.5 });
    expect(keptPlaces(having(first), CRM, 'narrowTall', { x: 1, y: 1 })).toEqual({
      [OTHER]: { x: 0, y: 0 },
      [CRM]: { x: 0, y: 0.5, sizes: { wideTall: { x: 0, y: 0.5 }, narrowTall: { x: 1, y: 1 } } },
    });
  });

  it('go with their site, and never come for another one', () => {
    const kept = { [CRM]: { x: 0, y: 0 }, [OTHER]: { x: 1, y: 1 } };
    expect(keptPlaces(having(kept, [CRM]), CRM, 'wideLow', { x: 0, y: 1 })).not.toHaveProperty([OTHER]);
    expect(keptPlaces(having({}, [OTHER]), CRM, 'wideLow', { x: 0, y: 1 })).toEqual({});
  });

  it('are read as they were written before and now, and refused when they are neither', () => {
    const isRead = (one: unknown): boolean =>
      v.is(settingsSchema, { ...DEFAULT_SETTINGS, placements: { [CRM]: one } });
    expect(isRead({ x: 0, y: 0.5 })).toBe(true);
    expect(isRead({ x: 0, y: 0.5, sizes: { wideTall: { x: 1, y: 0 } } })).toBe(true);
    expect(isRead({ x: 0, y: 0.5, sizes: { enormous: { x: 1, y: 0 } } })).toBe(false);
    expect(isRead({ x: 0, y: 0.5, sizes: { wideTall: { x: 2, y: 0 } } })).toBe(false);
  });
});
