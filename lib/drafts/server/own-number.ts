/** The call's number in the form of a contact who is yet to be made. Pure. */
import type { Draft } from '../types';

/** As the server checks it (interface §6.6). */
const NUMBER = /^\+?\d{3,25}$/;

/**
 * What belongs into the number's field, `inForm` being what the server put there. A form asked for without a number lacks it (see
 * dispositions.ts); a withheld one ("anonymous") is filled in as if it were one, and then refused.
 */
export function ownNumber(inForm: string, { call, newContact }: Pick<Draft, 'call' | 'newContact'>): string {
  const phone = NUMBER.test(call.phone) ? call.phone : '';
  return (inForm === '' && newContact) || inForm === call.phone ? phone : inForm;
}
