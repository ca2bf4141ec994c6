// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { at, inPhase, OUTSIDE, play, talking, types } from './build';

const ended = { type: 'ended', sessionId: 's1', by: 'remote', at: at(90_000) } as const;
const heldNow = { type: 'held', sessionId: 's1', on: true, at: at(2100) } as const;

describe('hold', () => {
  it('shows and posts the change once the re-INVITE was accepted, not before', () => {
    const asked = play([{ type: 'hold', at: at(2000) }], talking());
    expect(asked.effects).toEqual([{ type: 'holdSession', sessionId: 's1', on: true }]);
    expect(asked.state.phase).toBe('talking');
    const held = play([heldNow], asked.state);
    expect(held.state).toMatchObject({ phase: 'held', call: { heldAt: at(2100) } });
    expect(held.effects).toEqual([{ type: 'postHold', callId: '1700000000.7' }]);
  });

  it('resumes likewise, with one post of its own', () => {
    const asked = play([{ type: 'resume', at: at(5000) }], inPhase('held'));
    expect(asked.effects).toEqual([{ type: 'holdSession', sessionId: 's1', on: false }]);
    const back = play([{ type: 'held', sessionId: 's1', on: false, at: at(5100) }], asked.state);
    expect(back.state).toMatchObject({ phase: 'talking', call: { heldAt: null } });
    expect(types(back.effects)).toEqual(['postHold']);
  });

  it('pressed twice sends one re-INVITE, reported twice posts one event', () => {
    const { all } = play(
      [{ type: 'hold', at: at(2000) }, { type: 'hold', at: at(2010) }, heldNow, heldNow],
      talking(),
    );
    expect(types(all).filter((type) => type === 'holdSession')).toHaveLength(1);
    expect(types(all).filter((type) => type === 'postHold')).toHaveLength(1);
  });

  it('refused by the PBX says so, posts nothing and may be tried again', () => {
    const failed = play(
      [
        { type: 'hold', at: at(2000) },
        { type: 'holdFailed', sessionId: 's1' },
      ],
      talking(),
    );
    expect(failed.state.phase).toBe('talking');
    expect(failed.effects).toEqual([{ type: 'notice', code: 'holdRefused' }]);
    expect(types(play([{ type: 'hold', at: at(3000) }], failed.state).effects)).toEqual(['holdSession']);
  });

  it('of a call without an id posts nothing: the server could not tell which', () => {
    const { effects, state } = play([{ type: 'hold', at: at(2000) }, heldNow], talking({ callId: '' }));
    expect(state.phase).toBe('held');
    expect(effects).toEqual([]);
  });

  it('lets the customer hang up, and the agent', () => {
    expect(play([ended], inPhase('held')).state.lastEnd).toMatchObject({ why: 'remote', answered: true });
    expect(types(play([{ type: 'hangUp', at: at(3000) }], inPhase('held')).effects)).toContain('endSession');
  });

  it('and a transfer do not cross: the transfer waits for the hold to be settled', () => {
    const target = { to: 'number', number: '1144445555' } as const;
    const { state, effects } = play(
      [
        { type: 'hold', at: at(2000) },
        { type: 'transfer', kind: 'blind', target, at: at(2010) },
      ],
      talking(),
    );
    expect(state.phase).toBe('talking');
    expect(types(effects)).toEqual(['log']);
  });
});

describe('mute and tones', () => {
  it.each([
    'talking',
    'held',
    'transferPrompt',
    'transferDialing',
    'transferSent',
    'consulting',
    'conference',
  ] as const)('mute works while %s and changes nothing else', (phase) => {
    const before = inPhase(phase);
    const { state, effects } = play([{ type: 'mute', on: true }], before);
    expect(state).toEqual({ ...before, call: { ...before.call, muted: true } });
    expect(effects).toEqual([{ type: 'muteSession', sessionId: 's1', on: true }]);
  });

  it.each(['talking', 'consulting', 'conference'] as const)('tones go out while %s', (phase) => {
    expect(play([{ type: 'tones', digits: '12#' }], inPhase(phase)).effects).toEqual([
      { type: 'sendTones', sessionId: 's1', digits: '12#' },
    ]);
  });

  it.each([
    'held',
    'transferPrompt',
    'transferReturning',
    'transferDialing',
    'transferSent',
    'ringing',
    'ending',
  ] as const)('no tone goes out while %s: the PBX would take it for something else', (phase) => {
    expect(types(play([{ type: 'tones', digits: '1' }], inPhase(phase)).effects)).toEqual(['log']);
  });

  it.each(['', '1 2', '+54', 'x', '1'.repeat(65)])(
    'what cannot be a tone (%j) is refused whole',
    (digits) => {
      expect(types(play([{ type: 'tones', digits }], talking()).effects)).toEqual(['notice']);
    },
  );
});

