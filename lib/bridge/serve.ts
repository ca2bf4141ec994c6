/** The phone document's end of all ports. Checks who speaks, validates what is said, sends the whole state to views. */
import type { Log } from '@/lib/diagnostics';
import type { CommandResult, CommandSource, PhoneCommand } from '@/lib/phone/command';
import type { PhoneState } from '@/lib/phone/state';
import type { Place, SitePlaces, WindowSize } from '@/lib/settings/placement';
import type { SiteSettings } from '@/lib/settings/types';
import {
  PAGE_PORT,
  PANEL_PORT,
  type LauncherView,
  type PageToPhone,
  type PhoneToPage,
  type PhoneToPanel,
} from './messages';
import { createRateLimit } from './rate-limit';
import type { PortLike, ServingRuntime } from './runtime';
import { parsePageMessage, parsePanelMessage } from './schema/messages';
import { isOwnPage, viewOf } from './sender';

/** A person clicks a wrong number now and then; nobody needs more than a call every few seconds for long. */
const PAGE_CALL_BURST = 4;
const PAGE_CALL_REFILL_MS = 5_000;
/** Slices of a page's text: a scan of a very long page is some tens of them. */
const PAGE_SCAN_BURST = 200;
const PAGE_SCAN_REFILL_MS = 20;
/** Shorter than anybody waits for an answer to a press; most servers have said by then what comes of it. */
const PASSING_MS = 100;

export interface ServeDeps {
  readonly runtime: ServingRuntime;
  readonly log: Log;
  readonly now: () => number;
  handle(command: PhoneCommand, source: CommandSource): Promise<CommandResult>;
  /**
   * What a page of this origin may know of itself; null = not one of our sites, the port is closed; undefined = the settings
   * are not read yet, the page waits for `sitesChanged`. A page that is told null withdraws for good: a phone document that
   * has just begun must not say so of a site that it doesn't know yet.
   */
  site(origin: string): { site: SiteSettings; placement: SitePlaces | null } | null | undefined;
  /** Validates candidate texts for a site: the number to dial per candidate, '' = none. */
  numbers(candidates: readonly string[], site: SiteSettings): readonly string[];
  placed(origin: string, size: WindowSize, place: Place): void;
  launcher(state: PhoneState): LauncherView;
  /** What the next state is worth to whoever has drawn the one before. */
  news(before: PhoneState, next: PhoneState): News;
  readonly after: (ms: number, run: () => void) => () => void;
}
/** 'none': it would be drawn as what is shown already. 'passing': the next one takes it back within moments. */
export type News = 'none' | 'passing' | 'news';
export interface Served {
  /**
   * Sends the state to every view, and to pages when their little view of it changed. What is no news is not sent: all views of a
   * browser share one thread.
   */
  publish(state: PhoneState): void;
  /** Settings were read or changed: every page hears its own site (again), or that it has to go. */
  sitesChanged(): void;
  /** Asks the pages of a tab, or all, to show the panel (an incoming call, a shortcut). */
  showPanel(tabId?: number): void;
  /** Shows or hides it, by the agent's key. */
  togglePanel(tabId?: number): void;
  /** A number that a person chose in a page, through the browser: dialled as a click on it there would dial it. */
  callFrom(origin: string, number: string, tabId?: number): void;
  counts(): { views: number; pages: number };
}

interface PageEnd {
  readonly port: PortLike;
  readonly origin: string;
  /** It knows its site. One that may turn out to be no site of ours hears nothing of the phone. */
  told: boolean;
}

/**
 * The campaign of a page's call: the one the page names by the CRM's own ids, where the site was told its external system;
 * else the site's. A page that names a contact only is called by its number: OMniLeads takes the CRM's ids all or none.
 */
function whereToCall(
  { campaignId, externalSystemId, externalAgentId = '' }: SiteSettings,
  named: Extract<PageToPhone, { type: 'call' }>['attributes'],
): Pick<Extract<PhoneCommand, { type: 'call' }>, 'campaignId' | 'external'> {
  if (externalSystemId && named?.campaignExternalId) {
    const contactId = named.contactExternalId ?? '';
    const external = { systemId: externalSystemId, agentId: externalAgentId, contactId };
    return { external: { ...external, campaignId: named.campaignExternalId } };
  }
  return campaignId ? { campaignId } : {};
}

