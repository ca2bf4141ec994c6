/** The whole table: phase × event → what happens. A missing cell is "nothing, logged". */
import { ignore, runCell, type AgentEventType, type Cell, type Row, type Shift, type Step } from './machine';
import {
  answered,
  count,
  leave,
  leaveAcw,
  memo,
  NO_MEMO,
  numbered,
  free,
  restore,
  setPause,
  settle,
} from './steps';
import { callOver } from './calls';
import { loginAgain, loginAnswered } from './login';
import {
  answerCells,
  callCells,
  dispositionFact,
  elsewhere,
  forcedPauseOf,
  NO_TIMER,
  registrationFacts,
  shiftCells,
  signOut,
} from './table-common';
import type { AgentEffect, AgentEvent } from './events';
import type { AgentState, PresencePhase } from './types';

export const INITIAL_AGENT: AgentState = {
  phase: 'signedOut',
  resume: null,
  pause: null,
  pausedBefore: null,
  programmed: null,
  forced: false,
  since: 0,
  pauseEndsAt: null,
  registered: false,
  pbxLoggedIn: false,
  dispositionPending: false,
  totals: {},
  memo: NO_MEMO,
};

/** Where a call may leave the agent. */
const AFTER_CALL: readonly PresencePhase[] = [
  'ready',
  'pausing',
  'afterCall',
  'connecting',
  'connectionLost',
  'disabled',
  'signedInElsewhere',
];

/** The answer to leaving a pause or after-call work. */
function left(then: (state: Shift, at: number) => Step): Cell<'unpauseSet'>['run'] {
  return (state, event) => {
    const { ok, at, code } = event;
    const { state: next, last } = answered(state, 'unpause', event);
    if (!last || !state.memo.leaving) return ignore(next, 'answer to leaving an earlier pause');
    if (ok) return then({ ...next, dispositionPending: false }, at);
    return {
      state: memo(next, { leaving: false }),
      effects: [{ type: 'notice', code: code ?? 'pauseRefused' }],
    };
  };
}

/** The limit of a pause or of after-call work: a timer that comes too early is set again. */
function limitReached(then: (state: Shift, at: number) => Step): Cell<'timer'>['run'] {
  return (state, { at }) => {
    if (state.pauseEndsAt === null) return ignore(state, 'timer without a limit');
    return at < state.pauseEndsAt
      ? { state, effects: [{ type: 'armTimer', at: state.pauseEndsAt }] }
      : then(state, at);
  };
}

/** The pause chosen is in force, or refused: then what was in force before still is. */
const pauseAnswered: Cell<'pauseSet'>['run'] = (state, event) => {
  const { ok, at, code } = event;
  const { state: next, last } = answered(state, 'pause', event);
  if (!last) return ignore(next, 'answer of an older pause');
  const { undo } = state.memo;
  const quiet = memo(next, { undo: null });
  if (ok) {
    const endsAt = state.pause && state.pause.maxS > 0 ? at + state.pause.maxS * 1000 : null;
    return settle({ ...quiet, pauseEndsAt: endsAt }, 'paused', at, [{ type: 'armTimer', at: endsAt }]);
  }
  const notice: AgentEffect = { type: 'notice', code: code ?? 'pauseRefused' };
  if (!undo) return settle(free(quiet), 'ready', at, [notice]);
  const { pause, pausedBefore, endsAt } = undo;
  return settle({ ...quiet, pause, pausedBefore, pauseEndsAt: endsAt }, undo.phase, at, [
    notice,
    { type: 'armTimer', at: endsAt },
  ]);
};

const pauseCell = (...to: PresencePhase[]): Cell<'pause'> => ({
  to,
  run: (state, { pause, at }) => setPause(state, pause, at),
});

