/** Presence (Redis), its history, the activity records and the state of the last disposition. */
import type { ActivityEntry, ActivityEvent, Agent, CallLogRow, DispositionStatus, Presence } from './types';
import { agentName } from './people';
import { now, type World } from './world';

/** Changes the agent's presence and notes it. Creates the hash when it doesn't exist. */
export function setPresence(world: World, agent: Agent, status: string, by: string, pauseId?: string): void {
  const before = world.presence.get(agent.id);
  const at = now(world);
  world.presence.set(agent.id, {
    name: agentName(world, agent),
    sip: String(agent.extension),
    status,
    at,
    // PAUSE_ID stays in the hash after the pause ended, as in the recordings.
    pauseId: pauseId ?? before?.pauseId ?? null,
  });
  world.presenceLog.push({ at, agentId: agent.id, status, pauseId: pauseId ?? null, by });
}
export const presenceOf = (world: World, agent: Agent): Presence | null =>
  world.presence.get(agent.id) ?? null;
export function forgetPresence(world: World, agentId: number): void {
  world.presence.delete(agentId);
}

export function record(
  world: World,
  agent: Agent,
  event: ActivityEvent,
  pauseId: string | null = null,
): void {
  world.activityLog.push({ at: now(world), agentId: agent.id, event, pauseId });
}
export const lastActivity = (world: World, agent: Agent): ActivityEntry | null =>
  world.activityLog.findLast((entry) => entry.agentId === agent.id) ?? null;

export function addCallLog(world: World, row: Omit<CallLogRow, 'at'>): void {
  world.callLog.push({ at: now(world), ...row });
}
/** The latest row of an agent, of one call or of any. */
export const lastCallLog = (world: World, agentId: number, callId?: string): CallLogRow | null =>
  world.callLog.findLast(
    (row) => row.agentId === agentId && (callId === undefined || row.callId === callId),
  ) ?? null;

/** The latest row of a call, whoever took it. */
export const lastCallLogOf = (world: World, callId: string): CallLogRow | null =>
  world.callLog.findLast((row) => row.callId === callId) ?? null;

export function setDispositionStatus(world: World, agentId: number, status: DispositionStatus): void {
  world.dispositionStatus.set(agentId, status);
}
export function changeDispositionStatus(
  world: World,
  agentId: number,
  change: Partial<DispositionStatus>,
): void {
  const status = world.dispositionStatus.get(agentId);
  if (status) Object.assign(status, change);
}
