import type { SitePlaces } from './placement';

/**
 * The built file that the worker registers for each granted origin: `scripting.registerContentScripts` with
 * allFrames: true (numbers are found in frames, the panel only in the top page) and runAt 'document_start' (later, a form
 * named "chrome" hides the extension's interface from us; the script itself waits for the parsed page);
 * `scripting.executeScript` with the same file for tabs that are already open. The script finds an older copy itself.
 */
export const OVERLAY_SCRIPT = 'overlay.js';

/**
 * What is kept in extension storage or prescribed by policy. Nothing of the agent's opens anything: no password, token or SIP
 * secret. `iceServers` may carry TURN credentials where an administrator prescribes them: never logged or exported.
 */
export type Language = 'auto' | 'en' | 'es' | 'pt_BR';
export interface SiteSettings {
  readonly origin: string; // "https://crm.example" — one per granted site
  readonly country: string; // ISO 3166 alpha-2, default country of numbers
  readonly detection: boolean;
  readonly prefix: string; // put before national numbers when dialling
  readonly campaignId: string; // '' = outside campaigns
  /** The CRM's id in OMniLeads' external systems; '' = the page's own ids are not used (interface §11.2). */
  readonly externalSystemId: string;
  /** The agent's id in that system. "{user}", "{agentId}" and "{extension}" stand for the signed-in agent's. */
  readonly externalAgentId?: string;
  readonly screenPopUrl: string; // URL template (./screen-pop), '' = none
  /** Where it opens: in the site's tab that was used last (a new one where there is none), or always in a new one. */
  readonly screenPopIn?: 'crmTab' | 'newTab';
}
/** What an administrator has fixed: shown locked, changes to it are ignored. */
export interface PolicyView {
  readonly locked: readonly (keyof Settings)[];
  /** Per origin, the fields of a prescribed site that the policy names; the rest is the agent's. */
  readonly sites: Readonly<Record<string, readonly (keyof SiteSettings)[]>>;
  /** Prescribed values that are not valid, or not for an administrator to set: left out. "server", "sites[2].country". */
  readonly rejected: readonly string[];
}
export interface DeviceSettings {
  readonly microphoneId: string; // '' = default
  readonly speakerId: string;
  readonly ringId: string;
  readonly volume: number; // 0..1
  readonly ringVolume: number;
}
export interface Settings {
  readonly version: 1;
  readonly server: string; // origin of OMniLeads, '' = not set
  readonly lastUser: string; // to pre-fill the sign-in form
  readonly language: Language;
  readonly devices: DeviceSettings;
  readonly sites: readonly SiteSettings[];
  readonly iceServers: readonly {
    readonly urls: string;
    readonly username?: string;
    readonly credential?: string;
  }[];
  readonly tones: 'info' | 'rtp';
  readonly sipUrls: readonly string[]; // overrides of wss://<host>/ws
  readonly instanceId: string; // stable +sip.instance
  /** Which Referer form this server wants (session.md §1.3): learnt once from a 403. */
  readonly refererHost: 'withoutPort' | 'withPort';
  /** Where the launcher was left, per site: at most one place for each of WINDOW_SIZES, of sites on the list only. */
  readonly placements: Readonly<Record<string, SitePlaces>>;
  readonly testNumber: string; // administrator's number for the self-test
  readonly selfTestDay: string; // the agent's day on which a self-test was last offered, YYYY-MM-DD
}
export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  server: '',
  lastUser: '',
  language: 'auto',
  devices: { microphoneId: '', speakerId: '', ringId: '', volume: 1, ringVolume: 1 },
  sites: [],
  iceServers: [],
  tones: 'info',
  sipUrls: [],
  instanceId: '',
  refererHost: 'withoutPort',
  placements: {},
  testNumber: '',
  selfTestDay: '',
};
