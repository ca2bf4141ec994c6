/** What a call is, as data. Sources: interface §3 (headers), §5 (actions), §10 (stock states). */

export type CallOrigin =
  | 'inbound' // Origin: IN
  | 'dialer' // Origin: DIALER…
  | 'click2call' // Origin: CLICK2CALL (campaign call asked for by the agent)
  | 'preview' // Origin: CLICK2CALLPREVIEW
  | 'withoutCampaign' // Origin: withoutCamp
  | 'agent' // Origin: agentCall
  | 'transfer' // Origin: transfer
  | 'unknown'; // no Origin: e.g. the PBX calling the agent back after an unanswered consultation

export type TransferReceived = 'none' | 'blind' | 'consultative' | 'campaign';

/** What the INVITE told us. Every text is the header's raw value; '' where the header was empty, null where absent. */
export interface CallDetails {
  readonly origin: CallOrigin;
  readonly transfer: TransferReceived;
  readonly callId: string; // OMLCALLID; '' when absent
  readonly campaignId: string | null; // IDCamp; '0' = outside campaigns
  readonly campaignType: string | null; // OMLCAMPTYPE
  readonly campaignName: string | null; // OMLCAMPNAME
  readonly phone: string; // OMLOUTNUM ('' when absent)
  readonly contactId: string; // IDCliente: '' or '-1' = not identified
  readonly callType: string | null; // OMLCALLTYPEIDTYPE 1..9
  /** Omlrecfilename: null = header absent (recording state unknown), '' = campaign doesn't record, else base name. */
  readonly recordingFile: string | null;
  readonly fromAgent: string | null; // OMLFROMAGENT "<agent id>_<name>"
  readonly surveyId: string | null; // OMLSURVEY
  readonly forceDisposition: boolean | null; // FORCE_DISPOSITION, null = group decides
  readonly autoUnpauseS: number | null; // AUTO_UNPAUSE seconds, 0 = never, null = group decides
  readonly autoAttend: boolean | null; // AUTO_ATTEND_*: only for the matching Origin (interface §12.13)
  readonly did: string | null;
  readonly inboundRoute: string | null;
  readonly videoRoom: string | null; // OMLVIDEO
  readonly crmContactData: string | null; // OML_RETRIEVE_CRM_DATA, JSON text
  /** What the disposition form needs back as `call_data` (interface §6.6), exactly as received. */
  readonly callData: Readonly<Record<string, string>>;
  /** Caller id number of the From/PAI header, for calls without our headers. */
  readonly remoteNumber: string;
}

export type CallPhase =
  | 'idle'
  | 'requested' // asked of OMniLeads over HTTP, INVITE not here yet
  | 'ringing' // INVITE waits for the agent's answer
  | 'answering' // 200 OK on its way (accepted by the agent or by itself)
  | 'talking'
  | 'held'
  | 'transferPrompt' // ## or *2 sent, first destination digit not yet: the only phase in which a transfer can be cancelled
  | 'transferReturning' // cancelled before the first digit: the PBX brings the customer back by itself (8–10 s)
  | 'transferDialing' // destination digits going out: can't be stopped
  | 'transferSent' // blind: all digits out, waiting for the PBX's BYE
  | 'consulting' // consultative: connected (or ringing) to the consultee, customer on music
  | 'conference' // three-way
  | 'ending'; // BYE/CANCEL/480 sent, session not yet over

export type TransferTarget =
  | { readonly to: 'agent'; readonly agentId: string; readonly name: string }
  | { readonly to: 'number'; readonly number: string; readonly name?: string }
  | { readonly to: 'campaign'; readonly campaignId: string; readonly name: string }
  | { readonly to: 'survey' };
export type TransferKind = 'blind' | 'consultative';

/** The CRM's own ids that a call was asked for with (interface §11.2). */
export interface ExternalIds {
  readonly systemId: string; // OMniLeads' number of the external system
  readonly campaignId: string;
  readonly contactId: string; // '' = the page named none
}

export interface TransferState {
  readonly kind: TransferKind;
  readonly target: TransferTarget;
  readonly startedAt: number;
  /** What the PBX let us see of the consultee (interface §5.6, issue B6): never guessed further than that. */
  readonly seen: 'nothing' | 'targetDialed' | 'customerBack';
}

/** Features of the PBX that live on the leg which the phone lost, and not on the one that replaced it. */
export type DeadFeature = 'transfer' | 'record';

export interface ActiveCall {
  readonly sessionId: string; // our id of the SIP session, '' while only requested
  readonly generation: number; // stale continuations compare it
  readonly direction: 'out' | 'in';
  readonly details: CallDetails | null; // null while only requested
  readonly requested: {
    readonly number: string;
    readonly agentId?: string;
    readonly campaignId?: string;
    /** In a campaign whose own id is not known here. */
    readonly external?: ExternalIds;
  } | null;
  readonly requestedAt: number | null; // ms epoch
  readonly ringingAt: number | null;
  readonly answeredAt: number | null; // timers are derived from it, never broadcast
  readonly heldAt: number | null;
  readonly muted: boolean;
  readonly recording: 'off' | 'on' | 'unknown';
  readonly transfer: TransferState | null;
  /** The contact may be created during the call (contact_saved): this one wins over details.contactId. */
  readonly contactId: string;
  readonly confHold: { readonly client: boolean; readonly consultant: boolean };
  /** A re-INVITE on its way: true = to hold, false = to resume. Keeps a double click from sending two. */
  readonly holdPending?: boolean | null;
  /** A recording command on its way: its tones are not all out yet. */
  readonly recordPending?: boolean | null;
  /** The hang-up button has offered the survey once; the next press hangs up (interface §5.8, §12.20). */
  readonly surveyTried?: boolean;
  /** In 'ending': what to say once the session is over. */
  readonly endingAs?: CallEnd | null;
  /** Goes on in another phone document than it began in. */
  readonly takenOver?: boolean;
  /** What the PBX does no longer do for it since then. */
  readonly dead?: readonly DeadFeature[];
  /** The PBX brought a call back that we had already counted as over. */
  readonly again?: boolean;
}

export type CallEnd = 'agent' | 'remote' | 'failed' | 'cancelled' | 'timeout' | 'transferred' | 'rejected';

/** 'returning': the PBX needs this long to bring the customer back; 'ending': the longest we wait for a session to be over. */
export type CallTimer = 'returning' | 'ending';

/** What outlives a call, because the PBX may come back to it. */
export interface CallMemory {
  /** Asked for, then given up: an INVITE that still comes for it is refused, not answered. */
  readonly givenUp: readonly {
    readonly request: NonNullable<ActiveCall['requested']>;
    readonly until: number;
  }[];
  /** Handed over while the consultee had not answered: the PBX may ring us again for the same customer (lab §10.5). */
  readonly recall: { readonly call: ActiveCall; readonly until: number } | null;
  /** Consultations handed to agents whose `end_transferred_call` is still to come: that message names no call (interface §9.1). */
  readonly handedOver: number;
}

export interface CallState {
  readonly phase: CallPhase;
  readonly call: ActiveCall | null; // null exactly in 'idle'
  readonly generation: number;
  /** Why the last call ended, for a line of text; null while one is on. */
  readonly lastEnd: {
    readonly why: CallEnd;
    readonly at: number;
    readonly answered: boolean;
    readonly details: CallDetails | null;
    readonly sipCode?: number;
  } | null;
  readonly memory?: CallMemory;
}
