/**
 * What travels between contexts. Port names route: every extension context hears every connect.
 *  - PANEL_PORT: panel, popup, options ↔ phone document (extension origin only)
 *  - PAGE_PORT: content script ↔ phone document (a page's origin: may request calls and ask about numbers, nothing else)
 *  - one-shot messages: phone document ↔ worker (HostRequest), anybody → worker ({ type: 'ensurePhone' })
 */
import type { CallPhase } from '@/lib/call/types';
import type { ErrorCode, ErrorParams } from '@/lib/diagnostics/errors';
import type { CommandResult, PhoneCommand } from '@/lib/phone/command';
import type { PhoneState } from '@/lib/phone/state';
import type { Watch } from '@/lib/phone/watch';
import type { SitePlaces, WindowSize } from '@/lib/settings/placement';
import type { PolicyView, SiteSettings, Settings } from '@/lib/settings/types';

export const PANEL_PORT = 'panel';
export const PAGE_PORT = 'page';

export type PanelToPhone = { readonly type: 'command'; readonly id: number; readonly command: PhoneCommand };
export type PhoneToPanel =
  | { readonly type: 'state'; readonly state: PhoneState }
  | { readonly type: 'reply'; readonly id: number; readonly result: CommandResult };

/** The little that a launcher in a page shows: never a number, a name or a campaign. */
export interface LauncherView {
  readonly phase: CallPhase;
  readonly tone: 'ready' | 'ringing' | 'talking' | 'held' | 'paused' | 'offline';
  readonly since: number; // ms epoch for the pill's timer
  readonly texts: { readonly open: string; readonly close: string; readonly call: string };
}
/** The CRM's own ids that its page marked an element with. */
export interface PageAttributes {
  readonly contactExternalId?: string | undefined;
  readonly campaignExternalId?: string | undefined;
}
export type PageToPhone =
  | {
      readonly type: 'call';
      readonly number: string;
      readonly via: 'click' | 'selection';
      readonly attributes?: PageAttributes | undefined;
    }
  /** Candidate texts found in the page; the answer keeps the order. */
  | { readonly type: 'numbers'; readonly id: number; readonly candidates: readonly string[] }
  /** Where the person left the launcher, as fractions of a window of this size. */
  | { readonly type: 'placement'; readonly x: number; readonly y: number; readonly size: WindowSize };
export type PhoneToPage =
  | { readonly type: 'launcher'; readonly view: LauncherView }
  /** null = this site isn't one of ours any more: withdraw. */
  | {
      readonly type: 'site';
      readonly site: SiteSettings | null;
      readonly placement: SitePlaces | null;
    }
  /** E.164-like number to dial per candidate, '' = not a number. */
  | { readonly type: 'numbers'; readonly id: number; readonly numbers: readonly string[] }
  | { readonly type: 'showPanel' }
  /** The agent's key: shows it, or hides it. */
  | { readonly type: 'togglePanel' };

/** A form for the CRM, to be submitted in a tab. */
export interface CrmPost {
  readonly url: string;
  readonly encoding: 'multipart/form-data' | 'application/x-www-form-urlencoded' | 'text/plain';
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly newTab: boolean;
}

/** What the offscreen document asks of the worker: it has chrome.runtime only (platform.md §4.3). */
export type HostRequest =
  | { readonly type: 'ensurePhone' }
  /** How often the worker is to look whether the phone document is still there: every 30 s, or now and then. */
  | { readonly type: 'watch'; readonly watch: Watch }
  | { readonly type: 'settings.get' }
  | { readonly type: 'settings.set'; readonly patch: Partial<Settings> }
  | { readonly type: 'settings.policy' }
  /** Re-creates the session rules: Referer for https (session.md §1.3). */
  | { readonly type: 'rules.referer'; readonly server: string; readonly refererHost: Settings['refererHost'] }
  /** Puts the session cookie on the console socket's handshake; false when there is no cookie (session.md §6). */
  | { readonly type: 'rules.socket'; readonly server: string }
  /** Hash of the session cookie: tells that it changed without telling the value. '' = none. */
  | { readonly type: 'cookie.fingerprint'; readonly server: string }
  | { readonly type: 'badge'; readonly text: string; readonly tone: LauncherView['tone'] }
  | {
      readonly type: 'notify';
      readonly id: string;
      readonly kind: 'incoming' | 'callback' | 'message';
      readonly title: string;
      readonly body: string;
      readonly buttons: readonly string[];
    }
  | { readonly type: 'notify.clear'; readonly id: string }
  | { readonly type: 'openOptions'; readonly section?: string }
  /** 'crmTab': in the tab of the same origin that was used last, where the browser lets us see it; else a new one. */
  | { readonly type: 'openTab'; readonly url: string; readonly where?: 'crmTab' | 'newTab' }
  /** Posts a form into a tab, as OMniLeads' own pages do (interface §11.4). */
  | { readonly type: 'crm.post'; readonly form: CrmPost }
  /** From the page that posts it; a second time there is none. */
  | { readonly type: 'crm.take'; readonly id: string }
  | { readonly type: 'reloadForUpdate' }
  /** From popup and options, after the browser granted the origin: the content script is registered there. */
  | { readonly type: 'sites.add'; readonly site: SiteSettings }
  | { readonly type: 'sites.remove'; readonly origin: string };

/** What the worker answers to each request. */
export interface HostReplies {
  readonly ensurePhone: null;
  readonly watch: null;
  readonly 'settings.get': Settings;
  readonly 'settings.set': Settings;
  readonly 'settings.policy': PolicyView;
  readonly 'rules.referer': null;
  /** false = there is no session cookie: the handshake would be refused. */
  readonly 'rules.socket': boolean;
  readonly 'cookie.fingerprint': string;
  readonly badge: null;
  readonly notify: null;
  readonly 'notify.clear': null;
  readonly openOptions: null;
  readonly openTab: null;
  readonly 'crm.post': null;
  readonly 'crm.take': CrmPost | null;
  readonly reloadForUpdate: null;
  readonly 'sites.add': Settings;
  readonly 'sites.remove': Settings;
}

/** Addressed, because every extension context hears every message. */
export interface HostEnvelope {
  readonly to: 'worker';
  readonly request: HostRequest;
}
export type HostAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: ErrorCode; readonly params: ErrorParams };

/** Events the worker tells the phone document. */
export type HostEvent =
  | { readonly to: 'phone'; readonly type: 'cookieChanged'; readonly fingerprint: string }
  | { readonly to: 'phone'; readonly type: 'settings'; readonly settings: Settings }
  | {
      readonly to: 'phone';
      readonly type: 'notification';
      readonly id: string;
      readonly button: number | null;
    }
  /** Text that a person selected in a page and wants called, by menu or key. */
  | {
      readonly to: 'phone';
      readonly type: 'callText';
      readonly text: string;
      readonly origin: string;
      readonly tabId?: number;
    }
  /** A keyboard command of the manifest; what it means depends on the phone's state. */
  | { readonly to: 'phone'; readonly type: 'shortcut'; readonly name: ShortcutName; readonly tabId?: number }
  | { readonly to: 'phone'; readonly type: 'updateAvailable' }
  /** The last window is gone: the browser is closing, or stays without a face. */
  | { readonly to: 'phone'; readonly type: 'windowsClosed' };

export const SHORTCUTS = ['answer-hang-up', 'hold', 'mute', 'show-panel'] as const;
export type ShortcutName = (typeof SHORTCUTS)[number];
