import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newDraft, type Draft } from '@/lib/drafts';
import { createShelf } from '@/lib/phone/drafts/shelf';

const CALL = {
  callId: '',
  campaignId: '1',
  campaignType: '1',
  campaignName: '',
  phone: '',
  contactId: '',
  callType: '1',
  startedAt: 1,
  callData: {},
};
const draftOf = (id: number, createdAt: number): Draft =>
  newDraft(`d${id}`, { server: 'https://oml.example', agentId: '1' }, CALL, createdAt);

const step = fc.record({
  what: fc.constantFrom('put', 'take', 'fill'),
  id: fc.integer({ min: 0, max: 7 }),
  at: fc.integer({ min: 0, max: 5 }),
});

describe('the drafts in memory', () => {
  it('are the ones put last, oldest first, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const shelf = createShelf();
        const model = new Map<string, Draft>();
        for (const { what, id, at } of steps) {
          const draft = draftOf(id, at);
          if (what === 'put') shelf.put(draft);
          if (what === 'take') shelf.take(draft.id);
          // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a shelf, not an array
          if (what === 'fill') shelf.fill([draft]);
          if (what === 'take') model.delete(draft.id);
          else if (what === 'put' || !model.has(draft.id)) model.set(draft.id, draft);
          const shown = shelf.all();
          expect(new Set(shown)).toEqual(new Set(model.values()));
          expect(shown.length).toBe(model.size);
          expect(shown.every((one, n) => n === 0 || one.createdAt >= (shown[n - 1]?.createdAt ?? 0))).toBe(
            true,
          );
          expect(shelf.get(draft.id)).toBe(model.get(draft.id));
        }
      }),
    );
  });

  it('leave the list that somebody reads as it was', () => {
    const shelf = createShelf();
    shelf.put(draftOf(1, 1));
    const before = shelf.all();
    shelf.put(draftOf(2, 2));
    shelf.take('d1');
    expect(before.map(({ id }) => id)).toEqual(['d1']);
  });
});
