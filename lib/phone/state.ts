/**
 * PhoneState: the one truth, a plain immutable object of a few KB. Only lib/phone writes it, in the phone document;
 * everybody else renders the last one received. Timers are derived from timestamps; levels are never in here.
 */
import type { AgentState } from '@/lib/agent/types';
import type { CallState } from '@/lib/call/types';
import type { ErrorCode, ErrorParams } from '@/lib/diagnostics';
import type {
  CallableCampaign,
  GroupFlags,
  InboundCampaign,
  QuickContact,
  TransferAgent,
} from '@/lib/omnileads/types';
import type { Registration } from '@/lib/sip/ports';
import type { DeviceSettings, Language } from '@/lib/settings/types';
import type { Pause } from '@/lib/agent/types';
import type { PreviewView } from './contacts';

export type SessionView =
  | { readonly kind: 'signedOut'; readonly server: string; readonly lastUser: string }
  | { readonly kind: 'signingIn'; readonly server: string; readonly user: string }
  | {
      readonly kind: 'signedIn';
      readonly server: string;
      readonly agentId: string;
      readonly user: string;
      readonly extension: string;
    }
  /** The web session died; calls, registration and drafts go on, signing in again loses nothing. */
  | {
      readonly kind: 'expired';
      readonly server: string;
      readonly agentId: string;
      readonly user: string;
      readonly extension: string;
    };

/** What the group and the role let this agent do: hides or disables controls, with the reason. */
export interface Abilities {
  readonly flags: GroupFlags;
  /** Endpoints answered with 403, by the client's endpoint name: each disables its control only. */
  readonly denied: readonly string[];
  /** Endpoints that this server turned out not to have, by the same names: said once, their control is off from then on. */
  readonly missing?: readonly string[];
}

export interface Directory {
  readonly pauses: readonly Pause[];
  /** Those that the keypad may call in. */
  readonly campaigns: readonly CallableCampaign[];
  /** Those that hand out contacts: the group may keep them off the keypad (interface §1.8). */
  readonly previewCampaigns: readonly CallableCampaign[];
  readonly quickContacts: readonly QuickContact[];
  readonly inboundCampaigns: readonly InboundCampaign[];
  /** Agents one may call or transfer to; refreshed when a list is opened. */
  readonly agents: readonly TransferAgent[];
  readonly agentsAt: number | null;
  /** Host of the video rooms that calls may announce (#video_domain); absent or '' = none. */
  readonly videoDomain?: string;
}

export interface RecentCall {
  readonly id: string;
  readonly at: number;
  readonly direction: 'out' | 'in';
  readonly number: string;
  readonly name: string;
  /** The colleague of a call between agents: called back by id, a name is no number. */
  readonly agentId?: string;
  readonly campaignId: string | null;
  readonly contactId: string;
  readonly answered: boolean;
  readonly durationS: number;
  readonly end: NonNullable<CallState['lastEnd']>['why'];
  /** The PBX's; '' = a call without one. Its draft, if it has one, carries the same. */
  readonly callId: string;
}

export interface CallbackEntry {
  readonly id: string; // agenda id
  readonly contactId: string;
  readonly campaignId: string;
  readonly phone: string;
  readonly at: number; // ms epoch
  readonly reason: string;
  readonly kind: 'personal' | 'global';
}

export interface DraftSummary {
  readonly id: string;
  readonly callId: string;
  readonly campaignId: string;
  readonly contactId: string;
  readonly phone: string;
  readonly title: string; // contact's name or number
  readonly campaignName: string;
  /** What it is: a call's disposition, a note alone (calls outside campaigns), or a callback being changed. */
  readonly about: 'disposition' | 'note' | 'callback';
  /** The chosen option's name; '' = none yet. */
  readonly outcome: string;
  readonly at: number;
  readonly status: 'open' | 'waiting' | 'sending' | 'sent' | 'refused' | 'conflict' | 'damaged';
  /**
   * The transaction's step it stands at. Open: the form that the agent is asked for (after an option with a management form
   * or a callback was saved, that form). Refused: the step that the server refused; 'note' leaves the rest going on.
   */
  readonly step: 'contact' | 'disposition' | 'management' | 'callback' | 'note' | '';
  readonly error: { readonly code: ErrorCode; readonly params: ErrorParams } | null;
  readonly nextTryAt: number | null;
  /** How the note on the recording stands; absent = none was written. */
  readonly note?: 'kept' | 'sending' | 'sent' | 'refused';
}
export interface DraftsView {
  /** Newest first, bounded; the whole list is fetched by a query. */
  readonly list: readonly DraftSummary[];
  readonly waiting: number;
  readonly needYou: number;
  /** The draft that the wrap-up form shows, if any. */
  readonly current: string | null;
  readonly storageOk: boolean;
}

/** Something said to the agent once: an error with a way on, a supervisor's message, a hint. */
export interface Notice {
  readonly id: string;
  readonly at: number;
  readonly kind: 'error' | 'warning' | 'info' | 'supervisor';
  readonly code:
    | ErrorCode
    | 'supervisorMessage'
    | 'callbackDue'
    | 'transferOutcomeUnknown'
    | 'autoAnswered'
    | 'updateReady';
  readonly params: ErrorParams;
  /** What it was said of, where its code doesn't tell: a server's failure met by a call request leaves with the next request. */
  readonly about?: string;
  /** Stays until dismissed; others leave when their cause does. */
  readonly sticky: boolean;
  readonly action: 'retry' | 'signIn' | 'openOptions' | 'takeOver' | 'openServer' | 'openDraft' | null;
}

export interface DevicesView {
  readonly microphone: 'unknown' | 'prompt' | 'granted' | 'denied' | 'missing';
  readonly inputs: readonly { readonly id: string; readonly label: string }[];
  readonly outputs: readonly { readonly id: string; readonly label: string }[];
  readonly chosen: DeviceSettings;
}

export interface Health {
  /** How the call sounds; null = no call, or nothing measured yet. Told when it changes, not every second. */
  readonly quality: 'good' | 'fair' | 'poor' | null;
  readonly recovering: boolean; // ICE restart or socket reconnect under a call
}

export interface PhoneState {
  /** New for every phone document: a panel that sees it change drops what it knew. */
  readonly bootId: string;
  readonly revision: number;
  readonly session: SessionView;
  readonly registration: Registration;
  readonly agent: AgentState;
  readonly call: CallState;
  readonly abilities: Abilities;
  readonly directory: Directory;
  readonly recents: readonly RecentCall[];
  readonly callbacks: readonly CallbackEntry[];
  readonly preview: PreviewView | null;
  /** The campaign chosen per CRM site (origin → id); sites without an entry call outside campaigns. */
  readonly siteCampaigns: Readonly<Record<string, string>>;
  readonly drafts: DraftsView;
  readonly devices: DevicesView;
  readonly health: Health;
  /** Offered before the first call of the day, until it was run, put off, or a call was made. */
  readonly selfTestDue: boolean;
  readonly notices: readonly Notice[];
  readonly language: Language;
  /** Server's zone as minutes east of UTC, when known from #agendas_dates_json or the Date header; null = agent's own. */
  readonly serverZoneMin: number | null;
}
