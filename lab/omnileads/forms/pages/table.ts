/** Tables of contacts with the buttons that the console's script listens to. */
import { markup, type Markup } from '@/lab/omnileads/http';
import {
  columnFlags,
  columnValue,
  contactsOf,
  databaseOf,
  dataColumns,
  type Campaign,
  type Contact,
  type World,
} from '@/lab/omnileads/store';

/** Columns shown beside the phone. */
const SHOWN_COLUMNS = 3;

/** The console calls from a row by this script; the page that it stands on names the click type. */
export const callScript = (
  campaign: Campaign,
  contactId: number | '-1',
  phone: string,
  kind: string,
): string => `makeClick2Call('${campaign.id}', '${campaign.type}', '${contactId}', '${phone}', '${kind}');`;

/** Contacts of the campaign whose phone or data hold the text. */
export const searchContacts = (world: World, campaign: Campaign, text: string): Contact[] =>
  contactsOf(world, campaign.databaseId).filter((one) =>
    [one.phone, ...one.data].some((value) => (value ?? '').toLowerCase().includes(text.toLowerCase())),
  );

export function contactTable(
  world: World,
  campaign: Campaign,
  contacts: readonly Contact[],
  buttons: (contact: Contact) => Markup,
): Markup {
  const database = databaseOf(world, campaign.databaseId);
  const columns = dataColumns(database)
    .filter((column) => !columnFlags(world, campaign, column).hidden)
    .slice(0, SHOWN_COLUMNS);
  const rows = contacts.map(
    (one) =>
      markup`<tr><td>${one.phone}</td>${columns.map((column) => markup`<td>${columnValue(one, database, column)}</td>`)}<td>${buttons(one)}</td></tr>\n`,
  );
  return markup`<table class="table" id="contactos"><thead><tr><th>telefono</th>${columns.map((column) => markup`<th>${column}</th>`)}<th></th></tr></thead><tbody>
${rows}</tbody></table>\n`;
}
