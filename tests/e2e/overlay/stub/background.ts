/**
 * Stands in for the phone document: answers a page's port as lib/phone does and writes down what pages asked for. Tests of
 * the overlay need no SIP, no server and no sign-in, and can look at every message.
 */
import type { LauncherView, PageToPhone, PhoneToPage } from '@/lib/bridge/messages';
import { toDialable } from '@/lib/numbers/dialable';
import type { SitePlaces } from '@/lib/settings/placement';
import type { SiteSettings } from '@/lib/settings/types';

export interface StubState {
  ready: boolean;
  calls: { number: string; via: string; attributes?: unknown; origin: string; at: number; frameId: number }[];
  asked: string[];
  placements: { x: number; y: number }[];
  view: LauncherView;
  site: SiteSettings | null;
  placement: SitePlaces | null;
  ports: number;
  broadcast(): void;
  showPanel(): void;
  /** As if the phone document had died: pages have to come back by themselves. */
  hangPorts(): void;
}

const site: SiteSettings = {
  origin: 'http://127.0.0.1',
  country: 'AR',
  detection: true,
  prefix: '',
  campaignId: '',
  externalSystemId: '',
  screenPopUrl: '',
};
const ports = new Set<chrome.runtime.Port>();
const stub: StubState = {
  ready: true,
  calls: [],
  asked: [],
  placements: [],
  view: {
    phase: 'idle',
    tone: 'ready',
    since: Date.now(),
    texts: { open: 'Open phone', close: 'Close phone', call: 'Call' },
  },
  site,
  placement: null,
  ports: 0,
  broadcast() {
    for (const port of ports) {
      say(port, { type: 'site', site: stub.site, placement: stub.placement });
      say(port, { type: 'launcher', view: stub.view });
    }
  },
  showPanel() {
    for (const port of ports) say(port, { type: 'showPanel' });
  },
  hangPorts() {
    for (const port of ports) port.disconnect();
    ports.clear();
    stub.ports = 0;
  },
};
(globalThis as unknown as { stub: StubState }).stub = stub;

const say = (port: chrome.runtime.Port, message: PhoneToPage): void => port.postMessage(message);

chrome.runtime.onConnect.addListener((port) => {
  if (port.name !== 'page') return;
  ports.add(port);
  stub.ports = ports.size;
  port.onDisconnect.addListener(() => {
    ports.delete(port);
    stub.ports = ports.size;
  });
  say(port, { type: 'site', site: stub.site, placement: stub.placement });
  say(port, { type: 'launcher', view: stub.view });
  port.onMessage.addListener((message: PageToPhone) => {
    if (message.type === 'call') {
      const { number, via, attributes } = message;
      stub.calls.push({
        number,
        via,
        attributes,
        origin: port.sender?.origin ?? '',
        at: Date.now(),
        frameId: port.sender?.frameId ?? -1,
      });
    } else if (message.type === 'numbers') {
      stub.asked.push(...message.candidates);
      const numbers = message.candidates.map((c) =>
        toDialable(c, { country: site.country, prefix: site.prefix }),
      );
      say(port, { type: 'numbers', id: message.id, numbers });
    } else if (message.type === 'placement') stub.placements.push({ x: message.x, y: message.y });
  });
});
chrome.runtime.onMessage.addListener((_message, _sender, answer) => {
  answer({ ok: true, value: null });
  return false;
});
/** As the extension's worker does after an update: open pages get the new copy. */
async function injectEverywhere(): Promise<void> {
  for (const { id } of await chrome.tabs.query({ url: 'http://127.0.0.1/*' }))
    if (id !== undefined)
      await chrome.scripting.executeScript({ target: { tabId: id, allFrames: true }, files: ['overlay.js'] });
}
chrome.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === 'update') void injectEverywhere();
});
