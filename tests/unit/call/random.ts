/** Random but plausible lives of a call: events drawn with the state in view, now and then one that has no business there. */
import fc from 'fast-check';
import {
  transitions,
  type ActiveCall,
  type CallEvent,
  type CallState,
  type RestoredPhase,
  type TransferTarget,
} from '@/lib/call';
import { details, inPhase, OUTSIDE, T0 } from './build';

/** A claim about one beat. Most hold under a condition only, so a broken one throws instead of being expected. */
export function must(truth: boolean, claim: string): void {
  if (!truth) throw new Error(`not so: ${claim}`);
}

export interface Move {
  /** Any event at all instead of one the table knows here. */
  readonly wild: boolean;
  readonly pick: number;
  readonly flag: boolean;
  readonly variant: number;
  /** Named after a session or generation that is over. */
  readonly stale: boolean;
  readonly ms: number;
  /** May end the call: rare, or no call would live long enough to get anywhere. */
  readonly ends: boolean;
}

const ENDS: readonly CallEvent['type'][] = [
  'ended',
  'hangUp',
  'reject',
  'answerFailed',
  'requestRefused',
  'requestTimeout',
  'completeTransfer',
];

export const moves = fc.array(
  fc.record<Move>({
    wild: fc.nat(9).map((n) => n === 0),
    pick: fc.nat(1000),
    flag: fc.boolean(),
    variant: fc.nat(7),
    stale: fc.nat(11).map((n) => n === 0),
    ms: fc.nat(12_000),
    ends: fc.nat(7).map((n) => n === 0),
  }),
  { minLength: 1, maxLength: 80, size: 'max' },
);

const ALL_TYPES: readonly CallEvent['type'][] = [...new Set(transitions().map(({ event }) => event))];
const KNOWN = new Map<string, CallEvent['type'][]>();
for (const { from, event } of transitions()) {
  const known = KNOWN.get(from) ?? [];
  if (!known.includes(event)) KNOWN.set(from, [...known, event]);
}

const TARGETS: readonly TransferTarget[] = [
  { to: 'agent', agentId: '12', name: 'Berta' },
  { to: 'number', number: '1144445555' },
  { to: 'campaign', campaignId: '3', name: 'Support' },
  { to: 'survey' },
  { to: 'number', number: '11112' },
];
const INVITES = [
  {},
  { surveyId: '5' },
  OUTSIDE,
  { origin: 'transfer', transfer: 'consultative', fromAgent: '15_Ana', recordingFile: null },
  { origin: 'unknown', callId: '', campaignId: null, campaignType: null, phone: '' },
  { origin: 'click2call' },
  { recordingFile: 'in-7' },
  { phone: '111111_222222' },
] as const;

const LOST: readonly RestoredPhase[] = ['talking', 'held', 'transferSent', 'consulting', 'conference'];

/** What a phone document that died had written down. */
function lostCall({ variant, flag }: Move): { call: ActiveCall; phase: RestoredPhase } {
  const phase = LOST[variant % LOST.length] ?? 'talking';
  const { call } = inPhase(phase, flag ? {} : { surveyId: '5' });
  if (!call) throw new Error(`no call while ${phase}`);
  return { call, phase };
}

export interface Dice {
  clock: number;
  sessions: number;
}

/** The event a move means in this state. */
export function eventFor(move: Move, state: CallState, dice: Dice): CallEvent {
  dice.clock += move.ms;
  const known = move.wild ? ALL_TYPES : (KNOWN.get(state.phase) ?? ALL_TYPES);
  const gentle = known.filter((name) => !ENDS.includes(name));
  const types = move.ends || state.phase === 'ending' || gentle.length === 0 ? known : gentle;
  const type = types[move.pick % types.length] ?? 'hangUp';
  const at = T0 + dice.clock;
  const sessionId = move.stale ? 'gone' : (state.call?.sessionId ?? 'gone');
  const generation = move.stale ? state.generation - 1 : state.generation;
  const on = move.flag;
  const target = move.variant % 2 ? 'client' : 'consultant';
  switch (type) {
    case 'request':
      return { type, number: '3511234567', ...(on ? {} : { campaignId: '7' }), at };
    case 'requestRefused':
      return { type, code: 'serverTimeout', at, generation };
    case 'requestTimeout':
      return { type, at, generation };
    case 'invite':
      return {
        type,
        sessionId: `s${(dice.sessions += 1)}`,
        details: details(INVITES[move.variant]),
        autoAnswer: on,
        at,
      };
    case 'established':
    case 'holdFailed':
      return { type, sessionId, at };
    case 'answerFailed':
      return { type, sessionId, code: 'mediaFailed', at };
    case 'ended':
      return { type, sessionId, by: on ? 'remote' : 'failed', at };
    case 'reinvite':
      return {
        type,
        sessionId,
        assertedIdentity: ['3511234567', '1012', '1144445555', ''][move.variant % 4] ?? '',
        at,
      };
    case 'held':
      return { type, sessionId, on: state.call?.holdPending ?? on, at };
    case 'timer':
      return { type, timer: state.phase === 'ending' ? 'ending' : 'returning', generation, at };
    case 'transferPromptOver':
      return { type, generation };
    case 'transferDigitsSent':
      return { type, generation, at };
    case 'transferFailed':
    case 'transferUntouched':
      return { type, generation, code: 'toneFailed' };
    case 'mute':
      return { type, on };
    case 'tones':
      return { type, digits: on ? '12*#' : 'not tones' };
    case 'transfer':
      return {
        type,
        kind: on ? 'blind' : 'consultative',
        target: TARGETS[move.variant % TARGETS.length] ?? { to: 'survey' },
        at,
      };
    case 'confHold':
      return { type, target, on };
    case 'confHoldDone':
      return { type, target, on, sessionId };
    case 'record':
      return { type, on };
    case 'recordingSent':
      return { type, on: state.call?.recordPending ?? on, sessionId };
    case 'recordingFailed':
      return { type, sessionId };
    case 'contactSaved':
      return { type, callId: '1700000000.7', contactId: '99' };
    case 'multinumAnswered':
      return { type, phone: '222222' };
    case 'restored':
      return { type, ...lostCall(move) };
    case 'attached':
      return { type, as: `s${++dice.sessions}`, dead: on ? ['transfer', 'record'] : [] };
    case 'consultationEnded':
    case 'registrationLost':
    case 'registrationBack':
      return { type };
    default:
      return { type, at };
  }
}
