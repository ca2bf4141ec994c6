// @vitest-environment node
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  INITIAL_CALL,
  reduceCall,
  transitions,
  type CallEffect,
  type CallEvent,
  type CallPhase,
  type CallState,
} from '@/lib/call';
import { eventFor, moves, must, type Dice, type Move } from './random';
import { T0 } from './build';

const RUNS = 300;
/** A conference is far from idle: one batch in some dozens never gets there. */
const BATCHES = 20;
/** Random lives take long on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });
const ALLOWED = new Set(transitions().map(({ from, event, to }) => `${from} ${event} ${to}`));
const PHASES = new Set<CallPhase>(transitions().flatMap(({ from, to }) => [from, to]));
const TONES = [
  'sendTones',
  'startTransfer',
  'sendTransferDigits',
  'cancelConsultation',
  'startConference',
  'setRecording',
  'surveyTransfer',
];

interface Beat {
  readonly before: CallState;
  readonly event: CallEvent;
  readonly state: CallState;
  readonly effects: readonly CallEffect[];
}

/** Plays the moves and shows every beat to `check`. */
function live(list: readonly Move[], check: (beat: Beat) => void): CallState {
  const dice: Dice = { clock: 0, sessions: 0 };
  let state = INITIAL_CALL;
  for (const move of list) {
    const event = eventFor(move, state, dice);
    const step = reduceCall(state, event);
    check({ before: state, event, ...step });
    state = step.state;
  }
  return state;
}

function always(watch: () => (beat: Beat) => void): void {
  fc.assert(
    fc.property(moves, (list) => {
      live(list, watch());
    }),
    { numRuns: RUNS },
  );
}

const asksEnd = (effects: readonly CallEffect[], sessionId: string): boolean =>
  effects.some(
    (effect) =>
      (effect.type === 'endSession' || effect.type === 'completeConsultation') &&
      effect.sessionId === sessionId,
  );

