/** A transfer as a visible transaction: prompt, digits, sent; consulting and conference; and the ways back. */
import { CONSULT_RETURN_MS, PROMPT_RETURN_MS, RECALL_MS } from './constants';
import { sameNumber } from './matching';
import { ignore, type EventMap, type LiveRow, type LiveState, type Step } from './machine';
import { bump, change, end, endedWhy, go, memoryOf, over, remember } from './steps';
import { heardCells, serverFacts } from './table-common';
import { refuseSecond } from './table-start';
import { sendTones, setRecording } from './table-talk';
import type { CallEffect } from './events';

/** What the PBX said about the return stays readable until the next transfer. */
const backToTalking = (
  state: LiveState,
  effects: readonly CallEffect[] = [],
  seen?: 'customerBack',
): Step => {
  const transfer = seen && state.call.transfer ? { ...state.call.transfer, seen } : null;
  return go(bump(state), 'talking', { transfer, confHold: { client: false, consultant: false } }, effects);
};

/** Nothing more is sent; the PBX finds out by itself and brings the customer back. */
function awaitReturn(
  state: LiveState,
  ms: number,
  effects: (next: LiveState) => readonly CallEffect[],
): Step {
  const next = bump(state);
  return go(next, 'transferReturning', {}, [
    ...effects(next),
    { type: 'startTimer', timer: 'returning', ms, generation: next.generation },
  ]);
}

const abandon = ({ call }: LiveState): CallEffect => ({
  type: 'abandonTransfer',
  generation: call.generation,
});

/** Whom the PBX connected us with, as far as it says (interface A.6): the customer, the consultee, or nobody we know. */
function whoIs(state: LiveState, assertedIdentity: string): 'customer' | 'target' | 'unknown' {
  const { details, transfer } = state.call;
  const target = transfer?.target;
  if (!assertedIdentity || !details) return 'unknown';
  if (target?.to === 'number' && sameNumber(assertedIdentity, target.number)) return 'target';
  if (sameNumber(assertedIdentity, details.phone) || sameNumber(assertedIdentity, details.remoteNumber))
    return 'customer';
  // An agent is named by an extension, which is not the agent's id: all we know is that it isn't the customer.
  return target?.to === 'agent' ? 'target' : 'unknown';
}

function see(state: LiveState, { assertedIdentity }: EventMap['reinvite']): Step {
  const { transfer } = state.call;
  const who = whoIs(state, assertedIdentity);
  if (!transfer || who === 'unknown') return ignore(state, 're-INVITE that tells nothing');
  if (who === 'customer') return backToTalking(state, [], 'customerBack');
  return { state: change(state, { transfer: { ...transfer, seen: 'targetDialed' } }), effects: [] };
}

export const transferPrompt: LiveRow = {
  ...serverFacts('transferPrompt'),
  ...heardCells('transferPrompt'),
  transferPromptOver: {
    to: ['transferDialing'],
    run: (state) => {
      const { sessionId, generation, transfer } = state.call;
      if (!transfer) return ignore(state, 'prompt over without a transfer');
      const { kind, target } = transfer;
      return go(state, 'transferDialing', {}, [
        { type: 'sendTransferDigits', sessionId, kind, target, generation },
      ]);
    },
  },
  cancelTransfer: {
    to: ['transferReturning'],
    run: (state) => awaitReturn(state, PROMPT_RETURN_MS, () => [abandon(state)]),
  },
  // The feature code itself was refused: the PBX knows of no transfer.
  transferFailed: {
    to: ['talking'],
    run: (state, { code }) => backToTalking(state, [{ type: 'notice', code }]),
  },
  hangUp: { to: ['ending'], run: (state) => end(state, 'agent', [abandon(state)]) },
  invite: { to: ['transferPrompt'], run: refuseSecond },
  ended: {
    to: ['idle'],
    run: (state, { by, sipCode, at }) => over(state, endedWhy(by), at, { sipCode, before: [abandon(state)] }),
  },
};

