import { describe, expect, it } from 'vitest';
import { reduceCall } from '@/lib/call';
import { at, details, inPhase, invite, OUTSIDE, play, T0, talking, types } from './build';

const request = { type: 'request', number: '351 123-4567', at: T0 } as const;
const cameBack = (sessionId = 's1', change = {}): ReturnType<typeof invite> =>
  invite(sessionId, { ...OUTSIDE, ...change }, { autoAnswer: true, at: at(800) });

describe('a call asked for by the agent', () => {
  it('is requested, answered by itself when its INVITE comes, muted, and hung up', () => {
    const asked = play([request]);
    expect(asked.state.phase).toBe('requested');
    expect(asked.effects).toEqual([{ type: 'startRequestTimer', generation: asked.state.generation }]);

    const answering = play([cameBack()], asked.state);
    expect(answering.state.phase).toBe('answering');
    expect(answering.effects).toEqual([{ type: 'earTone' }, { type: 'answerSession', sessionId: 's1' }]);

    const talk = play([{ type: 'established', sessionId: 's1', at: at(1000) }], answering.state);
    expect(talk.state.phase).toBe('talking');
    expect(talk.state.call).toMatchObject({ direction: 'out', answeredAt: at(1000), requestedAt: T0 });
    expect(talk.effects).toEqual([
      { type: 'callStarted', details: details(OUTSIDE), at: at(1000), again: false },
    ]);

    const muted = play([{ type: 'mute', on: true }], talk.state);
    expect(muted.state.call?.muted).toBe(true);
    expect(muted.effects).toEqual([{ type: 'muteSession', sessionId: 's1', on: true }]);

    const ending = play([{ type: 'hangUp', at: at(9000) }], muted.state);
    expect(types(ending.effects)).toEqual(['endSession', 'startTimer']);
    const over = play([{ type: 'ended', sessionId: 's1', by: 'local', at: at(9100) }], ending.state);
    expect(over.state).toMatchObject({
      phase: 'idle',
      call: null,
      lastEnd: { why: 'agent', answered: true },
    });
    expect(over.effects).toEqual([
      { type: 'callOver', details: details(OUTSIDE), answered: true, at: at(9100) },
    ]);
  });

  it('says why when the server refuses it', () => {
    const { state, effects } = play([
      request,
      { type: 'requestRefused', code: 'noPermissionOutside', at: at(300) },
    ]);
    expect(state).toMatchObject({ phase: 'idle', lastEnd: { why: 'failed' } });
    expect(effects).toEqual([
      { type: 'notice', code: 'noPermissionOutside' },
      { type: 'callOver', details: null, answered: false, at: at(300) },
    ]);
  });

  it('says so when no INVITE follows in time', () => {
    const { state, effects } = play([request, { type: 'requestTimeout', at: at(15_000) }]);
    expect(state).toMatchObject({ phase: 'idle', lastEnd: { why: 'timeout', answered: false } });
    expect(effects[0]).toEqual({ type: 'notice', code: 'callNotStarted' });
  });

  it('is refused, not answered, when its INVITE comes after the agent cancelled', () => {
    const cancelled = play([request, { type: 'hangUp', at: at(500) }]);
    expect(cancelled.state).toMatchObject({ phase: 'idle', lastEnd: { why: 'cancelled' } });
    const late = play([cameBack('late')], cancelled.state);
    expect(late.state.phase).toBe('idle');
    expect(late.effects).toEqual([{ type: 'refuseInvite', sessionId: 'late' }]);
  });

  it('is refused as well when the INVITE comes after the time limit was said', () => {
    const late = play([
      request,
      { type: 'requestTimeout', at: at(15_000) },
      invite('late', OUTSIDE, { autoAnswer: true, at: at(16_000) }),
    ]);
    expect(late.effects).toEqual([{ type: 'refuseInvite', sessionId: 'late' }]);
  });

  it('may come from elsewhere again once nobody waits for the cancelled one any more', () => {
    const later = play([
      request,
      { type: 'hangUp', at: at(500) },
      invite('other', OUTSIDE, { autoAnswer: true, at: at(40_000) }),
    ]);
    expect(later.state.phase).toBe('answering');
  });

  it('leaves a call to another number alone after a cancelled one', () => {
    const other = play([
      request,
      { type: 'hangUp', at: at(500) },
      cameBack('other', { phone: '1122334455' }),
    ]);
    expect(other.state.phase).toBe('answering');
  });

  it('is answered once when the agent cancels and asks again at once', () => {
    const again = play([
      request,
      { type: 'hangUp', at: at(500) },
      { ...request, at: at(600) },
      cameBack('s1'),
    ]);
    expect(again.state).toMatchObject({ phase: 'answering', call: { sessionId: 's1' } });
    const second = play([cameBack('s2')], again.state);
    expect(second.effects).toEqual([{ type: 'refuseInvite', sessionId: 's2' }]);
    expect(second.state.call?.sessionId).toBe('s1');
  });

  it('is not answered with the INVITE of a cancelled request for another number', () => {
    const state = play([
      request,
      { type: 'hangUp', at: at(300) },
      { type: 'request', number: '1199887766', at: at(400) },
    ]).state;
    const wrong = play([cameBack('old')], state);
    expect(wrong.effects).toEqual([{ type: 'refuseInvite', sessionId: 'old' }]);
    expect(wrong.state.phase).toBe('requested');
    const right = play([cameBack('new', { phone: '01199887766' })], wrong.state);
    expect(right.state).toMatchObject({ phase: 'answering', call: { sessionId: 'new' } });
  });

  it('is matched to its own INVITE when an inbound call arrives in between', () => {
    const between = play([request, invite('queue', {}, { autoAnswer: true })]);
    expect(between.effects).toEqual([{ type: 'refuseInvite', sessionId: 'queue' }]);
    expect(between.state.phase).toBe('requested');
    const ours = play([cameBack('ours')], between.state);
    expect(ours.state).toMatchObject({ phase: 'answering', call: { sessionId: 'ours', direction: 'out' } });
  });

  it('is matched by campaign when it was asked for in one', () => {
    const state = play([{ type: 'request', number: '3511234567', campaignId: '7', at: T0 }]).state;
    const foreign = play([invite('x', { origin: 'click2call', campaignId: '8' })], state);
    expect(foreign.effects).toEqual([{ type: 'refuseInvite', sessionId: 'x' }]);
    expect(play([invite('y', { origin: 'click2call', campaignId: '7' })], state).state.phase).toBe(
      'answering',
    );
    expect(play([invite('z', { origin: 'preview', campaignId: '7' })], state).state.phase).toBe('answering');
  });

  it('to a colleague is matched although its INVITE names no number', () => {
    const state = play([{ type: 'request', number: '', agentId: '12', at: T0 }]).state;
    expect(play([cameBack('s1', { phone: '' })], state).state.phase).toBe('answering');
  });

  it('ignores an answer of the server that belongs to an earlier request', () => {
    const first = play([request]).state;
    const second = play(
      [
        { type: 'hangUp', at: at(100) },
        { ...request, number: '1144445555' },
      ],
      first,
    ).state;
    const { state, effects } = play(
      [{ type: 'requestRefused', code: 'serverTimeout', at: at(900), generation: first.generation }],
      second,
    );
    expect(state).toBe(second);
    expect(types(effects)).toEqual(['log']);
  });
});

