/** What the forms part of the server remembers: dispositions and their history, management answers, preview, notes. */

/** CalificacionCliente: one per contact and campaign (interface §6.1). */
export interface Disposition {
  readonly id: number;
  contactId: number;
  readonly campaignId: number;
  optionId: number;
  /** '' = none. */
  sub: string;
  comments: string | null;
  agentId: number;
  /** A callback was made for it, and of which kind. */
  scheduled: boolean;
  callbackKind: 1 | 2 | null;
  callId: string | null;
  /** Made through /calificacion_create/ for a number that was dialled by hand. */
  manual: boolean;
}
/** Where a save came from: the page it was made on, or 'rest'. */
export type SaveReason = 'calificacion' | 'recalificacion' | 'reporte' | 'rest';
/** One committed save, in order: tests count these. */
export interface DispositionRevision {
  readonly at: number;
  readonly dispositionId: number;
  readonly contactId: number;
  readonly campaignId: number;
  readonly optionId: number;
  readonly sub: string;
  readonly comments: string | null;
  readonly agentId: number;
  readonly callId: string | null;
  readonly reason: SaveReason;
}
/** RespuestaFormularioGestion: answers by the field's label. */
export interface ManagementAnswer {
  readonly id: number;
  readonly dispositionId: number;
  answers: Readonly<Record<string, string>>;
}
/** Disposition of one phone of a contact, where the campaign allows it; `option` is the option's name. */
export interface PhoneDisposition {
  readonly id: number;
  readonly campaignId: number;
  readonly contactId: number;
  readonly column: string;
  agentId: number;
  option: string;
}
export const PREVIEW = { initial: 0, delivered: 1, finished: 2, assigned: 3 } as const;
/** AgenteEnContacto: a contact's place in a preview campaign (interface §8.5). */
export interface PreviewEntry {
  readonly id: number;
  readonly campaignId: number;
  readonly contactId: number;
  /** Null while nobody has it. */
  agentId: number | null;
  state: (typeof PREVIEW)[keyof typeof PREVIEW];
  readonly order: number;
  readonly original: boolean;
}

/** A field of a management form, named by its label (interface §6.9). */
export interface ManagementField {
  readonly name: string;
  readonly kind: 'text' | 'date' | 'list' | 'textarea' | 'integer' | 'decimal';
  readonly required: boolean;
  /** Of a list. */
  readonly choices?: readonly string[];
  /** Decimals of a decimal. */
  readonly decimals?: number;
}

/** What a supervisor set for a column of a campaign's contacts (interface §6.6). */
export interface ColumnFlags {
  readonly hidden: boolean;
  readonly locked: boolean;
  readonly required: boolean;
}

/** An external site and how it is called (interface §11.4). */
export interface CrmInteraction {
  readonly trigger: 'agent' | 'automatic' | 'server' | 'disposition';
  readonly method: 'GET' | 'POST';
  readonly format: 'multipart' | 'urlencoded' | 'text' | 'json';
  readonly target: 'embedded' | 'newTab' | null;
  readonly url: string;
  /** 1 the form, 2 the site instead of the form, 3 both. */
  readonly interaction: 1 | 2 | 3;
  readonly parameters: readonly CrmParameter[];
  /** Options that trigger an interaction on disposition. */
  readonly optionIds: readonly number[];
}
export interface CrmParameter {
  readonly name: string;
  readonly kind: 'campaign' | 'contact' | 'call' | 'constant' | 'dialplan' | 'disposition';
  readonly value: string;
}

/** Calls the server itself made to an external site; `error` as told to the agent's console. */
export interface CrmRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly parameters: Readonly<Record<string, string>>;
  readonly error: string | null;
}

/** One committed write of the forms part, in order: tests count them. */
export interface Commit {
  readonly at: number;
  readonly what: 'contact' | 'disposition' | 'management' | 'callback' | 'note';
  /** Id of the row; a note's is its call. */
  readonly id: string;
  readonly created: boolean;
  /** Call that it belongs to, as far as the server knows. */
  readonly callId: string | null;
  readonly content: Readonly<Record<string, unknown>>;
}

export interface FormsTables {
  readonly dispositions: Map<number, Disposition>;
  readonly dispositionHistory: DispositionRevision[];
  readonly answers: Map<number, ManagementAnswer>;
  readonly phoneDispositions: Map<number, PhoneDisposition>;
  readonly preview: Map<number, PreviewEntry>;
  /** Notes on recordings by call id. */
  readonly tags: Map<string, string>;
  /** Contact of a call, two hours long. */
  readonly callContacts: Map<string, { readonly contactId: number; readonly until: number }>;
  readonly crmRequests: CrmRequest[];
  readonly commits: Commit[];
  /** Columns with flags, by campaign id and column name. */
  readonly columns: Map<number, Map<string, ColumnFlags>>;
}
export const createFormsTables = (): FormsTables => ({
  dispositions: new Map(),
  dispositionHistory: [],
  answers: new Map(),
  phoneDispositions: new Map(),
  preview: new Map(),
  tags: new Map(),
  callContacts: new Map(),
  crmRequests: [],
  commits: [],
  columns: new Map(),
});
