// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { reduceAgent, type AgentEvent, type AgentState, type PresencePhase } from '@/lib/agent';
import {
  afterCall,
  answer,
  asks,
  at,
  COFFEE,
  inCall,
  inPhase,
  loginOk,
  lost,
  LUNCH,
  over,
  paused,
  play,
  ready,
  registered,
  requestOf,
  ring,
  signIn,
  T0,
} from './build';

const back = { type: 'registered', at: at(130) } as const;
const set = (ok: boolean, s = 12): AgentEvent => ({ type: 'pauseSet', ok, at: at(s) });
const unset = (ok: boolean, s = 300, code?: 'callGated'): AgentEvent => ({
  type: 'unpauseSet',
  ok,
  at: at(s),
  code,
});
const pause = (p = LUNCH, s = 10): AgentEvent => ({ type: 'pause', pause: p, at: at(s) });
const resume = { type: 'resumeWork', at: at(299) } as const;

describe('signing in', () => {
  it('connects, logs in to the PBX once registered, and is ready when that is answered', () => {
    const connecting = play([signIn]);
    expect(connecting.state.phase).toBe('connecting');
    expect(asks(connecting.effects)).toEqual([]);
    const login = play([registered], connecting.state);
    expect(login.state.phase).toBe('connecting');
    expect(asks(login.effects)).toEqual(['pbxLogin']);
    const { state } = play([loginOk], login.state);
    expect(state).toMatchObject({ phase: 'ready', since: at(2), registered: true, pbxLoggedIn: true });
  });

  it('logs in at once when already registered, and only once when registered twice', () => {
    expect(asks(play([registered, signIn]).effects)).toEqual(['pbxLogin']);
    expect(asks(play([signIn, registered, registered]).all)).toEqual(['pbxLogin']);
  });

  it('refused by the PBX says so and tries again by itself, or when asked to', () => {
    const refused = play([signIn, registered, { type: 'pbxLogin', ok: false, at: at(2) }]);
    expect(refused.state.phase).toBe('connecting');
    expect(refused.effects).toEqual([
      { type: 'notice', code: 'pbxLoginRefused' },
      { type: 'armTimer', at: at(17) },
    ]);
    expect(asks(play([{ type: 'timer', at: at(17) }], refused.state).effects)).toEqual(['pbxLogin']);
    expect(asks(play([{ type: 'retry', at: at(5) }], refused.state).effects)).toEqual(['pbxLogin']);
    expect(
      asks(
        play(
          [
            { type: 'retry', at: at(5) },
            { type: 'timer', at: at(17) },
          ],
          refused.state,
        ).effects,
      ),
    ).toEqual([]);
  });

  it("takes a call that arrives before the login's answer for the proof of it", () => {
    const { state } = play([signIn, registered, ring(true, 2)]);
    expect(state).toMatchObject({ phase: 'ringing', pbxLoggedIn: true });
  });

  it("that un-paused the agent behind a supervisor's back has his pause set again", () => {
    const early = [signIn, registered, ring(true, 2), over({ answered: false, at: at(3) })];
    const { state, effects } = play([
      ...early,
      { type: 'forcedPause', name: 'Meeting', at: at(4) },
      { ...loginOk, at: at(5) },
    ]);
    expect(state).toMatchObject({ phase: 'paused', pause: { id: '00' } });
    expect(asks(effects)).toEqual(['setPause 00']);
  });

  it('refused although a call had seemed to prove it is tried again', () => {
    const { state } = play([
      signIn,
      registered,
      ring(true, 2),
      over({ answered: false, at: at(3) }),
      { type: 'pbxLogin', ok: false, at: at(5) },
    ]);
    expect(state).toMatchObject({ phase: 'connecting', pbxLoggedIn: false });
    expect(asks(play([{ type: 'timer', at: at(20) }], state).effects)).toEqual(['pbxLogin']);
  });

  it('goes on from the totals of earlier today', () => {
    expect(play([{ ...signIn, totals: { ready: 5000 } }]).state.totals).toEqual({ ready: 5000 });
  });
});

