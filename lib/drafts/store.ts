/** Drafts in IndexedDB. The database's version and its migrations live here, and nowhere else. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { PhoneError } from '@/lib/diagnostics';
import { readPage } from './form-page';
import type { DamagedRow, DraftStore } from './ports';
import { ownerKey, ownerOf, readRow } from './rows';
import type { Draft } from './types';

const DB_NAME = 'agent-phone';
const DB_VERSION = 2;
/** Thousands of rows at once would keep the audio's thread busy; so many are read and checked within a few ms. */
const ROWS_PER_TASK = 50;
/** A draft counts as kept when the disk has it, not when the system means to write it: laptops die without asking. */
const ON_DISK = { durability: 'strict' } as const;

interface Tables extends DBSchema {
  /** `row` is checked on every read; key and owner stand beside it so that a damaged row can still be found. */
  drafts: { key: string; value: { id: string; owner: string; row: unknown }; indexes: { owner: string } };
  /** Server's forms as last read, by `<draft id>|<step>`. */
  pages: { key: string; value: { key: string; draftId: string; row: unknown }; indexes: { draftId: string } };
  /** Small things learnt (kinds of options, callbacks), by a key of their owner's making. */
  facts: { key: string; value: { key: string; row: unknown } };
}

/** One migration per version, run in order; each leaves a database that its version's code understands. */
const MIGRATIONS: readonly ((db: IDBPDatabase<Tables>) => void)[] = [
  (db) => {
    db.createObjectStore('drafts', { keyPath: 'id' }).createIndex('owner', 'owner');
  },
  (db) => {
    db.createObjectStore('pages', { keyPath: 'key' }).createIndex('draftId', 'draftId');
    db.createObjectStore('facts', { keyPath: 'key' });
  },
];

function asStorageError(thrown: unknown): unknown {
  const full = thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
  return full ? new PhoneError('draftQuota', {}, thrown.message, { cause: thrown }) : thrown;
}

const stored = (draft: Draft) => ({ id: draft.id, owner: ownerKey(draft.owner), row: draft });

export async function openDraftStore(name: string = DB_NAME): Promise<DraftStore & { close(): void }> {
  const db = await openDB<Tables>(name, DB_VERSION, {
    upgrade(database, from) {
      for (const migrate of MIGRATIONS.slice(from)) migrate(database);
    },
    // Another document with newer code wants to migrate: let it.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  type Row = Tables['drafts']['value'];
  /** Every row, whoever's, some at a time: each portion comes in a task of its own. */
  const eachRow = async (look: (row: Row) => void): Promise<void> => {
    let rest: IDBKeyRange | null = null;
    for (;;) {
      const rows: Row[] = await db.getAll('drafts', rest, ROWS_PER_TASK);
      for (const row of rows) look(row);
      const last = rows.at(-1);
      if (!last || rows.length < ROWS_PER_TASK) return;
      rest = IDBKeyRange.lowerBound(last.id, true);
    }
  };
  const forgetPages = async (draftId: string): Promise<void> => {
    for (const key of await db.getAllKeysFromIndex('pages', 'draftId', draftId))
      await db.delete('pages', key);
  };
  return {
    async get(id) {
      const found = await db.get('drafts', id);
      return found ? readRow(found.row) : null;
    },
    async read(owner) {
      const mine = ownerKey(owner);
      const drafts: Draft[] = [];
      const damaged: DamagedRow[] = [];
      await eachRow(({ id, owner: key, row }) => {
        // Of a damaged row the owner's key may be what is damaged.
        if (key !== mine && ownerOf(row) !== mine) return;
        const draft = readRow(row);
        if (!draft) damaged.push({ id, raw: row });
        else if (key === mine) drafts.push(draft);
      });
      return { drafts: drafts.sort((a, b) => a.createdAt - b.createdAt), damaged };
    },
    async add(draft) {
      const transaction = db.transaction('drafts', 'readwrite', ON_DISK);
      try {
        await Promise.all([transaction.store.put(stored(draft)), transaction.done]);
      } catch (thrown) {
        throw asStorageError(thrown);
      }
    },
    async update(id, change) {
      const transaction = db.transaction('drafts', 'readwrite', ON_DISK);
      try {
        const found = await transaction.store.get(id);
        const draft = found ? readRow(found.row) : null;
        if (!draft) {
          await transaction.done;
          return null;
        }
        const changed = change(draft);
        await transaction.store.put(stored(changed));
        await transaction.done;
        return changed;
      } catch (thrown) {
        // A failed put aborts the transaction and rejects `done` as well: that second rejection says nothing new.
        transaction.done.catch((again: unknown) => again);
        throw asStorageError(thrown);
      }
    },
    async remove(id) {
      await forgetPages(id);
      await db.delete('drafts', id);
    },
    async page(draftId, step) {
      const found = await db.get('pages', `${draftId}|${step}`);
      return found ? readPage(found.row) : null;
    },
    async keepPage(draftId, page) {
      try {
        await db.put('pages', { key: `${draftId}|${page.step}`, draftId, row: page });
      } catch (thrown) {
        throw asStorageError(thrown);
      }
    },
    forgetPages,
    async fact(key) {
      return (await db.get('facts', key))?.row ?? null;
    },
    async keepFact(key, row) {
      try {
        await db.put('facts', { key, row });
      } catch (thrown) {
        throw asStorageError(thrown);
      }
    },
    close: () => db.close(),
  };
}
