/** Launcher and panel: what the top page shows of the phone. */
import type { LauncherView } from '@/lib/bridge/messages';
import type { Place, SitePlaces, WindowSize } from '@/lib/settings/placement';
import { api } from './api';
import { createLauncher } from './launcher';
import { createPanel } from './panel';

/** Remembered for the next page of the CRM: agents leave the phone open all day. Says nothing about anybody. */
const OPEN_KEY = 'overlay.open';

export interface Face {
  show(view: LauncherView): void;
  put(places: SitePlaces): void;
  open(): void;
  toggle(): void;
}

export function createFace(
  root: ShadowRoot,
  start: { readonly view: LauncherView; readonly places: SitePlaces },
  onPlaced: (place: Place, size: WindowSize) => void,
  signal: AbortSignal,
): Face {
  let { view } = start;
  const launcher = createLauncher(
    root,
    start.places,
    {
      onToggle: () => toggle(),
      onMove: () => panel.relayout(),
      onPlaced,
    },
    signal,
  );
  const panel = createPanel(root, launcher.box, signal);
  const setOpen = (open: boolean, remember: boolean): void => {
    if (open) panel.open();
    else panel.close();
    launcher.show(view, open);
    if (remember) void keep({ [OPEN_KEY]: open });
  };
  const relayout = (): void => {
    launcher.relayout();
    panel.relayout();
  };
  const toggle = (): void => setOpen(!panel.isOpen(), true);
  launcher.show(view, false);
  void wasOpen().then((open) => {
    if (open && !signal.aborted) setOpen(true, false);
    return open;
  });

  const shown = (): boolean => document.visibilityState === 'visible';
  addEventListener('resize', relayout, { signal, passive: true });
  visualViewport?.addEventListener('resize', relayout, { signal, passive: true });
  document.addEventListener('visibilitychange', () => panel.visibility(shown()), { signal });
  addEventListener('pagehide', (event) => event.isTrusted && panel.discard(), { signal });
  addEventListener('pageshow', (event) => event.isTrusted && event.persisted && panel.visibility(shown()), {
    signal,
  });
  return {
    show(next) {
      view = next;
      launcher.show(view, panel.isOpen());
    },
    put: launcher.put,
    open: () => setOpen(true, true),
    toggle,
  };
}

/** An orphan's storage throws: then there is nothing to remember, and the script is about to leave. */
async function keep(values: Readonly<Record<string, boolean>>): Promise<void> {
  try {
    await api?.storage.local.set(values);
  } catch (thrown) {
    console.debug('not kept', thrown);
  }
}
async function wasOpen(): Promise<boolean> {
  try {
    return (await api?.storage.local.get(OPEN_KEY))?.[OPEN_KEY] === true;
  } catch (thrown) {
    console.debug('not known', thrown);
    return false;
  }
}