describe('signing out', () => {
  it.each<[string, () => AgentState, string[]]>([
    ['ready', ready, ['pbxLogout']],
    ['paused', paused, ['leavePause 3', 'pbxLogout']],
    ['after a call', afterCall, ['leavePause 0', 'pbxLogout']],
    ['during a call', inCall, ['pbxLogout']],
    ['while the login is on its way', () => play([signIn, registered]).state, ['pbxLogout']],
    ['before anything was done', () => play([signIn]).state, []],
    ['without a connection', () => play([lost], ready()).state, ['pbxLogout']],
    ['without a microphone, already out of the queues', () => inPhase('disabled'), []],
    ["opened elsewhere: the queues are the other console's now", () => inPhase('signedInElsewhere'), []],
  ])('%s leaves in order', (_, from, expected) => {
    const { state, effects } = play([{ type: 'signOut', at: at(500) }], from());
    expect(asks(effects)).toEqual(expected);
    expect(state).toMatchObject({
      phase: 'signedOut',
      pbxLoggedIn: false,
      pause: null,
      programmed: null,
      dispositionPending: false,
    });
  });

  it('undoes a login that is answered afterwards', () => {
    const { effects } = play([signIn, registered, { type: 'signOut', at: at(2) }, loginOk]);
    expect(asks(effects)).toEqual(['pbxLogout']);
  });

  it('and in again is not made ready by the answer of the first login', () => {
    const first = play([signIn, registered]);
    const again = play(
      [
        { type: 'signOut', at: at(2) },
        { ...signIn, at: at(3) },
      ],
      first.state,
    );
    expect(asks(again.all)).toEqual(['pbxLogout', 'pbxLogin']);
    const late = play([{ ...loginOk, request: requestOf(first.all, 'pbxLogin') }], again.state).state;
    expect(late.phase).toBe('connecting');
    expect(play([{ ...loginOk, request: requestOf(again.all, 'pbxLogin') }], late).state.phase).toBe('ready');
  });
});

