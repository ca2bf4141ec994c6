/** Tabs of the CRM: opening a customer's page, and posting a form into one. */
import { browser } from 'wxt/browser';
import type { CrmPost } from '@/lib/bridge';
import { originPattern } from '@/lib/settings';

/** The page of ours that submits the form: browsers open tabs with GET only. */
const POST_PAGE = '/crm-post.html';
const KEY_PREFIX = 'crm-post:';
/** A page that never came for its form: personal data doesn't stay behind. */
const FORM_LIFE_MS = 60_000;
const SWEEP_ALARM = 'sweep-forms';

/**
 * The tab of this origin that was used last. Only where the site was granted: other tabs' addresses are not told to us.
 * Match patterns know no port, so the origin is compared by hand.
 */
async function tabOf(url: string): Promise<number | undefined> {
  const { origin } = new URL(url);
  const tabs = await browser.tabs.query({ url: originPattern(origin) });
  const same = tabs.filter((tab) => tab.url && new URL(tab.url).origin === origin);
  return same.toSorted((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))[0]?.id;
}

export async function openTab(url: string, where: 'crmTab' | 'newTab' = 'newTab'): Promise<void> {
  await show(url, where === 'crmTab' ? await tabOf(url) : undefined);
}

async function show(url: string, tabId: number | undefined): Promise<void> {
  if (tabId === undefined) await browser.tabs.create({ url });
  // Brought to the front of its window; the window itself stays where the agent put it.
  else await browser.tabs.update(tabId, { url, active: true });
}

/** Kept in the session's memory, never on disk, until the page comes for it. */
export async function postForm(form: CrmPost): Promise<void> {
  const id = crypto.randomUUID();
  await sweepForms();
  await browser.storage.session.set({ [KEY_PREFIX + id]: { form, at: Date.now() } });
  // Its own alarm: the watch over the phone may be minutes apart.
  await browser.alarms.create(SWEEP_ALARM, { delayInMinutes: FORM_LIFE_MS / 60_000 });
  const page = browser.runtime.getURL(`${POST_PAGE}#${id}` as '/');
  await show(page, form.newTab ? undefined : await tabOf(form.url));
}

/** Given out once: a reload of the page must not post twice. */
export async function takeForm(id: string): Promise<CrmPost | null> {
  const key = KEY_PREFIX + id;
  const kept = (await browser.storage.session.get(key))[key] as { form: CrmPost } | undefined;
  await browser.storage.session.remove(key);
  return kept?.form ?? null;
}

/** Forgets forms that no page came for in time: a tab that was closed at once, say. */
export async function sweepForms(): Promise<void> {
  const all = (await browser.storage.session.get(null)) as Record<string, { at?: number }>;
  const old = Object.keys(all).filter(
    (key) => key.startsWith(KEY_PREFIX) && Date.now() - (all[key]?.at ?? 0) > FORM_LIFE_MS,
  );
  await browser.storage.session.remove(old);
}
