/** The frame of the call machine: what a cell of the table is, and how an event finds its cell. */
import type { CallEffect, CallEvent } from './events';
import type { ActiveCall, CallPhase, CallState } from './types';

export type CallEventType = CallEvent['type'];
export type EventMap = { readonly [E in CallEvent as E['type']]: E };
export type LiveState = CallState & { readonly call: ActiveCall };
export interface Step {
  readonly state: CallState;
  readonly effects: readonly CallEffect[];
}
/** `to`: every phase the cell may lead to; the diagram is drawn from it and a test holds `run` to it. */
export interface Cell<S, K extends CallEventType> {
  readonly to: readonly CallPhase[];
  readonly run: (state: S, event: EventMap[K]) => Step;
}
/** A missing cell means: nothing, logged. */
export type Row<S> = { readonly [K in CallEventType]?: Cell<S, K> };
export type LiveRow = Row<LiveState>;

export function ignore(state: CallState, what: string): Step {
  return { state, effects: [{ type: 'log', what }] };
}

export function runCell<S extends CallState, K extends CallEventType>(
  row: Row<S>,
  type: K,
  state: S,
  event: EventMap[K],
): Step {
  const cell = row[type];
  return cell ? cell.run(state, event) : ignore(state, `${type} means nothing while ${state.phase}`);
}

/** Events that name a session or a generation which is no longer the current one: late answers of things already over. */
export function isStale(state: CallState, event: CallEvent): boolean {
  if (event.type === 'invite') return false;
  if ('sessionId' in event && event.sessionId !== undefined && event.sessionId !== state.call?.sessionId)
    return true;
  return (
    'generation' in event && event.generation !== undefined && event.generation !== state.call?.generation
  );
}