describe('pausing', () => {
  it('is in force when the server says so', () => {
    const asked = play([pause()], ready());
    expect(asked.state).toMatchObject({ phase: 'pausing', pause: LUNCH });
    expect(asks(asked.effects)).toEqual(['setPause 3']);
    const { state, effects } = play([set(true)], asked.state);
    expect(state).toMatchObject({ phase: 'paused', pauseEndsAt: at(12) + 1800_000 });
    expect(effects).toEqual([{ type: 'armTimer', at: at(12) + 1800_000 }]);
  });

  it('refused by the server leaves the agent ready and says so', () => {
    const { state, effects } = play([pause(), set(false)], ready());
    expect(state).toMatchObject({ phase: 'ready', pause: null });
    expect(asks(effects)).toEqual(['notice pauseRefused']);
  });

  it('without a limit has no end of its own', () => {
    expect(paused(COFFEE).pauseEndsAt).toBeNull();
  });

  it('changed to another one and refused leaves the first in force, limit included', () => {
    const first = paused();
    const { state, effects } = play([pause(COFFEE, 30), set(false, 31)], first);
    expect(state).toMatchObject({ phase: 'paused', pause: LUNCH, pauseEndsAt: first.pauseEndsAt });
    expect(effects).toContainEqual({ type: 'armTimer', at: first.pauseEndsAt });
  });

  it('chosen twice in a row is settled by the second answer', () => {
    const one = play([pause(LUNCH, 10)], ready());
    const two = play([pause(COFFEE, 11)], one.state);
    const first = play(
      [{ type: 'pauseSet', ok: true, at: at(12), request: requestOf(one.effects, 'setPause') }],
      two.state,
    );
    expect(first.state.phase).toBe('pausing');
    const second = play(
      [{ type: 'pauseSet', ok: true, at: at(13), request: requestOf(two.effects, 'setPause') }],
      first.state,
    );
    expect(second.state).toMatchObject({ phase: 'paused', pause: COFFEE });
  });

  it('ends when the agent resumes and the server agrees', () => {
    const asked = play([resume], paused());
    expect(asks(asked.effects)).toEqual(['leavePause 3']);
    expect(asked.state.phase).toBe('paused');
    expect(play([unset(true)], asked.state).state).toMatchObject({
      phase: 'ready',
      pause: null,
      pauseEndsAt: null,
    });
  });

  it('goes on, with a word, when the server does not let the agent out; asked twice it asks once', () => {
    const asked = play([resume, resume], paused());
    expect(asks(asked.all)).toEqual(['leavePause 3']);
    const { state, effects } = play([unset(false)], asked.state);
    expect(state.phase).toBe('paused');
    expect(asks(effects)).toEqual(['notice pauseRefused']);
    expect(asks(play([resume], state).effects)).toEqual(['leavePause 3']);
  });

  it('with a limit ends by itself when the time is up, not before', () => {
    const state = paused();
    const early = play([{ type: 'timer', at: at(100) }], state);
    expect(early.effects).toEqual([{ type: 'armTimer', at: state.pauseEndsAt }]);
    const due = play([{ type: 'timer', at: state.pauseEndsAt ?? 0 }], state);
    expect(asks(due.effects)).toEqual(['leavePause 3']);
    expect(play([unset(true, 1900)], due.state).state.phase).toBe('ready');
  });

  it('asks for the disposition first when one is owed', () => {
    const owed = play([{ type: 'dispositioned', done: false, at: at(20) }, resume], paused());
    expect(asks(owed.effects)).toEqual(['leavePause 3 checked']);
    const gated = play([unset(false, 300, 'callGated')], owed.state);
    expect(asks(gated.effects)).toEqual(['notice callGated']);
  });

  it('programmed during a call begins at its end instead of after-call work', () => {
    const { state, effects } = play([{ type: 'programPause', pause: LUNCH }, over()], inCall());
    expect(state).toMatchObject({ phase: 'pausing', pause: LUNCH, programmed: null });
    expect(asks(effects)).toEqual(['setPause 3']);
  });

  it('chosen in the menu during a call is programmed, and can be taken back', () => {
    expect(play([pause(LUNCH, 30)], inCall()).state).toMatchObject({ phase: 'inCall', programmed: LUNCH });
    expect(
      play([pause(LUNCH, 30), { type: 'programPause', pause: null }, over()], inCall()).state.phase,
    ).toBe('afterCall');
  });
});

