/** Callbacks (AgendaContacto): at most one per contact and campaign is made by the create URL (interface §7). */
import { callOf, noteCommit } from './commits';
import type { Agent, Callback } from './types';
import { now, takeId, type World } from './world';

export type CallbackFields = Omit<Callback, 'id'>;
export const findCallback = (world: World, contactId: number, campaignId: number): Callback | null =>
  [...world.callbacks.values()].find((one) => one.contactId === contactId && one.campaignId === campaignId) ??
  null;

export function addCallback(world: World, fields: CallbackFields): Callback {
  const callback = { id: takeId(world, 'callbacks', 1), ...fields };
  world.callbacks.set(callback.id, callback);
  noteCallback(world, callback, true);
  return callback;
}
export function changeCallback(world: World, id: number, change: Partial<CallbackFields>): void {
  const found = world.callbacks.get(id);
  if (!found) throw new Error(`no callback ${id}`);
  Object.assign(found, change);
  noteCallback(world, found, false);
}
function noteCallback(world: World, callback: Callback, created: boolean): void {
  const { id, contactId, campaignId } = callback;
  const callId = callOf(world, contactId, campaignId);
  noteCommit(world, { what: 'callback', id: String(id), created, callId, content: { ...callback } });
}
export function removeCallback(world: World, id: number): void {
  world.callbacks.delete(id);
}

/** Date in the server's zone, YYYY-MM-DD. */
export function serverDate(world: World, at: number): string {
  const hours = Number(world.settings.zoneOffset.slice(0, 3));
  return new Date(at + hours * 3_600_000).toISOString().slice(0, 10);
}
/** How far the console looks ahead; the column is a date, so whole days come back. */
const LOOK_AHEAD_MS = 8 * 3_600_000;

/** ISO date-times with offset of the agent's personal callbacks that the console page is told of (interface §7.6). */
export function upcomingCallbacks(world: World, agent: Agent): string[] {
  const [first, last] = [serverDate(world, now(world)), serverDate(world, now(world) + LOOK_AHEAD_MS)];
  return [...world.callbacks.values()]
    .filter(({ agentId, kind, date }) => agentId === agent.id && kind === 1 && date >= first && date <= last)
    .map(({ date, time }) => `${date}T${time}${world.settings.zoneOffset}`);
}
