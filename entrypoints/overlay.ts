/**
 * The only code of ours in CRM pages. An unlisted script that the worker registers per granted origin, instead of a WXT
 * content script, by measurement (WXT 0.20.27, an empty main): the content-script wrapper is 4.1 KB gz, brings the
 * polyfill, puts its matches into host_permissions, and lets any page that knows our id end the script by dispatching an
 * event (platform.md §5.4); the unlisted wrapper is 0.3 KB and listens to nobody.
 *
 * An update of the extension leaves this script running without its extension. It notices by its port and withdraws by
 * itself; no event, attribute or global that the page could see or forge is needed for the new copy to take over.
 */
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { api } from './overlay/api';
import { start } from './overlay/start';

const MAX_RESTARTS = 5; // document.open() again and again: the page doesn't want company
/** In the isolated world's own global: seen by our copies only. The worker may inject twice into one tab. */
const RUNNING = Symbol.for('overlay.running');
type World = { [RUNNING]?: AbortController };

export default defineUnlistedScript(() => {
  const world = globalThis as World;
  world[RUNNING]?.abort();
  const life = new AbortController();
  world[RUNNING] = life;
  let restarts = 0;
  const begin = (): void => {
    if (life.signal.aborted) return;
    start(() => restarts++ < MAX_RESTARTS && begin(), life.signal);
  };
  const parsed = (): void => {
    // An element of ours between <head> and <body> would confuse parser and page: after both.
    if (document.readyState !== 'loading') begin();
    else document.addEventListener('DOMContentLoaded', begin, { once: true, signal: life.signal });
  };
  const doc = document as Document & { readonly prerendering?: boolean };
  if (!api) return;
  if (doc.prerendering)
    document.addEventListener('prerenderingchange', parsed, { once: true, signal: life.signal });
  else parsed();
});
