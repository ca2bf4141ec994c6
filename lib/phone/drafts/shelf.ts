/** The agent's drafts in memory, oldest first. There may be thousands, and most changes are of one: the order is kept, not made anew. */
import type { Draft } from '@/lib/drafts';

export interface Shelf {
  all(): readonly Draft[];
  get(id: string): Draft | undefined;
  put(draft: Draft): void;
  /** Those that are not there yet. */
  fill(drafts: readonly Draft[]): void;
  take(id: string): void;
  clear(): void;
}

export function createShelf(): Shelf {
  const byId = new Map<string, Draft>();
  /** A new array after every change: whoever has one may go on reading it. null = to be made from `byId`. */
  let ordered: readonly Draft[] | null = [];
  const all = (): readonly Draft[] =>
    (ordered ??= [...byId.values()].sort((a, b) => a.createdAt - b.createdAt));
  return {
    all,
    get: (id) => byId.get(id),
    put(draft) {
      const before = byId.get(draft.id);
      const list = all();
      byId.set(draft.id, draft);
      if (before?.createdAt === draft.createdAt) ordered = list.with(list.indexOf(before), draft);
      else if (!before && (list.at(-1)?.createdAt ?? 0) <= draft.createdAt) ordered = [...list, draft];
      else ordered = null;
    },
    fill(drafts) {
      for (const draft of drafts) if (!byId.has(draft.id)) byId.set(draft.id, draft);
      ordered = null;
    },
    take(id) {
      const before = byId.get(id);
      if (!before) return;
      byId.delete(id);
      ordered = ordered && ordered.filter((draft) => draft !== before);
    },
    clear() {
      byId.clear();
      ordered = [];
    },
  };
}
