/** May this transfer be signalled, and with what? Everything is judged before the first tone (interface §5.5, §12.16). */
import type { ErrorCode } from '@/lib/diagnostics/errors';
import { isOffCampaign } from './details';
import type { ActiveCall, TransferKind, TransferTarget } from './types';

/** "+" can't be a tone and the dialplan keeps digits only (A.2): it and the punctuation people type are dropped. */
const PUNCTUATION = /^\+|[\s().\-/]/g;
const TRANSFER_NUMBER = /^[0-9*#]{2,25}$/;
/** Would be taken for "agent n" or "campaign n" instead of a number. */
const TRANSFER_PREFIX = /^(0000|1111|8888|9999)\d{1,4}$/;
/** Longer ids match no pattern of the dialplan (interface §5.12): the customer would hear an error and be dropped. */
const DIALPLAN_ID = /^\d{1,4}$/;
/** What can be sent as tones in a call (interface §2.5): digits, star, hash, A–D, "," for a pause. */
const TONES = /^[0-9A-D*#,]{1,64}$/i;

export function isTones(digits: string): boolean {
  return TONES.test(digits);
}

/** The target as its tones will be: a number without punctuation. */
export function normalTarget(target: TransferTarget): TransferTarget {
  return target.to === 'number'
    ? { ...target, number: target.number.trim().replace(PUNCTUATION, '') }
    : target;
}

/** Why this transfer can't be started, or null. Expects what `normalTarget` gives. */
export function transferProblem(
  call: Pick<ActiveCall, 'details' | 'dead'> | null,
  kind: TransferKind,
  target: TransferTarget,
): ErrorCode | null {
  if (call?.dead?.includes('transfer')) return 'takenOverNoTransfer';
  const details = call?.details ?? null;
  switch (target.to) {
    case 'number':
      if (TRANSFER_PREFIX.test(target.number)) return 'transferLooksLikePrefix';
      return TRANSFER_NUMBER.test(target.number) ? null : 'transferTargetInvalid';
    case 'agent':
      return DIALPLAN_ID.test(target.agentId) ? null : 'transferTargetInvalid';
    case 'campaign':
      // "8888…" may be dialled outside as a number, and a call without campaign has nothing to hand to one.
      if (kind === 'consultative' || !details || isOffCampaign(details)) return 'transferTargetInvalid';
      return DIALPLAN_ID.test(target.campaignId) ? null : 'transferTargetInvalid';
    case 'survey':
      return kind === 'blind' && details?.surveyId ? null : 'surveyNotHere';
  }
}
