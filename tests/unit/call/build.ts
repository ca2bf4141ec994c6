/** What the tests of the call machine share: details of INVITEs, and a call played event by event. */
import {
  INITIAL_CALL,
  reduceCall,
  type CallDetails,
  type CallEffect,
  type CallEvent,
  type CallPhase,
  type CallState,
} from '@/lib/call';

export const T0 = 1_000_000;

export function details(change: Partial<CallDetails> = {}): CallDetails {
  return {
    origin: 'inbound',
    transfer: 'none',
    callId: '1700000000.7',
    campaignId: '7',
    campaignType: '3',
    campaignName: 'Sales',
    phone: '3511234567',
    contactId: '42',
    callType: '3',
    recordingFile: '',
    fromAgent: null,
    surveyId: null,
    forceDisposition: null,
    autoUnpauseS: null,
    autoAttend: null,
    did: null,
    inboundRoute: null,
    videoRoom: null,
    crmContactData: null,
    callData: {},
    remoteNumber: '3511234567',
    ...change,
  };
}

export const OUTSIDE: Partial<CallDetails> = {
  origin: 'withoutCampaign',
  campaignId: '0',
  campaignType: '0',
  campaignName: null,
  contactId: '',
};

export interface Play {
  readonly state: CallState;
  readonly effects: readonly CallEffect[]; // of the last event
  readonly all: readonly CallEffect[];
}

export function play(events: readonly CallEvent[], from: CallState = INITIAL_CALL): Play {
  return events.reduce<Play>(
    ({ state, all }, event) => {
      const step = reduceCall(state, event);
      return { state: step.state, effects: step.effects, all: [...all, ...step.effects] };
    },
    { state: from, effects: [], all: [] },
  );
}

export const invite = (
  sessionId: string,
  change: Partial<CallDetails> = {},
  more: { autoAnswer?: boolean; at?: number } = {},
): CallEvent => ({
  type: 'invite',
  sessionId,
  details: details(change),
  autoAnswer: more.autoAnswer ?? false,
  at: more.at ?? T0,
});

/** A talking call received from a queue under session id "s1". */
export function talking(change: Partial<CallDetails> = {}): CallState {
  return play([
    invite('s1', change),
    { type: 'answer', at: T0 + 1000 },
    { type: 'established', sessionId: 's1', at: T0 + 1200 },
  ]).state;
}

const TO_AGENT = { to: 'agent', agentId: '12', name: 'Berta' } as const;
export const at = (ms: number): number => T0 + ms;

/** A call brought into a phase by the shortest way, as session "s1". */
export function inPhase(phase: CallPhase, change: Partial<CallDetails> = {}): CallState {
  const transfer = (kind: 'blind' | 'consultative'): CallState =>
    play([{ type: 'transfer', kind, target: TO_AGENT, at: at(5000) }], talking(change)).state;
  const dialing = (kind: 'blind' | 'consultative'): CallState => {
    const state = transfer(kind);
    return play([{ type: 'transferPromptOver', generation: state.generation }], state).state;
  };
  const dialled = (kind: 'blind' | 'consultative'): CallState => {
    const state = dialing(kind);
    return play([{ type: 'transferDigitsSent', generation: state.generation, at: at(9000) }], state).state;
  };
  switch (phase) {
    case 'idle':
      return INITIAL_CALL;
    case 'requested':
      return play([{ type: 'request', number: '3511234567', at: T0 }]).state;
    case 'ringing':
      return play([invite('s1', change)]).state;
    case 'answering':
      return play([invite('s1', change), { type: 'answer', at: at(1000) }]).state;
    case 'talking':
      return talking(change);
    case 'held':
      return play(
        [
          { type: 'hold', at: at(2000) },
          { type: 'held', sessionId: 's1', on: true, at: at(2100) },
        ],
        talking(change),
      ).state;
    case 'transferPrompt':
      return transfer('consultative');
    case 'transferReturning':
      return play([{ type: 'cancelTransfer', at: at(6000) }], transfer('consultative')).state;
    case 'transferDialing':
      return dialing('consultative');
    case 'transferSent':
      return dialled('blind');
    case 'consulting':
      return dialled('consultative');
    case 'conference':
      return play([{ type: 'conference', at: at(15000) }], dialled('consultative')).state;
    case 'ending':
      return play([{ type: 'hangUp', at: at(60000) }], talking({ ...change, surveyId: null })).state;
  }
}

export const types = (effects: readonly CallEffect[]): readonly string[] => effects.map(({ type }) => type);