describe('recording on demand', () => {
  it('is shown when the command was accepted, and stopped likewise', () => {
    const asked = play([{ type: 'record', on: true }], talking());
    expect(asked.effects).toEqual([
      { type: 'setRecording', sessionId: 's1', on: true, callId: '1700000000.7' },
    ]);
    expect(asked.state.call?.recording).toBe('off');
    const on = play([{ type: 'recordingSent', on: true, sessionId: 's1' }], asked.state);
    expect(on.state.call?.recording).toBe('on');
    const off = play(
      [
        { type: 'record', on: false },
        { type: 'recordingSent', on: false },
      ],
      on.state,
    );
    expect(off.state.call?.recording).toBe('off');
  });

  it('that fails stays off, says so, and may be tried again', () => {
    const failed = play([{ type: 'record', on: true }, { type: 'recordingFailed' }], talking());
    expect(failed.state.call?.recording).toBe('off');
    expect(failed.effects).toEqual([{ type: 'notice', code: 'toneFailed' }]);
    expect(types(play([{ type: 'record', on: true }], failed.state).effects)).toEqual(['setRecording']);
  });

  it.each([
    ['outside campaigns', OUTSIDE],
    ['in a campaign that records by itself', { recordingFile: 'in-7-20260101' }],
    [
      'on a transfer received, whose recording is unknown',
      { origin: 'transfer', transfer: 'blind', recordingFile: null },
    ],
    ['between colleagues', { origin: 'agent', campaignId: null, recordingFile: null }],
  ] as const)('is not offered %s', (_, change) => {
    expect(types(play([{ type: 'record', on: true }], talking(change)).effects)).toEqual(['log']);
  });

  it('says "unknown" on a transfer received', () => {
    expect(
      talking({ origin: 'transfer', transfer: 'consultative', recordingFile: null }).call?.recording,
    ).toBe('unknown');
    expect(talking(OUTSIDE).call?.recording).toBe('off');
  });

  it('never starts while consulting or in conference, where *4 swaps the parties; it may be stopped there', () => {
    for (const phase of ['consulting', 'conference'] as const) {
      const state = inPhase(phase);
      expect(types(play([{ type: 'record', on: true }], state).effects)).toEqual(['log']);
      const on = { ...state, call: state.call && { ...state.call, recording: 'on' as const } };
      expect(types(play([{ type: 'record', on: false }], on).effects)).toEqual(['setRecording']);
    }
  });

  it('is stopped by itself when the agent hangs up', () => {
    const { effects } = play(
      [
        { type: 'record', on: true },
        { type: 'recordingSent', on: true },
        { type: 'hangUp', at: at(9000) },
      ],
      talking(),
    );
    expect(types(effects)).toEqual(['setRecording', 'endSession', 'startTimer']);
    expect(effects[0]).toMatchObject({ on: false });
  });

  it('is off again in the next call', () => {
    const { state } = play(
      [{ type: 'record', on: true }, { type: 'recordingSent', on: true }, ended],
      talking(),
    );
    expect(play([], state).state.call).toBeNull();
    expect(talking().call?.recording).toBe('off');
  });

  it('confirmed late for a call that is over does not show in the next one', () => {
    const next = talking();
    expect(play([{ type: 'recordingSent', on: true }], next).state).toBe(next);
    expect(play([{ type: 'recordingSent', on: true, sessionId: 'before' }], next).state).toBe(next);
  });
});

describe('the survey', () => {
  const survey = { surveyId: '5' };

  it('is where hanging up sends the customer', () => {
    const { state, effects } = play([{ type: 'hangUp', at: at(9000) }], talking(survey));
    expect(state).toMatchObject({
      phase: 'transferPrompt',
      call: { transfer: { kind: 'blind', target: { to: 'survey' } } },
    });
    expect(effects).toEqual([
      {
        type: 'surveyTransfer',
        sessionId: 's1',
        callId: '1700000000.7',
        campaignId: '7',
        surveyId: '5',
        generation: state.generation,
      },
    ]);
  });

  it('is dialled like any blind transfer and ends as one', () => {
    const prompt = play([{ type: 'hangUp', at: at(9000) }], talking(survey)).state;
    const dialing = play([{ type: 'transferPromptOver', generation: prompt.generation }], prompt);
    expect(dialing.effects).toMatchObject([
      { type: 'sendTransferDigits', kind: 'blind', target: { to: 'survey' } },
    ]);
    const sent = play(
      [{ type: 'transferDigitsSent', generation: prompt.generation, at: at(13_000) }],
      dialing.state,
    );
    expect(play([ended], sent.state).state.lastEnd).toMatchObject({ why: 'transferred' });
  });

  it.each(['at once', 'while dialling', 'after it was cancelled'])(
    'is skipped by a second press %s',
    (when) => {
      let state = play([{ type: 'hangUp', at: at(9000) }], talking(survey)).state;
      if (when === 'while dialling')
        state = play([{ type: 'transferPromptOver', generation: state.generation }], state).state;
      if (when === 'after it was cancelled')
        state = play(
          [
            { type: 'cancelTransfer', at: at(9500) },
            { type: 'backWithCustomer', at: at(18_000) },
          ],
          state,
        ).state;
      const second = play([{ type: 'hangUp', at: at(19_000) }], state);
      expect(types(second.effects)).toContain('endSession');
      expect(second.state.phase).toBe('ending');
    },
  );

  it('may be chosen in the transfer sheet, and is refused where the call has none', () => {
    const chosen = { type: 'transfer', kind: 'blind', target: { to: 'survey' }, at: at(9000) } as const;
    expect(types(play([chosen], talking(survey)).effects)).toEqual(['surveyTransfer']);
    expect(play([chosen], talking()).effects).toEqual([{ type: 'notice', code: 'surveyNotHere' }]);
  });

  it('is not for a customer on hold: hanging up there hangs up', () => {
    expect(types(play([{ type: 'hangUp', at: at(9000) }], inPhase('held', survey)).effects)).toContain(
      'endSession',
    );
  });
});
