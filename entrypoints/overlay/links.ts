/**
 * tel:, callto: and sip: links, and elements that the CRM's owner marked for us. Captured before the page sees the click,
 * so that no other program of the desk is started for it. Only real clicks count.
 */
import type { PageAttributes } from '@/lib/bridge/messages';
import { isCallLink, parseCallLink, showsNumber } from '@/lib/numbers';
import type { Chip } from './chip';
import type { RequestCall } from './hover';
import { deepElementAt, shadowRootOf } from './roots';

/** Issue E4: for people who own their CRM's pages. Documented in docs; renaming breaks them. */
const NUMBER_ATTRIBUTE = 'data-agent-phone-number';
const CONTACT_ATTRIBUTE = 'data-agent-phone-contact';
const CAMPAIGN_ATTRIBUTE = 'data-agent-phone-campaign';
const MAX_ID = 128; // longer ids are no ids

export function attributesOf(from: Element | null): PageAttributes | undefined {
  const read = (name: string): string | undefined => {
    const value = from?.closest(`[${name}]`)?.getAttribute(name)?.trim();
    return value && value.length <= MAX_ID ? value : undefined;
  };
  const contactExternalId = read(CONTACT_ATTRIBUTE);
  const campaignExternalId = read(CAMPAIGN_ATTRIBUTE);
  return contactExternalId || campaignExternalId ? { contactExternalId, campaignExternalId } : undefined;
}

interface Target {
  readonly element: Element;
  readonly number: string;
  readonly link: boolean;
}

function targetOf(path: readonly EventTarget[]): Target | null {
  for (const element of path) {
    if (!(element instanceof Element)) continue;
    const marked = element.getAttribute(NUMBER_ATTRIBUTE);
    if (marked !== null) return { element, number: parseCallLink(`tel:${marked}`), link: false };
    if (!/^(?:a|area)$/.test(element.localName)) continue;
    const href =
      element.getAttribute('href') ?? element.getAttributeNS('http://www.w3.org/1999/xlink', 'href');
    if (href !== null && isCallLink(href)) return { element, number: parseCallLink(href), link: true };
  }
  return null;
}

/** Text somebody could really read: an invisible link over a page must not turn any click into a call. */
function readable(element: Element): boolean {
  if (
    !element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
  )
    return false;
  let opacity = 1;
  for (let e: Element | null = element; e; e = e.parentElement)
    opacity *= Number(getComputedStyle(e).opacity);
  const { fontSize, color } = getComputedStyle(element);
  const { width, height } = element.getBoundingClientRect();
  const alpha = /^rgba\(.*,\s*([\d.]+)\)$/.exec(color)?.[1] ?? '1';
  return (
    opacity >= MIN_OPACITY &&
    Number(alpha) >= MIN_OPACITY &&
    parseFloat(fontSize) >= MIN_FONT_PX &&
    width * height <= innerWidth * innerHeight * MAX_SHARE
  );
}
const MIN_OPACITY = 0.3;
const MIN_FONT_PX = 6;
const MAX_SHARE = 0.25; // of the window: a number is small

export function captureLinks(
  chip: Chip,
  isOurs: (node: EventTarget | undefined) => boolean,
  call: RequestCall,
  signal: AbortSignal,
): void {
  addEventListener(
    'click',
    (event) => {
      if (!event.isTrusted || event.button !== 0) return;
      const path = event.composedPath();
      const first = path[0];
      if (isOurs(first) || !(first instanceof Element)) return;
      const inner = shadowRootOf(first) ? deepElementAt(first, event.clientX, event.clientY) : first;
      const target = targetOf(inner === first ? path : [...ancestors(inner), ...path]);
      if (!target) return;
      if (target.link) event.preventDefault();
      const { element, number } = target;
      if (number === '') return;
      if (showsNumber(element.textContent, number) && readable(element))
        return call(number, 'click', element);
      const { left, top, width, height } = element.getBoundingClientRect();
      const far = width * height > innerWidth * innerHeight * MAX_SHARE;
      // Beside the pointer, never under it: the second click has to be meant.
      const at = far
        ? { left: event.clientX + 12, top: event.clientY + 18, width: 1, height: 1 }
        : { left, top, width, height };
      chip.offer({ number, at, key: element, call: () => call(number, 'click', element) });
    },
    { capture: true, signal },
  );
}

function* ancestors(from: Element): Generator<Element> {
  for (let e: Element | null = from; e; e = e.parentElement) yield e;
}
