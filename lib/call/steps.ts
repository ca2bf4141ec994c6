/** Moves that several cells of the table share. */
import { ENDING_LIMIT_MS } from './constants';
import { campaignRecords, fromAgent } from './details';
import type { CallEffect } from './events';
import type { LiveState, Step } from './machine';
import type { ActiveCall, CallDetails, CallEnd, CallMemory, CallPhase, CallState } from './types';

export const NO_MEMORY: CallMemory = { givenUp: [], recall: null, handedOver: 0 };

const FRESH_CALL: Omit<ActiveCall, 'generation' | 'direction'> = {
  sessionId: '',
  details: null,
  requested: null,
  requestedAt: null,
  ringingAt: null,
  answeredAt: null,
  heldAt: null,
  muted: false,
  recording: 'off',
  transfer: null,
  contactId: '',
  confHold: { client: false, consultant: false },
  holdPending: null,
  recordPending: null,
  surveyTried: false,
  endingAs: null,
  again: false,
};

export function memoryOf(state: CallState): CallMemory {
  return state.memory ?? NO_MEMORY;
}

export function remember(state: CallState, change: Partial<CallMemory>): CallState {
  return { ...state, memory: { ...memoryOf(state), ...change } };
}

/** A new call, under a new generation: whatever still answers for an older one is stale from here on. */
export function begin(
  state: CallState,
  phase: CallPhase,
  call: Partial<ActiveCall> & Pick<ActiveCall, 'direction'>,
): LiveState {
  const generation = state.generation + 1;
  return { ...state, phase, generation, lastEnd: null, call: { ...FRESH_CALL, ...call, generation } };
}

/** The facts of an INVITE as the call's own. */
export function inviteFacts(sessionId: string, details: CallDetails): Partial<ActiveCall> {
  const unknown = details.origin === 'transfer' && campaignRecords(details) === 'unknown';
  return { sessionId, details, contactId: details.contactId, recording: unknown ? 'unknown' : 'off' };
}

export function change(state: LiveState, call: Partial<ActiveCall>): LiveState {
  return { ...state, call: { ...state.call, ...call } };
}

export function go(
  state: LiveState,
  phase: CallPhase,
  call: Partial<ActiveCall> = {},
  effects: readonly CallEffect[] = [],
): Step {
  return { state: { ...change(state, call), phase }, effects };
}

/** As `go`, under a new generation. */
export function bump(state: LiveState): LiveState {
  const generation = state.generation + 1;
  return { ...state, generation, call: { ...state.call, generation } };
}

/** Ask for the session's end and wait for it; a session that never says it is over is given ENDING_LIMIT_MS. */
export function end(
  state: LiveState,
  why: CallEnd,
  before: readonly CallEffect[] = [],
  how?: CallEffect,
): Step {
  const next = bump(state);
  const { sessionId, generation } = next.call;
  return go(next, 'ending', { endingAs: why, holdPending: null }, [
    ...before,
    how ?? { type: 'endSession', sessionId },
    { type: 'startTimer', timer: 'ending', ms: ENDING_LIMIT_MS, generation },
  ]);
}

/** The call is over: back to idle, with what the server and the rest of the phone have to know. */
export function over(
  state: LiveState,
  why: CallEnd,
  at: number,
  more: { sipCode?: number; before?: readonly CallEffect[] } = {},
): Step {
  const { details, answeredAt, ringingAt } = state.call;
  const answered = answeredAt !== null;
  const effects: CallEffect[] = [...(more.before ?? [])];
  if (state.phase === 'ringing') effects.push({ type: 'ring', on: false });
  // Only after a ring that nobody answered: an answered call's presence is the PBX's business (interface §2.8).
  if (ringingAt !== null && !answered) effects.push({ type: 'postRinging', on: false });
  if (details && answered && details.transfer === 'consultative') {
    const { id } = fromAgent(details);
    if (id) effects.push({ type: 'notifyConsultationEnd', agentId: id });
  }
  effects.push({ type: 'callOver', details, answered, at });
  const lastEnd = {
    why,
    at,
    answered,
    details,
    ...(more.sipCode === undefined ? {} : { sipCode: more.sipCode }),
  };
  return { state: { ...state, phase: 'idle', call: null, lastEnd }, effects };
}

export function endedWhy(by: 'remote' | 'local' | 'failed'): CallEnd {
  return by === 'remote' ? 'remote' : by === 'failed' ? 'failed' : 'agent';
}
