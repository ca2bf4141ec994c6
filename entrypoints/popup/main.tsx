/** The toolbar's popup: the same phone, compact, and the switch for the site in front. */
import '@/components/styles/index.css';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { PhoneView, SiteSwitch } from '@/components';
import { askHost, connectPanel } from '@/lib/bridge/client';
import { originPattern, siteFor } from '@/lib/settings';
import { createHost } from '../options/host';
import { createLive } from '../options/live';
import { addSite } from '../options/sites';

const { state, texts, worthShowing, hear } = createLive(browser.i18n.getUILanguage());
const link = connectPanel(hear, () => hear(null));
const host = createHost(() => state.value?.session.server ?? '');
const site = signal<{ origin: string; on: boolean; locked: boolean } | null>(null);

/** The tab in front, if it shows a page that an extension may stand in. activeTab lets us know its address. */
async function findSite(): Promise<void> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (!tab?.url || !/^https?:/.test(tab.url)) return;
  const { origin } = new URL(tab.url);
  const [settings, policy] = await Promise.all([
    askHost({ type: 'settings.get' }),
    askHost({ type: 'settings.policy' }),
  ]);
  // A prescribed site may still lack the browser's permission: the switch is then how the agent gives it.
  const granted = await browser.permissions.contains({ origins: [originPattern(origin)] });
  const on = granted && siteFor(settings, origin) !== null;
  site.value = { origin, on, locked: Object.hasOwn(policy.sites, origin) };
}

async function switchSite(on: boolean): Promise<void> {
  const here = site.value;
  if (!here) return;
  if (on) {
    if (await addSite(here.origin)) site.value = { ...here, on: true };
    return;
  }
  await askHost({ type: 'sites.remove', origin: here.origin });
  site.value = { ...here, on: false };
}

const complain = (thrown: unknown): void => console.warn('site', String(thrown));

function Popup() {
  if (!worthShowing.value) return null;
  const here = site.value;
  return (
    <PhoneView
      state={state.value}
      send={link.send}
      texts={texts.value}
      host={host}
      surface="popup"
      site={here?.on ? here.origin : ''}
    >
      <SiteSwitch
        texts={texts.value}
        site={here && { name: new URL(here.origin).host, on: here.on, locked: here.locked }}
        onSwitch={(on) => void switchSite(on).catch(complain)}
      />
    </PhoneView>
  );
}

void findSite().catch(complain);
document.title = browser.runtime.getManifest().name;
const root = document.getElementById('root');
if (root) render(<Popup />, root);
