// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  hangUpWarning,
  reduceCall,
  type CallState,
  type TransferKind,
  type TransferTarget,
} from '@/lib/call';
import { at, details, inPhase, invite, OUTSIDE, play, T0, talking, types } from './build';

const AGENT: TransferTarget = { to: 'agent', agentId: '12', name: 'Berta' };
const NUMBER: TransferTarget = { to: 'number', number: '1144445555' };
const transfer = (kind: TransferKind, target: TransferTarget) =>
  ({ type: 'transfer', kind, target, at: at(5000) }) as const;
const ended = { type: 'ended', sessionId: 's1', by: 'remote', at: at(60_000) } as const;
const seen = (assertedIdentity: string) =>
  ({ type: 'reinvite', sessionId: 's1', assertedIdentity, at: at(12_000) }) as const;
const overPrompt = (state: CallState): CallState =>
  play([{ type: 'transferPromptOver', generation: state.generation }], state).state;
const allOut = (state: CallState): CallState =>
  play([{ type: 'transferDigitsSent', generation: state.generation, at: at(9000) }], state).state;

describe('a transfer', () => {
  it.each([
    ['a number', NUMBER],
    ['an agent', AGENT],
    ['an inbound campaign', { to: 'campaign', campaignId: '3', name: 'Support' }],
    ['a quick contact with punctuation', { to: 'number', number: '+54 (351) 444-5555', name: 'Boss' }],
  ] as const)(
    "blind to %s goes through prompt, digits and sent, and ends with the PBX's BYE",
    (_, target) => {
      const prompt = play([transfer('blind', target)], talking());
      expect(prompt.state.phase).toBe('transferPrompt');
      expect(prompt.effects).toMatchObject([{ type: 'startTransfer', sessionId: 's1', kind: 'blind' }]);
      const dialing = play(
        [{ type: 'transferPromptOver', generation: prompt.state.generation }],
        prompt.state,
      );
      expect(dialing.state.phase).toBe('transferDialing');
      expect(types(dialing.effects)).toEqual(['sendTransferDigits']);
      const sent = play(
        [{ type: 'transferDigitsSent', generation: prompt.state.generation, at: at(9000) }],
        dialing.state,
      );
      expect(sent.state.phase).toBe('transferSent');
      expect(sent.effects).toEqual([{ type: 'notice', code: 'transferOutcomeUnknown' }]);
      expect(play([ended], sent.state).state.lastEnd).toMatchObject({ why: 'transferred', answered: true });
    },
  );

  it('that the PBX never heard of leaves the customer where they were: at once, and without a word after a cancel', () => {
    const prompt = play([transfer('blind', NUMBER)], talking()).state;
    const cancelled = play([{ type: 'cancelTransfer', at: at(5300) }], prompt).state;
    expect(cancelled.phase).toBe('transferReturning');
    const untouched = { type: 'transferUntouched', generation: cancelled.generation } as const;
    const back = play([untouched], cancelled);
    expect(back.state.phase).toBe('talking');
    expect(types(back.effects)).not.toContain('notice');
    const refused = {
      type: 'transferUntouched',
      generation: prompt.generation,
      code: 'transferTargetInvalid',
    } as const;
    const after = play([refused], overPrompt(prompt));
    expect(after.state.phase).toBe('talking');
    expect(after.effects).toEqual([{ type: 'notice', code: 'transferTargetInvalid' }]);
  });

  it('sends a number without its punctuation', () => {
    const { effects } = play([transfer('blind', { to: 'number', number: ' +54 (351) 444-5555' })], talking());
    expect(effects).toMatchObject([{ target: { to: 'number', number: '543514445555' } }]);
  });

  it.each([
    ['a number that is none', 'blind', { to: 'number', number: 'abc' }, 'transferTargetInvalid'],
    ['one digit', 'blind', { to: 'number', number: '1' }, 'transferTargetInvalid'],
    ['26 digits', 'blind', { to: 'number', number: '1'.repeat(26) }, 'transferTargetInvalid'],
    ['a plus inside', 'blind', { to: 'number', number: '54+11' }, 'transferTargetInvalid'],
    [
      'what looks like an agent prefix',
      'consultative',
      { to: 'number', number: '1111 12' },
      'transferLooksLikePrefix',
    ],
    [
      'what looks like a campaign prefix',
      'blind',
      { to: 'number', number: '99997' },
      'transferLooksLikePrefix',
    ],
    [
      'an agent id the dialplan has no pattern for',
      'blind',
      { to: 'agent', agentId: '12345', name: '' },
      'transferTargetInvalid',
    ],
    [
      'a campaign to consult',
      'consultative',
      { to: 'campaign', campaignId: '3', name: '' },
      'transferTargetInvalid',
    ],
  ] as const)('to %s is refused before the first tone', (_, kind, target, code) => {
    const before = talking();
    const { state, effects } = play([transfer(kind, target)], before);
    expect(state).toBe(before);
    expect(effects).toEqual([{ type: 'notice', code }]);
  });

  it('of a call outside campaigns cannot go to a campaign', () => {
    const { effects } = play(
      [transfer('blind', { to: 'campaign', campaignId: '3', name: '' })],
      talking(OUTSIDE),
    );
    expect(effects).toEqual([{ type: 'notice', code: 'transferTargetInvalid' }]);
  });

  it('a number of five prefix-like digits with more behind is a number', () => {
    expect(play([transfer('blind', { to: 'number', number: '1111123456' })], talking()).state.phase).toBe(
      'transferPrompt',
    );
  });
});

