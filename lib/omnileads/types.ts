/** Shapes that OMniLeads gives us, after validation. Sources in each comment. */
import type { Pause } from '@/lib/agent/types';

/** Read once from GET /consola/ right after sign-in (interface §2.2; it has side effects, never poll it). */
export interface ConsoleConfig {
  readonly agentId: string;
  readonly userName: string;
  readonly sipUser: string; // "<epoch>:<ext>", opaque
  readonly sipPassword: string;
  readonly sipDomain: string; // #kamailiohost
  readonly wsHost: string; // #nginxhost
  readonly externalPort: string;
  readonly maxSessionAgeS: number;
  readonly flags: GroupFlags;
  readonly pauses: readonly Pause[];
  readonly campaigns: readonly CallableCampaign[];
  readonly agents: readonly { readonly id: string; readonly name: string }[];
  readonly quickContacts: readonly QuickContact[];
  readonly quickTransfers: readonly QuickContact[];
  readonly callbackTimes: readonly string[]; // #agendas_dates_json, ISO with offset
  readonly videoDomain: string;
  readonly pbxName: string;
}
export interface GroupFlags {
  readonly autoAttendInbound: boolean;
  readonly autoAttendDialer: boolean;
  readonly autoUnpauseS: number;
  readonly callOutsideCampaigns: boolean;
  readonly callAnotherAgent: boolean;
  readonly hold: boolean;
  readonly forceDisposition: boolean;
}
export interface CallableCampaign {
  readonly id: string;
  readonly name: string;
  readonly type: '1' | '2' | '3' | '4'; // manual, dialer, inbound, preview
}
export interface QuickContact {
  readonly number: string;
  readonly name: string;
}
/** GET /api/v1/agent/transfer_options (interface §5.4). */
export interface TransferAgent {
  readonly id: string;
  readonly name: string;
  readonly status: string; // READY, PAUSE-…, OFFLINE …
  readonly ready: boolean;
}
/** GET /service/campana/activas/, type 3 only. */
export interface InboundCampaign {
  readonly id: string;
  readonly name: string;
}
/** GET /api/v1/sip/credentials/agent/ (interface §2.1). */
export interface SipCredentials {
  readonly user: string;
  readonly password: string;
  readonly extension: string;
  readonly expiresAt: number; // ms epoch of our clock, from the user part
  readonly renewAt: number; // ms epoch of our clock: when to fetch the next pair
}
/** A message of the console socket (interface §9.1). */
export type ConsoleMessage =
  | { readonly type: 'pause'; readonly id: string; readonly name: string }
  | { readonly type: 'unpause'; readonly pauseId: string }
  | { readonly type: 'dispositioned'; readonly callId: string | null; readonly dispositioned: boolean }
  | { readonly type: 'logout' }
  | { readonly type: 'contactSaved'; readonly callId: string; readonly contactId: string }
  | { readonly type: 'externalSite'; readonly error: string | null }
  | { readonly type: 'consultationEnded' }
  | { readonly type: 'supervisorMessage'; readonly text: string; readonly supervisor: string }
  | { readonly type: 'multinumAnswered'; readonly phone: string };
