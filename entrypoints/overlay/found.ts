/**
 * What was found in the page, and painting it. The page's own nodes are only ever looked at: candidates are kept beside
 * them in a WeakMap and painted by a custom highlight, so the DOM stays as it was, byte for byte.
 */
import { findCandidates, isCallLink } from '@/lib/numbers';
import { highlightStyle } from './style';
import { randomName } from './host';
import { labelOf } from './label';

export interface Found {
  readonly node: Text;
  readonly start: number;
  readonly end: number;
  number: string; // what would be dialled; '' until judged, or for ever when it is no number
  range: StaticRange | null; // painted
}

/** Answers are the same for the same text: pages repeat themselves, and virtual lists even more. */
const MAX_KNOWN = 5000;
/** Beyond this many painted ranges the browser's own painting gets slow; the numbers still answer to the pointer. */
const MAX_PAINTED = 5000;
const BATCH = 200; // per message: 19.5 ms of the phone document's thread (platform.md §6), no long task there
/** Long enough to gather a slice's questions and answers, too short to be seen. */
const GATHER_MS = 30;

/** Of the time that drawing takes, what we let pass before we cause it again. */
const FRAME_SHARE = 4;
const MAX_PAINT_WAIT_MS = 1000;

export type Judge = (candidates: readonly string[]) => Promise<readonly string[]>;

/** Never shown as text, or clickable as it is: a tel: link gets no second underline and no chip. */
const SKIP = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'TEXTAREA', 'TITLE', 'OPTION']);
const isElsewhere = (parent: Element | null): boolean =>
  parent === null || SKIP.has(parent.tagName) || isCallLink(parent.closest('a')?.getAttribute('href') ?? '');

export function createFound(judge: Judge, signal: AbortSignal) {
  const name = randomName();
  const highlight = new Highlight();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(highlightStyle(name));
  const byNode = new WeakMap<Text, readonly Found[]>();
  const parents = new WeakSet<Node>(); // cheap answer to "could there be a number under the pointer?"
  const painted = new Set<Found>();
  const known = new Map<string, string>();
  let asking = new Map<string, Found[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let installed = false;
  const toPaint: Found[] = [];
  let paintTimer: ReturnType<typeof setTimeout> | undefined;
  let frameMs = 0; // from the last stroke to the frame that shows it

  const install = (): void => {
    // A framework may assign the list anew: looked at whenever something is painted, never polled.
    if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
    if (CSS.highlights.get(name) !== highlight) CSS.highlights.set(name, highlight);
    installed = true;
  };
  const unpaint = (found: Found): void => {
    if (found.range) highlight.delete(found.range);
    found.range = null;
    painted.delete(found);
  };
  const settle = (found: Found, number: string): void => {
    const parent = found.node.parentNode;
    found.number = number;
    if (number === '' || !parent) return;
    parents.add(parent);
    if (painted.size + toPaint.length >= MAX_PAINTED) return;
    toPaint.push(found);
    paintTimer ??= setTimeout(paint, Math.min(MAX_PAINT_WAIT_MS, Math.max(GATHER_MS, frameMs * FRAME_SHARE)));
  };
  /** In few strokes: on a page of 200,000 nodes every stroke makes the browser draw for a third of a second (measured). */
  const paint = (): void => {
    paintTimer = undefined;
    for (const found of toPaint.splice(0)) {
      const { node, start, end } = found;
      if (!node.isConnected || byNode.get(node)?.includes(found) !== true) continue;
      found.range = new StaticRange({
        startContainer: node,
        startOffset: start,
        endContainer: node,
        endOffset: end,
      });
      highlight.add(found.range);
      painted.add(found);
    }
    install();
    const began = performance.now();
    requestAnimationFrame(() => setTimeout(() => (frameMs = performance.now() - began)));
  };
  const ask = async (batch: ReadonlyMap<string, Found[]>): Promise<void> => {
    const texts = [...batch.keys()];
    const numbers = await judge(texts);
    if (signal.aborted) return;
    texts.forEach((text, i) => {
      const number = numbers[i] ?? '';
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(text, number);
      for (const found of batch.get(text) ?? []) settle(found, number);
    });
  };
  const flush = (): void => {
    timer = undefined;
    const all = [...asking];
    asking = new Map();
    for (let i = 0; i < all.length; i += BATCH) void ask(new Map(all.slice(i, i + BATCH)));
  };

  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    clearTimeout(paintTimer);
    if (!installed) return;
    CSS.highlights.delete(name);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== sheet);
  });

  return {
    /** Looks at one text node (again). */
    scan(node: Text): void {
      const before = byNode.get(node);
      before?.forEach(unpaint);
      const candidates = findCandidates(node.data, () => labelOf(node));
      if (candidates.length === 0 || isElsewhere(node.parentElement)) {
        if (before) byNode.delete(node);
        return;
      }
      const list: Found[] = [];
      byNode.set(node, list);
      for (const { start, end, asked } of candidates) {
        const found: Found = { node, start, end, number: '', range: null };
        list.push(found);
        const answer = known.get(asked);
        if (answer !== undefined) settle(found, answer);
        else {
          const same = asking.get(asked);
          if (same) same.push(found);
          else asking.set(asked, [found]);
          timer ??= setTimeout(flush, GATHER_MS);
        }
      }
    },
    /** Forgets what was painted in nodes that have left the page: removed subtrees are not walked for it. */
    sweep(): void {
      for (const found of painted) if (!found.node.isConnected) unpaint(found);
    },
    mayHold: (node: Node): boolean => parents.has(node),
    in: (node: Text): readonly Found[] => (byNode.get(node) ?? []).filter((f) => f.number !== ''),
  };
}
export type FoundNumbers = ReturnType<typeof createFound>;
