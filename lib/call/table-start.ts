/** From nothing to an answered call: idle, requested, ringing, answering, ending. */
import { endedWhy, begin, bump, end, go, inviteFacts, memoryOf, over, remember } from './steps';
import { forgetGivenUp, giveUp, whoseInvite } from './matching';
import { ignore, type EventMap, type LiveRow, type LiveState, type Row, type Step } from './machine';
import { serverFacts } from './table-common';
import type { CallState } from './types';

type Invite = EventMap['invite'];

function refuse(state: CallState, event: Invite): Step {
  return { state, effects: [{ type: 'refuseInvite', sessionId: event.sessionId }] };
}

/** The one we gave up: refused for good, so that a second one with the same number is judged anew. */
function refuseGivenUp(state: CallState, event: Invite, index: number): Step {
  return refuse(forgetGivenUp(state, index), event);
}

function answerNow(state: LiveState, event: Invite, before: Step['effects'] = []): Step {
  return {
    state,
    effects: [...before, { type: 'earTone' }, { type: 'answerSession', sessionId: event.sessionId }],
  };
}

/** The PBX brings back a customer whom the consultee did not take: the same call goes on, without asking. */
export function takeBack(state: CallState, event: Invite, before: Step['effects'] = []): Step {
  const recall = memoryOf(state).recall;
  if (!recall) return refuse(state, event);
  const next = begin(remember(state, { recall: null }), 'answering', {
    ...recall.call,
    sessionId: event.sessionId,
    again: true,
  });
  return answerNow(next, event, before);
}

function newCall(state: CallState, event: Invite): Step {
  const facts = inviteFacts(event.sessionId, event.details);
  if (event.autoAnswer) {
    const next = begin(state, 'answering', { ...facts, direction: 'in' });
    return answerNow(next, event, [
      { type: 'notice', code: 'autoAnswered', params: { number: event.details.phone } },
    ]);
  }
  return {
    state: begin(state, 'ringing', { ...facts, direction: 'in', ringingAt: event.at }),
    effects: [
      { type: 'ring', on: true },
      { type: 'postRinging', on: true },
    ],
  };
}

export const idle: Row<CallState> = {
  request: {
    to: ['requested'],
    run: (state, { number, agentId, campaignId, external, at }) => {
      const next = begin(state, 'requested', {
        direction: 'out',
        requested: {
          number,
          ...(agentId ? { agentId } : {}),
          ...(campaignId ? { campaignId } : {}),
          ...(external ? { external } : {}),
        },
        requestedAt: at,
      });
      return { state: next, effects: [{ type: 'startRequestTimer', generation: next.generation }] };
    },
  },
  invite: {
    to: ['idle', 'ringing', 'answering'],
    run: (state, event) => {
      const whose = whoseInvite(state, event);
      if (whose.kind === 'givenUp') return refuseGivenUp(state, event, whose.index);
      return whose.kind === 'recall' ? takeBack(state, event) : newCall(state, event);
    },
  },
  // The colleague a call was handed to has finished: that message is used up, it won't be taken for the next consultation's.
  consultationEnded: {
    to: ['idle'],
    run: (state) => {
      const handedOver = Math.max(0, memoryOf(state).handedOver - 1);
      return ignore(remember(state, { handedOver }), 'consultationEnded for a call handed over earlier');
    },
  },
};

const abandonRequest = (state: LiveState, at: number): LiveState => ({
  ...giveUp(state, state.call.requested, at),
  call: state.call,
});

