/** Everything anybody may ask of the phone: one discriminated union, validated at the border by lib/bridge. */
import type { ExternalIds, TransferKind, TransferTarget } from '@/lib/call/types';
import type { ErrorCode, ErrorParams, SelfTestResult } from '@/lib/diagnostics';
import type { DeviceSettings, Settings } from '@/lib/settings/types';
import type { DraftSummary } from './state';

/** Where a request came from; pages may only ask for calls. */
export type CommandSource = 'panel' | 'popup' | 'options' | 'worker' | 'page';

/** What a transfer asks before its first tone. */
export type TransferQuestion = 'contactNotSaved' | 'targetNotReady';

export type PhoneCommand =
  // session
  | { readonly type: 'signIn'; readonly server: string; readonly user: string; readonly password: string }
  | { readonly type: 'signOut' }
  | { readonly type: 'takeOver' } // reopen the console socket after "signed in elsewhere"
  | { readonly type: 'retryNow' }
  // calls
  | {
      readonly type: 'call';
      readonly number: string;
      readonly campaignId?: string;
      readonly contactId?: string;
      /** The CRM's own ids instead of campaignId and contactId. `agentId` may hold "{user}" (settings' externalAgentId). */
      readonly external?: ExternalIds & { readonly agentId: string };
      readonly via: 'panel' | 'popup' | 'click' | 'selection' | 'redial' | 'recent' | 'callback';
    }
  | { readonly type: 'callAgent'; readonly agentId: string }
  | { readonly type: 'redial' }
  | { readonly type: 'answer' }
  | { readonly type: 'reject' }
  /** Also cancels a requested call. `confirmed` after the agent was warned that the customer's call may end. */
  | { readonly type: 'hangUp'; readonly confirmed?: boolean }
  | { readonly type: 'hold' }
  | { readonly type: 'resume' }
  | { readonly type: 'mute'; readonly on: boolean }
  | { readonly type: 'tones'; readonly digits: string }
  | {
      readonly type: 'transfer';
      readonly kind: TransferKind;
      readonly target: TransferTarget;
      /** Questions of an earlier try that the agent said yes to. */
      readonly confirmed?: readonly TransferQuestion[];
    }
  | { readonly type: 'cancelTransfer' }
  | { readonly type: 'completeTransfer' }
  | { readonly type: 'conference' }
  | { readonly type: 'backWithCustomer' }
  | { readonly type: 'conferenceHold'; readonly target: 'client' | 'consultant'; readonly on: boolean }
  | { readonly type: 'record'; readonly on: boolean }
  | { readonly type: 'noteRecording'; readonly callId: string; readonly text: string }
  // presence
  | { readonly type: 'pause'; readonly pauseId: string }
  | { readonly type: 'resumeWork' }
  | { readonly type: 'programPause'; readonly pauseId: string | null }
  // customers of a campaign (shapes of the replies: ./contacts)
  /** Who is behind the number? Asks only. Reply: CallLookup. */
  | { readonly type: 'lookUp'; readonly number: string; readonly campaignId: string }
  /** 25 at a time from `start`. Reply: ContactsReply. */
  | {
      readonly type: 'listContacts';
      readonly campaignId: string;
      readonly search: string;
      readonly start: number;
    }
  /** Reply: ContactColumns. */
  | { readonly type: 'contactColumns'; readonly campaignId: string }
  /** Saves a contact; calling it is another command. Reply: NewContactReply. */
  | {
      readonly type: 'newContact';
      readonly campaignId: string;
      readonly columns: Readonly<Record<string, string>>;
    }
  // preview campaigns: PhoneState.preview holds the contact in hand
  /** Error noMoreContacts: none left for now. */
  | { readonly type: 'previewNext'; readonly campaignId: string }
  | { readonly type: 'previewCall' }
  | { readonly type: 'previewRelease' }
  /** Kept for the CRM page's origin: its clicks and the keypad in it use this campaign; '' = outside campaigns. */
  | { readonly type: 'chooseCampaign'; readonly origin: string; readonly campaignId: string }
  // lists
  | { readonly type: 'refreshAgents' }
  | { readonly type: 'refreshCallbacks' }
  // devices and settings
  | { readonly type: 'devices'; readonly devices: Partial<DeviceSettings> }
  | { readonly type: 'microphoneChanged' } // options granted or lost it
  | { readonly type: 'settingsChanged'; readonly settings: Settings }
  // diagnostics
  /** Kept for the export. */
  | { readonly type: 'selfTested'; readonly results: readonly SelfTestResult[] }
  /** Not now: it was offered for today. */
  | { readonly type: 'selfTestLater' }
  /** What of server and session a self-test wants to know. Reply: readonly SelfTestResult[]. */
  | { readonly type: 'testServer' }
  /** Calls the administrator's test number, listens, hangs up. Reply: SelfTestResult. */
  | { readonly type: 'testCall' }
  /** Where the line is, for a self-test's own look. Reply: readonly string[]. */
  | { readonly type: 'sipServers' }
  /** The file for support. Reply: ExportReply. */
  | { readonly type: 'diagnostics' }
  // notices
  | { readonly type: 'dismissNotice'; readonly id: string }
  // drafts (issue C): opaque here, their own door validates
  | { readonly type: 'draft'; readonly command: DraftCommand };

