import { openDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import { change, newDraft, openDraftStore, type DraftCall } from '@/lib/drafts';

const OWNER = { server: 'https://oml.example', agentId: '1' };
const CALL: DraftCall = {
  callId: '1790000000.42',
  campaignId: '1',
  campaignType: '1',
  campaignName: 'manual_01',
  phone: '3515550019',
  contactId: '19',
  callType: '1',
  startedAt: 1,
  callData: { id_campana: '1' },
};
let n = 0;
const fresh = () => openDraftStore(`drafts-${(n += 1)}`);
let open: { close(): void } | null = null;
afterEach(() => open?.close());

describe('the draft store', () => {
  it('gives back what was written, oldest first, to its owner only', async () => {
    const store = (open = await fresh());
    await store.add(newDraft('b', OWNER, CALL, 20));
    await store.add(newDraft('a', OWNER, CALL, 10));
    await store.add(newDraft('c', { ...OWNER, agentId: '2' }, CALL, 5));
    expect((await store.read(OWNER)).drafts.map((draft) => draft.id)).toEqual(['a', 'b']);
    expect((await store.read({ ...OWNER, server: 'https://other.example' })).drafts.length).toBe(0);
  });

  it('does not let typing and sending overwrite each other', async () => {
    const store = (open = await fresh());
    await store.add(newDraft('a', OWNER, CALL, 10));
    await Promise.all([
      store.update('a', (draft) => change(draft, { note: 'typed' }, 11)),
      store.update('a', (draft) => ({ ...draft, contactId: '77' })),
    ]);
    expect(await store.get('a')).toMatchObject({ contactId: '77', wanted: { note: 'typed' } });
  });

  it('reads rows of the first version, its note with a sending of its own', async () => {
    const store = (open = await fresh());
    const old = {
      id: 'old',
      owner: OWNER,
      createdAt: 1,
      updatedAt: 1,
      call: CALL,
      schema: 1,
      status: 'waiting',
    };
    const row = {
      ...old,
      wanted: { disposition: null, management: null, callback: null, note: 'kept' },
      contactId: '19',
      dispositionId: '',
      callbackId: '',
      base: null,
      overrides: null,
      confirmed: {},
      inFlight: { step: 'note', at: 5 },
      attempts: 2,
      nextTryAt: 9,
      problem: null,
    };
    const raw = await openDB(`drafts-${n}`);
    await raw.put('drafts', { id: 'old', owner: 'https://oml.example|1', row });
    raw.close();
    expect(await store.get('old')).toMatchObject({
      schema: 2,
      about: 'disposition',
      wanted: { note: 'kept' },
      inFlight: null,
      note: { inFlight: { step: 'note', at: 5 } },
    });
  });

  it('brings a database of the first version to the second without losing a row', async () => {
    const name = `drafts-${(n += 1)}`;
    const first = await openDB(name, 1, {
      upgrade: (db) => void db.createObjectStore('drafts', { keyPath: 'id' }).createIndex('owner', 'owner'),
    });
    await first.put('drafts', {
      id: 'a',
      owner: 'https://oml.example|1',
      row: newDraft('a', OWNER, CALL, 10),
    });
    first.close();
    const store = (open = await openDraftStore(name));
    expect((await store.read(OWNER)).drafts.map((draft) => draft.id)).toEqual(['a']);
    await store.keepFact('k', { x: 1 });
    expect(await store.fact('k')).toEqual({ x: 1 });
  });

  it('keeps the form beside its draft, and forgets it with the draft', async () => {
    const store = (open = await fresh());
    await store.add(newDraft('a', OWNER, CALL, 10));
    const stored = { option: '', sub: '', comments: '' };
    const page = { step: 'disposition', sections: [], subs: {}, stored, readAt: 1 } as const;
    await store.keepPage('a', page);
    expect(await store.page('a', 'disposition')).toEqual(page);
    expect(await store.page('a', 'callback')).toBeNull();
    await store.remove('a');
    expect(await store.page('a', 'disposition')).toBeNull();
  });

  it('says that a draft is gone instead of bringing it back', async () => {
    const store = (open = await fresh());
    expect(await store.update('nobody', (draft) => draft)).toBeNull();
  });

  it('sets a damaged row aside, shows it and keeps it', async () => {
    const store = (open = await fresh());
    await store.add(newDraft('good', OWNER, CALL, 10));
    const raw = await openDB(`drafts-${n}`);
    await raw.put('drafts', { id: 'bad', owner: 'https://oml.example|1', row: { id: 'bad', wanted: 7 } });
    raw.close();
    expect((await store.read(OWNER)).drafts.map((draft) => draft.id)).toEqual(['good']);
    expect(await store.get('bad')).toBeNull();
    expect((await store.read(OWNER)).damaged).toEqual([{ id: 'bad', raw: { id: 'bad', wanted: 7 } }]);
  });

  it('reads more rows than fit one task: everyone in order, the damaged aside, nobody else', async () => {
    const store = (open = await fresh());
    const ids = Array.from({ length: 160 }, (_, at) => `d${String((at * 7919) % 160).padStart(3, '0')}`);
    for (const [at, id] of ids.entries()) await store.add(newDraft(id, OWNER, CALL, at));
    for (const id of ['d0', 'd050x', 'z']) await store.add(newDraft(id, { ...OWNER, agentId: '2' }, CALL, 5));
    const raw = await openDB(`drafts-${n}`);
    // The last and the first of a portion, and one whose key is damaged as well.
    for (const id of ['d049', 'd050'])
      await raw.put('drafts', { id, owner: 'https://oml.example|1', row: 7 });
    await raw.put('drafts', { id: 'd100', owner: 'lost', row: { owner: OWNER } });
    raw.close();
    const { drafts, damaged } = await store.read(OWNER);
    expect(damaged.map(({ id }) => id)).toEqual(['d049', 'd050', 'd100']);
    expect(drafts.map(({ id }) => id)).toEqual(ids.filter((id) => !['d049', 'd050', 'd100'].includes(id)));
  });
});
