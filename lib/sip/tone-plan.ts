/**
 * What is dialled on the live call to make the PBX transfer, confer or record (interface §5.5–5.12, Appendix A).
 * Pure: the digits and their checks; sending is SessionPort.tones.
 */
import type { TransferKind, TransferTarget } from '@/lib/call/types';
import { PhoneError } from '@/lib/diagnostics';

/** After `##` or `*2` the PBX plays its prompt; digits before its end are lost. What the stock page waits (interface §5.5). */
export const TRANSFER_PROMPT_MS = 2500;
/** Duration and gap of the stock page (interface §2.5): 600 ms from tone to tone, below the 1000 ms feature timeout. */
export const TONE_DURATION_MS = 100;
export const TONE_GAP_MS = 500;

export const CANCEL_CONSULTATION = '*1';
export const THREE_WAY = '*3';
export const RECORD_START = '*4'; // while consulting the same digits swap the parties (interface §12.18)
export const RECORD_STOP = '*5';

const FEATURE: Readonly<Record<TransferKind, string>> = { blind: '##', consultative: '*2' };
const AGENT_PREFIX: Readonly<Record<TransferKind, string>> = { blind: '0000', consultative: '1111' };
const CAMPAIGN_PREFIX = '9999';
const SURVEY_DESTINATION = '098*';

/** Ids beyond this length match no pattern of the dialplan and would be dialled outside (Appendix A.2). */
const ID_DIGITS_MAX = 4;
/** A number that the dialplan would take for one of its own transfers. */
const LOOKS_LIKE_PREFIX = /^(0000|1111|8888|9999)\d{1,4}$/;
const NUMBER = /^\+?[\d*#]{2,25}$/;
const TONES = /^[0-9A-D*#,]+$/;
/** Stands for a wait between tones (interface §2.5). */
export const TONE_PAUSE = ',';
export const TONE_PAUSE_MS = 2000;

export interface TransferTones {
  /** Starts the transfer: `##` or `*2`. */
  readonly feature: string;
  /** Sent TRANSFER_PROMPT_MS later. */
  readonly destination: string;
}

/** The sequence for a transfer. Throws PhoneError (transferTargetInvalid, transferLooksLikePrefix, agentUnknown, campaignUnknown, surveyNotHere). */
export function transferTones(kind: TransferKind, target: TransferTarget): TransferTones {
  return { feature: FEATURE[kind], destination: destination(kind, target) };
}

function destination(kind: TransferKind, target: TransferTarget): string {
  switch (target.to) {
    case 'agent':
      return AGENT_PREFIX[kind] + shortId(target.agentId, 'agentUnknown');
    case 'campaign':
      // No extension routes 8888…: the digits would be dialled outside (interface §5.6, issue B6).
      if (kind === 'consultative')
        throw new PhoneError('transferTargetInvalid', {}, 'no consultation with a campaign');
      return CAMPAIGN_PREFIX + shortId(target.campaignId, 'campaignUnknown');
    case 'survey':
      if (kind === 'consultative')
        throw new PhoneError('surveyNotHere', {}, 'surveys are reached by blind transfer only');
      return SURVEY_DESTINATION;
    case 'number':
      return transferNumber(target.number);
  }
}

function shortId(id: string, code: 'agentUnknown' | 'campaignUnknown'): string {
  if (!/^\d+$/.test(id)) throw new PhoneError(code, { id }, 'an id has digits only');
  if (id.length > ID_DIGITS_MAX)
    throw new PhoneError(
      'transferTargetInvalid',
      { id },
      `ids longer than ${ID_DIGITS_MAX} digits match no dialplan pattern`,
    );
  return id;
}

/**
 * Digits to send for a typed or stored number: grouping characters go, `+` goes too (no such tone exists and the
 * dialplan keeps digits only, Appendix A.2). Throws PhoneError transferTargetInvalid / transferLooksLikePrefix.
 */
export function transferNumber(text: string): string {
  const compact = text.replace(/[\s().\-/]/g, '');
  if (!NUMBER.test(compact)) throw new PhoneError('transferTargetInvalid', { number: text });
  const digits = compact.replace(/^\+/, '');
  if (LOOKS_LIKE_PREFIX.test(digits)) throw new PhoneError('transferLooksLikePrefix', { number: text });
  return digits;
}

/** Tones as they go out: upper case, checked before the first one is sent. Throws PhoneError toneFailed. */
export function validTones(text: string): string {
  const tones = text.toUpperCase();
  if (!TONES.test(tones))
    throw new PhoneError('toneFailed', { tones: text }, 'only 0-9 A-D * # and , are tones');
  return tones;
}
