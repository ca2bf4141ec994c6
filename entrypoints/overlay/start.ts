/** One life of the overlay in one document. Everything it does is undone by its signal. */
import type { LauncherView } from '@/lib/bridge/messages';
import { connectPage, type PageLink } from '@/lib/bridge/page';
import type { RuntimeLike } from '@/lib/bridge/runtime';
import { DEFAULT_PLACE, type SitePlaces } from '@/lib/settings/placement';
import type { SiteSettings } from '@/lib/settings/types';
import { api } from './api';
import { createFace, type Face } from './face';
import { startFinder } from './finder';
import { createFound } from './found';
import { followPointer, type RequestCall } from './hover';
import { attributesOf, captureLinks } from './links';
import { followSelection } from './selection';
import { createSurface, lazyChip, type Surface } from './surface';

/** Until the phone has spoken. Its own words, in the agent's language, follow within milliseconds. */
const OFFLINE: LauncherView = {
  phase: 'idle',
  tone: 'offline',
  since: 0,
  texts: { open: 'Open phone', close: 'Close phone', call: 'Call' },
};
/** The registration covers a host with all its ports; until the phone says that this origin is a site, nothing shows. */
const SILENCE_MS = 2000;

export function start(onReplaced: () => void, signal: AbortSignal): void {
  const end = new AbortController();
  const own = AbortSignal.any([signal, end.signal]);
  const top = window === window.top;
  let link: PageLink | null = null;
  let view = OFFLINE;
  let places: SitePlaces = DEFAULT_PLACE;
  let surface: Surface | null = null;
  let face: Face | null = null;
  let site: SiteSettings | null = null;
  let detecting: AbortController | null = null;
  let lost = false; // while the phone was away, every number was answered with "none"

  const createOwn = (): Surface | null =>
    (surface ??= createSurface(
      {
        onGaveUp: () => end.abort(),
        onReplaced() {
          end.abort();
          onReplaced();
        },
      },
      own,
    ));
  const chip = lazyChip(() => surface, createOwn);
  const isOurs = (node: EventTarget | undefined): boolean =>
    node !== undefined && node === surface?.host.element;
  const judge = (candidates: readonly string[]): Promise<readonly string[]> =>
    link?.numbers(candidates) ?? Promise.resolve(candidates.map(() => ''));
  const call: RequestCall = (number, via, from) => {
    link?.call(number, via, attributesOf(from));
    face?.open(); // where the call is shown, and can be ended; without a connection it says so
  };

  /** Once, when the phone has said that this is a site, or has kept silent. */
  const appear = (): void => {
    clearTimeout(silence);
    if (face || own.aborted || !top) return;
    const made = createOwn();
    if (!made) return;
    face = createFace(made.host.root, { view, places }, (at, size) => link?.placement(at, size), own);
  };
  const silence = setTimeout(appear, SILENCE_MS);
  const settle = (next: SiteSettings): void => {
    const same =
      site &&
      site.country === next.country &&
      site.prefix === next.prefix &&
      site.detection === next.detection;
    if (!site) {
      captureLinks(chip, isOurs, call, own);
      followSelection(chip, judge, call, own);
    }
    site = next;
    if (same && !lost) return;
    lost = false;
    detecting?.abort();
    detecting = null;
    if (!next.detection) return;
    detecting = new AbortController();
    const until = AbortSignal.any([own, detecting.signal]);
    const found = createFound(judge, until);
    const finder = startFinder(found, isOurs, until);
    followPointer({ found, finder, chip, isOurs, judge, call }, until);
  };
  const connect = (): void => {
    link = connectPage(
      {
        onLauncher(next) {
          view = next;
          chip.setText(next.texts.call);
          face?.show(next);
        },
        onSite(next, placement) {
          if (next === null) return end.abort();
          if (placement) {
            places = placement;
            face?.put(places);
          }
          settle(next);
          appear();
        },
        onShowPanel: () => face?.open(),
        onTogglePanel: () => face?.toggle(),
        onLost() {
          lost = true;
          view = { ...OFFLINE, texts: view.texts };
          face?.show(view);
        },
        onOrphaned: () => end.abort(),
      },
      api?.runtime as unknown as RuntimeLike,
    );
  };
  own.addEventListener('abort', () => {
    clearTimeout(silence);
    link?.close();
  });
  // A page put aside for "back" keeps no port and no frame: they would keep it from being put aside.
  addEventListener('pagehide', (event) => event.isTrusted && link?.close(), { signal: own });
  addEventListener('pageshow', (event) => event.isTrusted && event.persisted && connect(), { signal: own });
  connect();
}
