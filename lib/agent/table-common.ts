/** Cells that are the same in several phases of a shift. */
import { ignore, type EventMap, type Row, type Shift, type Step } from './machine';
import {
  activity,
  answered,
  enter,
  free,
  loggedOut,
  logout,
  memo,
  restore,
  settle,
  SUPERVISION_ID,
} from './steps';
import { takeCall } from './calls';
import { loginAnswered } from './login';
import type { AgentEffect } from './events';
import type { Pause, PresencePhase } from './types';

export const forcedPauseOf = (name: string): Pause => ({ id: SUPERVISION_ID, name, maxS: 0 });
export const NO_TIMER: AgentEffect = { type: 'armTimer', at: null };

/** In order: pause, queues; calls before and the session after are lib/phone's. Of the shift only the totals stay. */
export function signOut(state: Shift, { at }: EventMap['signOut']): Step {
  const inForce =
    state.phase === 'paused' || state.phase === 'afterCall' || state.phase === 'pausing' ? state.pause : null;
  const effects: AgentEffect[] = [NO_TIMER];
  const next = enter(memo(free(state), { elsewhere: false, dispositionedAhead: false }), 'signedOut', at);
  if (inForce) {
    effects.push({ type: 'leavePause', pauseId: inForce.id, checkDisposition: false });
  }
  const bare = { resume: null, programmed: null, dispositionPending: false };
  return { state: { ...loggedOut(next), ...bare }, effects: [...effects, ...logout(state)] };
}

/** Registration as a mere fact, where nothing depends on it now. */
export function registrationFacts(phase: PresencePhase): Row {
  return {
    registered: { to: [phase], run: (state) => ({ state: { ...state, registered: true }, effects: [] }) },
    registrationLost: {
      to: [phase],
      run: (state) => ({ state: { ...state, registered: false }, effects: [] }),
    },
  };
}

/** Answers that may come in any phase, late ones included. */
export function answerCells(phase: PresencePhase): Row {
  return {
    pauseSet: {
      to: [phase],
      run: (state, event) => {
        const { ok, code } = event;
        const { state: next, last } = answered(state, 'pause', event);
        // A pause told once more that the server did not take: said, but we go on showing the safer of the two.
        return {
          state: next,
          effects: !ok && last ? [{ type: 'notice', code: code ?? 'pauseRefused' }] : [],
        };
      },
    },
    unpauseSet: {
      to: [phase],
      run: (state, event) => ({ state: answered(state, 'unpause', event).state, effects: [] }),
    },
    pbxLogin: {
      to: [phase],
      run: (state, event) => ({ state: answered(state, 'login', event).state, effects: [] }),
    },
    newDay: { to: [phase], run: (state) => ({ state: { ...state, totals: {} }, effects: [] }) },
  };
}

/** The compulsory disposition's state as the server tells it. */
export function dispositionFact(phase: PresencePhase): Row {
  return {
    dispositioned: {
      to: [phase],
      run: (state, { done }) => ({ state: { ...state, dispositionPending: !done }, effects: [] }),
    },
  };
}

/** A call that arrives while the login's answer is still on its way proves it done (interface §2.7.4). */
function proof(state: Shift): Shift {
  return state.phase === 'connecting' && state.memo.inFlight.login > 0
    ? { ...state, pbxLoggedIn: true }
    : state;
}

/** The other console has the queues now: leaving them here would take them from it (interface §9.1). */
export function elsewhere(state: Shift, { at }: EventMap['signedInElsewhere']): Step {
  const next = memo({ ...loggedOut(free(state)), programmed: null }, { elsewhere: true });
  return settle(next, 'ready', at, [NO_TIMER, { type: 'notice', code: 'signedInElsewhere' }]);
}

