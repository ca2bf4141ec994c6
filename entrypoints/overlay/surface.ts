/** Our element with the chip in it, kept in its place. In frames it is made only when there is something to show. */
import { createChip, type Chip } from './chip';
import { createHost, type Host } from './host';
import { keepInPlace } from './keep';

/** What happens inside our root is nobody else's business: page handlers that listen while bubbling never see it. */
const OWN_EVENTS =
  'click pointerdown pointerup mousedown mouseup touchstart touchend keydown keyup keypress focusin focusout wheel contextmenu';

export interface Surface {
  readonly host: Host;
  readonly chip: Chip;
}

export interface SurfaceEvents {
  /** The page keeps taking us out. */
  onGaveUp(): void;
  /** document.open(): every listener is gone. */
  onReplaced(): void;
}

/** null where no HTML can be shown. */
export function createSurface(events: SurfaceEvents, signal: AbortSignal): Surface | null {
  const host = createHost();
  if (!host) return null;
  for (const type of OWN_EVENTS.split(' '))
    host.root.addEventListener(type, (event) => event.stopPropagation(), { signal, passive: true });
  const chip = createChip(host.root, signal);
  keepInPlace(host, events, signal);
  signal.addEventListener('abort', () => host.remove());
  return { host, chip };
}

/** The chip of a surface that may not exist yet. */
export function lazyChip(surface: () => Surface | null, create: () => Surface | null): Chip {
  let text = 'Call';
  return {
    offer(offer) {
      const chip = (surface() ?? create())?.chip;
      chip?.setText(text);
      chip?.offer(offer);
    },
    pointerAt: (x, y) => surface()?.chip.pointerAt(x, y),
    hide: () => surface()?.chip.hide(),
    shownKey: () => surface()?.chip.shownKey() ?? null,
    setText(call) {
      text = call;
    },
  };
}