describe('after a call', () => {
  it('that was answered comes after-call work, until the agent resumes', () => {
    const done = play([over()], inCall());
    expect(done.state).toMatchObject({
      phase: 'afterCall',
      pause: { id: '0' },
      pauseEndsAt: null,
      dispositionPending: false,
    });
    expect(asks(done.effects)).toEqual(['setPause 0']);
    const { state } = play([set(true, 61), resume, unset(true)], done.state);
    expect(state.phase).toBe('ready');
  });

  it('comes work again by itself after the seconds given', () => {
    const state = afterCall({ autoUnpauseS: 30 });
    expect(state.pauseEndsAt).toBe(at(90));
    const due = play([{ type: 'timer', at: at(90) }], state);
    expect(asks(due.effects)).toEqual(['leavePause 0']);
    expect(play([unset(true, 91)], due.state).state.phase).toBe('ready');
  });

  it('a compulsory disposition holds the agent, whatever the seconds say, until it is done', () => {
    const state = afterCall({ forceDisposition: true, autoUnpauseS: 30 });
    expect(state).toMatchObject({ phase: 'afterCall', dispositionPending: true, pauseEndsAt: null });
    expect(asks(play([resume], state).effects)).toEqual(['leavePause 0 checked']);
    const done = play([{ type: 'dispositioned', done: true, at: at(80) }], state);
    expect(asks(done.effects)).toEqual(['leavePause 0']);
    expect(play([unset(true, 81)], done.state).state).toMatchObject({
      phase: 'ready',
      dispositionPending: false,
    });
  });

  it('a disposition that only clears the debt leaves the agent in after-call work', () => {
    const { state, effects } = play(
      [{ type: 'dispositioned', done: true, leave: false, at: at(80) }],
      afterCall({ forceDisposition: true }),
    );
    expect(state).toMatchObject({ phase: 'afterCall', dispositionPending: false });
    expect(effects).toEqual([]);
  });

  it('a disposition done before the end lets the agent go at once', () => {
    const { state, effects } = play(
      [{ type: 'dispositioned', done: true, at: at(50) }, over({ forceDisposition: true })],
      inCall(),
    );
    expect(asks(effects)).toEqual(['setPause 0', 'leavePause 0']);
    expect(state).toMatchObject({ phase: 'afterCall', dispositionPending: false });
    expect(play([set(true, 61), unset(true, 62)], state).state.phase).toBe('ready');
  });

  it('that nobody answered comes no after-call work', () => {
    const { state, effects } = play([over({ answered: false })], inPhase('ringing'));
    expect(state.phase).toBe('ready');
    expect(asks(effects)).toEqual([]);
  });

  it('another pause may be chosen, and the disposition is still owed when leaving it', () => {
    const state = play([pause(LUNCH, 70), set(true, 71)], afterCall({ forceDisposition: true })).state;
    expect(state).toMatchObject({ phase: 'paused', dispositionPending: true });
    expect(asks(play([resume], state).effects)).toEqual(['leavePause 3 checked']);
  });

  it('another call may be made, and its end brings after-call work again', () => {
    const called = play([answer(70)], afterCall({ autoUnpauseS: 30 }));
    expect(asks(called.effects)).toEqual(['leavePause 0']);
    expect(play([over({ at: at(90) })], called.state).state).toMatchObject({
      phase: 'afterCall',
      pausedBefore: null,
    });
  });

  it('interrupted by a ring that nobody answers goes on, with its seconds', () => {
    const { state, effects } = play(
      [ring(false, 70), over({ answered: false, at: at(80) })],
      afterCall({ autoUnpauseS: 30 }),
    );
    expect(state).toMatchObject({ phase: 'afterCall', pauseEndsAt: at(90) });
    expect(asks(effects)).toEqual(['setPause 0']);
  });

  it('a debt is not forgotten because the next call owes nothing', () => {
    const { state } = play([answer(70), over({ at: at(90) })], afterCall({ forceDisposition: true }));
    expect(state.dispositionPending).toBe(true);
  });
});

describe('a call during a pause (§12.15, §12.23)', () => {
  it('un-pauses the agent at once, and the pause comes back after after-call work', () => {
    const called = play([ring(false)], paused());
    expect(asks(called.effects)).toEqual(['leavePause 3']);
    expect(called.state).toMatchObject({ phase: 'ringing', pause: null, pausedBefore: LUNCH });
    const done = play([answer(), unset(true, 26), over({ autoUnpauseS: 10 })], called.state).state;
    expect(done).toMatchObject({ phase: 'afterCall', pausedBefore: LUNCH });
    const due = play([{ type: 'timer', at: at(70) }], done);
    expect(due.state).toMatchObject({ phase: 'pausing', pause: LUNCH });
    expect(asks(due.effects)).toEqual(['setPause 3']);
  });

  it('that nobody answers puts the pause back with the server: never stuck in "pausing"', () => {
    const missed = play([ring(false), over({ answered: false })], paused());
    expect(asks(missed.effects)).toEqual(['setPause 3']);
    expect(play([set(true, 62)], missed.state).state).toMatchObject({ phase: 'paused', pause: LUNCH });
  });

  it('with a disposition owed asks for it before going back to the pause', () => {
    const state = afterCall({ forceDisposition: true }, paused());
    const asked = play([resume], state);
    expect(asks(asked.effects)).toEqual(['leavePause 0 checked']);
    // The answer to un-pausing for the call comes late: it isn't the one that was waited for.
    const request = requestOf(asked.effects, 'leavePause');
    const early = play(
      [{ type: 'unpauseSet', ok: true, at: at(298), request: request - 1 }],
      asked.state,
    ).state;
    expect(early.phase).toBe('afterCall');
    const out = play([{ type: 'unpauseSet', ok: true, at: at(300), request }], early);
    expect(asks(out.effects)).toEqual(['setPause 3']);
    expect(out.state.phase).toBe('pausing');
  });

  it('that comes while the pause is being set has the pause wait for its end', () => {
    const called = play([ring(false), set(true, 21), answer(), over()], inPhase('pausing')).state;
    expect(called).toMatchObject({ phase: 'afterCall', pausedBefore: LUNCH });
  });
});