const TABLE: Readonly<Record<PresencePhase, Row>> = {
  signedOut: {
    ...answerCells('signedOut'),
    ...registrationFacts('signedOut'),
    signIn: {
      to: ['connecting', 'disabled'],
      // What an earlier sign-in asked for is answered under older numbers, if at all.
      run: (state, { at, totals }) =>
        settle(
          { ...memo(state, { inFlight: NO_MEMO.inFlight }), totals: totals ?? state.totals },
          'ready',
          at,
        ),
    },
    microphone: {
      to: ['signedOut'],
      run: (state, { ok }) => ({ state: memo(state, { microphone: ok }), effects: [] }),
    },
    // A login that was on its way while the agent signed out: whatever it did is undone.
    pbxLogin: {
      to: ['signedOut'],
      run: (state, event) => ({
        state: answered(state, 'login', event).state,
        effects: event.ok ? [{ type: 'pbxLogout' }] : [],
      }),
    },
  },
  connecting: {
    ...shiftCells('connecting'),
    pbxLogin: { to: ['ready', 'paused', 'afterCall', 'connecting', 'connectionLost'], run: loginAnswered },
    timer: { to: ['connecting'], run: loginAgain },
    retry: { to: ['connecting'], run: loginAgain },
  },
  ready: { ...shiftCells('ready'), pause: pauseCell('pausing') },
  pausing: {
    ...shiftCells('pausing'),
    pause: pauseCell('pausing'),
    pauseSet: { to: ['paused', 'ready', 'afterCall', 'pausing'], run: pauseAnswered },
  },
  paused: {
    ...shiftCells('paused'),
    pause: pauseCell('pausing'),
    resumeWork: { to: ['paused'], run: leave },
    timer: { to: ['paused'], run: limitReached(leave) },
    unpauseSet: { to: ['ready', 'paused'], run: left((state, at) => settle(free(state), 'ready', at)) },
  },
  afterCall: {
    ...shiftCells('afterCall'),
    pause: pauseCell('pausing'),
    resumeWork: { to: ['afterCall', 'pausing'], run: (state, { at }) => leaveAcw(state, at) },
    timer: { to: ['afterCall', 'pausing'], run: limitReached(leaveAcw) },
    unpauseSet: {
      to: ['ready', 'pausing', 'afterCall'],
      run: left((state, at) =>
        state.pausedBefore ? setPause(state, state.pausedBefore, at) : settle(free(state), 'ready', at),
      ),
    },
    dispositioned: {
      to: ['afterCall', 'pausing'],
      run: (state, { done, leave: goes, at }) => {
        const next = { ...state, dispositionPending: !done };
        return done && state.dispositionPending && goes !== false
          ? leaveAcw(next, at)
          : { state: next, effects: [] };
      },
    },
  },
  ringing: {
    ...callCells('ringing'),
    callAnswered: {
      to: ['inCall'],
      run: (state, { at }) => ({ state: { ...state, phase: 'inCall', since: at }, effects: [] }),
    },
    callOver: { to: AFTER_CALL, run: callOver },
  },
  inCall: { ...callCells('inCall'), callOver: { to: AFTER_CALL, run: callOver } },
  connectionLost: {
    ...shiftCells('connectionLost'),
    // The server is reached over HTTP, not over SIP: a pause can be set meanwhile.
    pause: pauseCell('connectionLost'),
    pbxLogin: { to: ['connecting', 'connectionLost'], run: loginAnswered },
    // Asked before the connection was lost.
    unpauseSet: { to: ['connectionLost'], run: left((state, at) => settle(free(state), 'ready', at)) },
  },
  disabled: {
    ...answerCells('disabled'),
    ...registrationFacts('disabled'),
    ...dispositionFact('disabled'),
    signOut: { to: ['signedOut'], run: signOut },
    microphone: {
      to: ['connecting', 'disabled'],
      run: (state, { ok, at }) =>
        ok ? restore(memo(state, { microphone: true }), at) : ignore(state, 'microphone still missing'),
    },
    pbxLogin: {
      to: ['disabled'],
      run: (state, event) => ({
        state: answered(state, 'login', event).state,
        effects: event.ok ? [{ type: 'pbxLogout' }, { type: 'postDisabled' }] : [],
      }),
    },
    forcedPause: {
      to: ['disabled'],
      run: (state, { name }) => ({
        state: { ...free(state), pause: forcedPauseOf(name), forced: true, resume: 'paused' },
        effects: [],
      }),
    },
    forcedUnpause: {
      to: ['disabled'],
      run: (state) => ({ state: { ...free(state), resume: 'ready' }, effects: [] }),
    },
    signedInElsewhere: { to: ['signedInElsewhere'], run: elsewhere },
  },
  signedInElsewhere: {
    ...answerCells('signedInElsewhere'),
    ...registrationFacts('signedInElsewhere'),
    ...dispositionFact('signedInElsewhere'),
    signOut: { to: ['signedOut'], run: signOut },
    microphone: {
      to: ['signedInElsewhere'],
      run: (state, { ok }) => ({ state: memo(state, { microphone: ok }), effects: [] }),
    },
    takeOver: {
      to: ['connecting', 'disabled'],
      run: (state, { at }) =>
        settle(memo(state, { elsewhere: false }), 'ready', at, [NO_TIMER, { type: 'register' }]),
    },
  },
};

/** The one way presence changes. Pure; effects are executed by lib/phone in the order given, one writing request at a time. */
export function reduceAgent(
  state: AgentState,
  event: AgentEvent,
): { readonly state: AgentState; readonly effects: readonly AgentEffect[] } {
  const shift: Shift = { ...state, memo: state.memo ?? { ...NO_MEMO, countedFrom: state.since } };
  const row = TABLE[shift.phase];
  if (!row[event.type])
    return { state, effects: [{ type: 'log', what: `${event.type} means nothing while ${state.phase}` }] };
  return numbered(runCell(row, event.type, 'at' in event ? count(shift, event.at) : shift, event));
}

export interface PresenceTransition {
  readonly from: PresencePhase;
  readonly event: AgentEventType;
  readonly to: PresencePhase;
}

/** Every transition the table allows, cells that stay where they are included. */
export function transitions(): readonly PresenceTransition[] {
  return Object.entries(TABLE).flatMap(([from, row]) =>
    Object.entries(row).flatMap(([event, cell]) =>
      (cell as { readonly to: readonly PresencePhase[] }).to.map((to) => ({
        from: from as PresencePhase,
        event: event as AgentEventType,
        to,
      })),
    ),
  );
}
