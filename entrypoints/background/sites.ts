/** The content script runs where the agent put a CRM on the list and the browser granted it, nowhere else. */
import { browser } from 'wxt/browser';
import { OVERLAY_SCRIPT, originPattern, type Settings } from '@/lib/settings';

const SCRIPT_ID_PREFIX = 'site:';

async function grantedPatterns(settings: Settings): Promise<string[]> {
  const patterns = [...new Set(settings.sites.map((site) => originPattern(site.origin)))];
  const granted = await Promise.all(
    patterns.map((pattern) => browser.permissions.contains({ origins: [pattern] })),
  );
  return patterns.filter((_, index) => granted[index]);
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Brings the browser's registrations in line with settings and grants. One at a time: a grant and a new site come together,
 * and the browser refuses an id that is registered already.
 * @returns the patterns that were not registered before: their open pages have no phone yet
 */
export function syncSites(settings: Settings): Promise<readonly string[]> {
  const run = last.then(() => sync(settings));
  last = run.catch(() => undefined); // the caller hears of it; the next one doesn't
  return run;
}

async function sync(settings: Settings): Promise<readonly string[]> {
  const wanted = await grantedPatterns(settings);
  const registered = (await browser.scripting.getRegisteredContentScripts()).filter((s) =>
    s.id.startsWith(SCRIPT_ID_PREFIX),
  );
  const have = new Set(registered.map((s) => s.id.slice(SCRIPT_ID_PREFIX.length)));
  const gone = registered
    .filter((s) => !wanted.includes(s.id.slice(SCRIPT_ID_PREFIX.length)))
    .map((s) => s.id);
  if (gone.length > 0) await browser.scripting.unregisterContentScripts({ ids: gone });
  const added = wanted.filter((pattern) => !have.has(pattern));
  if (added.length === 0) return added;
  await browser.scripting.registerContentScripts(
    added.map((pattern) => ({
      id: `${SCRIPT_ID_PREFIX}${pattern}`,
      matches: [pattern],
      js: [OVERLAY_SCRIPT],
      allFrames: true, // numbers are found in frames; the panel shows in the top page only
      runAt: 'document_start' as const, // why: see OVERLAY_SCRIPT
      persistAcrossSessions: true,
    })),
  );
  return added;
}

/** Pages that were open before the site was added, or whose script an update has orphaned. */
export async function injectIntoOpenTabs(settings: Settings, onlyOrigin?: string): Promise<void> {
  const patterns = onlyOrigin ? [originPattern(onlyOrigin)] : await grantedPatterns(settings);
  if (patterns.length === 0) return;
  const tabs = await browser.tabs.query({ url: patterns });
  await Promise.all(
    tabs.map(async (tab) => {
      if (tab.id === undefined || tab.discarded) return;
      // A tab may close, or show an error page, while we look at it: nothing is lost, the registration covers its next page.
      await browser.scripting
        .executeScript({ target: { tabId: tab.id, allFrames: true }, files: [OVERLAY_SCRIPT] })
        .catch((thrown: unknown) => console.info('not injected', tab.id, String(thrown)));
    }),
  );
}
