/**
 * The content script's end: tiny, no dependency. It may ask for a call and about numbers, and learns only what the
 * launcher shows. Everything it says is judged again in the phone document.
 */
import type { LauncherView, PageAttributes, PageToPhone, PhoneToPage } from './messages';
import type { PortLike, RuntimeLike } from './runtime';
import type { Place, SitePlaces, WindowSize } from '@/lib/settings/placement';
import type { SiteSettings } from '@/lib/settings/types';

const PAGE_PORT = 'page'; // = messages.PAGE_PORT; repeated so that nothing else enters this bundle
const RETRY_MS = [0, 100, 400, 1600, 5000] as const;
/** A page's idle work must not wait for ever on a phone document that died meanwhile. */
const NUMBERS_TIMEOUT_MS = 5000;

/** A question that was on its way while the extension was updated is never answered: the orphan would stay for ever. */
const ANSWER_TIMEOUT_MS = 3000;

export interface PageHandlers {
  onLauncher(view: LauncherView): void;
  /** null: the site was taken off the list; withdraw. */
  onSite(site: SiteSettings | null, placement: SitePlaces | null): void;
  onShowPanel(): void;
  onTogglePanel(): void;
  /** The phone document is not reachable for the moment. */
  onLost(): void;
  /** The extension was updated or removed: this script is an orphan and should withdraw. */
  onOrphaned(): void;
}
export interface PageLink {
  /** false when there is no connection: say so instead of pretending to call. */
  call(number: string, via: 'click' | 'selection', attributes?: PageAttributes): boolean;
  /** The number to dial per candidate, '' = not a number; all '' when nobody answers. */
  numbers(candidates: readonly string[]): Promise<readonly string[]>;
  placement(place: Place, size: WindowSize): void;
  close(): void;
}

export function connectPage(
  handlers: PageHandlers,
  runtime: RuntimeLike = chrome.runtime as unknown as RuntimeLike,
): PageLink {
  const waiting = new Map<number, (numbers: readonly string[]) => void>();
  let port: PortLike | null = null;
  let live = false;
  let attempt = 0;
  let nextId = 1;
  let closed = false;

  const lost = (): void => {
    port = null;
    if (live) handlers.onLost();
    live = false;
    if (closed) return;
    if (runtime.id === undefined) {
      closed = true;
      handlers.onOrphaned();
      return;
    }
    const delay = RETRY_MS[Math.min(attempt++, RETRY_MS.length - 1)];
    setTimeout(() => {
      if (closed || port) return;
      const ask = (): void => {
        clearTimeout(unanswered);
        if (!closed && !port) open();
      };
      const unanswered = setTimeout(ask, ANSWER_TIMEOUT_MS);
      // An orphan's sendMessage throws at once instead of rejecting.
      try {
        runtime.sendMessage({ to: 'worker', request: { type: 'ensurePhone' } }).then(ask, ask);
      } catch {
        ask();
      }
    }, delay);
  };

  const open = (): void => {
    let opened: PortLike;
    try {
      opened = runtime.connect({ name: PAGE_PORT });
    } catch {
      lost();
      return;
    }
    port = opened;
    opened.onMessage.addListener((raw) => {
      const message = raw as PhoneToPage;
      if (port !== opened) return;
      live = true;
      attempt = 0;
      if (message.type === 'launcher') handlers.onLauncher(message.view);
      else if (message.type === 'site') handlers.onSite(message.site, message.placement);
      else if (message.type === 'showPanel') handlers.onShowPanel();
      else if (message.type === 'togglePanel') handlers.onTogglePanel();
      else {
        waiting.get(message.id)?.(message.numbers);
        waiting.delete(message.id);
      }
    });
    opened.onDisconnect.addListener(() => {
      if (port === opened) lost();
    });
  };

  const post = (message: PageToPhone): boolean => {
    if (!port || !live) return false;
    try {
      port.postMessage(message);
      return true;
    } catch {
      return false; // the port died in this very task; its onDisconnect follows
    }
  };

  open();
  return {
    call: (number, via, attributes) => post({ type: 'call', number, via, attributes }),
    numbers(candidates) {
      const id = nextId++;
      const none = candidates.map(() => '');
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          resolve(none);
        }, NUMBERS_TIMEOUT_MS);
        waiting.set(id, (numbers) => {
          clearTimeout(timer);
          resolve(numbers);
        });
        if (post({ type: 'numbers', id, candidates })) return;
        clearTimeout(timer);
        waiting.delete(id);
        resolve(none);
      });
    },
    placement: ({ x, y }, size) => void post({ type: 'placement', x, y, size }),
    close() {
      closed = true;
      port?.disconnect();
      port = null;
    },
  };
}
