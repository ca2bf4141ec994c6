/** First look at what is typed, so that a slip is said at once; the phone judges again. */
import type { BareKey } from '@/lib/i18n';

const MIN_DIGITS = 2; // shortest extension of a company's PBX
const MAX_DIGITS = 25; // longest number OMniLeads dials
/** An exchange would read these as its own transfer codes (interface §5.5–5.6). */
const LOOKS_LIKE_PREFIX = /^(0000|1111|8888|9999)\d{1,4}$/;
/** What people type between groups of digits. */
const SEPARATORS = /[\s().\-/]/g;

export type Checked =
  | { readonly ok: true; readonly number: string }
  | { readonly ok: false; readonly why: BareKey & `${'number' | 'transfer'}.${string}` };

function checkLength(number: string): Checked {
  if (number.length < MIN_DIGITS) return { ok: false, why: 'number.short' };
  if (number.length > MAX_DIGITS) return { ok: false, why: 'number.long' };
  return { ok: true, number };
}

/** A number to call: digits, `*`, `#`, and `+` in front. */
export function checkNumber(typed: string): Checked {
  const number = typed.replace(SEPARATORS, '');
  if (!/^\+?[\d*#]*$/.test(number)) return { ok: false, why: 'number.chars' };
  return checkLength(number);
}

/** Between numbers that are dialled at once: what people write, and what OMniLeads wants (interface §4.8). */
const BETWEEN = /[,;_]/;
const JOINT = '_';
const AT_ONCE_MAX = 10;

/** As `checkNumber`; campaigns also take several numbers, the first to answer wins. */
export function checkNumbers(typed: string): Checked {
  const parts = typed
    .split(BETWEEN)
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length <= 1) return checkNumber(parts[0] ?? '');
  if (parts.length > AT_ONCE_MAX) return { ok: false, why: 'number.many' };
  const checked = parts.map(checkNumber);
  const wrong = checked.find((one) => !one.ok);
  if (wrong) return wrong;
  return { ok: true, number: checked.map((one) => (one.ok ? one.number : '')).join(JOINT) };
}

export const several = (typed: string): boolean => BETWEEN.test(typed);

/** Numbers dialled at once, as people read them. */
export const numberWords = (number: string): string => number.split(JOINT).join(', ');

/** A number to transfer to is sent as tones: no `+`, nothing that would be taken for a transfer code. */
export function checkTransferNumber(typed: string): Checked {
  const number = typed.replace(SEPARATORS, '');
  if (!/^[\d*#]*$/.test(number)) return { ok: false, why: 'transfer.chars' };
  if (LOOKS_LIKE_PREFIX.test(number)) return { ok: false, why: 'transfer.prefix' };
  return checkLength(number);
}

/** Tones a call can carry; a comma waits two seconds. */
export const isTones = (typed: string): boolean => /^[\dA-D*#,]{1,64}$/.test(typed);
