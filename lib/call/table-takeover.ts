/** A call that outlived its phone document: shown again by the next one, then joined to the session that took it over. */
import { begin, change } from './steps';
import {
  ignore,
  type CallEventType,
  type EventMap,
  type LiveRow,
  type LiveState,
  type Step,
} from './machine';
import type { RestoredPhase } from './events';
import type { CallPhase, CallState } from './types';

export const RESTORED: readonly RestoredPhase[] = [
  'talking',
  'held',
  'transferSent',
  'consulting',
  'conference',
];

/** What was on its way in the dead document will never be answered; everything else is as it was. */
export function restored(state: CallState, { call, phase }: EventMap['restored']): Step {
  const next = begin(state, phase, {
    ...call,
    sessionId: '',
    holdPending: null,
    recordPending: null,
    takenOver: true,
  });
  return { state: next, effects: [] };
}

function attached(state: LiveState, { as, dead }: EventMap['attached']): Step {
  if (state.call.sessionId) return ignore(state, 'attached to a call that has a session');
  // What the agent had recorded was recorded on the leg that is gone.
  const ended = dead.includes('record') && state.call.recording === 'on';
  const call = { sessionId: as, dead, ...(ended ? { recording: 'off' as const } : {}) };
  return { state: change(state, call), effects: ended ? [{ type: 'notice', code: 'recordingEnded' }] : [] };
}

export const takeoverCells = (phase: CallPhase): LiveRow => ({ attached: { to: [phase], run: attached } });

/** What nobody could carry out while the call has no session yet: it would wait for an answer for ever. */
const NEEDS_SESSION = new Set<CallEventType>([
  'hold',
  'resume',
  'tones',
  'transfer',
  'record',
  'conference',
  'cancelTransfer',
  'completeTransfer',
  'confHold',
]);

export const waitsForSession = ({ phase, call }: CallState, type: CallEventType): boolean =>
  call !== null && phase !== 'requested' && !call.sessionId && NEEDS_SESSION.has(type);
