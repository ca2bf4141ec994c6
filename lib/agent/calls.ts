/** What a call does to the shift: un-pausing, after-call work, and the way back (interface §2.8, §2.9, §12.15, §12.23). */
import type { AgentEffect } from './events';
import type { EventMap, Shift, Step } from './machine';
import { activity, enter, free, leaveAcw, memo, setPause, settle } from './steps';
import { ACW_PAUSE } from './types';

/**
 * A call reaches the agent. Out of a pause the server is told at once, as the PBX would do it itself for calls the agent
 * asked for; unlike the stock phone we remember the pause and return to it (§12.15).
 */
export function takeCall(state: Shift, phase: 'ringing' | 'inCall', at: number): Step {
  const was = activity(state);
  const effects: AgentEffect[] = [];
  let next = memo(state, { leaving: false, undo: null, acw: null, dispositionedAhead: false });
  if (state.pause && was !== 'ready') {
    effects.push({ type: 'leavePause', pauseId: state.pause.id, checkDisposition: false });
    next =
      was === 'afterCall'
        ? memo(next, { acw: { endsAt: state.pauseEndsAt } })
        : { ...next, pausedBefore: state.pause };
  }
  effects.push({ type: 'armTimer', at: null });
  return { state: { ...enter(next, phase, at), resume: null, pause: null, pauseEndsAt: null }, effects };
}

/** Nobody talked: no after-call work; what was interrupted goes on, and the server is told again (§12.23). */
function unansweredOver(state: Shift, at: number): Step {
  const { acw } = state.memo;
  if (acw) return enterAcw(state, at, acw.endsAt);
  return state.pausedBefore ? setPause(state, state.pausedBefore, at) : settle(state, 'ready', at);
}

function enterAcw(state: Shift, at: number, endsAt: number | null): Step {
  const next = memo({ ...state, pause: ACW_PAUSE, pauseEndsAt: endsAt }, { acw: null, leaving: false });
  return settle(next, 'afterCall', at, [
    { type: 'setPause', pauseId: ACW_PAUSE.id },
    { type: 'armTimer', at: endsAt },
  ]);
}

/** The end of a call, in the order of interface §2.9. */
export function callOver(state: Shift, event: EventMap['callOver']): Step {
  const { at, forceDisposition, autoUnpauseS } = event;
  const { dispositionedAhead: ahead } = state.memo;
  // A debt from an earlier call stays: the server keeps it until that one is dispositioned.
  const dispositionPending = event.answered
    ? state.dispositionPending || (forceDisposition && !ahead)
    : state.dispositionPending;
  const next = memo({ ...state, dispositionPending }, { dispositionedAhead: false });
  // The other console rules the queues and the pauses now.
  if (state.memo.elsewhere) return settle(free(next), 'ready', at);
  if (state.programmed) return setPause({ ...next, programmed: null }, state.programmed, at);
  if (!event.answered) return unansweredOver(next, at);
  const counted = !dispositionPending && !forceDisposition && autoUnpauseS > 0;
  const acw = enterAcw(next, at, counted ? at + autoUnpauseS * 1000 : null);
  if (!forceDisposition || dispositionPending || acw.state.phase !== 'afterCall') return acw;
  const left = leaveAcw(acw.state, at);
  return { state: left.state, effects: [...acw.effects, ...left.effects] };
}
