/**
 * Where the launcher and the panel go. Pure: pixels of the visible window in, pixels out. The person's choice is kept as
 * fractions of the free space, so that it means the same in a small and in a large window and can never be off screen.
 */
export interface Place {
  readonly x: number; // 0..1 of the free width
  readonly y: number; // 0..1 of the free height
}
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Windows in which a person lays things out alike: a tile beside another program, a strip, a laptop's screen, a large one. */
export const WINDOW_SIZES = [
  'narrowLow',
  'narrowTall',
  'mediumLow',
  'mediumTall',
  'wideLow',
  'wideTall',
] as const;
export type WindowSize = (typeof WINDOW_SIZES)[number];
/** Half of a full-HD screen is medium, all of a laptop's wide. In CSS pixels: what is zoomed in is a smaller window. */
const MEDIUM_FROM_PX = 700;
const WIDE_FROM_PX = 1200;
/** Below it the open panel fills the window's height. */
const TALL_FROM_PX = 560;

/** What a site's launcher remembers: a place for windows of any size, and those chosen in windows of one size. */
export interface SitePlaces extends Place {
  readonly sizes?: Readonly<Partial<Record<WindowSize, Place>>>;
}

/** Bottom right: where chat bubbles live, and CRMs keep clear of. */
export const DEFAULT_PLACE: Place = { x: 1, y: 0.92 };
export const EDGE_PX = 12;
const GAP_PX = 10; // between launcher and panel

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), Math.max(low, high));
/** Also of what is no number: the near edge, where it can be seen. */
const fraction = (value: number): number => clamp(value, 0, 1) || 0;
const free = (window: number, own: number): number => Math.max(0, window - own - 2 * EDGE_PX);

export function sizeOf({ width, height }: Size): WindowSize {
  const across = width < MEDIUM_FROM_PX ? 'narrow' : width < WIDE_FROM_PX ? 'medium' : 'wide';
  return `${across}${height < TALL_FROM_PX ? 'Low' : 'Tall'}`;
}

export const placeFor = (places: SitePlaces, window: Size): Place => places.sizes?.[sizeOf(window)] ?? places;

/** The first choice holds for all sizes, until one of them has its own: a window that nobody arranged stays as it was. */
export const withPlace = (places: SitePlaces, size: WindowSize, place: Place): SitePlaces => ({
  ...places,
  sizes: { ...places.sizes, [size]: place },
});

/** The launcher's box for a place; never outside the window, whatever was stored. */
export function boxOf(place: Place, window: Size, own: Size): Box {
  return {
    ...own,
    left: EDGE_PX + fraction(place.x) * free(window.width, own.width),
    top: EDGE_PX + fraction(place.y) * free(window.height, own.height),
  };
}

/** A box let go somewhere snaps to the nearest edge; the other coordinate stays. */
export function snap(box: Box, window: Size): Place {
  const w = free(window.width, box.width);
  const h = free(window.height, box.height);
  const x = fraction((box.left - EDGE_PX) / w);
  const y = fraction((box.top - EDGE_PX) / h);
  const gaps = [x * w, (1 - x) * w, y * h, (1 - y) * h] as const;
  const nearest = gaps.indexOf(Math.min(...gaps));
  if (nearest === 0) return { x: 0, y };
  if (nearest === 1) return { x: 1, y };
  return { x, y: nearest === 2 ? 0 : 1 };
}

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** One key press: along the edge by a step, across to the other edge at once (it would only snap back). */
export function nudge(place: Place, arrow: Arrow, stepPx: number, window: Size, own: Size): Place {
  const onSide = place.x === 0 || place.x === 1;
  const across = arrow === 'ArrowLeft' || arrow === 'ArrowRight' ? 'x' : 'y';
  const sign = arrow === 'ArrowLeft' || arrow === 'ArrowUp' ? -1 : 1;
  if ((across === 'x') === onSide) return { ...place, [across]: sign < 0 ? 0 : 1 };
  const room = across === 'x' ? free(window.width, own.width) : free(window.height, own.height);
  const moved = fraction(place[across] + (sign * stepPx) / room);
  return { ...place, [across]: moved };
}

/** The panel beside its launcher: above or below it, else at its side, always whole inside the window. */
export function panelBox(launcher: Box, window: Size, wanted: Size): Box {
  const width = Math.min(wanted.width, window.width - 2 * EDGE_PX);
  const height = Math.min(wanted.height, window.height - 2 * EDGE_PX);
  const above = launcher.top - GAP_PX - height;
  const below = launcher.top + launcher.height + GAP_PX;
  const left = clamp(
    launcher.left + launcher.width / 2 < window.width / 2
      ? launcher.left
      : launcher.left + launcher.width - width,
    EDGE_PX,
    window.width - width - EDGE_PX,
  );
  if (above >= EDGE_PX) return { left, top: above, width, height };
  if (below + height <= window.height - EDGE_PX) return { left, top: below, width, height };
  const right = launcher.left + launcher.width + GAP_PX;
  const toRight = right + width <= window.width - EDGE_PX;
  const beside = toRight ? right : launcher.left - GAP_PX - width;
  return {
    left: clamp(beside, EDGE_PX, window.width - width - EDGE_PX),
    top: clamp(launcher.top + launcher.height / 2 - height / 2, EDGE_PX, window.height - height - EDGE_PX),
    width,
    height,
  };
}

/** The call chip beside a number: right of it, else left, else above; whole inside the window. */
export function chipBox(number: Box, window: Size, own: Size): Box {
  const gap = 4;
  const middle = clamp(number.top + number.height / 2 - own.height / 2, 0, window.height - own.height);
  const right = number.left + number.width + gap;
  if (right + own.width <= window.width) return { ...own, left: right, top: middle };
  const left = number.left - gap - own.width;
  if (left >= 0) return { ...own, left, top: middle };
  const above = number.top - gap - own.height;
  return {
    ...own,
    left: clamp(number.left, 0, window.width - own.width),
    top: above >= 0 ? above : clamp(number.top + number.height + gap, 0, window.height - own.height),
  };
}
