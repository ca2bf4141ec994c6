/** What may happen to a call, and what the table asks the phone to do about it. Effects are data; lib/phone executes them. */
import type { ErrorCode } from '@/lib/diagnostics/errors';
import type {
  ActiveCall,
  CallDetails,
  CallTimer,
  DeadFeature,
  ExternalIds,
  TransferKind,
  TransferTarget,
} from './types';

/** Where a call can go on in another phone document. */
export type RestoredPhase = 'talking' | 'held' | 'transferSent' | 'consulting' | 'conference';

export type CallEvent =
  // asked for by the agent
  | {
      readonly type: 'request';
      readonly number: string;
      readonly agentId?: string;
      readonly campaignId?: string;
      readonly external?: ExternalIds;
      readonly at: number;
    }
  /** HTTP said no. `generation` is the one the request's call got: without it a late answer could kill the next request. */
  | {
      readonly type: 'requestRefused';
      readonly code: ErrorCode;
      readonly at: number;
      readonly generation?: number;
    }
  | { readonly type: 'requestTimeout'; readonly at: number; readonly generation?: number } // accepted, but no INVITE within REQUEST_TO_INVITE_MS
  | { readonly type: 'answer'; readonly at: number }
  | { readonly type: 'reject'; readonly at: number }
  | { readonly type: 'hangUp'; readonly at: number }
  | { readonly type: 'hold'; readonly at: number }
  | { readonly type: 'resume'; readonly at: number }
  | { readonly type: 'mute'; readonly on: boolean }
  | { readonly type: 'tones'; readonly digits: string }
  | {
      readonly type: 'transfer';
      readonly kind: TransferKind;
      readonly target: TransferTarget;
      readonly at: number;
    }
  | { readonly type: 'cancelTransfer'; readonly at: number }
  | { readonly type: 'completeTransfer'; readonly at: number }
  | { readonly type: 'conference'; readonly at: number }
  | { readonly type: 'backWithCustomer'; readonly at: number }
  | { readonly type: 'confHold'; readonly target: 'client' | 'consultant'; readonly on: boolean }
  | { readonly type: 'record'; readonly on: boolean }
  // from SIP
  | {
      readonly type: 'invite';
      readonly sessionId: string;
      readonly details: CallDetails;
      readonly autoAnswer: boolean;
      readonly at: number;
    }
  | { readonly type: 'established'; readonly sessionId: string; readonly at: number }
  | {
      readonly type: 'answerFailed';
      readonly sessionId: string;
      readonly code: ErrorCode;
      readonly at: number;
    }
  | {
      readonly type: 'ended';
      readonly sessionId: string;
      readonly by: 'remote' | 'local' | 'failed';
      readonly sipCode?: number;
      readonly at: number;
    }
  | {
      readonly type: 'reinvite';
      readonly sessionId: string;
      readonly assertedIdentity: string;
      readonly at: number;
    }
  | { readonly type: 'held'; readonly sessionId: string; readonly on: boolean; readonly at: number } // re-INVITE accepted
  | { readonly type: 'holdFailed'; readonly sessionId: string }
  /** A new phone document found the call of the one that died, as it was; it has no session yet. */
  | { readonly type: 'restored'; readonly call: ActiveCall; readonly phase: RestoredPhase }
  /** The session that takes the restored call over, and what the PBX does no longer once it has. */
  | { readonly type: 'attached'; readonly as: string; readonly dead: readonly DeadFeature[] }
  | { readonly type: 'registrationLost' }
  | { readonly type: 'registrationBack' }
  /** A timer asked for by `startTimer` ran out. */
  | { readonly type: 'timer'; readonly timer: CallTimer; readonly generation: number; readonly at: number }
  // from the transfer's own progress
  | { readonly type: 'transferPromptOver'; readonly generation: number } // TRANSFER_PROMPT_MS passed since ## / *2
  | { readonly type: 'transferDigitsSent'; readonly generation: number; readonly at: number }
  | { readonly type: 'transferFailed'; readonly generation: number; readonly code: ErrorCode }
  /** The PBX never heard enough to begin: the customer was not moved. `code` where that is a failure, none after a cancel. */
  | { readonly type: 'transferUntouched'; readonly generation: number; readonly code?: ErrorCode }
  /** `sessionId` keeps an answer that comes after the call from being taken for the next call's. */
  | { readonly type: 'recordingSent'; readonly on: boolean; readonly sessionId?: string }
  | { readonly type: 'recordingFailed'; readonly sessionId?: string }
  | {
      readonly type: 'confHoldDone';
      readonly target: 'client' | 'consultant';
      readonly on: boolean;
      readonly sessionId?: string;
    }
  // from the server
  | { readonly type: 'contactSaved'; readonly callId: string; readonly contactId: string }
  | { readonly type: 'consultationEnded' }
  | { readonly type: 'multinumAnswered'; readonly phone: string };

