// @vitest-environment node
/** The stock phone's transitions of presence (interface §10.1), row by row, and what ours makes of each. */
import { describe, expect, it } from 'vitest';
import { reduceAgent, type AgentEvent, type PresencePhase } from '@/lib/agent';
import {
  answer,
  at,
  COFFEE,
  inPhase,
  loginOk,
  LUNCH,
  lost,
  over,
  play,
  registered,
  ring,
  signIn,
} from './build';

const pause = { type: 'pause', pause: LUNCH, at: at(10) } as const;
const back = { type: 'registered', at: at(130) } as const;

describe('the rows of the stock phone that belong to presence', () => {
  it.each<[string, PresencePhase, readonly AgentEvent[], PresencePhase]>([
    ['Inactive start → Initial', 'signedOut', [signIn], 'connecting'],
    ['Initial registered → LoggingToAsterisk', 'connecting', [registered], 'connecting'],
    ['Initial failedRegistration → End: not ours, it goes on trying', 'connecting', [lost], 'connecting'],
    ['LoggingToAsterisk logToAsteriskOk → Ready', 'connecting', [registered, loginOk], 'ready'],
    [
      'LoggingToAsterisk logToAsteriskOk by the first INVITE → Ready, then the call',
      'connecting',
      [registered, ring(true, 2)],
      'ringing',
    ],
    [
      'LoggingToAsterisk logToAsteriskError → End: not ours, it tries again',
      'connecting',
      [registered, { type: 'pbxLogin', ok: false, at: at(2) }],
      'connecting',
    ],
    ['Ready receiveCall → ReceivingCall', 'ready', [ring(true)], 'ringing'],
    ['Ready startPause → Pausing', 'ready', [pause], 'pausing'],
    [
      'Ready startPause (forced) → Pausing, Paused',
      'ready',
      [{ type: 'forcedPause', name: 'Meeting', at: at(10) }],
      'paused',
    ],
    ['Ready logout → End', 'ready', [{ type: 'signOut', at: at(10) }], 'signedOut'],
    ['Ready unregistered → ConnLossReady', 'ready', [lost], 'connectionLost'],
    ['ConnLossReady unregistered → ConnLossReady', 'connectionLost', [lost], 'connectionLost'],
    ['ConnLossReady registered → Ready', 'connectionLost', [back], 'ready'],
    ['Pausing pauseSet → Paused', 'pausing', [{ type: 'pauseSet', ok: true, at: at(11) }], 'paused'],
    ['Pausing pauseAborted → Ready', 'pausing', [{ type: 'pauseSet', ok: false, at: at(11) }], 'ready'],
    [
      'Paused unpause → Ready, once the server agrees',
      'paused',
      [
        { type: 'resumeWork', at: at(12) },
        { type: 'unpauseSet', ok: true, at: at(13) },
      ],
      'ready',
    ],
    ['Paused receiveCall → ReceivingCall', 'paused', [ring(false)], 'ringing'],
    ['Paused logout → End', 'paused', [{ type: 'signOut', at: at(12) }], 'signedOut'],
    ['Paused changePause → Pausing', 'paused', [{ ...pause, pause: COFFEE }], 'pausing'],
    ['Paused unregistered → ConnLossPaused', 'paused', [lost], 'connectionLost'],
    ['ReceivingCall acceptCall → OnCall', 'ringing', [answer()], 'inCall'],
    ['ReceivingCall refuseCall → Ready', 'ringing', [over({ answered: false })], 'ready'],
    ['OnCall endCall → Ready, at once followed by ACW', 'inCall', [over()], 'afterCall'],
    ['OnCall unregistered → End: not ours, the call goes on', 'inCall', [lost], 'inCall'],
  ])('%s', (_, from, events, to) => {
    expect(play(events, inPhase(from)).state.phase).toBe(to);
  });

  it('ConnLossPaused registered → Paused, and the pause is set again', () => {
    const { state, effects } = play([lost, back], inPhase('paused'));
    expect(state.phase).toBe('paused');
    expect(effects).toContainEqual(expect.objectContaining({ type: 'setPause', pauseId: LUNCH.id }));
  });

  it('an event that means nothing changes nothing and is logged', () => {
    const before = inPhase('ready');
    const { state, effects } = reduceAgent(before, { type: 'resumeWork', at: at(10) });
    expect(state).toBe(before);
    expect(effects).toEqual([{ type: 'log', what: 'resumeWork means nothing while ready' }]);
  });
});
