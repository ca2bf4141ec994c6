/** What the agent does within a call: checked against the state, then left to the call's table. */
import {
  hangUpWarning,
  isContactUnsaved,
  isTones,
  normalTarget,
  transferProblem,
  type CallEvent,
} from '@/lib/call';
import type { ErrorCode } from '@/lib/diagnostics';
import type { CommandResult, PhoneCommand } from '../command';
import { OK, type Handler, type PhoneContext } from '../context';
import { presenceOf } from '../session/directory';

type Of<T extends PhoneCommand['type']> = Extract<PhoneCommand, { type: T }>;
const refused = (code: ErrorCode): CommandResult => ({ ok: false, code, params: {} });

/** Dispatches, and answers whether the table took it: a command without a meaning now must not look like done. */
function tried(
  phone: PhoneContext,
  event: CallEvent,
  otherwise: ErrorCode = 'commandNotAllowed',
): CommandResult {
  const before = phone.store.get().call;
  phone.call(event);
  return phone.store.get().call === before && !phone.hadEffects() ? refused(otherwise) : OK;
}

export const answer: Handler<Of<'answer'>> = (phone) => tried(phone, { type: 'answer', at: phone.now() });
export const reject: Handler<Of<'reject'>> = (phone) => tried(phone, { type: 'reject', at: phone.now() });

export const hangUp: Handler<Of<'hangUp'>> = (phone, { confirmed }) => {
  const { call } = phone.store.get();
  const confirm = confirmed ? null : hangUpWarning(call);
  if (confirm) return { ok: false, confirm };
  return tried(phone, { type: 'hangUp', at: phone.now() });
};

export const hold: Handler<Of<'hold'>> = (phone) =>
  phone.store.get().abilities.flags.hold
    ? tried(phone, { type: 'hold', at: phone.now() })
    : refused('permissionDenied');
export const resume: Handler<Of<'resume'>> = (phone) => tried(phone, { type: 'resume', at: phone.now() });
export const mute: Handler<Of<'mute'>> = (phone, { on }) => tried(phone, { type: 'mute', on });
export const tones: Handler<Of<'tones'>> = (phone, { digits }) =>
  isTones(digits) ? tried(phone, { type: 'tones', digits }) : refused('toneFailed');
export const cancelTransfer: Handler<Of<'cancelTransfer'>> = (phone) =>
  tried(phone, { type: 'cancelTransfer', at: phone.now() });
export const completeTransfer: Handler<Of<'completeTransfer'>> = (phone) =>
  tried(phone, { type: 'completeTransfer', at: phone.now() });
export const conference: Handler<Of<'conference'>> = (phone) =>
  tried(phone, { type: 'conference', at: phone.now() });
export const backWithCustomer: Handler<Of<'backWithCustomer'>> = (phone) =>
  tried(phone, { type: 'backWithCustomer', at: phone.now() });
export const conferenceHold: Handler<Of<'conferenceHold'>> = (phone, { target, on }) =>
  tried(phone, { type: 'confHold', target, on }, 'conferenceHoldNotHere');
export const record: Handler<Of<'record'>> = (phone, { on }) =>
  tried(phone, { type: 'record', on }, 'recordingNotHere');

/** Everything wrong with a transfer is said before its first tone. */
export const transfer: Handler<Of<'transfer'>> = async (phone, { kind, target: asked, confirmed = [] }) => {
  const { call, directory } = phone.store.get();
  const target = normalTarget(asked);
  const problem = transferProblem(call.call, kind, target);
  if (problem) return refused(problem);
  if (target.to === 'campaign' && !directory.inboundCampaigns.some(({ id }) => id === target.campaignId))
    return refused('campaignUnknown');
  if (!confirmed.includes('contactNotSaved') && isContactUnsaved(call.call?.contactId ?? ''))
    return { ok: false, confirm: 'contactNotSaved' };
  if (target.to === 'agent') {
    const status = await presenceOf(phone, target.agentId);
    if (status === 'unknown') return refused('agentUnknown');
    // Blind: the customer would hear "try again" and be lost. Consultative: the agent would talk to a prompt.
    if (status === 'away' && kind === 'consultative') return refused('agentNotReady');
    if (status === 'away' && !confirmed.includes('targetNotReady'))
      return { ok: false, confirm: 'targetNotReady' };
  }
  return tried(phone, { type: 'transfer', kind, target, at: phone.now() });
};