describe('an incoming call', () => {
  it('rings, tells the server, and is answered by the agent', () => {
    const ringing = play([invite('s1')]);
    expect(ringing.state).toMatchObject({ phase: 'ringing', call: { ringingAt: T0, direction: 'in' } });
    expect(ringing.effects).toEqual([
      { type: 'ring', on: true },
      { type: 'postRinging', on: true },
    ]);
    const answered = play([{ type: 'answer', at: at(900) }], ringing.state);
    expect(answered.effects).toEqual([
      { type: 'ring', on: false },
      { type: 'answerSession', sessionId: 's1' },
    ]);
  });

  it('is answered by itself after a short tone when the rules say so', () => {
    const { state, effects } = play([invite('s1', {}, { autoAnswer: true })]);
    expect(state.phase).toBe('answering');
    expect(types(effects)).toEqual(['notice', 'earTone', 'answerSession']);
  });

  it.each(['reject', 'hangUp'] as const)('is refused by %s and the server is told who refused', (type) => {
    const rejected = play([{ type, at: at(700) }], inPhase('ringing'));
    expect(types(rejected.effects)).toEqual(['ring', 'postReject', 'endSession', 'startTimer']);
    const over = play([{ type: 'ended', sessionId: 's1', by: 'local', at: at(750) }], rejected.state);
    expect(over.state).toMatchObject({ phase: 'idle', lastEnd: { why: 'rejected', answered: false } });
    expect(types(over.effects)).toEqual(['postRinging', 'callOver']);
  });

  it('that the caller gives up stops ringing and leaves the server saying "not ringing"', () => {
    const { state, effects } = play(
      [{ type: 'ended', sessionId: 's1', by: 'remote', at: at(700) }],
      inPhase('ringing'),
    );
    expect(state.lastEnd).toMatchObject({ why: 'remote', answered: false });
    expect(effects).toEqual([
      { type: 'ring', on: false },
      { type: 'postRinging', on: false },
      { type: 'callOver', details: details(), answered: false, at: at(700) },
    ]);
  });

  it('that was answered never says "not ringing": its presence is the PBX\'s business', () => {
    const { all } = play([{ type: 'ended', sessionId: 's1', by: 'remote', at: at(9000) }], talking());
    expect(types(all)).toEqual(['callOver']);
  });

  it('whose media fails is ended and the reason is said', () => {
    const { state, effects } = play(
      [{ type: 'answerFailed', sessionId: 's1', code: 'mediaFailed', at: at(1200) }],
      inPhase('answering'),
    );
    expect(state.phase).toBe('ending');
    expect(types(effects)).toEqual(['notice', 'endSession', 'startTimer']);
  });

  it.each([
    'ringing',
    'answering',
    'talking',
    'held',
    'consulting',
    'conference',
    'transferSent',
    'ending',
  ] as const)('that arrives while another is %s is refused', (phase) => {
    const before = inPhase(phase);
    const { state, effects } = play([invite('s2', {}, { autoAnswer: true, at: at(20_000) })], before);
    expect(effects).toEqual([{ type: 'refuseInvite', sessionId: 's2' }]);
    expect(state).toEqual(before);
  });
});

