/** Phone-document side: which candidates are numbers, and what to dial for them. Carries the numbering plans (43 KB gz). */
import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/min';
import { isOtherKind } from './kinds';
import { isTaxId } from './tax-ids';

export interface DialPlan {
  readonly country: string; // ISO 3166 alpha-2 of numbers written without a country code
  readonly prefix: string; // put before national numbers
}

const MAX_CANDIDATE = 40; // longer is no number: nothing is parsed for it

/** The E.164 number a candidate stands for, '' when no numbering plan knows it. Never throws. */
export function toE164(asked: string, country: string): string {
  return parse(asked, country)?.number ?? '';
}

/** Leads abroad where somebody dials by hand; OMniLeads' own route out takes digits only, never a '+' (interface A.2). */
const ABROAD_PREFIX = '00';
const ABROAD_PREFIX_NANP = '011';

/** What to dial, digits only: national numbers by the site's plan, foreign ones with the prefix for calls abroad; '' = no phone number. */
export function toDialable(asked: string, { country, prefix }: DialPlan): string {
  const number = parse(asked, country);
  if (!number) return '';
  if (number.country === known(country)) return prefix + nationalDigits(number);
  const nanp = known(country) !== undefined && getCountryCallingCode(known(country) as CountryCode) === '1';
  if (nanp && number.countryCallingCode === '1') return `1${number.nationalNumber}`;
  return (nanp ? ABROAD_PREFIX_NANP : ABROAD_PREFIX) + number.countryCallingCode + number.nationalNumber;
}

/** A number somebody typed or stored with '+', as the PBX can dial it; what no plan knows keeps its digits, as in the stock phone. */
export function withoutPlus(number: string, plan: DialPlan): string {
  return number.startsWith('+') ? toDialable(number, plan) || number.slice(1) : number;
}

const known = (country: string): CountryCode | undefined => {
  const code = country.toUpperCase();
  return isSupportedCountry(code) ? code : undefined;
};

/** A page asks about a number when it is found, when the pointer is on it and when it is clicked: the click needn't wait for a parser. */
const parsed = new Map<string, PhoneNumber | null>();
const PARSED_MAX = 500;

function parse(asked: string, country: string): PhoneNumber | null {
  const key = `${country}\n${asked}`;
  const before = parsed.get(key);
  if (before !== undefined) return before;
  const number = parseAnew(asked, country);
  const [oldest] = parsed.keys();
  if (parsed.size >= PARSED_MAX && oldest !== undefined) parsed.delete(oldest);
  parsed.set(key, number);
  return number;
}

/** A plain number, or a question of ./candidates: words before, tab, number, tab, word after. */
function parseAnew(asked: string, country: string): PhoneNumber | null {
  const [first = '', second, after = ''] = asked.split('\t');
  const candidate = second ?? first;
  if (second !== undefined && isOtherKind(candidate, first, after)) return null;
  if (candidate.length > MAX_CANDIDATE || isTaxId(candidate, country.toUpperCase())) return null;
  const text = candidate.replace(/[\u2010-\u2013]/g, '-').replace(/[\u00a0\u2009\u202f]/g, ' ');
  const direct = parsePhoneNumberFromString(text, known(country));
  if (direct?.isValid()) return direct;
  // "00 54 …" is written in countries whose own prefix for calls abroad is another one.
  const abroad = /^\(?00[\s)]?(.+)$/.exec(text)?.[1];
  const again = abroad ? parsePhoneNumberFromString(`+${abroad}`) : undefined;
  return again?.isValid() ? again : null;
}

/** Argentina's mobile 9 belongs to calls from abroad; inside the country the ten digits are dialled. */
function nationalDigits({ nationalNumber, country }: PhoneNumber): string {
  return country === 'AR' && /^9\d{10}$/.test(nationalNumber) ? nationalNumber.slice(1) : nationalNumber;
}
