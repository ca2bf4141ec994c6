/** Contacts by column, and where they are kept. */
import { noteCommit } from './commits';
import type { ColumnFlags } from './form-types';
import type { Campaign, Contact, ContactDatabase } from './types';
import { takeId, type World } from './world';

/** First id after the seed's. */
const FIRST_NEW_CONTACT = 66;
const PLAIN: ColumnFlags = { hidden: false, locked: false, required: false };

export function databaseOf(world: World, databaseId: number): ContactDatabase {
  const database = world.databases.get(databaseId);
  if (!database) throw new Error(`no database ${databaseId}`);
  return database;
}
export const mainPhoneColumn = (database: ContactDatabase): string => database.columns[0] ?? 'telefono';
/** Columns that are neither the main phone nor the external id: those of `Contact.data`, in order. */
export const dataColumns = (database: ContactDatabase): string[] =>
  database.columns.filter(
    (column) => column !== mainPhoneColumn(database) && column !== database.externalIdColumn,
  );

/** Value of a column as stored: null where nothing was ever given. */
export function columnValue(contact: Contact, database: ContactDatabase, column: string): string | null {
  if (column === mainPhoneColumn(database)) return contact.phone;
  if (column === database.externalIdColumn) return contact.externalId;
  return contact.data[dataColumns(database).indexOf(column)] ?? null;
}
/** Every column with its value, in file order. */
export const recordOf = (contact: Contact, database: ContactDatabase): Record<string, string | null> =>
  Object.fromEntries(database.columns.map((column) => [column, columnValue(contact, database, column)]));

export function addContact(world: World, fields: Omit<Contact, 'id'>): Contact {
  const contact = { id: takeId(world, 'contacts', FIRST_NEW_CONTACT), ...fields };
  world.contacts.set(contact.id, contact);
  noteCommit(world, {
    what: 'contact',
    id: String(contact.id),
    created: true,
    callId: null,
    content: { ...fields, data: [...fields.data] },
  });
  return contact;
}

export const columnFlags = (world: World, campaign: Campaign, column: string): ColumnFlags =>
  world.forms.columns.get(campaign.id)?.get(column) ?? PLAIN;
export function setColumn(
  world: World,
  campaignId: number,
  column: string,
  flags: Partial<ColumnFlags>,
): void {
  const campaign = world.campaigns.get(campaignId);
  if (!campaign || !databaseOf(world, campaign.databaseId).columns.includes(column))
    throw new Error(`campaign ${campaignId} has no column ${column}`);
  const columns = world.forms.columns.get(campaignId) ?? new Map<string, ColumnFlags>();
  columns.set(column, { ...PLAIN, ...columns.get(column), ...flags });
  world.forms.columns.set(campaignId, columns);
}

/** How long the server remembers which contact a call was with. */
const CALL_CONTACT_MS = 2 * 3_600_000;
export function rememberCallContact(world: World, callId: string, contactId: number, at: number): void {
  world.forms.callContacts.set(callId, { contactId, until: at + CALL_CONTACT_MS });
}
export function contactOfCall(world: World, callId: string, at: number): number | null {
  const known = world.forms.callContacts.get(callId);
  return known && known.until > at ? known.contactId : null;
}