describe('cancelling a transfer', () => {
  it('before the first digit sends nothing more and waits for the PBX to bring the customer back', () => {
    const prompt = play([transfer('blind', NUMBER)], talking()).state;
    const cancelled = play([{ type: 'cancelTransfer', at: at(6000) }], prompt);
    expect(cancelled.state.phase).toBe('transferReturning');
    expect(cancelled.effects).toEqual([
      { type: 'abandonTransfer', generation: prompt.generation },
      { type: 'startTimer', timer: 'returning', ms: 10_000, generation: cancelled.state.generation },
    ]);
    const late = play([{ type: 'transferPromptOver', generation: prompt.generation }], cancelled.state);
    expect(types(late.effects)).toEqual(['log']);
    const back = play(
      [{ type: 'timer', timer: 'returning', generation: cancelled.state.generation, at: at(16_000) }],
      late.state,
    );
    expect(back.state).toMatchObject({ phase: 'talking', call: { transfer: null } });
  });

  it('can be confirmed by the agent, or by the PBX naming the customer, before the time is up', () => {
    const returning = inPhase('transferReturning');
    expect(play([{ type: 'backWithCustomer', at: at(9000) }], returning).state.phase).toBe('talking');
    expect(play([seen('3511234567')], returning).state.phase).toBe('talking');
    expect(play([seen('1012')], returning).state.phase).toBe('transferReturning');
  });

  it.each(['transferDialing', 'transferSent'] as const)('is impossible once a digit is out (%s)', (phase) => {
    const before = inPhase(phase);
    const { state, effects } = play([{ type: 'cancelTransfer', at: at(8000) }], before);
    expect(state).toBe(before);
    expect(types(effects)).toEqual(['log']);
  });

  it('of a consultation is *1, and then the customer is back within seconds', () => {
    const cancelled = play([{ type: 'cancelTransfer', at: at(20_000) }], inPhase('consulting'));
    expect(types(cancelled.effects)).toEqual(['cancelConsultation', 'startTimer']);
    expect(cancelled.state.phase).toBe('transferReturning');
    const { generation } = cancelled.state;
    const back = play([{ type: 'timer', timer: 'returning', generation, at: at(23_000) }], cancelled.state);
    expect(back.state.phase).toBe('talking');
  });

  it('whose *1 is refused leaves the agent with the consultee, and an old timer does not say otherwise', () => {
    const cancelled = play([{ type: 'cancelTransfer', at: at(20_000) }], inPhase('consulting')).state;
    const { generation } = cancelled;
    const failed = play([{ type: 'transferFailed', generation, code: 'toneFailed' }], cancelled);
    expect(failed.state.phase).toBe('consulting');
    expect(failed.effects).toEqual([{ type: 'notice', code: 'toneFailed' }]);
    const timer = play([{ type: 'timer', timer: 'returning', generation, at: at(23_000) }], failed.state);
    expect(timer.state.phase).toBe('consulting');
  });
});

