/**
 * Walks the page for numbers without being felt: idle slices, the visible part first, mutation storms bounded.
 * A scan is a queue of subtrees; each is walked once, in slices, from where the person is looking.
 */
import type { FoundNumbers } from './found';
import { shadowRootOf } from './roots';

const SLICE_MS = 5; // issue E: ≤ 8 ms, and the last nodes may take a moment
/** After the first pass at most this share of the thread is ours: a page that changes for ever costs 1/12 of a core at worst. */
const REST_FACTOR = 12;
const MIN_REST_MS = 100;
const STARVED_MS = 500; // a page that never rests still gets its numbers, slice by slice
/** More changed subtrees than this at once: cheaper to walk the root again than to keep count. */
const MAX_PENDING = 500;
const CHECK_EVERY = 64; // nodes between looks at the clock
const MIN_TEXT = 7; // the shortest number we look for
/** = Node.ELEMENT_NODE, Node.TEXT_NODE: two lookups less for every node of the page. */
const ELEMENT = 1;
const TEXT = 3;

/** Chrome 94; not yet in TypeScript's library. */
declare const scheduler: {
  postTask(run: () => void, options: { readonly delay: number; readonly signal: AbortSignal }): Promise<void>;
};
declare class TaskController extends AbortController {
  constructor(options: { readonly priority: 'background' });
  setPriority(priority: 'user-visible'): void;
}

type Root = Document | ShadowRoot;

export interface Finder {
  /** Everything again, e.g. after the country changed. */
  rescan(): void;
  /** A shadow root that the pointer met: components attach theirs late, and no mutation tells. */
  meet(root: ShadowRoot): void;
}

export function startFinder(
  found: FoundNumbers,
  isOurs: (node: Node) => boolean,
  signal: AbortSignal,
): Finder {
  const pending = new Set<Node>();
  const observed = new WeakSet<Root>();
  let walk: Generator<void> | null = null;
  let firstPass = true;
  let scheduled = false;

  const observer = new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === 'characterData') add(record.target);
      else for (const node of record.addedNodes) if (!isOurs(node)) add(node);
    }
    schedule();
  });
  const add = (node: Node): void => {
    if (pending.size < MAX_PENDING) pending.add(node);
    else if (pending.size === MAX_PENDING) {
      pending.clear();
      pending.add(document);
    }
  };
  const observe = (root: Root): void => {
    if (observed.has(root)) return;
    observed.add(root);
    observer.observe(root, { childList: true, characterData: true, subtree: true });
  };

  /** Looks at one node; a shadow root found on it is walked next. No generator here: this runs for every node of the page. */
  const visit = (node: Node): ShadowRoot | null => {
    const kind = node.nodeType;
    if (kind === TEXT) {
      if ((node as Text).length >= MIN_TEXT) found.scan(node as Text);
      return null;
    }
    const root = kind === ELEMENT ? shadowRootOf(node as Element) : null;
    return root && isOurs(node) ? null : root;
  };
  function* walkTree(top: Node): Generator<void> {
    if (top instanceof ShadowRoot || top instanceof Document) observe(top);
    const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    const from = top === document ? firstVisible() : null;
    let count = 0;
    const own = visit(top);
    if (own) yield* walkTree(own);
    if (from) walker.currentNode = from;
    for (let node: Node | null = from ?? walker.nextNode(), wrapped = !from; ; node = walker.nextNode()) {
      if (!node || (wrapped && node === from)) {
        if (wrapped) return;
        wrapped = true;
        walker.currentNode = top;
        continue;
      }
      const inner = visit(node);
      if (inner) yield* walkTree(inner);
      if (++count % CHECK_EVERY === 0) yield;
    }
  }
  function* walkPending(): Generator<void> {
    for (const node of pending) {
      pending.delete(node);
      if (node.isConnected) yield* walkTree(node);
      yield;
    }
    found.sweep();
  }

  const slice = (): void => {
    scheduled = false;
    if (signal.aborted || document.visibilityState !== 'visible') return;
    const began = performance.now();
    walk ??= walkPending();
    let done = false;
    while (!done && performance.now() - began < SLICE_MS) done = walk.next().done === true;
    if (done) {
      walk = null;
      firstPass = false;
    }
    if (!done || pending.size > 0) schedule(performance.now() - began);
  };
  const schedule = (spentMs = 0): void => {
    if (scheduled || signal.aborted || document.visibilityState !== 'visible') return;
    scheduled = true;
    // Background tasks run when nothing else wants the thread, one slice each: input and painting always go first.
    // requestIdleCallback would give one slice per idle period of up to 50 ms: seconds for a long page.
    const delay = firstPass ? 0 : Math.max(MIN_REST_MS, spentMs * REST_FACTOR);
    const task = new TaskController({ priority: 'background' });
    void scheduler.postTask(slice, { delay, signal: task.signal });
    setTimeout(() => task.setPriority('user-visible'), delay + STARVED_MS);
  };
  const rescan = (): void => {
    pending.clear();
    pending.add(document);
    walk = null;
    firstPass = true;
    schedule();
  };

  document.addEventListener('visibilitychange', () => (pending.size > 0 || walk ? schedule() : undefined), {
    signal,
  });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    pending.clear();
    walk = null;
  });
  rescan();
  return {
    rescan,
    meet(root) {
      if (observed.has(root)) return;
      add(root);
      schedule();
    },
  };
}

/** Where the person is looking: the walk starts there and wraps around. */
function firstVisible(): Element | null {
  const at =
    document.elementFromPoint(innerWidth / 2, innerHeight * 0.15) ??
    document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  return at && at !== document.documentElement && at !== document.body ? at : null;
}