describe('a supervisor', () => {
  const forced = (s = 40): AgentEvent => ({ type: 'forcedPause', name: 'Meeting', at: at(s) });
  const released = (s = 400): AgentEvent => ({ type: 'forcedUnpause', at: at(s) });
  const there = { phase: 'paused', forced: true, pause: { id: '00', name: 'Meeting' } };

  it.each(['ready', 'paused', 'afterCall'] as const)(
    'pauses an agent who is %s; the server has done it already',
    (phase) => {
      const { state, effects } = play([forced()], inPhase(phase));
      expect(state).toMatchObject(there);
      expect(asks(effects)).toEqual([]);
    },
  );

  it('whose pause or release crosses a request of ours has it told to the server again behind that', () => {
    const crossed = play([forced(11)], inPhase('pausing'));
    expect(crossed.state).toMatchObject(there);
    expect(asks(crossed.effects)).toEqual(['setPause 00']);
    expect(asks(play([resume, forced()], paused()).effects)).toEqual(['setPause 00']);
    expect(asks(play([released(11)], inPhase('pausing')).effects)).toEqual(['leavePause 3']);
  });

  it.each(['paused', 'afterCall'] as const)('releases an agent who is %s', (phase) => {
    const { state, effects } = play([released()], inPhase(phase));
    expect(state).toMatchObject({ phase: 'ready', pause: null, forced: false });
    expect(asks(effects)).toEqual([]);
  });

  it("who pauses during a call has it begin at the call's end, and may release before", () => {
    const { state, effects } = play([forced(), over()], inCall());
    expect(state).toMatchObject({ phase: 'pausing', forced: true, pause: { id: '00' } });
    expect(asks(effects)).toEqual(['setPause 00']);
    expect(play([forced(), released(50), over()], inCall()).state).toMatchObject({
      phase: 'afterCall',
      forced: false,
    });
  });

  it('who pauses during a call is not overruled by what the agent programs', () => {
    const { state } = play([forced(), pause(COFFEE, 45), { type: 'programPause', pause: null }], inCall());
    expect(state.programmed).toMatchObject({ id: '00' });
  });

  it('who pauses during a lost connection has it in force when it is back', () => {
    const { state, effects } = play([forced(110), back], inPhase('connectionLost'));
    expect(state).toMatchObject(there);
    expect(asks(effects)).toEqual(['setPause 00']);
  });

  it('can be left by the agent, as in OMniLeads', () => {
    expect(play([forced(), resume, unset(true)], ready()).state).toMatchObject({
      phase: 'ready',
      forced: false,
    });
  });

  it("'s pause that the agent changes is the agent's own again", () => {
    expect(play([forced(), pause(COFFEE, 50), set(true, 51)], ready()).state).toMatchObject({
      pause: COFFEE,
      forced: false,
    });
  });
});

