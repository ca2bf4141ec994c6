/** Pointer and focus → the number they are at → an offer on the chip. */
import { findCandidates } from '@/lib/numbers';
import type { Box } from '@/lib/settings/placement';
import type { Chip } from './chip';
import type { Finder } from './finder';
import type { Found, FoundNumbers, Judge } from './found';
import { deepElementAt, shadowRootOf } from './roots';

/** A field holds a number when it holds little else. */
const FIELD_SLACK = 12;
const FIELD_TYPES = new Set(['text', 'tel', 'search']);

export type RequestCall = (number: string, via: 'click' | 'selection', from: Element | null) => void;

const boxOfRect = ({ left, top, width, height }: DOMRect): Box => ({ left, top, width, height });

function rangeOf({ node, start, end }: Found): Range | null {
  if (end > node.length) return null; // changed a moment ago, the observer has not run yet
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range;
}

/** The number under a point among an element's own texts: its rectangle, or null. */
function numberAt(
  found: FoundNumbers,
  element: Element,
  x: number,
  y: number,
): { readonly found: Found; readonly box: Box } | null {
  for (const node of element.childNodes) {
    if (!(node instanceof Text)) continue;
    for (const one of found.in(node))
      for (const rect of rangeOf(one)?.getClientRects() ?? [])
        if (x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom)
          return { found: one, box: boxOfRect(rect) };
  }
  return null;
}

export interface HoverParts {
  readonly found: FoundNumbers;
  readonly finder: Finder;
  readonly chip: Chip;
  isOurs(node: EventTarget | undefined): boolean;
  readonly judge: Judge;
  readonly call: RequestCall;
}

export function followPointer(
  { found, finder, chip, isOurs, judge, call }: HoverParts,
  signal: AbortSignal,
): void {
  const offer = (element: Element, one: Found, at: Box): void =>
    chip.offer({ number: one.number, at, key: one, call: () => call(one.number, 'click', element) });

  addEventListener(
    'pointermove',
    (event) => {
      if (!event.isTrusted || event.buttons !== 0) return;
      const { clientX: x, clientY: y } = event;
      chip.pointerAt(x, y);
      const first = event.composedPath()[0];
      if (!(first instanceof Element) || isOurs(first)) return;
      const element = shadowRootOf(first) ? deepElementAt(first, x, y) : first;
      const root = element.getRootNode();
      if (root instanceof ShadowRoot) finder.meet(root);
      if (!found.mayHold(element)) return;
      const hit = numberAt(found, element, x, y);
      if (hit) offer(element, hit.found, hit.box);
    },
    { capture: true, passive: true, signal },
  );
  addEventListener(
    'focusin',
    (event) => {
      const element = event.target;
      if (!event.isTrusted || !(element instanceof Element) || isOurs(element)) return;
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let i = 0; i < 50 && texts.nextNode(); i++) {
        const one = found.in(texts.currentNode as Text)[0];
        const rect = one && rangeOf(one)?.getBoundingClientRect();
        if (one && rect && rect.width > 0) return offer(element, one, boxOfRect(rect));
      }
    },
    { capture: true, passive: true, signal },
  );
  // A field's value is no text node: asked when the pointer comes to it.
  const fields = new WeakMap<Element, { readonly value: string; readonly key: object }>();
  let under: EventTarget | undefined;
  const offerField = async (field: HTMLInputElement): Promise<void> => {
    const { value } = field;
    const candidate = findCandidates(value)[0];
    if (!candidate || value.trim().length > candidate.text.length + FIELD_SLACK) return;
    const before = fields.get(field);
    const key = before?.value === value ? before.key : {};
    fields.set(field, { value, key });
    const [number] = await judge([candidate.asked]);
    if (signal.aborted || !number || field.value !== value || under !== field) return;
    chip.offer({
      number,
      at: boxOfRect(field.getBoundingClientRect()),
      key,
      call: () => call(number, 'click', field),
    });
  };
  addEventListener(
    'pointerover',
    (event) => {
      const field = (under = event.composedPath()[0]);
      if (event.isTrusted && field instanceof HTMLInputElement && FIELD_TYPES.has(field.type))
        void offerField(field);
    },
    { capture: true, passive: true, signal },
  );
  for (const type of ['scroll', 'resize', 'pagehide'] as const)
    addEventListener(type, (event) => event.isTrusted && chip.hide(), {
      capture: true,
      passive: true,
      signal,
    });
}
