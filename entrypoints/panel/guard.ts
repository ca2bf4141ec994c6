/**
 * The click guard (design.md §4): a page may cover, shrink or fade the frame and trick the agent into clicking.
 * A pointer's click on a control marked `data-guard` counts only if the person made it, on a control that could be seen.
 * The keyboard is not guarded: no page can make a trusted key stroke in our frame.
 */

/** Seen for this long before a click counts: shorter, and a page could uncover the button under a click already on its way. */
const SEEN_MS = 500;
/** IntersectionObserver v2 recomputes visibility this often; the specification allows no less. */
const OBSERVE_DELAY_MS = 100;
/** A frame smaller than this on the screen can't be read: the agent would not know what is clicked. */
const MIN_WIDTH_PX = 200;
const MIN_HEIGHT_PX = 160;

/** Chrome's additions of the second version; Firefox has none of them. */
type ObserverInit2 = IntersectionObserverInit & { trackVisibility?: boolean; delay?: number };
type Entry2 = IntersectionObserverEntry & { isVisible?: boolean };

export interface Sight {
  /** ms epoch since when the frame has been seen without a break; null = not seen. */
  readonly seenSince: number | null;
  readonly width: number;
  readonly height: number;
}

/** Pure: may this click act? Keyboard and assistive technology click with `detail` 0. */
export function mayAct(
  click: { readonly isTrusted: boolean; readonly detail: number },
  sight: Sight,
  now: number,
): boolean {
  if (!click.isTrusted) return false;
  if (click.detail === 0) return true;
  if (sight.width < MIN_WIDTH_PX || sight.height < MIN_HEIGHT_PX) return false;
  return sight.seenSince !== null && now - sight.seenSince >= SEEN_MS;
}

/** Watches the phone's visible part; returns its sight at any moment. */
export function watchSight(target: Element, now: () => number = Date.now): () => Sight {
  let seenSince: number | null = null;
  const options: ObserverInit2 = { trackVisibility: true, delay: OBSERVE_DELAY_MS, threshold: [0, 0.5, 1] };
  const observer = new IntersectionObserver((entries) => {
    const last = entries.at(-1) as Entry2 | undefined;
    if (!last) return;
    const seen = last.isIntersecting && (last.isVisible ?? true);
    if (!seen) seenSince = null;
    else seenSince ??= now();
  }, options);
  observer.observe(target);
  // A page that zooms the frame away changes its pixel ratio, not its inner size: together they give what is on the screen.
  return () => ({ seenSince, width: innerWidth * devicePixelRatio, height: innerHeight * devicePixelRatio });
}

/**
 * Stops guarded clicks that don't count, before any view hears of them.
 * @param onRefused told of a trusted click that was not seen: the agent should know why nothing happened
 */
export function installGuard(root: HTMLElement, onRefused: () => void): void {
  const sight = watchSight(root);
  const judge = (event: Event): void => {
    const click = event as MouseEvent;
    const guarded = event.target instanceof Element && event.target.closest('[data-guard]');
    if (!event.isTrusted || (guarded && !mayAct(click, sight(), Date.now()))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.isTrusted) onRefused();
    }
  };
  window.addEventListener('click', judge, { capture: true });
  // A scripted submit or key stroke is nobody's.
  for (const type of ['submit', 'keydown']) {
    window.addEventListener(
      type,
      (event) => {
        if (!event.isTrusted) event.stopImmediatePropagation();
      },
      { capture: true },
    );
  }
}
