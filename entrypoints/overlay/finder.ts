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
const TEXTS = 4; // = NodeFilter.SHOW_TEXT

/** Rows of plain cells and items are most of a CRM's longest pages: only their texts are looked at, at a third of the cost (measured). */
const LISTS = ['tbody', 'ul', 'ol'];
/** What may stand in them without carrying a shadow root. Another list in it is met by itself, so that each element is asked for once. */
const OTHER_THAN_PLAIN = ':not(tr,td,th,li,a,b,i,br,em,img,input,label,strong)';
const MAX_ROWS = 10_000; // one question for all of them is 3 ms

const plainList = (element: Element | null | undefined): Element | null =>
  element && element.childElementCount <= MAX_ROWS && !element.querySelector(OTHER_THAN_PLAIN)
    ? element
    : null;

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

  /** Everything below `top`, from `start` on and around to it. */
  function* walkTree(top: Node, start: Element | null = null, textsOnly = false): Generator<void> {
    if (top instanceof ShadowRoot || top instanceof Document) observe(top);
    const walker = document.createTreeWalker(top, textsOnly ? TEXTS : TEXTS | NodeFilter.SHOW_ELEMENT);
    const list = textsOnly ? null : plainList(start?.closest(LISTS.join()));
    let from: Node | null = list ?? start;
    if (textsOnly && start) {
      walker.currentNode = start;
      from = walker.nextNode();
    }
    let node: Node | null = (walker.currentNode = from ?? top);
    for (let count = 1, wrapped = !from; ; node = walker.nextNode(), count++) {
      if (!node || (wrapped && node === from)) {
        // Taken out of the page while we stood on it: what came after it is unknown. At the pace of changes, for it may happen again.
        if (!walker.currentNode.isConnected) {
          firstPass = false;
          add(top);
          return;
        }
        if (wrapped) return;
        wrapped = true;
        walker.currentNode = top;
        continue;
      }
      // No function of its own: this runs for every node of the page.
      const kind = node.nodeType;
      if (kind === TEXT) {
        if ((node as Text).length >= MIN_TEXT) found.scan(node as Text);
      } else if (kind === ELEMENT && !textsOnly) {
        const name = (node as Element).localName;
        const root = shadowRootOf(node as Element, name);
        if (root && !isOurs(node)) yield* walkTree(root);
        else if (node === list || (LISTS.includes(name) && plainList(node as Element))) {
          yield* walkTree(node, start && node.contains(start) ? start : null, true);
          for (let last: Node | null = node; last; last = last.lastChild) walker.currentNode = last;
        }
      }
      if (count % CHECK_EVERY === 0) yield;
    }
  }
  function* walkPending(): Generator<void> {
    for (const node of pending) {
      pending.delete(node);
      if (node.isConnected) yield* walkTree(node, node === document ? firstVisible() : null);
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
  document.addEventListener('visibilitychange', () => (pending.size > 0 || walk ? schedule() : undefined), {
    signal,
  });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    pending.clear();
    walk = null;
  });
  add(document);
  schedule();
  return {
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
