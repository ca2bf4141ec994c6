/** Shadow roots of the page, the closed ones too: the browser opens them to extensions. */

import { api } from './api';

/** Who may have a shadow root at all (DOM, attachShadow): custom elements and these. Asked for every element of the page. */
const HOSTS = /-|^(?:article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/;
const mayHost = new Map<string, boolean>();

type OpenRoot = (element: HTMLElement) => ShadowRoot | null;
const dom = (api as { readonly dom?: { openOrClosedShadowRoot?: OpenRoot } } | null)?.dom;

export function shadowRootOf(element: Element, name = element.localName): ShadowRoot | null {
  let may = mayHost.get(name);
  if (may === undefined) mayHost.set(name, (may = HOSTS.test(name)));
  if (!may || !(element instanceof HTMLElement)) return null;
  // Of the plain elements only those that look empty are asked by the dearer way.
  if (element.hasChildNodes() && !name.includes('-')) return element.shadowRoot;
  return dom?.openOrClosedShadowRoot?.(element) ?? element.shadowRoot;
}

/** The innermost element at a point, through shadow roots of any mode. */
export function deepElementAt(start: Element, x: number, y: number): Element {
  let element = start;
  for (;;) {
    const inner = shadowRootOf(element)?.elementFromPoint(x, y);
    if (!inner || inner === element) return element;
    element = inner;
  }
}
