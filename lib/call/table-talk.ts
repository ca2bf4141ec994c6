/** Talking and holding. */
import { isTones, normalTarget, transferProblem } from './target';
import { bump, change, end, endedWhy, go, over } from './steps';
import { ignore, type EventMap, type LiveRow, type LiveState, type Step } from './machine';
import { heardCells, serverFacts } from './table-common';
import { refuseSecond } from './table-start';
import { recordProblem } from './record';
import type { CallEffect } from './events';
import type { TransferTarget } from './types';

/** The session's end takes the recording with it; the stop is said first so that the PBX closes the file at the words' end. */
export function stopRecording({ call }: LiveState): readonly CallEffect[] {
  if (call.recording !== 'on' || !call.details) return [];
  return [{ type: 'setRecording', sessionId: call.sessionId, on: false, callId: call.details.callId }];
}

function startTransfer(state: LiveState, event: EventMap['transfer']): Step {
  const target: TransferTarget = normalTarget(event.target);
  const problem = transferProblem(state.call, event.kind, target);
  if (problem) return { state, effects: [{ type: 'notice', code: problem }] };
  if (state.call.holdPending != null) return ignore(state, 'transfer while a hold is on its way');
  if (target.to === 'survey') return toSurvey(state, event.at);
  const next = bump(state);
  const { sessionId, generation } = next.call;
  const transfer = { kind: event.kind, target, startedAt: event.at, seen: 'nothing' } as const;
  return go(next, 'transferPrompt', { transfer }, [
    { type: 'startTransfer', sessionId, kind: event.kind, target, generation },
  ]);
}

function toSurvey(state: LiveState, at: number): Step {
  const { details } = state.call;
  const next = bump(state);
  const { sessionId, generation } = next.call;
  const transfer = { kind: 'blind', target: { to: 'survey' }, startedAt: at, seen: 'nothing' } as const;
  return go(next, 'transferPrompt', { transfer }, [
    {
      type: 'surveyTransfer',
      sessionId,
      callId: details?.callId ?? '',
      campaignId: details?.campaignId ?? '',
      surveyId: details?.surveyId ?? '',
      generation,
    },
  ]);
}

function askHold(state: LiveState, on: boolean): Step {
  if (state.call.holdPending != null) return ignore(state, 'a hold is on its way already');
  return {
    state: change(state, { holdPending: on }),
    effects: [{ type: 'holdSession', sessionId: state.call.sessionId, on }],
  };
}

/** The hold event toggles by history on the server: exactly one per change that really happened (interface §5.1). */
function holdChanged(state: LiveState, { on, at }: EventMap['held']): Step {
  if (state.call.holdPending !== on) return ignore(state, 'held without having been asked for');
  const callId = state.call.details?.callId;
  return go(
    state,
    on ? 'held' : 'talking',
    { holdPending: null, heldAt: on ? at : null },
    callId ? [{ type: 'postHold', callId }] : [],
  );
}

const holdFailed = (state: LiveState): Step => ({
  state: change(state, { holdPending: null }),
  effects: [{ type: 'notice', code: 'holdRefused' }],
});

const offersSurvey = ({ call }: LiveState): boolean =>
  Boolean(call.details?.surveyId) &&
  !call.surveyTried &&
  call.holdPending == null &&
  !call.dead?.includes('transfer');

export const talking: LiveRow = {
  ...serverFacts('talking'),
  ...heardCells('talking'),
  hangUp: {
    to: ['ending', 'transferPrompt'],
    run: (state, { at }) =>
      // A customer with a survey is handed to it instead (interface §5.8); a second press hangs up. Not while a hold is
      // on its way: the tones would meet its re-INVITE.
      offersSurvey(state)
        ? toSurvey(change(state, { surveyTried: true }), at)
        : end(state, 'agent', stopRecording(state)),
  },
  hold: { to: ['talking'], run: (state) => askHold(state, true) },
  held: { to: ['held', 'talking'], run: holdChanged },
  holdFailed: { to: ['talking'], run: holdFailed },
  tones: { to: ['talking'], run: (state, event) => sendTones(state, event) },
  transfer: { to: ['transferPrompt', 'talking'], run: startTransfer },
  record: { to: ['talking'], run: (state, event) => setRecording(state, event) },
  invite: { to: ['talking'], run: refuseSecond },
  ended: { to: ['idle'], run: (state, { by, sipCode, at }) => over(state, endedWhy(by), at, { sipCode }) },
};

export const held: LiveRow = {
  ...serverFacts('held'),
  ...heardCells('held'),
  resume: { to: ['held'], run: (state) => askHold(state, false) },
  held: { to: ['talking', 'held'], run: holdChanged },
  holdFailed: { to: ['held'], run: holdFailed },
  record: { to: ['held'], run: (state, event) => setRecording(state, event) },
  // No survey from here: a transfer can't be dialled while the customer is held (interface §10.1).
  hangUp: { to: ['ending'], run: (state) => end(state, 'agent', stopRecording(state)) },
  invite: { to: ['held'], run: refuseSecond },
  ended: { to: ['idle'], run: (state, { by, sipCode, at }) => over(state, endedWhy(by), at, { sipCode }) },
};

export function sendTones(state: LiveState, { digits }: EventMap['tones']): Step {
  if (!isTones(digits))
    return { state, effects: [{ type: 'notice', code: 'numberInvalid', params: { number: digits } }] };
  return { state, effects: [{ type: 'sendTones', sessionId: state.call.sessionId, digits }] };
}

export function setRecording(state: LiveState, { on }: EventMap['record']): Step {
  const problem = recordProblem(state, on);
  if (problem) return ignore(state, `record ${on}: ${problem}`);
  const { sessionId, details } = state.call;
  return {
    state: change(state, { recordPending: on }),
    effects: [{ type: 'setRecording', sessionId, on, callId: details?.callId ?? '' }],
  };
}