export type CallEffect =
  | { readonly type: 'refuseInvite'; readonly sessionId: string } // 480: busy, as the real phone does
  | { readonly type: 'ring'; readonly on: boolean }
  | { readonly type: 'earTone' } // short tone before an automatic answer
  | { readonly type: 'answerSession'; readonly sessionId: string }
  | { readonly type: 'endSession'; readonly sessionId: string }
  | { readonly type: 'holdSession'; readonly sessionId: string; readonly on: boolean }
  | { readonly type: 'muteSession'; readonly sessionId: string; readonly on: boolean }
  | { readonly type: 'sendTones'; readonly sessionId: string; readonly digits: string }
  /** Feature code and, TRANSFER_PROMPT_MS later, the destination; reports the transfer… events with this generation. */
  | {
      readonly type: 'startTransfer';
      readonly sessionId: string;
      readonly kind: TransferKind;
      readonly target: TransferTarget;
      readonly generation: number;
    }
  /** Before the first destination digit: send nothing more. */
  | { readonly type: 'abandonTransfer'; readonly generation: number }
  | {
      readonly type: 'sendTransferDigits';
      readonly sessionId: string;
      readonly kind: TransferKind;
      readonly target: TransferTarget;
      readonly generation: number;
    }
  | { readonly type: 'cancelConsultation'; readonly sessionId: string; readonly generation: number } // *1; a refused tone comes back as transferFailed
  | { readonly type: 'completeConsultation'; readonly sessionId: string } // BYE, or what the CallControl does
  | { readonly type: 'startConference'; readonly sessionId: string; readonly generation: number } // *3; a refused tone comes back as transferFailed
  | {
      readonly type: 'setRecording';
      readonly sessionId: string;
      readonly on: boolean;
      readonly callId: string;
    }
  | {
      readonly type: 'conferenceHold';
      readonly callId: string;
      readonly target: 'client' | 'consultant';
      readonly on: boolean;
    }
  | {
      readonly type: 'surveyTransfer';
      readonly sessionId: string;
      readonly callId: string;
      readonly campaignId: string;
      readonly surveyId: string;
      readonly generation: number;
    }
  // to the server
  | { readonly type: 'postRinging'; readonly on: boolean }
  | { readonly type: 'postReject' }
  | { readonly type: 'postHold'; readonly callId: string } // once per change (interface §5.1)
  | { readonly type: 'notifyConsultationEnd'; readonly agentId: string }
  // to the rest of the phone
  /** Established: drafts are born here. `again` when the PBX brought a transferred call back: its draft exists already. */
  | {
      readonly type: 'callStarted';
      readonly details: CallDetails;
      readonly at: number;
      readonly again: boolean;
    }
  /** Of several numbers dialled at once this one is the customer's; comes after callStarted. */
  | { readonly type: 'numberAnswered'; readonly details: CallDetails; readonly at: number }
  | {
      readonly type: 'callOver';
      readonly details: CallDetails | null;
      readonly answered: boolean;
      readonly at: number;
    }
  | { readonly type: 'startRequestTimer'; readonly generation: number }
  /** Dispatch `timer` with the same name and generation after `ms`; an old one needs no cancelling, its generation is stale. */
  | {
      readonly type: 'startTimer';
      readonly timer: CallTimer;
      readonly ms: number;
      readonly generation: number;
    }
  | {
      readonly type: 'notice';
      readonly code: ErrorCode | 'transferOutcomeUnknown' | 'autoAnswered';
      readonly params?: Readonly<Record<string, string | number>>;
    }
  /** An event that means nothing in this state: changes nothing, is logged. */
  | { readonly type: 'log'; readonly what: string };
