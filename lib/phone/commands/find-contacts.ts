/** Who is behind a number (interface §4.6). */
import { sameNumber } from '@/lib/call';
import { asPhoneError } from '@/lib/diagnostics';
import type { IdentifiedContact } from '@/lib/omnileads';
import type { CallableCampaign } from '@/lib/omnileads/types';
import type { CallLookup, ContactCard } from '../contacts';
import type { PhoneContext } from '../context';

/** Databases keep numbers with and without prefixes: the end of a number is what both ways of writing share. */
const SEARCHED_DIGITS = 8;
/** A call must not wait for a slow search: after this it goes on without a contact, which the form then asks for. */
const SEARCH_LIMIT_MS = 4_000;
/** The state stays a few KB: nobody chooses among more. */
const CANDIDATES_SHOWN = 12;
const COLUMNS_SHOWN = 6;
const COLUMN_CHARS = 120;

/** The contacts that have this number; [] also when the server can't tell in time: the call is worth more than its name. */
export async function findContacts(
  phone: PhoneContext,
  campaignId: string,
  number: string,
): Promise<readonly IdentifiedContact[]> {
  try {
    return await inTime(phone, knownBy(phone, campaignId, number));
  } catch (thrown) {
    const { code, detail } = asPhoneError(thrown);
    phone.ports.log.warn('call', 'contact not looked up', { code, detail: detail ?? '' });
    return [];
  }
}

/** The search finds digits anywhere in a contact; counted are those of whom one number is the dialled one. */
export async function knownBy(
  phone: PhoneContext,
  campaignId: string,
  number: string,
): Promise<readonly IdentifiedContact[]> {
  const first = number.split('_')[0] ?? '';
  const digits = first.replace(/[^0-9*#]/g, '').slice(-SEARCHED_DIGITS);
  const found = await phone.client.contacts.identify(campaignId, digits);
  return found.filter(
    (contact) =>
      sameNumber(contact.phone, first) ||
      Object.values(contact.columns).some((value) => sameNumber(value, first)),
  );
}

function inTime<T>(phone: PhoneContext, search: Promise<T>): Promise<T | []> {
  return new Promise((resolve, reject) => {
    const cancel = phone.ports.clock.after(SEARCH_LIMIT_MS, () => resolve([]));
    search.then(resolve, reject).finally(cancel);
  });
}

export function cardOf(
  id: string,
  phone: string,
  columns: Iterable<readonly [name: string, value: string]>,
): ContactCard {
  const filled = [...columns].filter(([, value]) => value !== '').slice(0, COLUMNS_SHOWN);
  return {
    id,
    phone,
    columns: Object.fromEntries(filled.map(([name, value]) => [name, value.slice(0, COLUMN_CHARS)])),
  };
}

export function toLookup(
  { id, name }: CallableCampaign,
  number: string,
  found: readonly IdentifiedContact[],
): CallLookup {
  return {
    number,
    campaignId: id,
    campaignName: name,
    candidates: found
      .slice(0, CANDIDATES_SHOWN)
      .map((contact) => cardOf(contact.id, contact.phone, Object.entries(contact.columns))),
    more: Math.max(0, found.length - CANDIDATES_SHOWN),
  };
}