describe('a transfer that fails', () => {
  it('at the feature code leaves the customer where he was', () => {
    const prompt = inPhase('transferPrompt');
    const failed = play(
      [{ type: 'transferFailed', generation: prompt.generation, code: 'toneFailed' }],
      prompt,
    );
    expect(failed.state).toMatchObject({ phase: 'talking', call: { transfer: null } });
    expect(failed.effects).toEqual([{ type: 'notice', code: 'toneFailed' }]);
  });

  it('between digits can only be waited for', () => {
    const dialing = inPhase('transferDialing');
    const failed = play(
      [{ type: 'transferFailed', generation: dialing.generation, code: 'toneFailed' }],
      dialing,
    );
    expect(failed.state.phase).toBe('transferReturning');
    expect(types(failed.effects)).toEqual(['notice', 'startTimer']);
  });

  it('because the number is unknown brings the customer back to the agent', () => {
    expect(play([seen('3511234567')], inPhase('transferSent')).state.phase).toBe('talking');
    expect(play([{ type: 'backWithCustomer', at: at(13_000) }], inPhase('transferSent')).state.phase).toBe(
      'talking',
    );
  });

  it('because the call ends stops what was still to be sent', () => {
    for (const phase of ['transferPrompt', 'transferDialing'] as const) {
      const before = inPhase(phase);
      expect(play([ended], before).effects[0]).toEqual({
        type: 'abandonTransfer',
        generation: before.generation,
      });
      expect(play([{ type: 'hangUp', at: at(9000) }], before).effects[0]).toMatchObject({
        type: 'abandonTransfer',
      });
    }
  });
});