describe('a lost connection', () => {
  it.each<[PresencePhase, () => AgentState, string[]]>([
    ['ready', ready, []],
    ['paused', paused, ['setPause 3']],
    ['afterCall', afterCall, ['setPause 0']],
  ])('while %s is shown, and everything is as before when it is back', (phase, from, reapplied) => {
    const before = from();
    const gone = play([lost], before);
    expect(gone.state).toMatchObject({ phase: 'connectionLost', resume: phase, registered: false });
    const { state, effects } = play([back], gone.state);
    expect(state).toMatchObject({
      phase,
      resume: null,
      pause: before.pause,
      pauseEndsAt: before.pauseEndsAt,
    });
    expect(asks(effects)).toEqual(reapplied);
  });

  it('while a pause is being set ends in that pause', () => {
    const { state } = play([lost, set(true, 101), back], inPhase('pausing'));
    expect(state).toMatchObject({ phase: 'paused', pause: LUNCH });
  });

  it("longer than the pause's limit ends the pause as soon as it is back", () => {
    const before = paused();
    const { state, effects } = play(
      [lost, { type: 'timer', at: at(2000) }, { type: 'registered', at: at(2500) }],
      before,
    );
    expect(effects).toContainEqual({ type: 'armTimer', at: before.pauseEndsAt });
    expect(asks(play([{ type: 'timer', at: at(2500) }], state).effects)).toEqual(['leavePause 3']);
  });

  it.each(['ringing', 'inCall'] as const)(
    'leaves the agent %s: calls and registration are two things (§12.24)',
    (phase) => {
      const { state } = play([lost], inPhase(phase));
      expect(state).toMatchObject({ phase, registered: false });
    },
  );

  it("during a call is shown at the call's end, and after-call work when it is back", () => {
    const ended = play([lost, over({ at: at(110) })], inCall());
    expect(ended.state).toMatchObject({ phase: 'connectionLost', resume: 'afterCall' });
    expect(play([back], ended.state).state.phase).toBe('afterCall');
  });

  it('lets the agent choose a pause, which is in force when it is back', () => {
    const chosen = play([pause(LUNCH, 110)], inPhase('connectionLost'));
    expect(asks(chosen.effects)).toEqual(['setPause 3']);
    expect(play([set(true, 111), back], chosen.state).state).toMatchObject({ phase: 'paused', pause: LUNCH });
  });

  it('while signing in waits for the next registration', () => {
    const waiting = play([signIn, registered, lost, { type: 'pbxLogin', ok: false, at: at(101) }]);
    expect(waiting.state.phase).toBe('connecting');
    expect(asks(play([back], waiting.state).effects)).toEqual(['pbxLogin']);
  });

  it('while the agent is being let out of a pause does not put the pause back behind that', () => {
    const { all, state } = play([{ type: 'resumeWork', at: at(90) }, lost, back], paused());
    expect(asks(all)).toEqual(['leavePause 3']);
    expect(play([unset(true, 131)], state).state).toMatchObject({ phase: 'ready', pause: null });
    expect(
      play([{ type: 'resumeWork', at: at(90) }, lost, unset(true, 120), back], paused()).state.phase,
    ).toBe('ready');
  });

  it('of the web session alone changes nothing: the phone goes on', () => {
    const before = paused();
    expect(reduceAgent(before, { type: 'sessionLost', at: at(50) }).state).toBe(before);
  });
});

