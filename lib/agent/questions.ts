/** Questions about a shift: what may be done, what is shown, which rule holds. */
import type { ErrorCode } from '@/lib/diagnostics/errors';
import { activityKey } from './steps';
import type { AgentState, PresencePhase } from './types';

/** Why the agent may not start a call now, or null (interface §4.5). The 2 s cool-down is the caller's. */
export function callProblem(state: AgentState): ErrorCode | null {
  if (state.phase === 'disabled') return 'microphoneMissing';
  if (state.phase === 'signedInElsewhere') return 'signedInElsewhere';
  if (!state.registered && state.phase !== 'signedOut') return 'registrationLost';
  if (state.phase !== 'ready' && state.phase !== 'paused' && state.phase !== 'afterCall') return 'notReady';
  return state.dispositionPending ? 'callGated' : null;
}

export function canCall(state: AgentState): boolean {
  return callProblem(state) === null;
}

/** In the queues and free to be given a call. */
export function isQueueEligible(state: AgentState): boolean {
  return state.phase === 'ready' && state.registered && state.pbxLoggedIn;
}

/**
 * To be asked before an INVITE is looked at any further: true = 480, and that is the end of it (interface §2.8, §12.14).
 * A queue may have picked the agent just before the pause took effect.
 */
export function refusesInvite(state: AgentState, invite: { readonly queueCall: boolean }): boolean {
  switch (state.phase) {
    case 'signedOut':
    case 'disabled':
    case 'signedInElsewhere':
      return true;
    case 'pausing':
      return invite.queueCall;
    case 'paused':
    case 'afterCall':
      // Being let out: the server may have put us back into the queues before its answer reached us.
      return invite.queueCall && !state.memo?.leaving;
    default:
      return false;
  }
}

type PresenceLabel =
  | `state.${Exclude<PresencePhase, 'signedInElsewhere' | 'connectionLost' | 'inCall'>}`
  | 'state.elsewhere'
  | 'state.offline'
  | 'state.talking';

/** The catalogue's key for the state in words. */
export function presenceLabel({ phase }: AgentState): PresenceLabel {
  if (phase === 'signedInElsewhere') return 'state.elsewhere';
  if (phase === 'connectionLost') return 'state.offline';
  return phase === 'inCall' ? 'state.talking' : `state.${phase}`;
}

/** The call's own headers win over the group's flags (interface §2.9); outside campaigns there is nothing to disposition. */
export function afterCallRule(
  call: {
    readonly forceDisposition: boolean | null;
    readonly autoUnpauseS: number | null;
    readonly offCampaign: boolean;
  },
  group: { readonly forceDisposition: boolean; readonly autoUnpauseS: number },
): { readonly forceDisposition: boolean; readonly autoUnpauseS: number } {
  return {
    forceDisposition: !call.offCampaign && (call.forceDisposition ?? group.forceDisposition),
    autoUnpauseS: call.autoUnpauseS ?? group.autoUnpauseS,
  };
}

/** The day's totals with the current activity counted up to `now` (ms). */
export function totalsAt(state: AgentState, now: number): Readonly<Record<string, number>> {
  const key = activityKey(state);
  if (!key) return state.totals;
  // Never before the activity began: a shift that has counted nothing yet stands at the beginning of time.
  const from = Math.max(state.memo?.countedFrom ?? 0, state.since);
  return { ...state.totals, [key]: (state.totals[key] ?? 0) + Math.max(0, now - from) };
}
