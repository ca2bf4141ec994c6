/** What may happen during a shift, and what the table asks the phone to do about it. */
import type { ErrorCode } from '@/lib/diagnostics/errors';
import type { Pause } from './types';

export type AgentEvent =
  /** `totals`: what was counted earlier today, before the phone document was restarted. */
  | { readonly type: 'signIn'; readonly at: number; readonly totals?: Readonly<Record<string, number>> }
  | { readonly type: 'signOut'; readonly at: number }
  | { readonly type: 'sessionLost'; readonly at: number } // web session; the phone goes on
  | { readonly type: 'registered'; readonly at: number }
  | { readonly type: 'registrationLost'; readonly at: number }
  | {
      readonly type: 'pbxLogin';
      readonly ok: boolean;
      readonly at: number;
      readonly request?: number;
      readonly code?: ErrorCode;
    } // asterisk_login's answer
  | { readonly type: 'microphone'; readonly ok: boolean; readonly at: number }
  | { readonly type: 'pause'; readonly pause: Pause; readonly at: number } // asked for by the agent
  | {
      readonly type: 'pauseSet';
      readonly ok: boolean;
      readonly at: number;
      readonly request?: number;
      readonly code?: ErrorCode;
    } // asterisk_pause's answer
  | { readonly type: 'resumeWork'; readonly at: number }
  /** asterisk_unpause's answer, or `ok: false` with 'callGated' when the disposition check forbade it. */
  | {
      readonly type: 'unpauseSet';
      readonly ok: boolean;
      readonly at: number;
      readonly request?: number;
      readonly code?: ErrorCode;
    }
  | { readonly type: 'programPause'; readonly pause: Pause | null }
  | { readonly type: 'forcedPause'; readonly name: string; readonly at: number } // supervisor, id "00"
  | { readonly type: 'forcedUnpause'; readonly at: number }
  | { readonly type: 'ringing'; readonly queueCall: boolean; readonly at: number }
  | { readonly type: 'callAnswered'; readonly at: number }
  /** `acw` false for calls never answered (interface §10.3: no ACW then). */
  | {
      readonly type: 'callOver';
      readonly answered: boolean;
      readonly forceDisposition: boolean;
      readonly autoUnpauseS: number;
      readonly at: number;
    }
  /**
   * The compulsory disposition is done (or, `done: false`, found to be missing). `leave: false` only clears the debt and leaves
   * the agent in after-call work: for groups whose server doesn't un-pause by itself (interface §6.7).
   */
  | { readonly type: 'dispositioned'; readonly done: boolean; readonly at: number; readonly leave?: boolean }
  | { readonly type: 'signedInElsewhere'; readonly at: number }
  | { readonly type: 'takeOver'; readonly at: number }
  | { readonly type: 'retry'; readonly at: number } // log in to the PBX again now, after a refusal
  | { readonly type: 'newDay'; readonly at: number } // midnight: the day's totals start anew
  | { readonly type: 'timer'; readonly at: number }; // what armTimer asked for

export type AgentEffect =
  // `request` comes back in the answer's event: pbxLogin → pbxLogin, setPause → pauseSet, leavePause → unpauseSet
  | { readonly type: 'pbxLogin'; readonly request?: number } // POST asterisk_login
  | { readonly type: 'pbxLogout' }
  | { readonly type: 'setPause'; readonly pauseId: string; readonly request?: number }
  | {
      readonly type: 'leavePause';
      readonly pauseId: string;
      readonly checkDisposition: boolean;
      readonly request?: number;
    }
  | { readonly type: 'postDisabled' }
  /** Another console has the agent's calls: the newest registration gets them, so ours must not be renewed (interface B). */
  | { readonly type: 'unregister' }
  | { readonly type: 'register' }
  /** One timer: replaces the one before; null = none. A time already past fires at once. */
  | { readonly type: 'armTimer'; readonly at: number | null }
  | { readonly type: 'notice'; readonly code: ErrorCode }
  | { readonly type: 'log'; readonly what: string };
