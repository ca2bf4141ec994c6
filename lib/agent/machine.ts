/** The frame of the presence machine: what a cell of the table is, and how an event finds its cell. */
import type { AgentEffect, AgentEvent } from './events';
import type { AgentMemo, AgentState, PresencePhase } from './types';

export type AgentEventType = AgentEvent['type'];
export type EventMap = { readonly [E in AgentEvent as E['type']]: E };
/** Inside the machine the memo is always there. */
export type Shift = AgentState & { readonly memo: AgentMemo };
export interface Step {
  readonly state: Shift;
  readonly effects: readonly AgentEffect[];
}
/** `to`: every phase the cell may lead to; a test holds `run` to it. */
export interface Cell<K extends AgentEventType> {
  readonly to: readonly PresencePhase[];
  readonly run: (state: Shift, event: EventMap[K]) => Step;
}
/** A missing cell means: nothing, logged. */
export type Row = { readonly [K in AgentEventType]?: Cell<K> };

export function ignore(state: Shift, what: string): Step {
  return { state, effects: [{ type: 'log', what }] };
}

export function runCell<K extends AgentEventType>(row: Row, type: K, state: Shift, event: EventMap[K]): Step {
  const cell = row[type];
  return cell ? cell.run(state, event) : ignore(state, `${type} means nothing while ${state.phase}`);
}