describe('whatever happens in whatever order', () => {
  it('every phase is reached, and only by the transitions that are drawn', () => {
    const seen = new Set<CallPhase>();
    const missing = (): CallPhase[] => [...PHASES].filter((phase) => !seen.has(phase));
    for (let batch = 0; batch < BATCHES && missing().length > 0; batch += 1)
      always(() => ({ before, event, state }) => {
        seen.add(state.phase);
        if (state.phase !== before.phase)
          must(
            ALLOWED.has(`${before.phase} ${event.type} ${state.phase}`),
            `${before.phase} ${event.type} ${state.phase} is drawn`,
          );
      });
    expect(missing()).toEqual([]);
  });

  it('there is a call exactly when the phase is not idle, and the generation never goes back', () => {
    always(() => ({ before, state }) => {
      expect(state.call === null).toBe(state.phase === 'idle');
      expect(state.generation).toBeGreaterThanOrEqual(before.generation);
      expect(state.call?.generation ?? state.generation).toBe(state.generation);
    });
  });

  it('never is a session answered while another one is alive', () => {
    always(() => {
      const alive = new Set<string>();
      return ({ event, effects }) => {
        if (event.type === 'ended') alive.delete(event.sessionId);
        for (const effect of effects) {
          if (effect.type === 'endSession' || effect.type === 'completeConsultation')
            alive.delete(effect.sessionId);
          if (effect.type !== 'answerSession') continue;
          expect([...alive]).toEqual([]);
          alive.add(effect.sessionId);
        }
      };
    });
  });

  it('every INVITE is answered, refused, or rings: none is forgotten', () => {
    always(() => ({ event, effects, state }) => {
      if (event.type !== 'invite') return;
      const dealt = effects.filter((effect) => 'sessionId' in effect && effect.sessionId === event.sessionId);
      const rings = state.phase === 'ringing' && state.call?.sessionId === event.sessionId;
      expect(dealt.length + (rings ? 1 : 0)).toBe(1);
    });
  });

  it('tones are sent in an established session only', () => {
    always(() => {
      let established = '';
      return ({ before, event, state, effects }) => {
        // A session that takes a call over is attached when the PBX has handed it over.
        if (event.type === 'attached' && state !== before) established = event.as;
        for (const effect of effects) {
          if (effect.type === 'callStarted') established = state.call?.sessionId ?? '';
          if (TONES.includes(effect.type))
            must(
              'sessionId' in effect && effect.sessionId === established,
              `${effect.type} only while established`,
            );
          if (effect.type === 'endSession' || effect.type === 'completeConsultation') established = '';
        }
        if (event.type === 'ended' && event.sessionId === established) established = '';
      };
    });
  });

  it('recording is started in a plain call only: *4 means swap elsewhere', () => {
    always(() => ({ before, effects }) => {
      for (const effect of effects)
        if (effect.type === 'setRecording' && effect.on)
          must(before.phase === 'talking', `*4 only while talking, not ${before.phase}`);
    });
  });

  it('recording is shown exactly when the last accepted command was "start"', () => {
    always(() => {
      let asked: boolean | null = null;
      let last = false;
      return ({ before, event, state, effects }) => {
        if (state.call?.sessionId !== before.call?.sessionId) {
          asked = null;
          last = false;
        }
        const here =
          'sessionId' in event && event.sessionId === before.call?.sessionId && before.phase !== 'ending';
        if (here && event.type === 'recordingSent' && asked === event.on) {
          last = event.on;
          asked = null;
        }
        if (here && event.type === 'recordingFailed') asked = null;
        if (event.type === 'record')
          for (const effect of effects) if (effect.type === 'setRecording') asked = effect.on;
        expect(state.call?.recording === 'on').toBe(last && state.call !== null);
      };
    });
  });

  it('who is held is resumed or hung up, and the server hears of every change once', () => {
    always(() => {
      let posts = 0;
      return ({ before, event, state, effects }) => {
        // A call taken over while held was posted as held by the document that died.
        const takenOver = event.type === 'restored' || event.type === 'attached';
        if (state.call?.sessionId !== before.call?.sessionId)
          posts = takenOver && state.phase === 'held' ? 1 : 0;
        posts += effects.filter(({ type }) => type === 'postHold').length;
        if (state.call && state.phase !== 'ending') {
          must((state.call.heldAt !== null) === (state.phase === 'held'), 'heldAt is set while held');
          if (state.call.details?.callId)
            must((posts % 2 === 1) === (state.phase === 'held'), 'one post per change');
        }
      };
    });
  });

  it('it rings exactly while the phase says so', () => {
    always(() => {
      let ringing = false;
      return ({ state, effects }) => {
        for (const effect of effects) if (effect.type === 'ring') ringing = effect.on;
        expect(ringing).toBe(state.phase === 'ringing');
      };
    });
  });

  it('every call is over exactly once', () => {
    always(() => {
      let begun = 0;
      let over = 0;
      return ({ before, state, effects }) => {
        const took = state.call?.again && state.call.sessionId !== before.call?.sessionId;
        if (state.call && (!before.call || took)) begun += 1;
        over += effects.filter(({ type }) => type === 'callOver').length;
        expect(over).toBe(begun - (state.call ? 1 : 0));
      };
    });
  });

  it("hanging up asks for the session's end at the first press, with a survey at the second", () => {
    always(() => ({ state }) => {
      const sessionId = state.call?.sessionId;
      if (!sessionId) return;
      const first = reduceCall(state, { type: 'hangUp', at: T0 });
      const second = reduceCall(first.state, { type: 'hangUp', at: T0 });
      const survey = first.effects.some(({ type }) => type === 'surveyTransfer');
      expect(asksEnd(survey ? second.effects : first.effects, sessionId)).toBe(true);
    });
  });

  it('there is always a way out', () => {
    always(() => ({ state }) => {
      let last = state;
      for (const at of [T0, T0 + 1]) last = reduceCall(last, { type: 'hangUp', at }).state;
      if (last.call)
        last = reduceCall(last, { type: 'ended', sessionId: last.call.sessionId, by: 'local', at: T0 }).state;
      expect(last.phase).toBe('idle');
    });
  });

  it('and the session need not even say that it is over', () => {
    always(() => ({ state }) => {
      let last = state;
      for (const at of [T0, T0 + 1]) last = reduceCall(last, { type: 'hangUp', at }).state;
      if (last.call)
        last = reduceCall(last, {
          type: 'timer',
          timer: 'ending',
          generation: last.generation,
          at: T0,
        }).state;
      expect(last.phase).toBe('idle');
    });
  });

  it('an event that means nothing changes nothing and is logged', () => {
    const cells = new Set(transitions().map(({ from, event }) => `${from} ${event}`));
    always(() => ({ before, event, state, effects }) => {
      if (cells.has(`${before.phase} ${event.type}`)) return;
      expect(state).toBe(before);
      expect(effects.map(({ type }) => type)).toEqual(['log']);
    });
  });
});