/** Signed in and not in a call: what may happen at any time. */
export function shiftCells(phase: PresencePhase): Row {
  const blocked = phase === 'connecting' || phase === 'connectionLost';
  return {
    ...answerCells(phase),
    ...dispositionFact(phase),
    // Late, of a login that a call had proved done: only a refusal tells something new.
    pbxLogin: { to: [phase, 'connecting'], run: loginAnswered },
    signOut: { to: ['signedOut'], run: signOut },
    registered: {
      to: blocked ? ['connecting', 'ready', 'paused', 'afterCall'] : [phase],
      run: (state, { at }) =>
        state.registered ? ignore(state, 'registered already') : restore({ ...state, registered: true }, at),
    },
    registrationLost: {
      to: [phase === 'connecting' ? 'connecting' : 'connectionLost'],
      run: (state, { at }) => settle({ ...state, registered: false }, activity(state), at),
    },
    microphone: {
      to: [phase, 'disabled'],
      run: (state, { ok, at }) =>
        ok
          ? ignore(state, 'microphone as before')
          : settle(memo(state, { microphone: false }), activity(state), at, [NO_TIMER]),
    },
    signedInElsewhere: { to: ['signedInElsewhere'], run: elsewhere },
    ringing: { to: ['ringing'], run: (state, { at }) => takeCall(proof(state), 'ringing', at) },
    callAnswered: { to: ['inCall'], run: (state, { at }) => takeCall(proof(state), 'inCall', at) },
    forcedPause: { to: [blocked ? phase : 'paused'], run: pausedBySupervisor },
    forcedUnpause: { to: [blocked ? phase : 'ready'], run: releasedBySupervisor },
  };
}

/**
 * A supervisor's pause and release: the server has done it already (interface §9.1). Only what is still on its way from us
 * would undo it there, so it is asked for once more behind that.
 */
function pausedBySupervisor(state: Shift, { name, at }: EventMap['forcedPause']): Step {
  const pause = forcedPauseOf(name);
  const next = { ...free(state), pause, forced: true, since: at };
  const { inFlight } = state.memo;
  if (inFlight.pause + inFlight.unpause === 0) return settle(next, 'paused', at, [NO_TIMER]);
  return settle(next, 'paused', at, [NO_TIMER, { type: 'setPause', pauseId: pause.id }]);
}

function releasedBySupervisor(state: Shift, { at }: EventMap['forcedUnpause']): Step {
  const { pause, memo: known } = state;
  if (!pause || known.inFlight.pause === 0) return settle(free(state), 'ready', at, [NO_TIMER]);
  return settle(free(state), 'ready', at, [
    NO_TIMER,
    { type: 'leavePause', pauseId: pause.id, checkDisposition: false },
  ]);
}

/** To be set at the call's end. A supervisor's pause is in force already: it can't be taken back by the agent's choice. */
function programme(state: Shift, { pause }: EventMap['pause'] | EventMap['programPause']): Step {
  if (state.programmed?.id === SUPERVISION_ID) return ignore(state, 'a supervisor has set a pause');
  return { state: { ...state, programmed: pause }, effects: [] };
}

/** Ringing and talking: the call goes on whatever happens around it; what happened takes effect at its end (§12.24). */
export function callCells(phase: 'ringing' | 'inCall'): Row {
  const stay = (state: Shift, effects: readonly AgentEffect[] = []): Step => ({ state, effects });
  return {
    ...answerCells(phase),
    ...registrationFacts(phase),
    pbxLogin: {
      to: [phase],
      run: (state, event) => {
        const { state: next, last } = answered(state, 'login', event);
        return stay(last ? { ...next, pbxLoggedIn: event.ok } : next);
      },
    },
    microphone: { to: [phase], run: (state, { ok }) => stay(memo(state, { microphone: ok })) },
    pause: { to: [phase], run: programme },
    programPause: { to: [phase], run: programme },
    forcedPause: {
      to: [phase],
      run: (state, { name }) => stay({ ...state, forced: true, programmed: forcedPauseOf(name) }),
    },
    forcedUnpause: {
      to: [phase],
      run: (state) => {
        const programmed = state.programmed?.id === SUPERVISION_ID ? null : state.programmed;
        return stay({ ...state, forced: false, pausedBefore: null, programmed });
      },
    },
    dispositioned: {
      to: [phase],
      // Of the call that is on, or of the one whose after-call work it interrupted: either way the debt is paid.
      run: (state, { done }) => {
        const dispositionPending = done ? false : state.dispositionPending;
        return stay(memo({ ...state, dispositionPending }, { dispositionedAhead: done }));
      },
    },
    signedInElsewhere: {
      to: [phase],
      run: (state) => {
        const bare = { ...loggedOut(state), pausedBefore: null, programmed: null, forced: false };
        const next = memo(bare, { elsewhere: true });
        return stay(next, [{ type: 'notice', code: 'signedInElsewhere' }]);
      },
    },
    takeOver: { to: [phase], run: (state) => stay(memo(state, { elsewhere: false })) },
    signOut: { to: ['signedOut'], run: signOut },
  };
}
