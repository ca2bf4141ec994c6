/** Our one element in the page: a random name, a closed root, the top layer. Nothing of it says whose it is. */
import { HOST_STYLE } from './style';

const XHTML = 'http://www.w3.org/1999/xhtml';

/** A valid custom element name (only those may carry a shadow root) that means nothing and never repeats. */
export function randomName(): string {
  const letters = Array.from(crypto.getRandomValues(new Uint8Array(14)), (n) =>
    String.fromCharCode(97 + (n % 26)),
  ).join('');
  return `${letters.slice(0, 6)}-${letters.slice(6)}`;
}

/** DOM: since Chrome 133, not yet in TypeScript's library. */
interface MoveBefore {
  moveBefore(node: Node, child: Node | null): void;
}

export interface Host {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  /** Puts the element (back) where it can be seen and used: on <html>, or inside the page's modal or fullscreen element. */
  place(parent: Element): void;
  /** Undoes the page's own zoom (`html { zoom }`), which would shrink or blow up our buttons. */
  fit(): void;
  /** Above whatever the page has put into the top layer since. */
  lift(): void;
  remove(): void;
}

/** SVG has no HTML in it; plain XML is shown by a viewer whose document makes elements without a namespace. */
const HTML_TYPES = new Set(['text/html', 'application/xhtml+xml']);

/** null where no HTML can be shown. Those documents have the popup. */
export function createHost(): Host | null {
  if (!HTML_TYPES.has(document.contentType) || !(document.documentElement instanceof HTMLElement))
    return null;
  const element = document.createElementNS(XHTML, randomName()) as HTMLElement;
  // Before the page can see the element: a custom element defined under this name later can't reach the root through
  // ElementInternals, because the root was attached while the name was undefined.
  const root = element.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(HOST_STYLE);
  root.adoptedStyleSheets = [sheet];
  const zoomRule = sheet.cssRules[sheet.insertRule(':host{}', sheet.cssRules.length)] as CSSStyleRule;
  element.popover = 'manual';

  const show = (): void => {
    if (!element.isConnected) return;
    if (element.matches(':popover-open')) element.hidePopover();
    element.showPopover();
  };
  let zoomed = 1;
  const fit = (): void => {
    const zoom = element.parentElement?.currentCSSZoom ?? 1;
    if (zoom === zoomed || zoom <= 0) return;
    zoomed = zoom;
    zoomRule.style.setProperty('zoom', String(1 / zoom), 'important');
  };
  return {
    element,
    root,
    place(parent) {
      // moveBefore keeps the panel's frame alive; it needs both ends connected.
      if (element.isConnected && parent.isConnected && element.parentNode !== parent)
        (parent as Element & MoveBefore).moveBefore(element, null);
      else if (element.parentNode !== parent || !element.isConnected) parent.append(element);
      fit();
      show();
    },
    fit,
    lift: show,
    remove: () => element.remove(),
  };
}
