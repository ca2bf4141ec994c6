/** What drafts need from the outside: a store, the server's forms, time. */
import type { FormPage } from './form-page';
import type { FormStep } from './form-view';
import type {
  Draft,
  DraftCall,
  DraftOwner,
  FollowUp,
  StoredDisposition,
  WantedCallback,
  WantedDisposition,
} from './types';

export interface DraftStore {
  get(id: string): Promise<Draft | null>;
  /** What this agent has, in one pass over the disk. */
  read(owner: DraftOwner): Promise<StoredDrafts>;
  /** Rejects with PhoneError('draftQuota') when the disk is full: the caller keeps what it has. */
  add(draft: Draft): Promise<void>;
  /** Read, change and write in one transaction, so that typing and sending don't overwrite each other. Null = gone. */
  update(id: string, change: (draft: Draft) => Draft): Promise<Draft | null>;
  remove(id: string): Promise<void>;
  /** The server's form as last read for this draft; null = never, or not readable. */
  page(draftId: string, step: FormStep): Promise<FormPage | null>;
  keepPage(draftId: string, page: FormPage): Promise<void>;
  forgetPages(draftId: string): Promise<void>;
  /** Small things learnt; their readers check them. null = nothing. */
  fact(key: string): Promise<unknown>;
  keepFact(key: string, row: unknown): Promise<void>;
}

/** A row that could not be read: kept as it is, shown, never dropped. */
export interface DamagedRow {
  readonly id: string;
  readonly raw: unknown;
}
export interface StoredDrafts {
  /** Oldest first. */
  readonly drafts: readonly Draft[];
  readonly damaged: readonly DamagedRow[];
}

/** What the outbox needs of them. */
export interface OutboxStore extends Pick<DraftStore, 'get' | 'update'> {
  /** Oldest first. */
  list(owner: DraftOwner): Promise<readonly Draft[]>;
}

export type Posted<T> =
  | ({ readonly kind: 'saved' } & T)
  /** The server looked at it and said no: never retried by itself. */
  | {
      readonly kind: 'refused';
      readonly code: 'draftRefused' | 'agendaLimit' | 'formChanged' | 'permissionDenied' | 'contactAmbiguous';
      readonly fields: Readonly<Record<string, readonly string[]>>;
    };

/**
 * The server's forms, one call each. Every method rejects with PhoneError for what may pass (network, time-out, 5xx, expired
 * session, another agent's session): after such a rejection of a post its outcome is unknown.
 */
export interface DispositionServer {
  /** Agent the session belongs to now; null = signed out. */
  identity(): Promise<string | null>;
  /** The agent's disposition that carries this call id (GET /api/v1/disposition/): the proof of a post whose answer was lost. */
  findByCall(callId: string): Promise<{ readonly dispositionId: string; readonly contactId: string } | null>;
  /** Read without call data: with it the GET would lock the agent again (session.md §4.3). */
  readDisposition(
    campaignId: string,
    contactId: string,
  ): Promise<{
    readonly stored: StoredDisposition;
    readonly columns: Readonly<Record<string, string>>;
    /** Disposition's name by phone column; {} where the campaign doesn't ask for it. */
    readonly phones: Readonly<Record<string, string>>;
  }>;
  /** The contact alone, inbound calls (interface §6.6); contactId '' creates it. */
  postContact(
    draft: Draft,
    contactId: string,
    wanted: WantedDisposition,
  ): Promise<Posted<{ readonly contactId: string }>>;
  postDisposition(
    draft: Draft,
    contactId: string,
    wanted: WantedDisposition,
  ): Promise<
    Posted<{ readonly contactId: string; readonly dispositionId: string; readonly followUp?: FollowUp }>
  >;
  /** What the server wants next after a disposition whose answer was lost; as near as can be told without posting. */
  findFollowUp(draft: Draft, dispositionId: string): Promise<FollowUp>;
  readManagement(dispositionId: string): Promise<Readonly<Record<string, string>>>;
  postManagement(
    call: DraftCall,
    dispositionId: string,
    answers: Readonly<Record<string, string>>,
  ): Promise<Posted<object>>;
  readCallback(
    contactId: string,
    campaignId: string,
  ): Promise<(WantedCallback & { readonly callbackId: string }) | null>;
  postCallback(
    call: DraftCall,
    contactId: string,
    wanted: WantedCallback,
  ): Promise<Posted<{ readonly callbackId: string }>>;
  /** '' = none. */
  readNote(callId: string): Promise<string>;
  postNote(callId: string, text: string): Promise<Posted<object>>;
}

export interface OutboxClock {
  /** Wall clock, ms epoch: people and the system set it forward and back. */
  now(): number;
  /** ms since this document began; never set, so that waits are real. */
  elapsed(): number;
  /** 0..1 */
  random(): number;
}
