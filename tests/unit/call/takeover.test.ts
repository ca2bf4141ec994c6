// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  deadAfterTakeover,
  type ActiveCall,
  type CallEvent,
  type CallState,
  type RestoredPhase,
} from '@/lib/call';
import { at, details, inPhase, OUTSIDE, play, talking, types } from './build';

const callOf = (state: CallState): ActiveCall => {
  if (!state.call) throw new Error('no call');
  return state.call;
};
/** The call as the next document finds it: nothing but what was written down. */
const restored = (before: CallState, phase = before.phase as RestoredPhase): CallEvent => ({
  type: 'restored',
  call: callOf(before),
  phase,
});
const attached = (dead: ActiveCall['dead'] = []): CallEvent => ({ type: 'attached', as: 's9', dead });

describe('a call that outlived its phone document', () => {
  it.each<RestoredPhase>(['talking', 'held', 'transferSent', 'consulting', 'conference'])(
    'goes on %s, with its times, its mute and its contact, under the session that took it over',
    (phase) => {
      const before = inPhase(phase);
      const { muted, answeredAt, heldAt, contactId, transfer, confHold } = callOf(before);
      const { state } = play([restored(before), attached()]);
      expect(state).toMatchObject({
        phase,
        call: { sessionId: 's9', muted, answeredAt, heldAt, contactId, transfer, confHold, takenOver: true },
      });
    },
  );

  it('forgets what was on its way: nobody will answer it', () => {
    const before = play([{ type: 'hold', at: at(2000) }], talking()).state;
    const { state } = play([restored(before), attached()]);
    expect(state.call).toMatchObject({ holdPending: null, recordPending: null });
    expect(play([{ type: 'hold', at: at(3000) }], state).effects).toEqual([
      { type: 'holdSession', sessionId: 's9', on: true },
    ]);
  });

  it('until it has a session is not held, dialled or transferred, but may be muted and left', () => {
    const { state } = play([restored(talking())]);
    for (const event of [
      { type: 'hold', at: at(1) },
      { type: 'tones', digits: '1' },
      { type: 'record', on: true },
      { type: 'transfer', kind: 'blind', target: { to: 'number', number: '123' }, at: at(1) },
    ] as const)
      expect(types(play([event], state).effects)).toEqual(['log']);
    expect(play([{ type: 'mute', on: true }], state).state.call?.muted).toBe(true);
    expect(play([{ type: 'hangUp', at: at(2) }], state).state.phase).toBe('ending');
  });

  it('is joined to one session only', () => {
    const { state } = play([restored(talking()), attached()]);
    const again = play([{ type: 'attached', as: 's10', dead: ['transfer'] }], state);
    expect(again.state).toBe(state);
  });

  it('is not restored over a call that is on', () => {
    const state = talking();
    expect(play([restored(talking())], state).state).toBe(state);
  });

  it('is over when the takeover is refused, and says how long it was', () => {
    const { state, effects } = play([
      restored(talking()),
      { type: 'ended', sessionId: '', by: 'failed', at: at(5000) },
    ]);
    expect(state).toMatchObject({ phase: 'idle', lastEnd: { why: 'failed', answered: true } });
    expect(types(effects)).toContain('callOver');
  });
});

describe('what the PBX does no longer do for it', () => {
  it.each([
    ['inbound', { origin: 'inbound' }, null, ['transfer', 'record']],
    ['dialer', { origin: 'dialer' }, null, ['transfer', 'record']],
    ['click to call', { origin: 'click2call' }, { number: '1' }, ['transfer', 'record']],
    ['outside campaigns', OUTSIDE, { number: '1' }, ['transfer', 'record']],
    ['transferred to us', { origin: 'transfer' }, null, ['transfer', 'record']],
    ['from a colleague', { origin: 'agent' }, null, []],
    ['to a colleague', OUTSIDE, { number: '', agentId: '2' }, []],
  ] as const)('a call %s', (_kind, change, requested, dead) => {
    expect(deadAfterTakeover({ details: details(change), requested }, 'tones')).toEqual(dead);
  });

  it('where transfers are asked for by request they go on working', () => {
    expect(deadAfterTakeover({ details: details(), requested: null }, 'requests')).toEqual(['record']);
  });

  const dead = (before: CallState): CallState =>
    play([restored(before), attached(['transfer', 'record'])]).state;

  it('is refused in words before a tone is sent', () => {
    const transfer = { type: 'transfer', kind: 'blind', target: { to: 'number', number: '123' } } as const;
    expect(play([{ ...transfer, at: at(1) }], dead(talking())).effects).toEqual([
      { type: 'notice', code: 'takenOverNoTransfer' },
    ]);
    const record = play([{ type: 'record', on: true }], dead(talking({ origin: 'click2call' })));
    expect(types(record.effects)).toEqual(['log']);
  });

  it('includes the survey at the end: the first press hangs up', () => {
    const { state } = play([{ type: 'hangUp', at: at(9) }], dead(talking({ surveyId: '5' })));
    expect(state.phase).toBe('ending');
  });

  it('ends the recording the agent had begun, and says so', () => {
    const recording = play(
      [
        { type: 'record', on: true },
        { type: 'recordingSent', on: true, sessionId: 's1' },
      ],
      talking({ origin: 'click2call' }),
    ).state;
    expect(recording.call?.recording).toBe('on');
    const { state, effects } = play([restored(recording), attached(['transfer', 'record'])]);
    expect(state.call?.recording).toBe('off');
    expect(effects).toEqual([{ type: 'notice', code: 'recordingEnded' }]);
  });
});
