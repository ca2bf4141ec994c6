/** Moves that several cells of the table share. */
import type { AgentEffect } from './events';
import type { Shift, Step } from './machine';
import { ACW_PAUSE, type AgentMemo, type AgentState, type Pause, type PresencePhase } from './types';

/** The pause id under which supervisors pause agents (interface §2.6). */
export const SUPERVISION_ID = '00';

export const NO_MEMO: AgentMemo = {
  microphone: true,
  elsewhere: false,
  leaving: false,
  dispositionedAhead: false,
  undo: null,
  acw: null,
  inFlight: { login: 0, pause: 0, unpause: 0 },
  requests: 0,
  mayBeIn: false,
  countedFrom: 0,
};

type Activity = NonNullable<AgentState['resume']>;
type Request = keyof AgentMemo['inFlight'];
const KINDS: { readonly [type in AgentEffect['type']]?: Request } = {
  pbxLogin: 'login',
  setPause: 'pause',
  leavePause: 'unpause',
};

export function memo(state: Shift, change: Partial<AgentMemo>): Shift {
  return { ...state, memo: { ...state.memo, ...change } };
}

/** Numbers what asks the server for an answer: an answer that comes back under an older number is stale. */
export function numbered({ state, effects }: Step): Step {
  let { requests, inFlight } = state.memo;
  const stamped = effects.map((effect): AgentEffect => {
    const kind = KINDS[effect.type];
    if (!kind) return effect;
    requests += 1;
    inFlight = { ...inFlight, [kind]: requests };
    return { ...effect, request: requests } as AgentEffect;
  });
  return requests === state.memo.requests
    ? { state, effects }
    : { state: memo(state, { requests, inFlight }), effects: stamped };
}

/** An answer came; `last` if it is the one that counts. */
export function answered(
  state: Shift,
  kind: Request,
  { request }: { readonly request?: number },
): { readonly state: Shift; readonly last: boolean } {
  const { inFlight } = state.memo;
  const last = inFlight[kind] > 0 && (request === undefined || request === inFlight[kind]);
  return { state: last ? memo(state, { inFlight: { ...inFlight, [kind]: 0 } }) : state, last };
}

/** Under which name the day's totals count what the agent is doing; null = not counted. */
export function activityKey(state: AgentState): string | null {
  if (state.phase === 'ready' || state.phase === 'pausing') return 'ready';
  if (state.phase === 'paused') return `pause:${state.pause?.id ?? ''}`;
  if (state.phase === 'inCall') return 'talking';
  if (state.phase === 'afterCall') return 'wrapUp';
  return state.phase === 'ringing' ? 'ringing' : null;
}

/** Books the time up to `at` on the current activity. A clock set back books nothing. */
export function count(state: Shift, at: number): Shift {
  const key = activityKey(state);
  const ms = Math.max(0, at - state.memo.countedFrom);
  const totals = key && ms > 0 ? { ...state.totals, [key]: (state.totals[key] ?? 0) + ms } : state.totals;
  return memo({ ...state, totals }, { countedFrom: at });
}

/** Into a phase; `since` starts anew unless it is the same one. The time so far was booked when the event came in. */
export function enter(state: Shift, phase: PresencePhase, at: number): Shift {
  return phase === state.phase ? state : { ...state, phase, since: at };
}

/** What the agent is doing, or will be doing again once the obstacle is gone. */
export function activity(state: Shift): Activity {
  if (state.phase === 'paused' || state.phase === 'pausing') return 'paused';
  if (state.phase === 'afterCall') return 'afterCall';
  return state.phase === 'ready' ? 'ready' : (state.resume ?? 'ready');
}

export function login(state: Shift): Step {
  return { state: memo(state, { mayBeIn: true }), effects: [{ type: 'pbxLogin' }] };
}

/**
 * Into `target`, or into what stands in the way of it: the console elsewhere, no microphone, not in the queues, not registered.
 * `pausing` counts as being paused for what is remembered.
 */
