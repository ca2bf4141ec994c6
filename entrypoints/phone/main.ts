/** The phone document: wires the phone to the browser. Holds no rules. */
import { browser } from 'wxt/browser';
import { askHost, onHostEvent, servePorts, type ServingRuntime } from '@/lib/bridge';
import { createLog } from '@/lib/diagnostics';
import { createTexts, type Texts } from '@/lib/i18n';
import { findCandidates } from '@/lib/numbers';
import { toDialable } from '@/lib/numbers/dialable';
import { createOmnileads } from '@/lib/omnileads';
import { browserAudioDeps, createAudio } from '@/lib/phone/audio';
import { createDrafts } from '@/lib/phone/drafts';
import { launcherFacts } from '@/lib/phone/launcher';
import { newsOf } from '@/lib/phone/news';
import { createPhone, type Phone } from '@/lib/phone/runtime';
import { createCallKeeper } from '@/lib/phone/takeover';
import { keepWatch } from '@/lib/phone/watch';
import { DEFAULT_SETTINGS, keptPlaces, siteFor, type Language, type Settings } from '@/lib/settings';
import { createSipPhone } from '@/lib/sip';
import { version } from '../../package.json';
import { createDeskPort, deskTexts, omnileadsHost } from './desk';

const log = createLog();
/** null until the worker has told them: pages connect within the same milliseconds. */
let settings: Settings | null = null;
let texts: { readonly language: Language; readonly words: Texts } | undefined;

/** In the agent's language, which may change while we live. */
function words(): Texts {
  const { language } = settings ?? DEFAULT_SETTINGS;
  if (texts?.language !== language) texts = { language, words: createTexts(language, navigator.language) };
  return texts.words;
}

// Devices report from the first moment; the phone that hears them is made a few lines below.
const phoneOf = (): Phone => phone;
const audio = createAudio(
  browserAudioDeps(
    DEFAULT_SETTINGS.devices,
    {
      onDevices: (lists) => phoneOf().devices.onDevices(lists),
      onDeviceLost: (role) => phoneOf().devices.onDeviceLost(role),
      onMicrophone: (stream) => phoneOf().devices.onMicrophone(stream),
      onMicrophoneFailed: (code) => phoneOf().devices.onMicrophoneFailed(code),
      onPermission: () => phoneOf().devices.onPermission(),
    },
    log,
  ),
);
const desk = createDeskPort();

const served = servePorts({
  runtime: browser.runtime as unknown as ServingRuntime,
  log,
  now: Date.now,
  handle: (command, source) => phone.handle(command, source),
  site(origin) {
    if (!settings) return undefined;
    const site = siteFor(settings, origin);
    return site && { site, placement: settings.placements[origin] ?? null };
  },
  numbers: (candidates, site) =>
    site.detection ? candidates.map((text) => toDialable(text, site)) : candidates.map(() => ''),
  placed(origin, size, place) {
    if (!settings) return;
    desk
      .saveSettings({ placements: keptPlaces(settings, origin, size, place) })
      .then(adopt, (thrown: unknown) => log.warn('phone', 'place not kept', { error: String(thrown) }));
  },
  launcher: (state) => {
    const { t } = words();
    return {
      ...launcherFacts(state),
      texts: { open: t('launcher.open'), close: t('launcher.close'), call: t('idle.call') },
    };
  },
  news: newsOf,
  after,
});

// The soak looks for ports that were never let go, and fills the log's ring; only the build for tests hands them out.
if (import.meta.env.MODE === 'e2e') Object.assign(globalThis, { phonePorts: served.counts, phoneLog: log });

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

const watchCall = keepWatch({
  pages: () => served.counts().pages,
  tell: (watch) => askHost({ type: 'watch', watch }),
  after,
  onProblem: (error) => log.warn('phone', 'the watch was not changed', { error: String(error) }),
});

/** The number in a selected text; a text that holds none is tried as it is, and refused with words. */
const numberIn = (text: string): string => findCandidates(text)[0]?.text ?? text;

const phone: Phone = createPhone(
  {
    createSip: createSipPhone,
    createClient: (onSession) => createOmnileads({ host: omnileadsHost, log, onSession }),
    audio,
    desk: { ...desk, settings: () => desk.settings().then(begin) },
    texts: () => deskTexts(words()),
    drafts: createDrafts({
      now: Date.now,
      newId: () => crypto.randomUUID(),
      log,
      after,
      onOnline: (listener) => addEventListener('online', listener),
    }),
    keeper: createCallKeeper((error) => log.warn('phone', 'call not kept', { error: String(error) })),
    clock: { now: Date.now, after, random: Math.random },
    log,
    about: {
      extension: version, // an offscreen document can't ask for its manifest
      browser: navigator.userAgent,
      language: navigator.language,
    },
    newId: () => crypto.randomUUID(),
  },
  (state) => {
    served.publish(state);
    watchCall(state.call.phase !== 'idle');
  },
);

function adopt(next: Settings): Settings {
  settings = next;
  return next;
}
/** The pages that came before them are waiting. */
function begin(first: Settings): Settings {
  adopt(first);
  served.sitesChanged();
  return first;
}

onHostEvent(
  (event) => {
    switch (event.type) {
      case 'settings':
        adopt(event.settings);
        phone.settingsChanged(event.settings);
        return served.sitesChanged();
      case 'cookieChanged':
        return phone.cookieChanged();
      case 'notification':
        if (event.button === null) served.showPanel();
        return phone.notification(event.id, event.button);
      case 'callText':
        return served.callFrom(event.origin, numberIn(event.text), event.tabId);
      case 'shortcut':
        if (!phone.shortcut(event.name)) return;
        return event.name === 'show-panel' ? served.togglePanel(event.tabId) : served.showPanel(event.tabId);
      case 'updateAvailable':
        return phone.updateAvailable();
      case 'windowsClosed':
        return phone.windowsClosed();
    }
  },
  browser.runtime as unknown as Parameters<typeof onHostEvent>[1],
);

void phone.start();
// The worker's watch is also what brings this document back; asking once makes sure that it runs.
askHost({ type: 'ensurePhone' }).catch((thrown: unknown) =>
  log.warn('phone', 'worker not reached', { error: String(thrown) }),
);