export const transferReturning: LiveRow = {
  ...serverFacts('transferReturning'),
  ...heardCells('transferReturning'),
  timer: {
    to: ['talking', 'transferReturning'],
    run: (state, { timer }) =>
      timer === 'returning'
        ? backToTalking(state)
        : ignore(state, `${timer} timer while the customer returns`),
  },
  reinvite: {
    to: ['talking', 'transferReturning'],
    run: (state, { assertedIdentity }) =>
      whoIs(state, assertedIdentity) === 'customer'
        ? backToTalking(state, [], 'customerBack')
        : ignore(state, 're-INVITE that tells nothing'),
  },
  backWithCustomer: { to: ['talking'], run: (state) => backToTalking(state) },
  // Only `*1` sends tones here: it did not get through, so we are still with the consultee.
  transferFailed: {
    to: ['consulting', 'transferReturning'],
    run: (state, { code }) =>
      state.call.transfer?.kind === 'consultative'
        ? go(bump(state), 'consulting', {}, [{ type: 'notice', code }])
        : ignore(state, 'transferFailed after a blind transfer'),
  },
  // Cancelled between the two tones of the code: the customer never left.
  transferUntouched: { to: ['talking'], run: (state) => backToTalking(state) },
  hangUp: { to: ['ending'], run: (state) => end(state, 'agent') },
  invite: { to: ['transferReturning'], run: refuseSecond },
  ended: { to: ['idle'], run: (state, { by, sipCode, at }) => over(state, endedWhy(by), at, { sipCode }) },
};

export const transferDialing: LiveRow = {
  ...serverFacts('transferDialing'),
  ...heardCells('transferDialing'),
  transferDigitsSent: {
    to: ['transferSent', 'consulting'],
    run: (state) =>
      state.call.transfer?.kind === 'consultative'
        ? go(state, 'consulting')
        : go(state, 'transferSent', {}, [{ type: 'notice', code: 'transferOutcomeUnknown' }]),
  },
  // Some digits may be out: the PBX transfers to the fragment or gives up. We can only wait and listen.
  transferFailed: {
    to: ['transferReturning'],
    run: (state, { code }) => awaitReturn(state, PROMPT_RETURN_MS, () => [{ type: 'notice', code }]),
  },
  transferUntouched: {
    to: ['talking'],
    run: (state, { code }) => backToTalking(state, code ? [{ type: 'notice', code }] : []),
  },
  reinvite: {
    to: ['transferDialing'],
    run: (state, event) =>
      // The customer can't be back before the last digit: only the consultee's identity says something here.
      whoIs(state, event.assertedIdentity) === 'target'
        ? see(state, event)
        : ignore(state, 're-INVITE while dialling'),
  },
  hangUp: { to: ['ending'], run: (state) => end(state, 'agent', [abandon(state)]) },
  invite: { to: ['transferDialing'], run: refuseSecond },
  ended: {
    to: ['idle'],
    run: (state, { by, sipCode, at }) => over(state, endedWhy(by), at, { sipCode, before: [abandon(state)] }),
  },
};

export const transferSent: LiveRow = {
  ...serverFacts('transferSent'),
  ...heardCells('transferSent'),
  // A number the PBX doesn't know: it brings the customer back (lab §6, 16).
  reinvite: {
    to: ['talking', 'transferSent'],
    run: (state, { assertedIdentity }) =>
      whoIs(state, assertedIdentity) === 'customer'
        ? backToTalking(state, [], 'customerBack')
        : ignore(state, 're-INVITE that tells nothing'),
  },
  backWithCustomer: { to: ['talking'], run: (state) => backToTalking(state) },
  hangUp: { to: ['ending'], run: (state) => end(state, 'agent') },
  invite: { to: ['transferSent'], run: refuseSecond },
  ended: {
    to: ['idle'],
    run: (state, { by, sipCode, at }) =>
      over(state, by === 'remote' ? 'transferred' : endedWhy(by), at, { sipCode }),
  },
};

