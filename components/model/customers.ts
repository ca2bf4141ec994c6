/** Customers as lines to choose from. Pure. */
import type { ContactCard } from '@/lib/phone';
import { checkNumber, checkNumbers } from './numbers';

/** Shorter digits are looked for in the texts; nobody's number is that short. */
const NUMBER_DIGITS_MIN = 6;

/** What was typed is a number, or several: who has it can be asked. */
export function asNumber(typed: string): string | null {
  const checked = checkNumbers(typed);
  return checked.ok && checked.number.replace(/\D/g, '').length >= NUMBER_DIGITS_MIN ? checked.number : null;
}

const isNumber = (value: string): boolean => {
  const checked = checkNumber(value);
  return checked.ok && checked.number.replace(/\D/g, '').length >= NUMBER_DIGITS_MIN;
};

/** What databases call a person's names, in the languages of ours. */
const NAME_COLUMN = /^(first|last|given|family)?[\s_]*(nombres?|apellidos?|sobrenome|nome|name|surname)$/i;

/** The columns that say who it is: those called so, else the first that holds no number. */
function naming(columns: ContactCard['columns']): readonly string[] {
  const named = Object.keys(columns).filter((name) => NAME_COLUMN.test(name));
  if (named.length > 0) return named;
  const [first] = Object.entries(columns).find(([, value]) => !isNumber(value)) ?? [];
  return first === undefined ? [] : [first];
}

export const contactTitle = ({ phone, columns }: ContactCard): string =>
  naming(columns)
    .map((name) => columns[name] ?? '')
    .join(' ') || phone;

/** What is known besides the names and the main number. */
export function contactFacts({ phone, columns }: ContactCard): readonly (readonly [string, string])[] {
  const named = naming(columns);
  return Object.entries(columns).filter(([name, value]) => !named.includes(name) && value !== phone);
}

export function contactDetail(card: ContactCard): string {
  const phone = contactTitle(card) === card.phone ? '' : card.phone;
  return [phone, ...contactFacts(card).map(([, value]) => value)].filter(Boolean).join(' · ');
}

const PHONE_COLUMN = /tel|cel|m[oó]vil|phone|mobile|fone|whats/i;

/** All numbers of a contact, the main one first. Columns are told by their names: an account number is no telephone. */
export function numbersOf({ phone, columns }: ContactCard): readonly string[] {
  const more = Object.entries(columns)
    .filter(([name, value]) => PHONE_COLUMN.test(name) && isNumber(value))
    .map(([, value]) => value);
  return [...new Set([phone, ...more].map((number) => number.replace(/[\s().\-/]/g, '')))];
}
