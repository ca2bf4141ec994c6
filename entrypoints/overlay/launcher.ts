/** The round button: opens and closes the panel, can be dragged, becomes a pill with a timer while there is a call. */
import type { LauncherView } from '@/lib/bridge/messages';
import {
  boxOf,
  clamp,
  nudge,
  placeFor,
  sizeOf,
  snap,
  withPlace,
  type Arrow,
  type Box,
  type Place,
  type SitePlaces,
  type Size,
  type WindowSize,
} from '@/lib/settings/placement';
import { setIcon } from './icons';

const PX = 48; // = .launcher in ./style
const DRAG_PX = 5; // below it a press is a click: hands shake
const STEP_PX = 16;
const LEAP_PX = 96; // with Shift

export interface Launcher {
  box(): Box;
  show(view: LauncherView, open: boolean): void;
  put(places: SitePlaces): void;
  /** After resize, zoom or rotation. */
  relayout(): void;
}
export interface LauncherEvents {
  onToggle(): void;
  onMove(): void;
  onPlaced(place: Place, size: WindowSize): void;
}

/** With all that fingers have zoomed out of sight: what has its place must not jump while they move. */
const wholeWindow = (): Size => ({ width: innerWidth, height: innerHeight });
/** What the person sees of the page: without scroll bars, and only the part that is zoomed in. Read at once: it changes. */
export const visibleWindow = (): Size => window.visualViewport ?? wholeWindow();

const pad = (n: number): string => String(n).padStart(2, '0');
/** Written as the panel writes it (`lib/i18n`, too heavy for a page). */
export function clock(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const m = Math.floor(s / 60);
  return `${m < 60 ? m : `${Math.floor(m / 60)}:${pad(m % 60)}`}:${pad(s % 60)}`;
}

export function createLauncher(
  root: ShadowRoot,
  start: SitePlaces,
  events: LauncherEvents,
  signal: AbortSignal,
): Launcher {
  const button = document.createElement('button');
  button.className = 'launcher';
  button.type = 'button';
  const icon = setIcon(button, 'ready', 22);
  const time = document.createElement('span');
  time.setAttribute('aria-hidden', 'true'); // the panel's status speaks; a name that changes every second would not stop
  time.hidden = true;
  button.append(time);
  root.append(button);

  let places = start;
  const at = (): Place => placeFor(places, wholeWindow());
  let box: Box = boxOf(at(), visibleWindow(), { width: PX, height: PX });
  let since = 0;
  let drag: {
    readonly id: number;
    readonly x: number;
    readonly y: number;
    readonly from: Box;
    moved: boolean;
  } | null = null;

  /** Round, it has the size that its style says: asking the browser would make it lay out the page once more while it loads. */
  const own = (): Size => ({ width: time.hidden ? PX : button.offsetWidth, height: PX });
  const paint = (next: Box): void => {
    box = next;
    button.style.left = `${next.left}px`;
    button.style.top = `${next.top}px`;
    events.onMove();
  };
  const relayout = (): void => paint(boxOf(at(), visibleWindow(), own()));
  const put = (next: SitePlaces): void => {
    places = next;
    relayout();
  };
  /** By the person's own hand: in windows of this size. */
  const settle = (place: Place): void => {
    const size = sizeOf(wholeWindow());
    put(withPlace(places, size, place));
    events.onPlaced(place, size);
  };

  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    handle: (event: HTMLElementEventMap[K]) => void,
  ): void => button.addEventListener(type, (event) => event.isTrusted && handle(event), { signal });
  on('pointerdown', (event) => {
    if (event.button !== 0) return;
    drag = { id: event.pointerId, x: event.clientX, y: event.clientY, from: box, moved: false };
    button.setPointerCapture(event.pointerId);
  });
  on('pointermove', (event) => {
    if (!drag || drag.id !== event.pointerId) return;
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    if (!drag.moved && Math.hypot(dx, dy) < DRAG_PX) return;
    drag.moved = true;
    button.classList.add('moving');
    const w = visibleWindow();
    paint({
      ...box,
      left: clamp(drag.from.left + dx, 0, w.width - box.width),
      top: clamp(drag.from.top + dy, 0, w.height - box.height),
    });
  });
  const drop = (): void => {
    button.classList.remove('moving');
    if (!drag?.moved) return;
    settle(snap(box, visibleWindow()));
  };
  on('pointerup', drop);
  on('pointercancel', () => {
    drop();
    drag = null;
  });
  on('click', () => {
    const dragged = drag?.moved === true;
    drag = null;
    if (!dragged) events.onToggle();
  });
  on('keydown', (event) => {
    if (!event.key.startsWith('Arrow') || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault(); // the page would scroll
    settle(nudge(at(), event.key as Arrow, event.shiftKey ? LEAP_PX : STEP_PX, visibleWindow(), own()));
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  /** At whole seconds of the call: the panel beside it changes at the same moment. */
  const tick = (): void => {
    const ms = Math.max(0, Date.now() - since);
    if (document.visibilityState === 'visible' || !time.textContent) time.textContent = clock(ms);
    timer = setTimeout(tick, 1000 - (ms % 1000));
  };
  signal.addEventListener('abort', () => clearTimeout(timer));
  return {
    box: () => box,
    put,
    relayout,
    show(view, open) {
      button.dataset.tone = view.tone;
      button.setAttribute('aria-label', open ? view.texts.close : view.texts.open);
      button.setAttribute('aria-expanded', String(open));
      icon(view.tone);
      const timed = view.phase !== 'idle';
      since = view.since;
      clearTimeout(timer);
      if (timed) tick();
      if (time.hidden === timed) time.hidden = !timed;
      relayout();
    },
  };
}
