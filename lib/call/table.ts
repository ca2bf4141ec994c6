/** The whole table: phase × event → what happens. A missing cell is "nothing, logged". */
import {
  ignore,
  isStale,
  runCell,
  type CallEventType,
  type LiveRow,
  type LiveState,
  type Row,
  type Step,
} from './machine';
import { NO_MEMORY } from './steps';
import { answering, ending, idle as nothing, requested, ringing } from './table-start';
import { RESTORED, restored, takeoverCells, waitsForSession } from './table-takeover';
import { held, talking } from './table-talk';
import {
  conference,
  consulting,
  transferDialing,
  transferPrompt,
  transferReturning,
  transferSent,
} from './table-transfer';
import type { CallEvent } from './events';
import type { CallPhase, CallState } from './types';

const idle: Row<CallState> = { ...nothing, restored: { to: RESTORED, run: restored } };
const LIVE: Readonly<Record<Exclude<CallPhase, 'idle'>, LiveRow>> = {
  requested,
  ringing,
  answering,
  talking: { ...talking, ...takeoverCells('talking') },
  held: { ...held, ...takeoverCells('held') },
  transferPrompt,
  transferReturning,
  transferDialing,
  transferSent: { ...transferSent, ...takeoverCells('transferSent') },
  consulting: { ...consulting, ...takeoverCells('consulting') },
  conference: { ...conference, ...takeoverCells('conference') },
  ending,
};

export const INITIAL_CALL: CallState = {
  phase: 'idle',
  call: null,
  generation: 0,
  lastEnd: null,
  memory: NO_MEMORY,
};

const isLive = (state: CallState): state is LiveState => state.call !== null;

/** The one way a call changes. Pure; effects are executed by lib/phone in the order given. */
export function reduceCall(state: CallState, event: CallEvent): Step {
  if (isStale(state, event)) return ignore(state, `stale ${event.type}`);
  if (waitsForSession(state, event.type)) return ignore(state, `${event.type} before the takeover`);
  if (isLive(state) && state.phase !== 'idle') return runCell(LIVE[state.phase], event.type, state, event);
  return runCell(idle, event.type, state, event);
}

export interface CallTransition {
  readonly from: CallPhase;
  readonly event: CallEventType;
  readonly to: CallPhase;
}

/** Every transition the table allows, cells that stay where they are included. */
export function transitions(): readonly CallTransition[] {
  const rows: readonly (readonly [
    CallPhase,
    Readonly<Record<string, { readonly to: readonly CallPhase[] } | undefined>>,
  ])[] = [['idle', idle], ...Object.entries(LIVE).map(([phase, row]) => [phase as CallPhase, row] as const)];
  return rows.flatMap(([from, row]) =>
    Object.entries(row).flatMap(([event, cell]) =>
      (cell?.to ?? []).map((to) => ({ from, event: event as CallEventType, to })),
    ),
  );
}
