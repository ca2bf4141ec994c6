/** What the agent sees outside pages: badge, notifications, context menu, keyboard commands. */
import { browser } from 'wxt/browser';
import {
  SHORTCUTS,
  type HostEvent,
  type HostRequest,
  type LauncherView,
  type ShortcutName,
} from '@/lib/bridge';

const MENU_CALL = 'call-selection';
const TONE_COLOURS: Readonly<Record<LauncherView['tone'], string>> = {
  ready: '#1a7f4b',
  ringing: '#b3261e',
  talking: '#1557b0',
  held: '#8a5a00',
  paused: '#6b4ba1',
  offline: '#5f6368',
};

export async function setBadge(request: Extract<HostRequest, { type: 'badge' }>): Promise<void> {
  const action = browser.action ?? browser.browserAction;
  await action.setBadgeBackgroundColor({ color: TONE_COLOURS[request.tone] });
  await action.setBadgeText({ text: request.text });
}

export async function notify(request: Extract<HostRequest, { type: 'notify' }>): Promise<void> {
  await browser.notifications.create(request.id, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icons/128.png'),
    title: request.title,
    message: request.body,
    ...(import.meta.env.FIREFOX ? {} : { buttons: request.buttons.map((title) => ({ title })), priority: 2 }),
    // A call rings for up to a minute; a notification that fades after five seconds would hide it.
    ...(import.meta.env.FIREFOX ? {} : { requireInteraction: request.kind === 'incoming' }),
  });
}

/** Menus live until the extension is updated: made at install, kept by the browser. */
export async function createMenus(): Promise<void> {
  await browser.contextMenus.removeAll();
  browser.contextMenus.create({
    id: MENU_CALL,
    contexts: ['selection'],
    title: browser.i18n.getMessage('menuCallSelection'),
  });
}

/** Registers the listeners; must run in the worker's first task, or the event that woke it is lost. */
export function listenToDesk(tell: (event: HostEvent) => Promise<void>): void {
  browser.contextMenus.onClicked.addListener((info, tab) => {
    const from = info.frameUrl ?? info.pageUrl;
    if (info.menuItemId === MENU_CALL && info.selectionText) void callText(info.selectionText, from, tab?.id);
  });
  browser.commands?.onCommand.addListener((name, tab) => {
    if (name === MENU_CALL) void callSelection(tab?.id);
    else if ((SHORTCUTS as readonly string[]).includes(name)) {
      void tell({
        to: 'phone',
        type: 'shortcut',
        name: name as ShortcutName,
        ...(tab?.id === undefined ? {} : { tabId: tab.id }),
      });
    }
  });
  browser.notifications.onClicked.addListener(
    (id) => void tell({ to: 'phone', type: 'notification', id, button: null }),
  );
  browser.notifications.onButtonClicked?.addListener(
    (id, button) => void tell({ to: 'phone', type: 'notification', id, button }),
  );

  const callText = (text: string, from: string | undefined, tabId: number | undefined): Promise<void> =>
    tell({
      to: 'phone',
      type: 'callText',
      text: text.trim().slice(0, 64),
      // Its country, prefix and campaign are the site's.
      origin: from && URL.canParse(from) ? new URL(from).origin : '',
      ...(tabId === undefined ? {} : { tabId }),
    });

  async function callSelection(tabId: number | undefined): Promise<void> {
    if (tabId === undefined) return;
    // activeTab covers the page for this keystroke, also where no site is set up.
    const frames = await browser.scripting
      .executeScript({
        target: { tabId, allFrames: true },
        func: () => ({ text: String(getSelection() ?? '').trim(), url: location.href }),
      })
      .catch(() => []); // a page of the browser itself: there is nothing to read
    const chosen = frames.map(({ result }) => result as { text: string; url: string } | undefined);
    const first = chosen.find((one) => one?.text);
    if (first) await callText(first.text, first.url, tabId);
  }
}
