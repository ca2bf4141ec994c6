/** The contact's form: the same on the disposition page (prefixed) and on the contact pages (interface §6.6, §8.4). */
import { markup, type Language, type Markup, type QueryDict } from '@/lab/omnileads/http';
import {
  addContact,
  columnValue,
  contactsOf,
  databaseOf,
  dataColumns,
  type Campaign,
  type Contact,
  type ContactDatabase,
  type World,
} from '@/lab/omnileads/store';

import { contactFields, formDatabase, PHONE_FORMAT, type ContactField } from './contact-fields';
import { tell } from './sentences';
import { checkbox, field, formErrors, hiddenInput, input, type Errors } from './widgets';

export interface ContactFormInput {
  readonly world: World;
  readonly language: Language;
  readonly campaign: Campaign;
  /** Null makes a new one. */
  readonly contact: Contact | null;
  readonly prefix: string;
  /** What was posted; null shows the form as it is stored. */
  readonly posted: QueryDict | null;
  /** Phone of a new contact's empty form. */
  readonly phone?: string;
  /** The supervisor's column settings don't count (REST). */
  readonly unrestricted?: boolean;
}
export interface ContactForm {
  /** Nothing is wrong with what was posted. */
  readonly valid: boolean;
  /** By field name without prefix; `__all__` for the whole. */
  readonly errors: Errors;
  /** The hidden field that the page shows twice; empty once it turned into a checkbox. */
  readonly hidden: Markup;
  readonly visible: Markup;
  /** Writes what was posted. Only for a valid form. */
  readonly save: (original?: boolean) => Contact;
}
const CONFIRM = 'confirmar_duplicado';
const ALL = '__all__';

/** Django's BooleanField: any text but these is true. */
const isTrue = (value: string | undefined): boolean =>
  value !== undefined && value !== '' && !['false', '0'].includes(value.toLowerCase());

interface Checked {
  readonly errors: Record<string, string[]>;
  readonly needsConfirmation: boolean;
}

function check(
  form: ContactFormInput,
  fields: readonly ContactField[],
  valueOf: (f: ContactField) => string,
): Checked {
  const { world, language, campaign, contact, posted, prefix } = form;
  const errors: Record<string, string[]> = {};
  for (const one of fields) {
    if (one.locked) continue;
    const value = valueOf(one);
    if (value === '') {
      if (one.required) errors[one.name] = [tell(language, 'required')];
    } else if (one.isPhone && !PHONE_FORMAT.test(value)) errors[one.name] = [tell(language, 'phone')];
    else if (one.kind === 'externalId' && isTaken(form, value))
      errors[one.name] = [tell(language, 'externalIdTaken')];
  }
  const phone = fields.find(({ kind }) => kind === 'phone');
  const number = phone && !errors[phone.name] ? valueOf(phone) : '';
  const others = contactsOf(world, formDatabase(world, campaign, contact).id);
  // Only a new number is compared: saving a contact that already shares its number asks nothing.
  const duplicate =
    number !== '' && number !== contact?.phone && others.some((other) => other.phone === number);
  if (!duplicate) return { errors, needsConfirmation: false };
  if (!campaign.allowsDuplicates)
    return { errors: { ...errors, [ALL]: [tell(language, 'phoneTaken')] }, needsConfirmation: false };
  if (isTrue(posted?.get(prefix + CONFIRM))) return { errors, needsConfirmation: false };
  return { errors: { ...errors, [ALL]: [tell(language, 'confirmDuplicate')] }, needsConfirmation: true };
}
const isTaken = ({ world, campaign, contact }: ContactFormInput, externalId: string): boolean =>
  contactsOf(world, formDatabase(world, campaign, contact).id).some(
    (other) => other.externalId === externalId && other.id !== contact?.id,
  );

/** Value of every data column after the save: hidden ones keep theirs, absent ones are blanked (exchange #433). */
function newData(
  database: ContactDatabase,
  fields: readonly ContactField[],
  contact: Contact | null,
  valueOf: (f: ContactField) => string,
): (string | null)[] {
  return dataColumns(database).map((column) => {
    const shown = fields.find((one) => one.column === column);
    if (shown && !shown.locked) return valueOf(shown);
    return contact ? columnValue(contact, database, column) : '';
  });
}

export function contactForm(form: ContactFormInput): ContactForm {
  const { world, campaign, contact, prefix, posted } = form;
  const database = formDatabase(world, campaign, contact);
  const fields = contactFields(world, campaign, contact, form.unrestricted);
  const stored = (one: ContactField): string | null =>
    contact ? columnValue(contact, database, one.column) : one.kind === 'phone' ? (form.phone ?? '') : '';
  const valueOf = (one: ContactField): string => (posted?.get(prefix + one.name) ?? '').trim();
  const shownValue = (one: ContactField): string | null =>
    posted && !one.locked ? (posted.get(prefix + one.name) ?? null) : stored(one);
  const { errors, needsConfirmation } = posted
    ? check(form, fields, valueOf)
    : { errors: {}, needsConfirmation: false };
  const prefixed = Object.fromEntries(
    Object.entries(errors).map(([name, list]) => [name === ALL ? ALL : prefix + name, list]),
  );
  const rows = fields.map((one) =>
    field(
      prefix + one.name,
      one.column,
      input('text', prefix + one.name, shownValue(one), { required: one.required, disabled: one.locked }),
      prefixed,
    ),
  );
  const confirmation = needsConfirmation
    ? markup`<div class="form-group"><label for="id_${prefix}${CONFIRM}">Confirmar duplicado:</label>${checkbox(prefix + CONFIRM, false)}</div>\n`
    : markup``;
  return {
    valid: Object.keys(errors).length === 0,
    errors,
    hidden: needsConfirmation
      ? markup``
      : hiddenInput(prefix + CONFIRM, posted ? posted.get(prefix + CONFIRM) : 'False'),
    visible: markup`${formErrors(prefixed)}${confirmation}${rows}`,
    save(original = false) {
      const saved = {
        phone: kept(fields, 'phone', valueOf) ?? contact?.phone ?? '',
        externalId: externalIdAfter(fields, contact, valueOf),
        data: newData(database, fields, contact, valueOf),
      };
      if (!contact)
        return addContact(world, {
          databaseId: databaseOf(world, campaign.databaseId).id,
          original,
          ...saved,
        });
      return Object.assign(contact, saved);
    },
  };
}
/** What was posted for the field of a kind; null when it isn't there or is locked. */
function kept(
  fields: readonly ContactField[],
  kind: ContactField['kind'],
  valueOf: (f: ContactField) => string,
): string | null {
  const found = fields.find((one) => one.kind === kind);
  return found && !found.locked ? valueOf(found) : null;
}
function externalIdAfter(
  fields: readonly ContactField[],
  contact: Contact | null,
  valueOf: (f: ContactField) => string,
): string | null {
  const given = kept(fields, 'externalId', valueOf);
  if (given === null) return contact?.externalId ?? null;
  return given === '' ? null : given;
}