export function servePorts(deps: ServeDeps): Served {
  const views = new Set<PortLike>();
  const pages = new Set<PageEnd>();
  let state: PhoneState | null = null;
  /** What the views have; older than `state` while that is no news, or passing. */
  let sent: PhoneState | null = null;
  let late: (() => void) | null = null;
  let launcher: LauncherView | null = null;
  // Per origin, not per port: a reload or a second frame must not refill the bucket.
  const callLimits = new Map<string, ReturnType<typeof createRateLimit>>();

  const post = (port: PortLike, message: PhoneToPanel | PhoneToPage): void => {
    try {
      port.postMessage(message);
    } catch {
      // Closed in this very task; onDisconnect follows and forgets it.
      deps.log.debug('bridge', 'post to a closed port', { name: port.name });
    }
  };

  const serveView = (port: PortLike): void => {
    const source = viewOf(port.sender);
    if (late) send(); // what one view has seen, all have: it may be taken back
    views.add(port);
    port.onDisconnect.addListener(() => views.delete(port));
    port.onMessage.addListener((raw) => {
      const message = parsePanelMessage(raw);
      if (!message) {
        deps.log.warn('bridge', 'invalid message from a view', { source });
        const id = (raw as { id?: unknown } | null)?.id;
        if (typeof id === 'number')
          post(port, { type: 'reply', id, result: { ok: false, code: 'messageInvalid', params: {} } });
        return;
      }
      deps.handle(message.command, source).then(
        (result) => post(port, { type: 'reply', id: message.id, result }),
        (thrown: unknown) => {
          deps.log.error('bridge', 'command threw', { type: message.command.type, error: String(thrown) });
          post(port, {
            type: 'reply',
            id: message.id,
            result: { ok: false, code: 'unexpected', params: {} },
          });
        },
      );
    });
    if (state) post(port, { type: 'state', state });
  };

  const tellSite = (page: PageEnd): void => {
    const known = deps.site(page.origin);
    if (known === undefined) return;
    post(page.port, { type: 'site', site: known?.site ?? null, placement: known?.placement ?? null });
    if (!known) {
      pages.delete(page);
      page.port.disconnect();
      return;
    }
    if (launcher && !page.told) post(page.port, { type: 'launcher', view: launcher });
    page.told = true;
  };

  const send = (): void => {
    late?.();
    late = null;
    if (!state) return;
    sent = state;
    for (const port of views) post(port, { type: 'state', state });
    const view = deps.launcher(state);
    if (launcher && JSON.stringify(view) === JSON.stringify(launcher)) return;
    launcher = view;
    for (const { port, told } of pages) if (told) post(port, { type: 'launcher', view });
  };

  const servePage = (port: PortLike): void => {
    const origin = port.sender?.origin ?? (port.sender?.url ? new URL(port.sender.url).origin : '');
    const page: PageEnd = { port, origin, told: false };
    const scans = createRateLimit(PAGE_SCAN_BURST, PAGE_SCAN_REFILL_MS);
    const calls = callLimits.get(origin) ?? createRateLimit(PAGE_CALL_BURST, PAGE_CALL_REFILL_MS);
    callLimits.set(origin, calls);
    pages.add(page);
    port.onDisconnect.addListener(() => pages.delete(page));
    port.onMessage.addListener((raw) => {
      const message = parsePageMessage(raw);
      const known = deps.site(origin);
      if (!message || !known) {
        deps.log.warn('bridge', 'invalid message from a page', { origin });
        return;
      }
      if (message.type === 'placement') {
        const { size, x, y } = message;
        return deps.placed(origin, size, { x, y });
      }
      if (message.type === 'numbers') {
        const numbers = scans.take(deps.now())
          ? deps.numbers(message.candidates, known.site)
          : message.candidates.map(() => '');
        return post(port, { type: 'numbers', id: message.id, numbers });
      }
      if (!calls.take(deps.now())) {
        deps.log.warn('bridge', 'page asks for calls too often', { origin });
        return;
      }
      const where = whereToCall(known.site, message.attributes);
      const number = byPlan(message.number, known.site);
      call({ type: 'call', number, via: message.via, ...where }, 'page', port.sender?.tab?.id);
    });
    tellSite(page);
  };

  /** A link's number is dialled by the site's plan too; what no plan knows (an extension) is dialled as it stands. */
  const byPlan = (number: string, site: SiteSettings): string =>
    deps.numbers([number], { ...site, detection: true })[0] || number;
  function call(command: PhoneCommand, source: CommandSource, tabId: number | undefined): void {
    deps.handle(command, source).then(
      // Refused or not, the panel says it: the page itself learns nothing.
      () => showPanel(tabId),
      (thrown: unknown) => deps.log.error('bridge', 'page call threw', { error: String(thrown) }),
    );
  }
  const showPanel = (tabId?: number): void => tellTop({ type: 'showPanel' }, tabId);
  /** Only the top page has a panel. */
  function tellTop(message: PhoneToPage, tabId: number | undefined): void {
    for (const { port, told } of pages) {
      if (!told || (port.sender?.frameId ?? 0) !== 0) continue;
      if (tabId === undefined || port.sender?.tab?.id === tabId) post(port, message);
    }
  }

  deps.runtime.onConnect.addListener((port) => {
    if (port.name === PANEL_PORT && isOwnPage(port.sender, deps.runtime)) serveView(port);
    else if (port.name === PAGE_PORT && port.sender?.id === deps.runtime.id) servePage(port);
    else if (port.name === PANEL_PORT) {
      deps.log.warn('bridge', 'panel port refused', { origin: port.sender?.origin ?? '' });
      port.disconnect();
    }
  });

  return {
    publish(next) {
      state = next;
      const news = sent ? deps.news(sent, next) : 'news';
      if (news === 'news') return send();
      if (news === 'passing') {
        late ??= deps.after(PASSING_MS, send);
        return;
      }
      late?.();
      late = null;
    },
    sitesChanged() {
      for (const page of Array.from(pages)) tellSite(page); // tellSite takes pages out of the set
    },
    showPanel,
    togglePanel: (tabId) => tellTop({ type: 'togglePanel' }, tabId),
    callFrom(origin, chosen, tabId) {
      const site = deps.site(origin)?.site;
      const number = site ? byPlan(chosen, site) : chosen;
      const where = site ? whereToCall(site, undefined) : {};
      call({ type: 'call', number, via: 'selection', ...where }, 'worker', tabId);
    },
    counts: () => ({ views: views.size, pages: pages.size }),
  };
}
