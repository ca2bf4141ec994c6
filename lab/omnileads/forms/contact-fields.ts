/** The fields of a contact's form: one per column that the agent may see (interface §6.6). */
import {
  columnFlags,
  databaseOf,
  dataColumns,
  mainPhoneColumn,
  type Campaign,
  type Contact,
  type ContactDatabase,
  type World,
} from '@/lab/omnileads/store';

import { asciiName } from './python';

export interface ContactField {
  readonly name: string;
  readonly column: string;
  readonly kind: 'phone' | 'externalId' | 'data';
  /** Checked as a telephone number. */
  readonly isPhone: boolean;
  readonly required: boolean;
  /** Shown disabled: what is posted for it is ignored. */
  readonly locked: boolean;
}
/** A data column called "telefono" must not be taken for the main phone. */
const MAIN_PHONE = 'telefono';
const RENAMED_PHONE = 'input_telefono_en_datos_OML';
export const dataFieldName = (column: string): string => {
  const name = asciiName(column);
  return name === MAIN_PHONE ? RENAMED_PHONE : name;
};

/** A contact is shown with its own database's columns, a new one with the campaign's. */
export const formDatabase = (world: World, campaign: Campaign, contact: Contact | null): ContactDatabase =>
  databaseOf(world, contact?.databaseId ?? campaign.databaseId);

const INBOUND = 3;
const OPEN = { hidden: false, locked: false, required: false };
/** `unrestricted`: what a supervisor hid, locked or made compulsory doesn't count. In the form's order: main phone, external id, then the data columns. Hidden ones are absent. */
export function contactFields(
  world: World,
  campaign: Campaign,
  contact: Contact | null,
  unrestricted = false,
): ContactField[] {
  const database = formDatabase(world, campaign, contact);
  const main = mainPhoneColumn(database);
  const external = database.externalIdColumn;
  const fieldOf = (column: string, kind: ContactField['kind'], name: string): ContactField[] => {
    const { hidden, locked, required } = unrestricted ? OPEN : columnFlags(world, campaign, column);
    if (hidden) return [];
    const isPhone = kind === 'phone' || database.phoneColumns.includes(column);
    const needed = required || (kind === 'phone' && campaign.type !== INBOUND);
    return [{ name, column, kind, isPhone, required: needed, locked: locked && contact !== null }];
  };
  return [
    ...fieldOf(main, 'phone', MAIN_PHONE),
    ...(external === null ? [] : fieldOf(external, 'externalId', 'id_externo')),
    ...dataColumns(database).flatMap((column) => fieldOf(column, 'data', dataFieldName(column))),
  ];
}
export const PHONE_FORMAT = /^\+?\d{3,25}$/u;
