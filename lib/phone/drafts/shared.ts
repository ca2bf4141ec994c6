/** What the parts of this folder share: the store, who is signed in, and the drafts of that agent in memory. */
import { asPhoneError, type Log } from '@/lib/diagnostics';
import {
  openDraftStore,
  type DamagedRow,
  type Draft,
  type DraftOwner,
  type DraftStore,
  type FormSource,
} from '@/lib/drafts';
import type { CrmInteraction } from '@/lib/omnileads/forms';
import type { Cancel, DraftsOutlet, DraftsSession } from '../ports';
import { createShelf } from './shelf';

export interface DraftsDeps {
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: Log;
  readonly after: (ms: number, run: () => void) => Cancel;
  readonly random?: () => number;
  /** ms since this document began, by a clock that nobody sets. */
  readonly elapsed?: () => number;
  readonly openStore?: () => Promise<DraftStore>;
  /** One outbox over all documents; null when another holds it. */
  readonly exclusively?: <T>(name: string, work: () => Promise<T>) => Promise<T | null>;
  /** Hears of the network coming back. */
  readonly onOnline?: (listener: () => void) => void;
}

/** One sign-in. What was begun under another one checks `is` and stops. */
export interface Signed extends DraftsSession {
  readonly owner: DraftOwner;
  readonly forms: FormSource;
}

export interface Bench {
  readonly deps: DraftsDeps;
  readonly outlet: DraftsOutlet;
  signed: Signed | null;
  /** Minutes east of UTC, as far as pages told. */
  zoneMin: number | null;
  current: string | null;
  /** CRM's page of a draft's form, for the agent's button. */
  readonly crm: Map<string, CrmInteraction>;
  damaged: readonly DamagedRow[];
  store(): Promise<DraftStore>;
  /** This agent's, oldest first; always what is stored, without asking the disk. */
  drafts(): readonly Draft[];
  find(id: string): Draft | undefined;
  byCall(callId: string): Draft | undefined;
  add(draft: Draft): Promise<void>;
  /** Null = gone. Tells the state. */
  update(id: string, change: (draft: Draft) => Draft): Promise<Draft | null>;
  remove(id: string): Promise<void>;
  /** As it is on the disk, whoever wrote it. */
  reload(id: string): Promise<Draft | null>;
  load(): Promise<void>;
  forget(): void;
  show(): void;
  storageOk: boolean;
}

/** `show` is called after every change; it decides what is told. */
export function createBench(deps: DraftsDeps, outlet: DraftsOutlet, show: () => void): Bench {
  const { openStore = openDraftStore } = deps;
  let opening: Promise<DraftStore> | null = null;
  const mine = createShelf();

  /** Opened once; after a failure (a full or damaged disk) the next use tries again. */
  const store = (): Promise<DraftStore> => {
    opening ??= openStore().catch((thrown: unknown) => {
      opening = null;
      throw thrown;
    });
    return opening;
  };
  /** A full disk is told in the state until something could be written again; what was sent makes room first. */
  const writing = async <T>(write: (to: DraftStore) => Promise<T>): Promise<T> => {
    try {
      const done = await write(await store());
      bench.storageOk = true;
      return done;
    } catch (thrown) {
      if (asPhoneError(thrown).code !== 'draftQuota') throw thrown;
      const sent = mine.all().filter(({ status }) => status === 'sent');
      for (const { id } of sent) await (await store()).remove(id).then(() => mine.take(id));
      bench.storageOk = false;
      if (sent.length > 0) return write(await store());
      show();
      throw thrown;
    }
  };
  const belongs = (draft: Draft): boolean =>
    draft.owner.server === bench.signed?.owner.server && draft.owner.agentId === bench.signed.owner.agentId;
  const keep = (draft: Draft): void => {
    if (belongs(draft)) mine.put(draft);
  };

  const bench: Bench = {
    deps,
    outlet,
    signed: null,
    zoneMin: null,
    current: null,
    crm: new Map(),
    damaged: [],
    storageOk: true,
    store,
    drafts: mine.all,
    find: (id) => mine.get(id),
    byCall: (callId) =>
      callId === ''
        ? undefined
        : mine.all().find(({ call, about }) => about !== 'callback' && call.callId === callId),
    async add(draft) {
      await writing(async (to) => to.add(draft));
      keep(draft);
      show();
    },
    async update(id, change) {
      const changed = await writing((to) => to.update(id, change));
      if (changed) keep(changed);
      else mine.take(id);
      show();
      return changed;
    },
    async remove(id) {
      await (await store()).remove(id);
      mine.take(id);
      bench.damaged = bench.damaged.filter((row) => row.id !== id);
      bench.crm.delete(id);
      show();
    },
    async reload(id) {
      const draft = await (await store()).get(id);
      if (draft) keep(draft);
      else mine.take(id);
      return draft;
    },
    async load() {
      const { signed } = bench;
      if (!signed) return;
      try {
        const { drafts, damaged } = await (await store()).read(signed.owner);
        if (bench.signed !== signed) return;
        mine.fill(drafts);
        bench.damaged = damaged;
        bench.storageOk = true;
      } catch (thrown) {
        deps.log.error('drafts', 'cannot be read', { error: String(thrown) });
        bench.storageOk = false;
      }
      show();
    },
    forget() {
      mine.clear();
      bench.crm.clear();
      bench.damaged = [];
      bench.signed = null;
      bench.current = null;
      bench.zoneMin = null;
    },
    show,
  };
  return bench;
}

/** A step nobody waits for: what goes wrong is kept for the diagnostics. */
export function quietly(bench: Bench, what: string, work: Promise<unknown>): void {
  work.catch((thrown: unknown) => {
    const { code, detail } = asPhoneError(thrown);
    bench.deps.log.warn('drafts', what, { code, detail: detail ?? '' });
  });
}
