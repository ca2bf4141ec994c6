/** The worker: owns what only it may (storage, cookies, rules, menus, notifications, registrations) and keeps the phone document alive. */
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { serveHost, type HostEvent } from '@/lib/bridge';
import { createSettingsStore, originPattern, type Settings, type StorageLike } from '@/lib/settings';
import { cookieFingerprint, watchCookie } from './background/cookies';
import { openTab, postForm, sweepForms, takeForm } from './background/crm';
import { createMenus, listenToDesk, notify, setBadge } from './background/desk';
import { ensurePhone } from './background/phone-document';
import { setRefererRule, setSocketRule } from './background/rules';
import { injectIntoOpenTabs, syncSites } from './background/sites';

/** If the phone document died and no page noticed, this brings it back. */
const WATCH_ALARM = 'ensure-phone';
/** Alarms can't be shorter, and with this one the worker never sleeps: a wide watch is for when pages look on. */
const WATCH_MINUTES = { close: 0.5, wide: 5 } as const;

export default defineBackground(() => {
  const store = createSettingsStore(browser.storage as unknown as StorageLike);

  const tell = async (event: HostEvent): Promise<void> => {
    await ensurePhone();
    // The phone document answers nothing; "no reply" is the normal case and rejects in some browsers.
    await browser.runtime
      .sendMessage(event)
      .catch((thrown: unknown) => console.debug('event', event.type, String(thrown)));
  };
  const applySettings = async (settings: Settings): Promise<void> => {
    if (settings.server) await setRefererRule(settings.server, settings.refererHost);
    await syncSites(settings);
  };
  const spread = async (settings: Settings): Promise<Settings> => {
    await applySettings(settings);
    await tell({ to: 'phone', type: 'settings', settings });
    return settings;
  };
  const change = async (patch: Partial<Settings>): Promise<Settings> => spread(await store.set(patch));
  const start = async (): Promise<void> => {
    try {
      await applySettings(await store.get());
    } finally {
      await ensurePhone(); // without its settings it says so, and asks for them again
    }
  };

  serveHost(
    {
      ensurePhone: () => ensurePhone().then(() => null),
      watch: ({ watch: how }) => watch(how).then(() => null),
      'settings.get': () => store.get(),
      'settings.set': (request) => change(request.patch),
      'settings.policy': () => store.policy(),
      'rules.referer': (request) => setRefererRule(request.server, request.refererHost).then(() => null),
      'rules.socket': (request) => setSocketRule(request.server),
      'cookie.fingerprint': (request) => cookieFingerprint(request.server),
      badge: (request) => setBadge(request).then(() => null),
      notify: (request) => notify(request).then(() => null),
      'notify.clear': (request) => browser.notifications.clear(request.id).then(() => null),
      openOptions: (request) => openOptions(request.section).then(() => null),
      openTab: (request) => openTab(request.url, request.where).then(() => null),
      'crm.post': (request) => postForm(request.form).then(() => null),
      'crm.take': (request) => takeForm(request.id),
      reloadForUpdate: () => {
        browser.runtime.reload();
        return Promise.resolve(null);
      },
      'sites.add': async ({ site }) => {
        const { sites } = await store.get();
        // One that is on the list keeps what was set for it: only its permission was missing.
        const known = sites.some(({ origin }) => origin === site.origin);
        const settings = known ? await store.get() : await change({ sites: [...sites, site] });
        if (known) await applySettings(settings);
        await injectIntoOpenTabs(settings, site.origin);
        return settings;
      },
      'sites.remove': async ({ origin }) => {
        const { sites } = await store.get();
        const left = sites.filter((s) => s.origin !== origin);
        const settings = await change({ sites: left });
        const pattern = originPattern(origin);
        const stillUsed =
          left.some((s) => originPattern(s.origin) === pattern) ||
          new URL(settings.server || origin).hostname === new URL(origin).hostname;
        // Grants made by the manifest can't be given back; that is the administrator's will.
        if (!stillUsed) await browser.permissions.remove({ origins: [pattern] }).catch(() => false);
        return settings;
      },
    },
    browser.runtime as unknown as Parameters<typeof serveHost>[1],
  );
  listenToDesk(tell);
  watchCookie(
    async () => (await store.get()).server,
    (fingerprint) => void tell({ to: 'phone', type: 'cookieChanged', fingerprint }),
  );

  browser.runtime.onStartup.addListener(() => void start());
  browser.runtime.onInstalled.addListener((details) => void installed(details.reason));
  // Listening makes the browser wait: a call must not end because a new version is out.
  browser.runtime.onUpdateAvailable.addListener(() => void tell({ to: 'phone', type: 'updateAvailable' }));
  browser.permissions.onAdded?.addListener(({ origins = [] }) => void granted(origins));
  browser.permissions.onRemoved?.addListener(() => void store.get().then(syncSites));
  // What a browser lets us do when it is closed: its end itself is told to nobody (measured, Chromium 156).
  browser.windows.onRemoved.addListener(() => void lastWindow());
  // An administrator's change takes effect where it arrives, without a restart of hundreds of browsers.
  browser.storage.onChanged.addListener((_changes, area) => {
    if (area === 'managed') void prescribed();
  });
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === WATCH_ALARM) void ensurePhone();
    void sweepForms();
  });
  void browser.alarms.get(WATCH_ALARM).then((known) => (known ? undefined : watch('close')));
  void start();

  async function watch(how: keyof typeof WATCH_MINUTES): Promise<void> {
    await browser.alarms.create(WATCH_ALARM, { periodInMinutes: WATCH_MINUTES[how] });
  }
  /** The popup that asked may be gone by now: the site's open pages get their phone from here. */
  async function granted(patterns: readonly string[]): Promise<void> {
    const settings = await store.get();
    await syncSites(settings);
    const added = settings.sites.filter(({ origin }) => patterns.includes(originPattern(origin)));
    await Promise.all(added.map(({ origin }) => injectIntoOpenTabs(settings, origin)));
  }
  async function lastWindow(): Promise<void> {
    if ((await browser.windows.getAll()).length === 0) await tell({ to: 'phone', type: 'windowsClosed' });
  }
  async function prescribed(): Promise<void> {
    const settings = await store.get();
    const fresh = await syncSites(settings);
    await spread(settings);
    const added = settings.sites.filter(({ origin }) => fresh.includes(originPattern(origin)));
    await Promise.all(added.map(({ origin }) => injectIntoOpenTabs(settings, origin)));
  }
  async function installed(reason: string): Promise<void> {
    await createMenus();
    await start();
    await injectIntoOpenTabs(await store.get());
    // Tests open their own pages; a tab of ours in front of them would hide the panel.
    if (reason === 'install' && import.meta.env.MODE !== 'e2e') await openOptions();
  }
  async function openOptions(section?: string): Promise<void> {
    if (!section) return browser.runtime.openOptionsPage();
    await browser.tabs.create({ url: browser.runtime.getURL(`/options.html#${section}` as '/') });
  }
});
