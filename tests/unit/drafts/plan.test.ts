import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  change,
  dueSteps,
  newDraft,
  resolve,
  save,
  sendable,
  type Draft,
  type DraftCall,
} from '@/lib/drafts';
import { fingerprint, isConflict } from '@/lib/drafts/plan';

const OWNER = { server: 'https://oml.example', agentId: '1' };
const CALL: DraftCall = {
  callId: '1.1',
  campaignId: '1',
  campaignType: '1',
  campaignName: '',
  phone: '3515550019',
  contactId: '19',
  callType: '1',
  startedAt: 1,
  callData: {},
};
const wish = { option: '3', sub: '', comments: 'hola', contact: {}, confirmDuplicate: false };
const draft = (over: Partial<Draft> = {}): Draft => ({
  ...save(change(newDraft('d', OWNER, CALL, 1), { disposition: wish }, 1), 1),
  ...over,
});

describe('what a draft owes', () => {
  it('is what is wanted and not confirmed as it is wanted now', () => {
    expect(dueSteps(draft())).toEqual(['disposition']);
    const confirmed = draft({ confirmed: { disposition: fingerprint(wish) } });
    expect(dueSteps(confirmed)).toEqual([]);
    expect(dueSteps(change(confirmed, { disposition: { ...wish, comments: 'other' } }, 2))).toEqual([
      'disposition',
    ]);
  });

  it('has fingerprints that do not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (record) => {
        expect(fingerprint(Object.fromEntries(Object.entries(record).reverse()))).toBe(fingerprint(record));
      }),
    );
  });
});

describe('conflicts', () => {
  it('are changes by others since the form was loaded, to something else than we want', () => {
    const base = { option: '', sub: '', comments: '' };
    expect(isConflict(draft({ base }), { option: '1', sub: '', comments: 'x' })).toBe(true);
    expect(isConflict(draft({ base }), base)).toBe(false);
    expect(isConflict(draft({ base }), { option: '3', sub: '', comments: ' hola\r\n' })).toBe(false);
  });

  it('are settled by the agent: mine goes over theirs, theirs keeps the note only', () => {
    const theirs = { option: '1', sub: '', comments: 'x' };
    const stuck = draft({
      status: 'conflict',
      problem: { code: 'draftConflict', params: {}, fields: {}, theirs },
      wanted: { ...draft().wanted, note: 'n' },
    });
    expect(isConflict(resolve(stuck, 'mine', 2), theirs)).toBe(false);
    expect(dueSteps(resolve(stuck, 'theirs', 2))).toEqual(['note']);
  });
});

describe('the order of sending', () => {
  const call = (startedAt: number, contactId: string): DraftCall => ({ ...CALL, startedAt, contactId });
  it('keeps the calls to one contact in their order, and lets others pass', () => {
    const first = draft({ id: 'first', call: call(1, '19'), status: 'refused' });
    const second = draft({ id: 'second', call: call(2, '19') });
    const other = draft({ id: 'other', call: call(3, '20'), contactId: '20' });
    expect(sendable([other, second, first], 10).map((d) => d.id)).toEqual(['other']);
  });

  it('does not wait for a date that only a clock set back can have made', () => {
    expect(sendable([draft({ nextTryAt: 86_400_000 })], 10).length).toBe(1);
    expect(sendable([draft({ nextTryAt: 60_000 })], 10).length).toBe(0);
  });
});
