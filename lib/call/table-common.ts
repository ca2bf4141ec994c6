/** Cells that are the same wherever a session exists. */
import { isRingingOut } from './details';
import { change, go, memoryOf, remember } from './steps';
import { ignore, type LiveRow } from './machine';
import type { CallPhase } from './types';

/** What the server tells about a call while it is on (interface §9.1). */
export function serverFacts(phase: CallPhase): LiveRow {
  return {
    contactSaved: {
      to: [phase],
      run: (state, { callId, contactId }) =>
        state.call.details && state.call.details.callId === callId
          ? { state: change(state, { contactId }), effects: [] }
          : ignore(state, 'contactSaved for another call'),
    },
    multinumAnswered: {
      to: [phase],
      run: (state, { phone }) => {
        const { details, answeredAt } = state.call;
        if (!details || !isRingingOut(details))
          return ignore(state, 'multinumAnswered for a call with one number');
        const one = { ...details, phone, callData: { ...details.callData, telefono: phone } };
        return {
          state: change(state, { details: one }),
          effects: answeredAt === null ? [] : [{ type: 'numberAnswered', details: one, at: answeredAt }],
        };
      },
    },
    consultationEnded: {
      to: [phase],
      run: (state) => {
        const handedOver = Math.max(0, memoryOf(state).handedOver - 1);
        return ignore(
          { ...state, ...remember(state, { handedOver }) },
          'consultationEnded for a call handed over earlier',
        );
      },
    },
  };
}

/** What can be done whenever the agent is heard by somebody. */
export function heardCells(phase: CallPhase): LiveRow {
  return {
    mute: {
      to: [phase],
      run: (state, { on }) =>
        go(state, phase, { muted: on }, [{ type: 'muteSession', sessionId: state.call.sessionId, on }]),
    },
    recordingSent: {
      to: [phase],
      run: (state, { on }) =>
        state.call.recordPending === on
          ? go(state, phase, { recording: on ? 'on' : 'off', recordPending: null })
          : ignore(state, 'recordingSent for a command nobody gave'),
    },
    recordingFailed: {
      to: [phase],
      run: (state) => go(state, phase, { recordPending: null }, [{ type: 'notice', code: 'toneFailed' }]),
    },
  };
}
