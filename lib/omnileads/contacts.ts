/**
 * Contacts of a campaign by REST, and finding the one behind a number (interface §4.6, §8.1–§8.4). Every method may fail with
 * permissionDenied, sessionExpired, serverError, serverAnsweredPage, serverTimeout, serverUnreachable.
 */
import * as v from 'valibot';
import { ENDPOINTS } from './endpoints';
import { identifyContact, type IdentifiedContact } from './identify';
import { refusal, saysOk, type Rest } from './rest';
import { Id, read } from './shape';
import type { Web } from './web';

/** Rows per page: the view loads them all at once, unlimited on the server. */
export const CONTACTS_PER_PAGE_MAX = 100;

export interface DatabaseMetadata {
  readonly mainPhone: string; // column names
  readonly externalId: string | null;
  readonly fields: readonly string[]; // in order, phone and external id among them
}
export interface ContactRow {
  readonly id: string;
  readonly phone: string;
  readonly values: readonly string[]; // the other columns in the database's order; '' = empty
}
export interface ContactsPage {
  readonly total: number;
  readonly matching: number;
  readonly rows: readonly ContactRow[];
}
export interface NewContact {
  readonly campaignId: string;
  readonly columns: Readonly<Record<string, string>>; // by the names of DatabaseMetadata.fields
  readonly externalSystemId?: string;
}
/** What the server found wrong, by column name ('__all__' = the contact as a whole). */
export interface NewContactRefused {
  readonly ok: false;
  readonly errors: Readonly<Record<string, readonly string[]>>;
}
export interface Contacts {
  /** §8.2. Error: campaignUnknown (unknown, paused or not the agent's). */
  databaseMetadata(campaignId: string, externalSystemId?: string): Promise<DatabaseMetadata>;
  /** §8.1: contacts of the campaign without a disposition yet; search is a substring of phone or data. */
  list(campaignId: string, page: { search?: string; start?: number; length?: number }): Promise<ContactsPage>;
  /** §8.3. JSON only. Refused columns come back as a value, not as an error: they belong beside the fields. */
  create(contact: NewContact): Promise<{ readonly ok: true; readonly id: string } | NewContactRefused>;
  /** Contacts of the campaign whose phone or data hold these digits, dispositioned ones too. Error: campaignUnknown. */
  identify(campaignId: string, digits: string): Promise<readonly IdentifiedContact[]>;
}

const Metadata = v.object({
  main_phone: v.string(),
  external_id: v.nullable(v.string()),
  fields: v.array(v.string()),
});
const Cell = v.pipe(
  v.nullable(Id),
  v.transform((text) => (text === null || text === '---' ? '' : text)),
);
const Listing = v.object({
  recordsTotal: v.number(),
  recordsFiltered: v.number(),
  data: v.array(v.array(Cell)),
});
const Created = v.object({ id: Id });

export function createContacts(rest: Rest, web: Web): Contacts {
  return {
    async databaseMetadata(campaignId, externalSystemId) {
      const endpoint = ENDPOINTS.databaseMetadata;
      const body = {
        idCampaign: campaignId,
        ...(externalSystemId ? { idExternalSystem: externalSystemId } : {}),
      };
      const answer = await rest({ endpoint, body });
      if (!saysOk(answer)) throw refusal('campaignUnknown', answer, endpoint);
      const { main_phone, external_id, fields } = read(Metadata, answer.json, endpoint);
      return { mainPhone: main_phone, externalId: external_id, fields };
    },
    async list(campaignId, { search = '', start = 0, length = 25 }) {
      const endpoint = ENDPOINTS.contacts;
      const rows = Math.min(Math.max(1, Math.trunc(length)), CONTACTS_PER_PAGE_MAX);
      // All four are compulsory: a missing one is a 500 (interface §8.1).
      const query = {
        draw: '1',
        start: String(Math.max(0, Math.trunc(start))),
        length: String(rows),
        'search[value]': search,
      };
      const answer = await rest({ endpoint, parts: { campaignId }, query });
      const { recordsTotal, recordsFiltered, data } = read(Listing, answer.json, endpoint);
      return { total: recordsTotal, matching: recordsFiltered, rows: data.flatMap(rowOf) };
    },
    async create({ campaignId, columns, externalSystemId }) {
      const endpoint = ENDPOINTS.newContact;
      const body = {
        ...columns,
        idCampaign: campaignId,
        ...(externalSystemId ? { idExternalSystem: externalSystemId } : {}),
      };
      const answer = await rest({ endpoint, body });
      if (saysOk(answer)) return { ok: true, id: read(Created, answer.json, endpoint).id };
      return { ok: false, errors: errorsOf(answer.json) };
    },
    identify: (campaignId, digits) => identifyContact(rest, web, campaignId, digits),
  };
}

/** [id, phone, …columns, ""]: the last cell is the page's button column. */
function rowOf(cells: readonly string[]): ContactRow[] {
  const [id, phone, ...rest] = cells;
  return id && phone !== undefined ? [{ id, phone, values: rest.slice(0, -1) }] : [];
}

/** `errors` is an object of lists, a list of unexpected columns, or the missing phone column's name (interface §8.3). */
function errorsOf(body: unknown): Record<string, string[]> {
  const { errors, message } = (body ?? {}) as { errors?: unknown; message?: unknown };
  const said = typeof message === 'string' ? [message] : [];
  if (typeof errors === 'string') return { [errors]: said };
  if (Array.isArray(errors)) return Object.fromEntries(errors.map((column) => [String(column), said]));
  if (typeof errors === 'object' && errors !== null) {
    return Object.fromEntries(
      Object.entries(errors).map(([column, why]) => [column, (Array.isArray(why) ? why : [why]).map(String)]),
    );
  }
  return { __all__: said };
}
