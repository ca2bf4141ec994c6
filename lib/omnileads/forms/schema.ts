/**
 * A server form as data. OMniLeads has no description of its forms: what its HTML says is the description.
 * Every control that a browser would send is kept, in order, with its value: what we do not show must be posted back
 * unchanged, since an omitted column is blanked (session.md §4.2, exchange #433).
 */
export type FieldKind =
  | 'text'
  | 'textarea'
  | 'number'
  | 'date'
  | 'time'
  | 'select'
  | 'multiselect'
  | 'checkbox'
  | 'radio'
  | 'hidden';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One name of the form. Controls that repeat a name (the server renders some twice) are one field with several slots. */
export interface FormField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: string; // '' when the page has none
  readonly value: string; // of the last slot: the one the server uses
  readonly choices: readonly Choice[]; // selects and radios
  readonly required: boolean;
  /** Shown but not editable: a locked column. Never posted, and the server keeps its value (session.md §4.2). */
  readonly locked: boolean;
  readonly errors: readonly string[];
}

/** What a browser would post for one control, in document order. */
export interface FormSlot {
  readonly name: string;
  readonly value: string;
}

export interface FormSchema {
  /** Where to post: the form's action resolved against the page it came from. */
  readonly action: string;
  readonly fields: readonly FormField[];
  readonly slots: readonly FormSlot[];
  /** Names of controls a browser would leave out now but that may be given a value: unchecked boxes, empty selects. */
  readonly unsent: readonly string[];
  /** Errors that belong to no field. */
  readonly errors: readonly string[];
}

export function fieldOf(schema: FormSchema, name: string): FormField | undefined {
  return schema.fields.find((field) => field.name === name);
}