describe('a consultation', () => {
  it('is completed by hanging up, by either button', () => {
    const complete = play([{ type: 'completeTransfer', at: at(20_000) }], inPhase('consulting'));
    expect(types(complete.effects)).toEqual(['completeConsultation', 'startTimer']);
    const hungUp = play([{ type: 'hangUp', at: at(20_000) }], inPhase('consulting'));
    expect(types(hungUp.effects)).toEqual(['endSession', 'startTimer']);
    for (const { state } of [complete, hungUp])
      expect(play([{ ...ended, by: 'local' }], state).state.lastEnd).toMatchObject({ why: 'transferred' });
  });

  it('shows the consultee as dialled when the PBX names him, already while the digits go out', () => {
    const toNumber = play([transfer('consultative', NUMBER)], talking()).state;
    const dialing = play([seen('1144445555')], overPrompt(toNumber)).state;
    expect(dialing).toMatchObject({ phase: 'transferDialing', call: { transfer: { seen: 'targetDialed' } } });
    const agent = play([seen('1013')], inPhase('consulting')).state;
    expect(agent).toMatchObject({ phase: 'consulting', call: { transfer: { seen: 'targetDialed' } } });
  });

  it('is over when the PBX names the customer again: declined, or not answered', () => {
    const { state } = play([seen('1013'), seen('3511234567')], inPhase('consulting'));
    expect(state).toMatchObject({ phase: 'talking', call: { transfer: { seen: 'customerBack' } } });
    expect(play([transfer('blind', NUMBER)], state).state.call?.transfer).toMatchObject({ seen: 'nothing' });
  });

  it.each(['', 'anonymous', '99'])('learns nothing from an identity nobody knows (%j)', (identity) => {
    const state = allOut(overPrompt(play([transfer('consultative', NUMBER)], talking()).state));
    expect(play([seen(identity)], state).state).toBe(state);
  });

  it("the customer's own number while the digits still go out means nothing yet", () => {
    const dialing = inPhase('transferDialing');
    expect(play([seen('3511234567')], dialing).state).toBe(dialing);
  });

  it('nobody tells the end of can be ended by the agent: back with the customer', () => {
    const { state } = play([{ type: 'backWithCustomer', at: at(40_000) }], inPhase('consulting'));
    expect(state).toMatchObject({ phase: 'talking', call: { transfer: null } });
  });

  it('whose customer hung up goes on with the consultee until somebody ends it', () => {
    // No signal of it reaches the phone (lab §6, 16d): the consultation stays what it is, and hanging up is there.
    const state = inPhase('consulting');
    expect(play([ended], state).state.lastEnd).toMatchObject({ why: 'remote', answered: true });
    expect(play([{ type: 'hangUp', at: at(30_000) }], state).state.phase).toBe('ending');
  });

  it("ends when the colleague's phone says it is over", () => {
    expect(play([{ type: 'consultationEnded' }], inPhase('consulting')).state.phase).toBe('talking');
    expect(play([{ type: 'consultationEnded' }], inPhase('conference')).state.phase).toBe('talking');
  });

  it('does not end by the message of a colleague who took an earlier call over', () => {
    const earlier = play(
      [
        { type: 'hangUp', at: at(20_000) },
        { ...ended, by: 'local' },
      ],
      inPhase('consulting'),
    ).state;
    const second = play(
      [
        invite('s2'),
        { type: 'answer', at: at(120_000) },
        { type: 'established', sessionId: 's2', at: at(120_500) },
        transfer('consultative', AGENT),
      ],
      earlier,
    ).state;
    const consulting = allOut(overPrompt(second));
    const first = play([{ type: 'consultationEnded' }], consulting).state;
    expect(first.phase).toBe('consulting');
    expect(play([{ type: 'consultationEnded' }], first).state.phase).toBe('talking');
  });
});

describe('the call-back after a consultation that nobody answered', () => {
  const handed = (): CallState =>
    play(
      [
        { type: 'hangUp', at: at(20_000) },
        { ...ended, by: 'local', at: at(20_100) },
      ],
      inPhase('consulting'),
    ).state;
  const callBack = (ms: number) =>
    invite(
      'back',
      { origin: 'unknown', callId: '', campaignId: null, campaignType: null, contactId: '', phone: '' },
      { at: at(ms) },
    );

  it('is answered as the same call', () => {
    const { state, effects } = play([callBack(45_000)], handed());
    expect(state).toMatchObject({
      phase: 'answering',
      call: {
        sessionId: 'back',
        details: { callId: '1700000000.7' },
        contactId: '42',
        transfer: null,
        muted: false,
      },
    });
    expect(types(effects)).toEqual(['earTone', 'answerSession']);
    const talk = play([{ type: 'established', sessionId: 'back', at: at(45_500) }], state);
    expect(talk.state).toMatchObject({ phase: 'talking', call: { answeredAt: T0 + 1200 } });
    expect(talk.effects).toEqual([{ type: 'callStarted', details: details(), at: at(45_500), again: true }]);
  });

  it('is taken even before the old session has said that it is over', () => {
    const ending = play([{ type: 'hangUp', at: at(20_000) }], inPhase('consulting')).state;
    const { state, effects } = play([callBack(20_500)], ending);
    expect(state.call?.sessionId).toBe('back');
    expect(types(effects)).toEqual(['callOver', 'earTone', 'answerSession']);
    expect(types(play([{ ...ended, by: 'local' }], state).effects)).toEqual(['log']);
  });

  it('wins over a call just asked for, whose INVITE is then refused', () => {
    const asking = play([{ type: 'request', number: '1155556666', at: at(44_000) }], handed()).state;
    const back = play([callBack(45_000)], asking);
    expect(back.state.call?.sessionId).toBe('back');
    const late = play(
      [invite('late', { ...OUTSIDE, phone: '1155556666' }, { autoAnswer: true, at: at(46_000) })],
      back.state,
    );
    expect(late.effects).toEqual([{ type: 'refuseInvite', sessionId: 'late' }]);
    expect(late.state.call?.sessionId).toBe('back');
  });

  it('rings like any unknown call when it comes too late to be one', () => {
    expect(play([callBack(200_000)], handed()).state.phase).toBe('ringing');
  });

  it('is not expected after a conference, nor after the customer was already back', () => {
    const conference = play(
      [
        { type: 'hangUp', at: at(20_000) },
        { ...ended, by: 'local' },
      ],
      inPhase('conference'),
    ).state;
    expect(play([callBack(45_000)], conference).state.phase).toBe('ringing');
    const returned = play(
      [seen('3511234567'), { type: 'hangUp', at: at(20_000) }, ended],
      inPhase('consulting'),
    ).state;
    expect(play([callBack(45_000)], returned).state.phase).toBe('ringing');
  });

  it('does not make an ordinary inbound call the same one', () => {
    expect(play([invite('new', {}, { at: at(45_000) })], handed()).state.phase).toBe('ringing');
  });
});