/** Values of the replies: lib/drafts/form-view.ts, and DraftSummary of ./state. */
export type DraftCommand =
  /** Makes it the current one: the form shows it. */
  | { readonly type: 'open'; readonly draftId: string }
  | { readonly type: 'close' }
  /** Loads the server's form, or the one kept when the server can't be asked. Reply: FormReply. */
  | {
      readonly type: 'form';
      readonly draftId: string;
      readonly step: 'disposition' | 'management' | 'callback';
    }
  /** Earlier dispositions of the draft's contact in its campaign. Reply: HistoryReply. */
  | { readonly type: 'history'; readonly draftId: string }
  /** Several contacts share the number: this is the one; '' = none of them, a new contact. Reply: FormReply. */
  | { readonly type: 'choose'; readonly draftId: string; readonly contactId: string }
  /** Written at once. Keys are the names of FieldView; a value equal to the stored one takes the change back. */
  | { readonly type: 'change'; readonly draftId: string; readonly fields: Readonly<Record<string, string>> }
  /**
   * Hands it to the outbox. `only: 'contact'` = inbound calls: the contact alone, the disposition stays open.
   * Error formIncomplete: compulsory fields are empty, the next FormView marks them.
   */
  | { readonly type: 'save'; readonly draftId: string; readonly only?: 'contact' }
  /** Now, without waiting for the next planned try. */
  | { readonly type: 'retry'; readonly draftId: string }
  /** For good; the view has asked. Also takes a damaged one off the list. */
  | { readonly type: 'discard'; readonly draftId: string }
  | { readonly type: 'resolve'; readonly draftId: string; readonly keep: 'mine' | 'theirs' }
  /** A callback of the list is changed like a draft, and sent like one. Reply: EditReply. */
  | { readonly type: 'editCallback'; readonly callbackId: string }
  /** The note kept for a call's recording: what the agent finds when opening it again. Reply: NoteReply. */
  | { readonly type: 'note'; readonly callId: string }
  /** Runs the CRM's page of this form (FormView.crm) by the agent's click. */
  | { readonly type: 'openCrm'; readonly draftId: string }
  /** This agent's drafts, damaged ones too, at most `upTo`: what needs the agent, what isn't sent, the rest. Reply: ListReply. */
  | { readonly type: 'list'; readonly upTo: number }
  /** Reply: ExportReply. */
  | { readonly type: 'export' };

/** Reply's value of a draft command's `list`; `total` counts those left out, too. */
export interface ListReply {
  readonly list: readonly DraftSummary[];
  readonly total: number;
}

/** The answer to a command: refused ones say why, in a code that i18n turns into words. `value` only for queries. */
export type CommandResult =
  | { readonly ok: true; readonly value?: unknown }
  | { readonly ok: false; readonly code: ErrorCode; readonly params: ErrorParams }
  /** Nothing was done yet: the agent has to confirm (e.g. the contact isn't saved, the target isn't ready). */
  | { readonly ok: false; readonly confirm: TransferQuestion | 'mayEndCustomerCall' };
