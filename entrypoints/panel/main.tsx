/** The phone's face inside a page's frame: connects to the phone document and shows what it says. */
import '@/components/styles/index.css';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { browser } from 'wxt/browser';
import { PhoneView } from '@/components';
import { connectPanel } from '@/lib/bridge/client';
import { createHost } from '../options/host';
import { createLive } from '../options/live';
import { installGuard } from './guard';

/** Long enough to read one sentence. */
const HINT_MS = 5000;

const { state, texts, worthShowing, hear } = createLive(browser.i18n.getUILanguage());
const link = connectPanel(hear, () => hear(null));
const host = createHost(() => state.value?.session.server ?? '');
/** The page around us, as the browser tells it: the page itself is not asked. */
const site = location.ancestorOrigins?.item(location.ancestorOrigins.length - 1) ?? '';
const covered = signal(false);
let hintTimer: ReturnType<typeof setTimeout> | undefined;

function Panel() {
  if (!worthShowing.value) return null;
  return (
    <PhoneView state={state.value} send={link.send} texts={texts.value} host={host} site={site}>
      {covered.value && (
        <p class="callout warn" role="alert">
          {texts.value.t('guard.covered')}
        </p>
      )}
    </PhoneView>
  );
}

const root = document.getElementById('root');
if (root) {
  installGuard(document.body, () => {
    covered.value = true;
    clearTimeout(hintTimer);
    hintTimer = setTimeout(() => (covered.value = false), HINT_MS);
  });
  render(<Panel />, root);
}
