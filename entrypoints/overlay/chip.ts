/**
 * The call chip: the only thing beside the launcher that is drawn over a page, and only while the pointer or the focus is at
 * a number. A click on it calls; the rules below keep a page from borrowing the person's click for that.
 */
import { chipBox, type Box } from '@/lib/settings/placement';
import { setIcon } from './icons';
import { visibleWindow } from './launcher';

/** The chip must have stood still this long: a page that scrolls it under a click already on its way gets nothing. */
const ARM_MS = 250;
/** A position of the pointer this old still says where it is. */
const FRESH_MS = 50;
/** Time to cross from the number to the chip. */
const LINGER_MS = 350;
const NEAR_PX = 10;

export interface ChipOffer {
  readonly number: string; // as it will be dialled
  readonly at: Box; // the number in the page, client pixels
  readonly key: object; // what is offered: the same key again keeps the chip where it is
  call(): void;
}
export interface Chip {
  offer(offer: ChipOffer): void;
  /** The pointer is here; hides the chip when it has gone elsewhere. */
  pointerAt(x: number, y: number): void;
  hide(): void;
  shownKey(): object | null;
  setText(call: string): void;
}

const within = (box: Box, x: number, y: number, near = NEAR_PX): boolean =>
  x >= box.left - near &&
  x <= box.left + box.width + near &&
  y >= box.top - near &&
  y <= box.top + box.height + near;

export function createChip(root: ShadowRoot, signal: AbortSignal): Chip {
  const button = document.createElement('button');
  button.className = 'chip';
  button.type = 'button';
  button.hidden = true;
  setIcon(button, 'ready', 14);
  const label = document.createElement('span');
  button.append(label);
  root.append(button);

  let shown: (ChipOffer & { readonly box: Box; readonly since: number }) | null = null;
  /**
   * Has the pointer come onto the chip by itself? 'unknown' until it was seen outside: a chip that appears under a resting
   * pointer (a page may select a text by script) and a page that hides the pointer's way from us get no click.
   */
  let way: 'unknown' | 'outside' | 'entered' = 'unknown';
  let pointer = { x: 0, y: 0, at: -Infinity };
  let seen = true; // IntersectionObserver v2: nothing of the page covers it
  let leaving: ReturnType<typeof setTimeout> | undefined;
  let callText = 'Call';

  const watch = new IntersectionObserver(
    (entries) => {
      const last = entries.at(-1) as
        (IntersectionObserverEntry & { readonly isVisible?: boolean }) | undefined;
      seen = last?.isVisible !== false;
    },
    { trackVisibility: true, delay: 100, threshold: 1 } as IntersectionObserverInit,
  );

  const hide = (): void => {
    clearTimeout(leaving);
    leaving = undefined;
    if (!shown) return;
    shown = null;
    watch.unobserve(button);
    button.hidden = true;
  };
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    handle: (event: HTMLElementEventMap[K]) => void,
  ): void => button.addEventListener(type, (event) => event.isTrusted && handle(event), { signal });
  on('pointermove', () => {
    if (way === 'outside') way = 'entered';
    clearTimeout(leaving);
    leaving = undefined;
  });
  on('pointerdown', (event) => {
    if (event.pointerType === 'touch') way = 'entered'; // a finger has no way to travel
    event.preventDefault(); // keeps the page's selection and focus
  });
  on('click', (event) => {
    if (!shown) return;
    const byKeyboard = event.detail === 0;
    const steady = performance.now() - shown.since >= ARM_MS;
    if (!steady || !seen || !(byKeyboard || way === 'entered')) {
      button.classList.add('refused');
      return;
    }
    const { call } = shown;
    hide();
    call();
  });
  on('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
  signal.addEventListener('abort', () => {
    hide();
    watch.disconnect();
  });

  return {
    offer(offer) {
      clearTimeout(leaving);
      leaving = undefined;
      const same = shown?.key === offer.key && shown.number === offer.number;
      if (same && shown && Math.hypot(shown.at.left - offer.at.left, shown.at.top - offer.at.top) < 1) return;
      label.textContent = offer.number;
      button.setAttribute('aria-label', `${callText} ${offer.number}`);
      button.classList.remove('refused');
      button.hidden = false;
      const own = { width: button.offsetWidth, height: button.offsetHeight };
      const box = chipBox(offer.at, visibleWindow(), own);
      button.style.left = `${box.left}px`;
      button.style.top = `${box.top}px`;
      const known = performance.now() - pointer.at <= FRESH_MS;
      way = known && !within(box, pointer.x, pointer.y, 0) ? 'outside' : 'unknown';
      seen = true;
      watch.unobserve(button);
      watch.observe(button);
      shown = { ...offer, box, since: performance.now() };
    },
    pointerAt(x, y) {
      pointer = { x, y, at: performance.now() };
      if (!shown) return;
      if (way === 'unknown' && !within(shown.box, x, y, 0)) way = 'outside';
      if (leaving !== undefined) return;
      if (within(shown.at, x, y) || within(shown.box, x, y)) return;
      leaving = setTimeout(hide, LINGER_MS);
    },
    hide,
    shownKey: () => shown?.key ?? null,
    setText(call) {
      callText = call;
    },
  };
}