describe('the three-way conference', () => {
  it('is made of a consultation, holds one party at a time, and goes on without the agent', () => {
    const conference = play([{ type: 'conference', at: at(15_000) }], inPhase('consulting'));
    expect(types(conference.effects)).toEqual(['startConference']);
    const asked = play([{ type: 'confHold', target: 'client', on: true }], conference.state);
    expect(asked.effects).toEqual([
      { type: 'conferenceHold', callId: '1700000000.7', target: 'client', on: true },
    ]);
    expect(asked.state.call?.confHold.client).toBe(false);
    const held = play([{ type: 'confHoldDone', target: 'client', on: true }], asked.state);
    expect(held.state.call?.confHold).toEqual({ client: true, consultant: false });
    expect(types(play([{ type: 'confHold', target: 'client', on: true }], held.state).effects)).toEqual([
      'log',
    ]);
    const left = play(
      [
        { type: 'hangUp', at: at(30_000) },
        { ...ended, by: 'local' },
      ],
      held.state,
    );
    expect(left.state.lastEnd).toMatchObject({ why: 'transferred' });
  });

  it('whose *3 is refused stays a consultation', () => {
    const state = inPhase('conference');
    const failed = reduceCall(state, {
      type: 'transferFailed',
      generation: state.generation,
      code: 'toneFailed',
    });
    expect(failed.state.phase).toBe('consulting');
  });

  it('whose consultee left is a call with the customer again when the agent says so', () => {
    expect(play([{ type: 'backWithCustomer', at: at(20_000) }], inPhase('conference')).state.phase).toBe(
      'talking',
    );
  });
});

describe('the warning before hanging up', () => {
  it.each(['transferPrompt', 'transferReturning', 'transferDialing', 'transferSent', 'consulting'] as const)(
    "is given while %s: it may end the customer's call",
    (phase) => expect(hangUpWarning(inPhase(phase))).toBe('mayEndCustomerCall'),
  );

  it.each(['idle', 'ringing', 'talking', 'held', 'conference', 'ending'] as const)(
    'is not given while %s',
    (phase) => expect(hangUpWarning(inPhase(phase))).toBeNull(),
  );

  it('is not given once the PBX tells who is on the line', () => {
    expect(hangUpWarning(play([seen('1013')], inPhase('consulting')).state)).toBeNull();
    expect(hangUpWarning(play([seen('3511234567')], inPhase('consulting')).state)).toBeNull();
  });
});
