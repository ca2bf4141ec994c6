/** The one call that is on, in IndexedDB: written at every change, gone when it ends. A database of its own, so that no migration of drafts waits for it. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { CallKeeper } from '../ports';
import { readKept, type KeptCall } from './kept';

const DB_NAME = 'agent-phone-call';
const THE_CALL = 'call';

interface Tables extends DBSchema {
  calls: { key: string; value: KeptCall };
}

/** @param onProblem a call that can't be kept goes on all the same; only its rescue is lost */
export function createCallKeeper(onProblem: (error: unknown) => void, name: string = DB_NAME): CallKeeper {
  let opened: Promise<IDBPDatabase<Tables>> | null = null;
  let last: Promise<void> = Promise.resolve();
  const db = () =>
    (opened ??= openDB<Tables>(name, 1, {
      upgrade: (database) => void database.createObjectStore('calls'),
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    }));
  /** In order: a late write must not bring back what was forgotten. */
  const inOrder = (job: (database: IDBPDatabase<Tables>) => Promise<unknown>): void => {
    last = last.then(db).then(job).then(undefined, onProblem) as Promise<void>;
  };
  return {
    async read() {
      await last;
      return readKept(await (await db()).get('calls', THE_CALL));
    },
    keep: (call) => inOrder((database) => database.put('calls', call, THE_CALL)),
    forget: () => inOrder((database) => database.delete('calls', THE_CALL)),
  };
}
