/**
 * What a view needs to draw a draft's form: the server's form as it was last read, with what the agent typed laid over it.
 * Replies of the draft commands (lib/phone/command.ts). Plain data: it crosses the port to the panel as it is.
 */
import type { ErrorCode, ErrorParams } from '@/lib/diagnostics';
import type { PastDisposition } from '@/lib/omnileads';
import type { Candidate, Choice, CrmInteraction, FieldKind } from '@/lib/omnileads/forms';
import type { StoredDisposition } from './types';

export type { PastDisposition } from '@/lib/omnileads';
export type { Candidate } from '@/lib/omnileads/forms';

export type FormStep = 'disposition' | 'management' | 'callback';
/** Kinds of disposition options (interface §6.1): 'plain' ends it, the others are followed by another form. */
export type OptionKind = 'plain' | 'management' | 'callback';

export interface FieldView {
  /**
   * Give this back to `change` as the key, unread. Fixed names: 'disposition.option', 'disposition.sub', 'disposition.comments',
   * 'callback.kind' ('personal' | 'global'), 'callback.date' (YYYY-MM-DD), 'callback.time' (HH:MM), 'callback.phone', 'callback.reason'.
   * Others: 'contact.<column>', 'phone.<column>' (disposition of one of the contact's phones), 'management.<field>'.
   */
  readonly name: string;
  /** The server's label; '' for fields with a fixed name (i18n has their words) and where the page has none. */
  readonly label: string;
  readonly kind: FieldKind;
  /** What the agent typed, else what is stored. A checkbox: 'on' or ''. */
  readonly value: string;
  /** What the server has stored; differs from `value` once the agent typed. */
  readonly stored: string;
  /** Selects and radios; the empty choice is among them when the field may be left empty. */
  readonly choices: readonly Choice[];
  readonly required: boolean;
  /** Shown, not editable. */
  readonly locked: boolean;
  /** The server's own words about the last try, in the server's language. */
  readonly errors: readonly string[];
  /** `save` was refused because this field is empty: the view has its own words. */
  readonly missing: boolean;
  /** Numbers only: decimals allowed, 0 = whole; absent = not known. */
  readonly decimals?: number;
}

export interface FormSection {
  /** phones = a disposition for each of the contact's phones, where the campaign asks for it. */
  readonly part: 'contact' | 'phones' | 'disposition' | 'management' | 'callback';
  readonly fields: readonly FieldView[];
}

export interface FormView {
  readonly draftId: string;
  readonly step: FormStep;
  /** In the order to be shown. The disposition step has contact, phones (if any) and disposition. */
  readonly sections: readonly FormSection[];
  /** '' = the contact is not in OMniLeads yet: saving creates it. */
  readonly contactId: string;
  /** Sub-dispositions by option id; options without any are absent. One is compulsory where there are some. */
  readonly subs: Readonly<Record<string, readonly string[]>>;
  /** What follows each option, as far as it is known; an unknown one shows itself when the disposition was saved. */
  readonly optionKinds: Readonly<Record<string, OptionKind>>;
  /** An inbound call without a disposition: `save` with only 'contact' is possible. */
  readonly contactOnly: boolean;
  /** Errors that belong to no field: limits of the group, the form as a whole. Server's words. */
  readonly errors: readonly string[];
  /** Why the draft needs the agent, if it does. */
  readonly problem: { readonly code: ErrorCode; readonly params: ErrorParams } | null;
  /** In a conflict: what each side wants; answer with `resolve`. `…Name` are the options' names. */
  readonly conflict: {
    readonly mine: StoredDisposition & { readonly optionName: string };
    readonly theirs: StoredDisposition & { readonly optionName: string };
  } | null;
  /** The zone of callback dates and times in minutes east of UTC; null = not known, taken for the agent's own. */
  readonly zoneMin: number | null;
  /** Now in the server's zone, for the callback's date field: YYYY-MM-DD and HH:MM. */
  readonly serverDate: string;
  readonly serverTime: string;
  /** When the server's form was read, ms epoch; `fresh` false = kept from earlier, the server can't be asked now. */
  readonly readAt: number;
  readonly fresh: boolean;
  /** The CRM's page of this customer (interface §11.4), when the agent may or must open it. */
  readonly crm: CrmInteraction | null;
}

/** Reply's value of `form` and `choose`. */
export type FormReply =
  | { readonly kind: 'form'; readonly form: FormView }
  /** Answer with `choose`; contactId '' there = none of them, a new contact. */
  | { readonly kind: 'candidates'; readonly candidates: readonly Candidate[] }
  /** The server shows this form only once the disposition is saved: what can be typed before is not known. */
  | { readonly kind: 'later' };

/** Reply's value of `history`: newest first, the one stored now among them. */
export interface HistoryReply {
  readonly entries: readonly PastDisposition[];
}

/** Reply's value of `export`: a file for the supervisor when a laptop dies. */
export interface ExportReply {
  readonly fileName: string;
  readonly text: string; // JSON
}
/** Reply's value of `editCallback`: ask for its form with step 'callback', then `change` and `save` as ever. */
export interface EditReply {
  readonly draftId: string;
}
/** Reply's value of `note`; '' = nothing was written. */
export interface NoteReply {
  readonly text: string;
}
