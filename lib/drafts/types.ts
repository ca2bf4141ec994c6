/**
 * A draft: everything the agent says about one call, from the first key typed until OMniLeads has confirmed it.
 * It carries the call's data, so that the form can be opened when call, contact and even the session are long gone.
 */
import type { CallRecord, ErrorCode, ErrorParams } from '@/lib/diagnostics';

/** Drafts belong to one agent of one server: another agent on the same computer neither sees nor sends them. */
export interface DraftOwner {
  readonly server: string; // origin
  readonly agentId: string;
}

/** What of the call is needed later; `callData` is the object of interface §6.6, as received. */
export interface DraftCall {
  readonly callId: string;
  readonly campaignId: string;
  readonly campaignType: string;
  readonly campaignName: string;
  readonly phone: string;
  /** '' = unknown when the call came in. */
  readonly contactId: string;
  readonly callType: string;
  readonly startedAt: number; // ms epoch
  readonly callData: Readonly<Record<string, string>>;
  /** The CRM's own ids, when the CRM's page asked for the call by them. Absent in older rows. */
  readonly external?: { readonly systemId: string; readonly campaignId: string; readonly contactId: string };
}

export interface WantedDisposition {
  /** '' = none chosen yet; such a draft can only bring the contact. */
  readonly option: string;
  readonly sub: string;
  readonly comments: string;
  /** Changed columns only, by the form's field name without prefix. */
  readonly contact: Readonly<Record<string, string>>;
  /** Changed dispositions of single phones: option's name by phone column. Absent in rows of schema 1. */
  readonly phones?: Readonly<Record<string, string>>;
  readonly confirmDuplicate: boolean;
}
export interface WantedCallback {
  readonly kind: 'personal' | 'global';
  /** Both '' for a global one: the dialer calls when the campaign's list is through, and the form gets the server's now. */
  readonly date: string; // YYYY-MM-DD in the server's zone
  readonly time: string; // HH:MM
  readonly phone: string;
  readonly reason: string;
}

/** The transaction's steps in their order: each needs what the one before it made. 'contact' only where nothing else is said. */
export const STEPS = ['contact', 'disposition', 'management', 'callback', 'note'] as const;
export type Step = (typeof STEPS)[number];
/** The form that the server asks for after the disposition; '' = not known. */
export type FollowUp = '' | 'none' | 'management' | 'callback';

export interface Wanted {
  readonly disposition: WantedDisposition | null;
  /** Answers of the management form by field name. */
  readonly management: Readonly<Record<string, string>> | null;
  readonly callback: WantedCallback | null;
  readonly note: string | null;
}

export type DraftStatus =
  | 'open' // being typed
  | 'waiting' // saved by the agent: the outbox may send it
  | 'refused' // the server said no: needs the agent
  | 'conflict' // somebody else dispositioned the contact meanwhile: needs the agent
  | 'sent'; // confirmed; personal data already purged

/** What the server held for this contact and campaign when the form was loaded. Option '' = none. */
export interface StoredDisposition {
  readonly option: string;
  readonly sub: string;
  readonly comments: string;
}

export interface DraftProblem {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** The step that failed. Absent in rows of schema 1. */
  readonly step?: Step;
  /** Server's errors by field name; '' for errors of the form as a whole. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** For a conflict: what is stored there now. */
  readonly theirs: StoredDisposition | null;
}

/** How the sending of one thing stands. The note has its own: it needs nothing of the rest, and may be sent while that is being typed. */
export interface Sending {
  /** Written before each post: after a crash its outcome is unknown until the server has had time to finish. */
  readonly inFlight: { readonly step: Step; readonly at: number } | null;
  readonly attempts: number;
  readonly nextTryAt: number; // ms epoch, 0 = at once
  readonly problem: DraftProblem | null;
}

export interface Draft extends Sending {
  readonly schema: 2;
  readonly id: string;
  readonly owner: DraftOwner;
  /** A call's disposition, a note alone, or a callback of the list that is being changed. */
  readonly about: 'disposition' | 'note' | 'callback';
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly call: DraftCall;
  /** How the call went and sounded. Absent until it is over, and in older rows. */
  readonly record?: CallRecord;
  readonly wanted: Wanted;
  readonly status: DraftStatus;
  /** Save the contact alone, leave the rest open (inbound calls, interface §6.6). */
  readonly contactOnly: boolean;
  /** The agent looked at the contacts with this number and it is none of them. */
  readonly newContact: boolean;
  /** The server's form was loaded with the call's data: once per call, as the stock phone does at its answer. */
  readonly announced: boolean;
  readonly followUp: FollowUp;
  /** For lists: contact's name, chosen option's name. */
  readonly title: string;
  readonly outcome: string;
  /** Ids learnt on the way. */
  readonly contactId: string;
  readonly dispositionId: string;
  readonly callbackId: string;
  readonly base: StoredDisposition | null;
  /** The agent looked at a conflict and chose this version over what was stored. */
  readonly overrides: StoredDisposition | null;
  /** Per step, the fingerprint of what the server confirmed. A later change of the wish makes the step due again. */
  readonly confirmed: Readonly<Partial<Record<Step, string>>>;
  readonly note: Sending;
  /** The server said no to the note: it waits for the agent, the rest goes on. */
  readonly noteRefused: boolean;
}