export const requested: LiveRow = {
  invite: {
    to: ['requested', 'answering'],
    run: (state, event) => {
      const whose = whoseInvite(state, event);
      if (whose.kind === 'givenUp') return refuseGivenUp(state, event, whose.index);
      if (whose.kind === 'requested') {
        const next = bump(state);
        return answerNow(
          {
            ...next,
            phase: 'answering',
            call: { ...next.call, ...inviteFacts(event.sessionId, event.details) },
          },
          event,
        );
      }
      // The customer who comes back is on the line; the one we asked for isn't yet.
      if (whose.kind === 'recall') {
        const done = over(abandonRequest(state, event.at), 'failed', event.at);
        return takeBack(done.state, event, [{ type: 'notice', code: 'callNotStarted' }, ...done.effects]);
      }
      // Somebody else calls meanwhile: the agent asked for another call, the queue has other agents.
      return refuse(state, event);
    },
  },
  requestRefused: {
    to: ['idle'],
    // "Refused" may be an answer that got lost: should the call come all the same, nobody expects it any more.
    run: (state, { code, at }) =>
      over(abandonRequest(state, at), 'failed', at, { before: [{ type: 'notice', code }] }),
  },
  requestTimeout: {
    to: ['idle'],
    run: (state, { at }) =>
      over(abandonRequest(state, at), 'timeout', at, {
        before: [{ type: 'notice', code: 'callNotStarted' }],
      }),
  },
  hangUp: { to: ['idle'], run: (state, { at }) => over(abandonRequest(state, at), 'cancelled', at) },
};

const declineRinging = (state: LiveState): Step =>
  end(state, 'rejected', [{ type: 'ring', on: false }, { type: 'postReject' }]);

export const ringing: LiveRow = {
  ...serverFacts('ringing'),
  answer: {
    to: ['answering'],
    run: (state) =>
      go(state, 'answering', {}, [
        { type: 'ring', on: false },
        { type: 'answerSession', sessionId: state.call.sessionId },
      ]),
  },
  reject: { to: ['ending'], run: declineRinging },
  hangUp: { to: ['ending'], run: declineRinging },
  invite: { to: ['ringing'], run: refuseSecond },
  ended: { to: ['idle'], run: (state, { by, sipCode, at }) => over(state, endedWhy(by), at, { sipCode }) },
};

export const answering: LiveRow = {
  ...serverFacts('answering'),
  established: {
    to: ['talking'],
    run: (state, { at }) => {
      const { details, again } = state.call;
      const answered = go(state, 'talking', { answeredAt: state.call.answeredAt ?? at });
      if (!details) return answered;
      return { ...answered, effects: [{ type: 'callStarted', details, at, again: again ?? false }] };
    },
  },
  answerFailed: {
    to: ['ending'],
    run: (state, { code }) => end(state, 'failed', [{ type: 'notice', code }]),
  },
  hangUp: { to: ['ending'], run: (state) => end(state, 'agent') },
  invite: { to: ['answering'], run: refuseSecond },
  ended: { to: ['idle'], run: (state, { by, sipCode, at }) => over(state, endedWhy(by), at, { sipCode }) },
};

export const ending: LiveRow = {
  ...serverFacts('ending'),
  ended: {
    to: ['idle'],
    run: (state, { sipCode, at }) => over(state, state.call.endingAs ?? 'agent', at, { sipCode }),
  },
  timer: {
    to: ['idle', 'ending'],
    run: (state, { timer, at }) =>
      timer === 'ending'
        ? over(state, state.call.endingAs ?? 'agent', at)
        : ignore(state, `${timer} timer while ending`),
  },
  // Pressed again, or answered in the very moment it was ended: ask once more.
  hangUp: { to: ['ending'], run: (state) => endAgain(state) },
  established: { to: ['ending'], run: (state) => endAgain(state) },
  invite: {
    to: ['answering', 'ending'],
    run: (state, event) => {
      const whose = whoseInvite(state, event);
      if (whose.kind === 'givenUp') return refuseGivenUp(state, event, whose.index);
      if (whose.kind !== 'recall') return refuse(state, event);
      const done = over(state, state.call.endingAs ?? 'agent', event.at);
      return takeBack(done.state, event, done.effects);
    },
  },
};

function endAgain(state: LiveState): Step {
  return { state, effects: [{ type: 'endSession', sessionId: state.call.sessionId }] };
}

/** A second INVITE while a session exists: 480, whoever it is (interface §2.8). */
export function refuseSecond(state: LiveState, event: Invite): Step {
  const whose = whoseInvite(state, event);
  return whose.kind === 'givenUp' ? refuseGivenUp(state, event, whose.index) : refuse(state, event);
}
