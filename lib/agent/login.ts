/** Being in the queues: asterisk_login's answer and what follows from it. */
import { PBX_LOGIN_RETRY_MS } from './constants';
import { ignore, type Cell, type Shift, type Step } from './machine';
import { activity, answered, enter, login, memo, reapply, restore } from './steps';

/** The answer decides whether the agent is in the queues; a refusal is tried again by itself. */
export const loginAnswered: Cell<'pbxLogin'>['run'] = (state, event) => {
  const { ok, at, code } = event;
  const { state: next, last } = answered(state, 'login', event);
  if (!last) return ignore(next, 'answer of an older login');
  if (ok && !state.pbxLoggedIn) return restore({ ...next, pbxLoggedIn: true }, at);
  // A call had proved it done; but the login un-pauses (interface §2.6), also out of a supervisor's pause set meanwhile.
  // What we asked for ourselves is on its way behind the login.
  const { pause, unpause } = state.memo.inFlight;
  if (ok)
    return activity(state) !== 'ready' && pause + unpause === 0
      ? reapply(next)
      : { state: next, effects: [] };
  // Not through `settle`: it would ask again at once.
  const waiting = {
    ...enter(memo(next, { leaving: false }), 'connecting', at),
    pbxLoggedIn: false,
    resume: activity(state),
  };
  return {
    state: waiting,
    effects: [
      { type: 'notice', code: code ?? 'pbxLoginRefused' },
      { type: 'armTimer', at: at + PBX_LOGIN_RETRY_MS },
    ],
  };
};

export const loginAgain = (state: Shift): Step =>
  state.registered && !state.pbxLoggedIn && state.memo.inFlight.login === 0
    ? login(state)
    : ignore(state, 'no login to try again');
