/** The one phone document: created on demand, never twice. */
import { browser } from 'wxt/browser';

const PHONE_PATH = '/phone.html';

let creating: Promise<void> | null = null;

/** Resolves when the phone document exists and has registered its listeners. */
export function ensurePhone(): Promise<void> {
  // createDocument rejects for the second of two concurrent callers; both may share the first one's promise.
  creating ??= create().finally(() => {
    creating = null;
  });
  return creating;
}

async function create(): Promise<void> {
  if (import.meta.env.FIREFOX) return createInWindow();
  const contexts = await browser.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
  if (contexts.length > 0) return;
  await browser.offscreen.createDocument({
    url: PHONE_PATH,
    // AUDIO_PLAYBACK would have the document closed after 30 s of silence; these two keep it.
    reasons: ['USER_MEDIA', 'WEB_RTC'],
    justification:
      "Holds the agent's phone: registration, microphone and call outlive pages and this worker.",
  });
}

/** Firefox has no offscreen document and refuses the microphone to background pages: a small window holds the phone. */
async function createInWindow(): Promise<void> {
  const url = browser.runtime.getURL(PHONE_PATH as '/');
  const tabs = await browser.tabs.query({});
  if (tabs.some((tab) => tab.url === url)) return;
  await browser.windows.create({ url, type: 'popup', width: 320, height: 120, focused: false });
}
