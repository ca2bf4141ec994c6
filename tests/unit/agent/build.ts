/** What the tests of the presence machine share: a shift played event by event. */
import {
  INITIAL_AGENT,
  reduceAgent,
  type AgentEffect,
  type AgentEvent,
  type AgentState,
  type Pause,
  type PresencePhase,
} from '@/lib/agent';

export const T0 = 1_000_000;
export const at = (s: number): number => T0 + s * 1000;
export const LUNCH: Pause = { id: '3', name: 'Lunch', maxS: 1800 };
export const COFFEE: Pause = { id: '4', name: 'Coffee', maxS: 0 };

export interface Play {
  readonly state: AgentState;
  readonly effects: readonly AgentEffect[]; // of the last event
  readonly all: readonly AgentEffect[];
}

export function play(events: readonly AgentEvent[], from: AgentState = INITIAL_AGENT): Play {
  return events.reduce<Play>(
    ({ state, all }, event) => {
      const step = reduceAgent(state, event);
      return { state: step.state, effects: step.effects, all: [...all, ...step.effects] };
    },
    { state: from, effects: [], all: [] },
  );
}

/** Without timers and logs: what is asked of the server and said to the agent. */
export const asks = (effects: readonly AgentEffect[]): readonly string[] =>
  effects.flatMap((effect) => {
    if (effect.type === 'setPause') return [`setPause ${effect.pauseId}`];
    if (effect.type === 'leavePause')
      return [`leavePause ${effect.pauseId}${effect.checkDisposition ? ' checked' : ''}`];
    if (effect.type === 'notice') return [`notice ${effect.code}`];
    return effect.type === 'armTimer' || effect.type === 'log' ? [] : [effect.type];
  });

/** The number under which the last such request of these effects was asked. */
export function requestOf(
  effects: readonly AgentEffect[],
  type: 'pbxLogin' | 'setPause' | 'leavePause',
): number {
  const numbers = effects.flatMap((effect) =>
    effect.type === type && 'request' in effect ? [effect.request ?? 0] : [],
  );
  return numbers.at(-1) ?? 0;
}

export const signIn = { type: 'signIn', at: T0 } as const;
export const registered = { type: 'registered', at: at(1) } as const;
export const lost = { type: 'registrationLost', at: at(100) } as const;
export const loginOk = { type: 'pbxLogin', ok: true, at: at(2) } as const;
export const ready = (): AgentState => play([signIn, registered, loginOk]).state;
export const paused = (pause: Pause = LUNCH): AgentState =>
  play(
    [
      { type: 'pause', pause, at: at(10) },
      { type: 'pauseSet', ok: true, at: at(11) },
    ],
    ready(),
  ).state;
export const ring = (queueCall = false, s = 20): AgentEvent => ({ type: 'ringing', queueCall, at: at(s) });
export const answer = (s = 25): AgentEvent => ({ type: 'callAnswered', at: at(s) });
export const over = (change: Partial<Extract<AgentEvent, { type: 'callOver' }>> = {}): AgentEvent => ({
  type: 'callOver',
  answered: true,
  forceDisposition: false,
  autoUnpauseS: 0,
  at: at(60),
  ...change,
});
export const inCall = (from: AgentState = ready()): AgentState => play([ring(true), answer()], from).state;
export const afterCall = (change: Parameters<typeof over>[0] = {}, from: AgentState = ready()): AgentState =>
  play([over(change), { type: 'pauseSet', ok: true, at: at(61) }], inCall(from)).state;

/** The shift brought into a phase by the shortest way. */
export function inPhase(phase: PresencePhase): AgentState {
  switch (phase) {
    case 'signedOut':
      return INITIAL_AGENT;
    case 'connecting':
      return play([signIn]).state;
    case 'ready':
      return ready();
    case 'pausing':
      return play([{ type: 'pause', pause: LUNCH, at: at(10) }], ready()).state;
    case 'paused':
      return paused();
    case 'ringing':
      return play([ring(true)], ready()).state;
    case 'inCall':
      return inCall();
    case 'afterCall':
      return afterCall();
    case 'connectionLost':
      return play([lost], ready()).state;
    case 'disabled':
      return play([{ type: 'microphone', ok: false, at: at(50) }], ready()).state;
    case 'signedInElsewhere':
      return play([{ type: 'signedInElsewhere', at: at(50) }], ready()).state;
  }
}
