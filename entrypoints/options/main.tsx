/** Options: signing in, the microphone, devices, sites. The only page that asks for the password and the microphone. */
import '@/components/styles/index.css';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { OptionsView, type OptionsActions } from '@/components';
import { askHost, connectPanel } from '@/lib/bridge/client';
import { DEFAULT_SETTINGS, serverPatterns, type PolicyView, type Settings } from '@/lib/settings';
import { createHost } from './host';
import { createLive } from './live';
import { createMicrophone } from './microphone';
import { runSelfTest } from './self-test';
import { addSite } from './sites';

const { state, texts, worthShowing, hear } = createLive(browser.i18n.getUILanguage());
const settings = signal<Settings>(DEFAULT_SETTINGS);
const policy = signal<PolicyView | undefined>(undefined);
const loaded = signal(false);
const link = connectPanel(hear, () => hear(null));
const microphone = createMicrophone(() => void link.send({ type: 'microphoneChanged' }));
const host = createHost(() => state.value?.session.server ?? '');

const keep = (request: Promise<Settings | null>): Promise<boolean> =>
  request.then(
    (next) => {
      if (next) settings.value = next;
      return next !== null;
    },
    (thrown: unknown) => {
      console.warn('settings', String(thrown));
      return false;
    },
  );

const actions: OptionsActions = {
  async signIn({ server, user, password }, send) {
    // First, in the click's own task: the browser asks only then.
    const granted = await browser.permissions.request({ origins: [...serverPatterns(server)] });
    if (!granted) return { ok: false, code: 'sitePermissionMissing', params: {} };
    return send({ type: 'signIn', server, user, password });
  },
  allowMicrophone: () => void microphone.allow(),
  setLanguage: (language) => void keep(askHost({ type: 'settings.set', patch: { language } })),
  addSite: (origin) => keep(addSite(origin)),
  changeSite: (site) =>
    keep(
      askHost({
        type: 'settings.set',
        patch: {
          sites: settings.value.sites.map((before) => (before.origin === site.origin ? site : before)),
        },
      }),
    ),
  removeSite: (origin) => void keep(askHost({ type: 'sites.remove', origin })),
  selfTest: (tell) =>
    runSelfTest(
      { state: () => state.value, settings: () => settings.value, microphone, send: link.send },
      tell,
    ),
};

function Options() {
  document.title = texts.value.t('options.title');
  // The sign-in form takes its first values from the settings: shown before they are here, it would stay empty.
  if (!loaded.value || !worthShowing.value) return null;
  return (
    <OptionsView
      state={state.value}
      settings={settings.value}
      policy={policy.value}
      microphone={microphone.view.value}
      send={link.send}
      texts={texts.value}
      host={host}
      actions={actions}
    />
  );
}

/** The administrator may change things while this page is open. */
async function load(): Promise<void> {
  policy.value = await askHost({ type: 'settings.policy' });
  await keep(askHost({ type: 'settings.get' }));
}
const loadFailed = (thrown: unknown): void => console.warn('settings', String(thrown));

void load()
  .catch(loadFailed)
  .then(() => (loaded.value = true));
browser.storage.onChanged.addListener((_changes, area) => {
  if (area === 'managed') load().catch(loadFailed);
});
const root = document.getElementById('root');
if (root) render(<Options />, root);
