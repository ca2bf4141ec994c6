/** What views are told of customers before a call: plain data, a few hundred bytes each. */

/** A customer as a line to choose from. */
export interface ContactCard {
  readonly id: string;
  readonly phone: string;
  /** The first columns that hold anything, in the database's order; {} where the server doesn't name them. */
  readonly columns: Readonly<Record<string, string>>;
}

/**
 * Reply to `lookUp`: who is behind a number in a campaign (interface §4.6). A view offers the candidates and calls with the
 * id of the chosen one, or with '' for none of them; [] means that the number is nobody's yet, and `newContact` may save it.
 * A call without a contact id looks the number up itself, and is made without one where there are several.
 */
export interface CallLookup {
  readonly number: string;
  readonly campaignId: string;
  readonly campaignName: string;
  readonly candidates: readonly ContactCard[];
  /** How many more the server knows than are listed. */
  readonly more: number;
}

/** A contact that a preview campaign gave to this agent: `previewCall` calls it, `previewRelease` gives it back. */
export interface PreviewView {
  readonly campaignId: string;
  readonly campaignName: string;
  readonly contact: ContactCard;
  /** Delivered ones go back by themselves after the campaign's reservation time; assigned ones wait for their disposition. */
  readonly state: 'delivered' | 'assigned';
  readonly at: number; // ms epoch of its delivery
}

/** Reply to `listContacts`: contacts of the campaign without a disposition yet. */
export interface ContactsReply {
  readonly total: number;
  readonly matching: number;
  readonly contacts: readonly ContactCard[];
}
/** Reply to `contactColumns`: the fields of a new contact, in order; the main phone column among them. */
export interface ContactColumns {
  readonly mainPhone: string;
  readonly externalId: string | null;
  readonly columns: readonly string[];
}
/** Reply to `newContact`. Refused: what the server found wrong, in its words, by column ('__all__' = as a whole). */
export type NewContactReply =
  | { readonly saved: true; readonly contactId: string }
  | { readonly saved: false; readonly errors: Readonly<Record<string, readonly string[]>> };