export function settle(
  state: Shift,
  target: Activity | 'pausing',
  at: number,
  effects: readonly AgentEffect[] = [],
): Step {
  const later: Activity = target === 'pausing' ? 'paused' : target;
  // Only a lost connection leaves the request to be let out of a pause standing: everything else starts anew.
  const into = (phase: PresencePhase, resume: Activity | null): Shift => ({
    ...enter(
      memo(state, { leaving: state.memo.leaving && (phase === target || phase === 'connectionLost') }),
      phase,
      at,
    ),
    resume,
  });
  if (state.memo.elsewhere)
    return { state: into('signedInElsewhere', null), effects: [...effects, { type: 'unregister' }] };
  if (!state.memo.microphone) return disable(into('disabled', later), effects);
  if (!state.pbxLoggedIn) {
    const waiting = into('connecting', later);
    if (!state.registered || state.memo.inFlight.login > 0) return { state: waiting, effects };
    const going = login(waiting);
    return { state: going.state, effects: [...effects, ...going.effects] };
  }
  if (!state.registered) return { state: into('connectionLost', later), effects };
  return { state: into(target, null), effects };
}

/** Without a microphone no call can be taken: out of the queues first, then marked (asterisk_logout would overwrite the mark). */
function disable(state: Shift, effects: readonly AgentEffect[]): Step {
  return { state: loggedOut(state), effects: [...effects, ...logout(state), { type: 'postDisabled' }] };
}

/** Also when the login's answer is still to come, or was a failure: it may have been done. */
export function logout(state: Shift): readonly AgentEffect[] {
  return state.memo.mayBeIn ? [{ type: 'pbxLogout' }] : [];
}

/** Out of the queues, and whatever login is still on its way doesn't count any more. */
export function loggedOut(state: Shift): Shift {
  const out = { inFlight: { ...state.memo.inFlight, login: 0 }, mayBeIn: false };
  return { ...memo(state, out), pbxLoggedIn: false };
}

/** Ask the server for a pause; what is in force until then is remembered in case it refuses. */
export function setPause(state: Shift, pause: Pause, at: number, before: readonly AgentEffect[] = []): Step {
  const { phase, memo: known } = state;
  const undo =
    (phase === 'paused' || phase === 'afterCall') && state.pause
      ? { phase, pause: state.pause, pausedBefore: state.pausedBefore, endsAt: state.pauseEndsAt }
      : phase === 'pausing'
        ? known.undo
        : null;
  const forced = state.forced && pause.id === SUPERVISION_ID;
  const quiet = { ...state, pause, forced, pausedBefore: null, pauseEndsAt: null };
  const next = memo(quiet, { undo, leaving: false, acw: null });
  return settle(next, 'pausing', at, [
    ...before,
    { type: 'setPause', pauseId: pause.id },
    { type: 'armTimer', at: null },
  ]);
}

/** What stood in the way is gone: on with what the agent was doing, the pause told to the server once more. */
export function restore(state: Shift, at: number, effects: readonly AgentEffect[] = []): Step {
  const there = settle(state, activity(state), at, effects);
  if (there.state.phase !== 'paused' && there.state.phase !== 'afterCall') return there;
  // Being let out meanwhile: told once more, the pause would stay behind that.
  if (there.state.memo.leaving) return there;
  const told = reapply(there.state);
  return { state: told.state, effects: [...there.effects, ...told.effects] };
}

/** Tells the server the pause in force once more: after a lost connection or a new login it may have forgotten. */
export function reapply(state: Shift): Step {
  if (!state.pause) return { state, effects: [] };
  return {
    state,
    effects: [
      { type: 'setPause', pauseId: state.pause.id },
      { type: 'armTimer', at: state.pauseEndsAt },
    ],
  };
}

/** Ask the server to let the agent out; the phase changes when it agrees. */
export function leave(state: Shift): Step {
  if (state.memo.leaving) return { state, effects: [{ type: 'log', what: 'leaving the pause already' }] };
  const pauseId = state.pause?.id ?? ACW_PAUSE.id;
  const next = memo({ ...state, pauseEndsAt: null }, { leaving: true });
  return {
    state: next,
    effects: [
      { type: 'armTimer', at: null },
      { type: 'leavePause', pauseId, checkDisposition: state.dispositionPending },
    ],
  };
}

/** Out of after-call work: back to the pause before it, if there was one, else to work (interface §2.9.9). */
export function leaveAcw(state: Shift, at: number): Step {
  return state.pausedBefore && !state.dispositionPending
    ? setPause(state, state.pausedBefore, at)
    : leave(state);
}

/** Free of any pause. */
export function free(state: Shift): Shift {
  return memo(
    { ...state, pause: null, pausedBefore: null, pauseEndsAt: null, forced: false },
    { leaving: false, undo: null, acw: null },
  );
}
