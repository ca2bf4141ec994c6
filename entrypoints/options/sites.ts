/** Sites and their permissions. Every permission is asked for in the click's own task. */
import { browser } from 'wxt/browser';
import { askHost } from '@/lib/bridge/client';
import { likelyCountry, originPattern, type Settings, type SiteSettings } from '@/lib/settings';

export function newSite(origin: string): SiteSettings {
  return {
    origin,
    country: likelyCountry(Intl.DateTimeFormat().resolvedOptions().timeZone, browser.i18n.getUILanguage()),
    detection: true,
    prefix: '',
    campaignId: '',
    externalSystemId: '',
    screenPopUrl: '',
  };
}

/** null when the person said no. */
export async function addSite(origin: string): Promise<Settings | null> {
  const answer = browser.permissions.request({ origins: [originPattern(origin)] });
  // Not after the answer: the browser's question may close the popup, and with it everything that waits here. Without a
  // permission a site on the list does nothing; with it the worker goes on by itself.
  const added = askHost({ type: 'sites.add', site: newSite(origin) });
  if (await answer) return added;
  await added;
  await askHost({ type: 'sites.remove', origin });
  return null;
}