describe('the end of a call', () => {
  it('tells the consulting colleague when the call had come by a consultative transfer', () => {
    const received = talking({
      origin: 'transfer',
      transfer: 'consultative',
      fromAgent: '15_Ana_Diaz',
      recordingFile: null,
    });
    const { effects } = play([{ type: 'ended', sessionId: 's1', by: 'remote', at: at(5000) }], received);
    expect(effects[0]).toEqual({ type: 'notifyConsultationEnd', agentId: '15' });
  });

  it.each(['Ana', '', null])('tells nobody when the header names no agent id (%s)', (fromAgent) => {
    const received = talking({
      origin: 'transfer',
      transfer: 'consultative',
      fromAgent,
      recordingFile: null,
    });
    const { effects } = play([{ type: 'ended', sessionId: 's1', by: 'remote', at: at(5000) }], received);
    expect(types(effects)).toEqual(['callOver']);
  });

  it('is taken for reached when a session never says it is over', () => {
    const ending = inPhase('ending');
    const { state } = play(
      [{ type: 'timer', timer: 'ending', generation: ending.generation, at: at(70_000) }],
      ending,
    );
    expect(state).toMatchObject({ phase: 'idle', lastEnd: { why: 'agent' } });
  });

  it('is asked for once more when the agent presses again, and when the answer crossed the hang-up', () => {
    const ending = inPhase('ending');
    expect(play([{ type: 'hangUp', at: at(61_000) }], ending).effects).toEqual([
      { type: 'endSession', sessionId: 's1' },
    ]);
    expect(play([{ type: 'established', sessionId: 's1', at: at(61_000) }], ending).effects).toEqual([
      { type: 'endSession', sessionId: 's1' },
    ]);
  });

  it('by the PBX keeps its code', () => {
    const { state } = play(
      [{ type: 'ended', sessionId: 's1', by: 'failed', sipCode: 488, at: at(1500) }],
      inPhase('answering'),
    );
    expect(state.lastEnd).toMatchObject({ why: 'failed', sipCode: 488, answered: false });
  });
});

describe('what does not belong here', () => {
  it('an event of another session changes nothing and is logged', () => {
    const state = talking();
    const { state: after, effects } = reduceCall(state, {
      type: 'ended',
      sessionId: 'other',
      by: 'remote',
      at: at(1),
    });
    expect(after).toBe(state);
    expect(effects).toEqual([{ type: 'log', what: 'stale ended' }]);
  });

  it.each(['registrationLost', 'registrationBack'] as const)('%s leaves every call as it is', (type) => {
    for (const phase of [
      'idle',
      'requested',
      'ringing',
      'answering',
      'talking',
      'held',
      'transferPrompt',
      'transferReturning',
      'transferDialing',
      'transferSent',
      'consulting',
      'conference',
      'ending',
    ] as const) {
      const before = inPhase(phase);
      const { state, effects } = reduceCall(before, { type });
      expect(state).toBe(before);
      expect(types(effects)).toEqual(['log']);
    }
  });

  it("the contact saved during the call becomes the call's, another call's does not", () => {
    const state = talking({ contactId: '-1' });
    expect(
      play([{ type: 'contactSaved', callId: '1700000000.7', contactId: '99' }], state).state.call?.contactId,
    ).toBe('99');
    expect(play([{ type: 'contactSaved', callId: 'other', contactId: '99' }], state).state).toBe(state);
  });

  it('the number that answered replaces the list that was dialled', () => {
    const state = talking({ phone: '111111_222222', callData: { telefono: '111111_222222', call_id: '7' } });
    const answered = play([{ type: 'multinumAnswered', phone: '222222' }], state);
    const known = { phone: '222222', callData: { telefono: '222222', call_id: '7' } };
    expect(answered.state.call?.details).toMatchObject(known);
    expect(answered.effects).toMatchObject([{ type: 'numberAnswered', details: known }]);
    const single = talking();
    expect(play([{ type: 'multinumAnswered', phone: '222222' }], single).state).toBe(single);
  });
});
