/** What a shift is, as data. Sources: interface §2.6–2.9, §9. */

export type PresencePhase =
  | 'signedOut'
  | 'connecting' // session is being made, SIP not registered, or asterisk_login not answered yet
  | 'ready'
  | 'pausing'
  | 'paused'
  | 'ringing'
  | 'inCall'
  | 'afterCall' // ACW: pause "0"
  | 'connectionLost'
  | 'disabled' // no microphone
  | 'signedInElsewhere';

/** A pause of the server's list. Ids are strings on the wire: "0" ACW, "00" supervision, "OW" WhatsApp, else a number. */
export interface Pause {
  readonly id: string;
  readonly name: string;
  readonly maxS: number; // 0 = unlimited
}
export const ACW_PAUSE: Pause = { id: '0', name: 'ACW', maxS: 0 };

export interface AgentState {
  readonly phase: PresencePhase;
  /** Where to go when the connection is back or a call is over. */
  readonly resume: 'ready' | 'paused' | 'afterCall' | null;
  readonly pause: Pause | null; // the pause in force (also while in ACW: ACW_PAUSE)
  readonly pausedBefore: Pause | null; // pause to return to after ACW
  readonly programmed: Pause | null; // to be applied at the call's end
  readonly forced: boolean; // set by a supervisor
  readonly since: number; // ms epoch of the current phase
  readonly pauseEndsAt: number | null; // limit of the pause or automatic un-pause after ACW
  readonly registered: boolean;
  readonly pbxLoggedIn: boolean;
  readonly dispositionPending: boolean; // compulsory and not yet done
  /** ms per day and activity; 'pause:<id>' per reason. */
  readonly totals: Readonly<Record<string, number>>;
  readonly memo?: AgentMemo;
}

/** What the table has to remember between events and nobody shows. */
export interface AgentMemo {
  readonly microphone: boolean;
  /** The console was opened elsewhere while a call was on: takes effect when the call is over. */
  readonly elsewhere: boolean;
  /** leavePause is on its way because the agent or a limit asked for it. */
  readonly leaving: boolean;
  /** The server said "dispositioned" before the call was over (interface §2.9.7). */
  readonly dispositionedAhead: boolean;
  /** What is in force on the server while another pause is being set: gone back to when that is refused. */
  readonly undo: {
    readonly phase: 'paused' | 'afterCall';
    readonly pause: Pause;
    readonly pausedBefore: Pause | null;
    readonly endsAt: number | null;
  } | null;
  /** After-call work that a call interrupted: taken up again if nobody answers. */
  readonly acw: { readonly endsAt: number | null } | null;
  /** The number of the last request of each kind while its answer is to come, else 0: only that answer says how things stand. */
  readonly inFlight: { readonly login: number; readonly pause: number; readonly unpause: number };
  readonly requests: number; // how many were numbered so far
  /** A login was asked for since the last logout: even one that failed may have been done. */
  readonly mayBeIn: boolean;
  readonly countedFrom: number; // ms epoch: the current activity is in `totals` up to here
}