/** Leaves customer and consultee to each other. If the consultee hasn't answered, the PBX may bring the customer back. */
function handOver(state: LiveState, at: number, how: 'endSession' | 'completeConsultation'): Step {
  const { call } = state;
  const toAgent = call.transfer?.target.to === 'agent';
  const recalled = state.phase === 'consulting' && call.transfer?.seen !== 'customerBack';
  const kept = {
    ...call,
    transfer: null,
    muted: false,
    recording: call.recording === 'unknown' ? ('unknown' as const) : ('off' as const),
    recordPending: null,
    confHold: { client: false, consultant: false },
  };
  const known = {
    ...remember(state, {
      recall: recalled ? { call: kept, until: at + RECALL_MS } : null,
      handedOver: memoryOf(state).handedOver + (toAgent ? 1 : 0),
    }),
    call,
  };
  return end(known, 'transferred', [], { type: how, sessionId: call.sessionId });
}

/** The consultee's phone says its call is over; but it doesn't say which, and an earlier consultee may be meant. */
const consulteeLeft = (state: LiveState): Step => {
  const { handedOver } = memoryOf(state);
  if (handedOver === 0) return backToTalking(state);
  const known = { ...remember(state, { handedOver: handedOver - 1 }), call: state.call };
  return ignore(known, 'consultationEnded may be of a call handed over earlier');
};

export const consulting: LiveRow = {
  ...serverFacts('consulting'),
  ...heardCells('consulting'),
  reinvite: { to: ['talking', 'consulting'], run: see },
  backWithCustomer: { to: ['talking'], run: (state) => backToTalking(state) },
  consultationEnded: { to: ['talking', 'consulting'], run: consulteeLeft },
  cancelTransfer: {
    to: ['transferReturning'],
    run: (state) =>
      awaitReturn(state, CONSULT_RETURN_MS, ({ call }) => [
        { type: 'cancelConsultation', sessionId: call.sessionId, generation: call.generation },
      ]),
  },
  completeTransfer: { to: ['ending'], run: (state, { at }) => handOver(state, at, 'completeConsultation') },
  hangUp: { to: ['ending'], run: (state, { at }) => handOver(state, at, 'endSession') },
  conference: {
    to: ['conference'],
    run: (state) => {
      const next = bump(state);
      const { sessionId, generation } = next.call;
      return go(next, 'conference', {}, [{ type: 'startConference', sessionId, generation }]);
    },
  },
  record: { to: ['consulting'], run: setRecording },
  tones: { to: ['consulting'], run: sendTones },
  invite: { to: ['consulting'], run: refuseSecond },
  ended: { to: ['idle'], run: (state, { by, sipCode, at }) => over(state, endedWhy(by), at, { sipCode }) },
};

export const conference: LiveRow = {
  ...serverFacts('conference'),
  ...heardCells('conference'),
  // `*3` did not get through.
  transferFailed: {
    to: ['consulting'],
    run: (state, { code }) => go(bump(state), 'consulting', {}, [{ type: 'notice', code }]),
  },
  confHold: {
    to: ['conference'],
    run: (state, { target, on }) => {
      const callId = state.call.details?.callId;
      if (!callId) return ignore(state, 'conference hold of a call without id');
      if (state.call.confHold[target] === on) return ignore(state, 'conference hold is so already');
      return { state, effects: [{ type: 'conferenceHold', callId, target, on }] };
    },
  },
  confHoldDone: {
    to: ['conference'],
    run: (state, { target, on }) =>
      go(state, 'conference', { confHold: { ...state.call.confHold, [target]: on } }),
  },
  backWithCustomer: { to: ['talking'], run: (state) => backToTalking(state) },
  consultationEnded: { to: ['talking', 'conference'], run: consulteeLeft },
  completeTransfer: { to: ['ending'], run: (state, { at }) => handOver(state, at, 'endSession') },
  hangUp: { to: ['ending'], run: (state, { at }) => handOver(state, at, 'endSession') },
  record: { to: ['conference'], run: setRecording },
  tones: { to: ['conference'], run: sendTones },
  invite: { to: ['conference'], run: refuseSecond },
  ended: { to: ['idle'], run: (state, { by, sipCode, at }) => over(state, endedWhy(by), at, { sipCode }) },
};