describe('the microphone', () => {
  it('missing takes the agent out of the queues, and back brings everything back', () => {
    const gone = play([{ type: 'microphone', ok: false, at: at(50) }], paused());
    expect(gone.state).toMatchObject({ phase: 'disabled', pbxLoggedIn: false });
    expect(asks(gone.effects)).toEqual(['pbxLogout', 'postDisabled']);
    const again = play([{ type: 'microphone', ok: true, at: at(60) }], gone.state);
    expect(again.state.phase).toBe('connecting');
    expect(asks(again.effects)).toEqual(['pbxLogin']);
    const done = play([{ type: 'pbxLogin', ok: true, at: at(61) }], again.state);
    expect(done.state).toMatchObject({ phase: 'paused', pause: LUNCH });
    expect(asks(done.effects)).toEqual(['setPause 3']);
  });

  it('missing at sign-in disables the agent at once', () => {
    const { state, effects } = play([{ type: 'microphone', ok: false, at: T0 }, signIn]);
    expect(state.phase).toBe('disabled');
    expect(asks(effects)).toEqual(['postDisabled']);
  });

  it('lost during a call does not end it; the agent is disabled afterwards', () => {
    const { state, effects } = play([{ type: 'microphone', ok: false, at: at(40) }, over()], inCall());
    expect(state).toMatchObject({ phase: 'disabled', resume: 'afterCall' });
    expect(asks(effects)).toEqual(['setPause 0', 'pbxLogout', 'postDisabled']);
  });

  it('missing undoes a login that is answered afterwards', () => {
    const { all } = play([signIn, registered, { type: 'microphone', ok: false, at: at(2) }, loginOk]);
    expect(asks(all)).toEqual(['pbxLogin', 'pbxLogout', 'postDisabled', 'pbxLogout', 'postDisabled']);
  });
});

describe('the console opened elsewhere', () => {
  it('is said, takes nothing from the other one, and stays until the agent takes over', () => {
    const gone = play([{ type: 'signedInElsewhere', at: at(50) }], paused());
    expect(gone.state.phase).toBe('signedInElsewhere');
    // Off the line: the newest registration is given the calls, and each renewal of ours would take them from the other.
    expect(asks(gone.effects)).toEqual(['notice signedInElsewhere', 'unregister']);
    expect(play([lost, back], gone.state).state.phase).toBe('signedInElsewhere');
    const taken = play([lost, { type: 'takeOver', at: at(70) }, back], gone.state);
    expect(asks(taken.all)).toEqual(['register', 'pbxLogin']);
    expect(play([{ type: 'pbxLogin', ok: true, at: at(71) }], taken.state).state).toMatchObject({
      phase: 'ready',
      pause: null,
    });
  });

  it('during a call lets the call go on and is shown at its end', () => {
    const during = play([{ type: 'signedInElsewhere', at: at(40) }], inCall());
    expect(during.state.phase).toBe('inCall');
    expect(play([over()], during.state).state.phase).toBe('signedInElsewhere');
  });

  it("during a call asks nothing of the server at its end: the pauses are the other console's too", () => {
    const { effects, state } = play([{ type: 'signedInElsewhere', at: at(40) }, over()], inCall());
    expect(asks(effects)).toEqual(['unregister']);
    expect(state.pause).toBeNull();
  });

  it('during a call and taken back before its end logs in again then', () => {
    const { state, all } = play(
      [{ type: 'signedInElsewhere', at: at(40) }, { type: 'takeOver', at: at(45) }, over()],
      inCall(),
    );
    expect(state).toMatchObject({ phase: 'connecting', resume: 'afterCall' });
    expect(asks(all)).toContain('pbxLogin');
  });
});

describe('the totals of the day', () => {
  it('count every activity under its own name', () => {
    const { totals } = play([resume, unset(true, 300), { type: 'newDay', at: at(310) }], afterCall()).state;
    expect(totals).toEqual({});
    const day = play(
      [{ type: 'signOut', at: at(400) }],
      play([resume, unset(true, 300)], afterCall({}, paused())).state,
    ).state;
    expect(day.totals).toEqual({
      ready: 110_000, // until the first pause, and while the pause before the call is set again
      'pause:3': 9000,
      ringing: 5000,
      talking: 35_000,
      wrapUp: 239_000,
    });
  });

  it('of a new day begin at midnight, also in the middle of a pause', () => {
    const { totals } = play([{ type: 'newDay', at: at(100) }, resume, unset(true, 300)], paused()).state;
    expect(totals).toEqual({ 'pause:3': 200_000 });
  });

  it('survive a clock that is set back', () => {
    const { totals } = play(
      [pause(LUNCH, -100), set(true, -99), { type: 'signOut', at: at(-90) }],
      ready(),
    ).state;
    expect(totals).toEqual({ ready: 1000, 'pause:3': 9000 });
  });
});
