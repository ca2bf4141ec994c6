/** The panel's frame: an extension page that the page can't read, click or overhear. Exists only while it can be seen. */
import { panelBox, type Box } from '@/lib/settings/placement';
import { api } from './api';
import { visibleWindow } from './launcher';

const PANEL_PX = { width: 340, height: 600 };
/** Coming back from another tab within this time finds the panel as it was; later it is made anew (108 ms). */
const KEEP_HIDDEN_MS = 10_000;

export interface Panel {
  isOpen(): boolean;
  open(): void;
  close(): void;
  relayout(): void;
  /** The tab was hidden or shown again. */
  visibility(visible: boolean): void;
  /** At once, e.g. before the page is frozen. */
  discard(): void;
}

export function createPanel(root: ShadowRoot, launcher: () => Box, signal: AbortSignal): Panel {
  let wanted = false;
  let visible = document.visibilityState === 'visible';
  let box: HTMLDivElement | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const discard = (): void => {
    clearTimeout(timer);
    box?.remove();
    box = null;
  };
  const relayout = (): void => {
    if (!box) return;
    const { left, top, width, height } = panelBox(launcher(), visibleWindow(), PANEL_PX);
    Object.assign(box.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
  };
  const ensure = (): void => {
    clearTimeout(timer);
    if (box || !wanted || !visible) return;
    box = document.createElement('div');
    box.className = 'panel';
    const frame = document.createElement('iframe');
    frame.title = 'Phone';
    // Pages with Cross-Origin-Embedder-Policy refuse frames that don't carry it, an extension's dynamic address whatever its
    // headers (measured). A credentialless frame is let in everywhere; what it gives up is storage of its own origin, and
    // the panel lives on its port alone.
    frame.setAttribute('credentialless', '');
    frame.src = api?.runtime.getURL('panel.html') ?? '';
    box.append(frame);
    root.append(box);
    relayout();
  };
  signal.addEventListener('abort', discard);
  return {
    isOpen: () => wanted,
    open() {
      wanted = true;
      ensure();
    },
    close() {
      wanted = false;
      discard();
    },
    relayout,
    visibility(now) {
      visible = now;
      if (now) return ensure();
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!visible) discard();
      }, KEEP_HIDDEN_MS);
    },
    discard,
  };
}
