/** Keeps our element where the agent can see and use it: put back when the page removes it, moved into modals and fullscreen. */
import type { Host } from './host';

/** A page that takes us out this often doesn't want us: we leave for good, the popup remains. Same idea as a fuse. */
const MAX_RETURNS = 8;
const WINDOW_MS = 5000;
/**
 * A menu or tooltip of the page in the top layer stands above us, and its backdrop counts as a cover for the panel's click
 * guard (measured: a popover far from the panel makes IntersectionObserver v2 say "not visible"). We step above it, but
 * don't race a page that steps above us again and again: then the guard refuses clicks, which is right.
 */
const MAX_LIFTS = 10;

/** True until it was asked more than `max` times within the window. */
function fuse(max: number): () => boolean {
  let asked: number[] = [];
  return () => {
    const now = performance.now();
    asked = [...asked.filter((t) => now - t < WINDOW_MS), now];
    return asked.length <= max;
  };
}

/** The element that everything outside of is inert or hidden: fullscreen, else the modal opened last, else <html>. */
function home(modals: readonly Element[]): Element {
  const full = document.fullscreenElement;
  if (full && !full.matches('video,iframe,img')) return full;
  return modals.findLast((m) => m.isConnected && m.matches(':modal')) ?? document.documentElement;
}

export function keepInPlace(
  host: Host,
  events: { onGaveUp(): void; onReplaced(): void },
  signal: AbortSignal,
): void {
  const { element } = host;
  const owner = document.documentElement;
  let modals: Element[] = [];
  const mayReturn = fuse(MAX_RETURNS);
  const mayLift = fuse(MAX_LIFTS);
  let refused = false; // the page cancels our popover: drawn all the same, only not above its modals

  /** Every repair burns a bit of the fuse; false when it has blown. */
  const mayRepair = (): boolean => {
    const may = mayReturn();
    if (!may) events.onGaveUp();
    return may;
  };
  const settle = (): void => {
    if (signal.aborted || !document.documentElement) return; // between two documents: the next record tells
    if (document.documentElement !== owner) return events.onReplaced();
    const wanted = home(modals);
    const there = element.isConnected && element.parentNode === wanted;
    if ((there && (refused || element.matches(':popover-open'))) || !mayRepair()) return;
    host.place(wanted);
    refused = !element.matches(':popover-open');
    around.observe(wanted, { childList: true });
  };
  /** The page may write on our element (inert, hidden, popover="auto"): nothing but our own attribute stays. */
  const wipe = (): void => {
    const foreign = element.getAttributeNames().filter((name) => name !== 'popover');
    if (
      (foreign.length === 0 && element.getAttribute('popover') === 'manual') ||
      signal.aborted ||
      !mayRepair()
    )
      return;
    for (const name of foreign) element.removeAttribute(name);
    if (element.getAttribute('popover') !== 'manual') element.setAttribute('popover', 'manual');
    if (element.isConnected) host.place(element.parentElement ?? owner);
    written.takeRecords();
  };
  const lift = (event: Event): void => {
    if (event.target === element || (event as ToggleEvent).newState !== 'open' || !event.isTrusted) return;
    if (mayLift() && element.isConnected) host.lift();
  };
  const around = new MutationObserver(settle);
  const written = new MutationObserver(wipe);
  const sizes = new ResizeObserver(() => host.fit()); // a zoomed root has another size; asked when layout is fresh
  const modalWatch = new MutationObserver((records) => {
    for (const { target } of records)
      if (target instanceof HTMLDialogElement && target.matches(':modal') && !modals.includes(target))
        modals.push(target);
    modals = modals.filter((m) => m.isConnected && m.matches(':modal'));
    settle();
  });
  modals = [...document.querySelectorAll('dialog:modal')];
  sizes.observe(owner);
  around.observe(document, { childList: true });
  around.observe(owner, { childList: true });
  modalWatch.observe(document, { subtree: true, attributes: true, attributeFilter: ['open'] });
  document.addEventListener('fullscreenchange', settle, { signal });
  document.addEventListener('toggle', lift, { signal, capture: true });
  element.addEventListener('toggle', settle, { signal }); // hidePopover() by the page
  signal.addEventListener('abort', () => {
    for (const observer of [around, written, sizes, modalWatch]) observer.disconnect();
  });
  settle();
  written.observe(element, { attributes: true });
}
