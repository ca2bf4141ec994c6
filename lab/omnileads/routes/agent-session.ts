/** Presence records around login and the console page, and the agent's membership in the PBX's queues. */
import type { Site } from '@/lab/omnileads/site';
import {
  campaignsOf,
  lastActivity,
  memberName,
  presenceOf,
  queueName,
  record,
  setPresence,
  type Agent,
  type World,
} from '@/lab/omnileads/store';

/** Closes what the last shift left open: an open pause, then the session itself. */
export function closeAgentSession(world: World, agent: Agent): void {
  const last = lastActivity(world, agent);
  if (!last || last.event === 'LOGOUT') return;
  if (last.event === 'PAUSE') record(world, agent, 'UNPAUSE', last.pauseId);
  record(world, agent, 'LOGOUT');
}
/** What every GET of the console does to the activity log (interface §2.2). False when there is none to look at. */
export function noteConsole(world: World, agent: Agent): boolean {
  const last = lastActivity(world, agent);
  if (!last) return false;
  if (last.event === 'LOGIN') return true;
  closeAgentSession(world, agent);
  record(world, agent, 'LOGIN');
  return true;
}

export const endpointOf = (agent: Agent): string => `PJSIP/${agent.extension}`;

async function leaveQueues(site: Site, agent: Agent): Promise<void> {
  for (const campaign of campaignsOf(site.world, agent))
    await site.pbx.queueRemove({ queue: queueName(campaign), interface: endpointOf(agent) });
  await site.pbx.queueLog({ event: 'REMOVEMEMBER', agentId: agent.id });
}
/** Writes presence in the server's memory and tells the PBX, whose dialplan asks for it. */
export async function changePresence(
  site: Site,
  agent: Agent,
  status: string,
  by: string,
  pauseId?: string,
): Promise<void> {
  setPresence(site.world, agent, status, by, pauseId);
  await site.pbx.setPresence({ agentId: agent.id, status });
}
/** asterisk_login. False when the agent's presence hash was never written. */
export async function joinQueues(site: Site, agent: Agent, by: string): Promise<boolean> {
  const presence = presenceOf(site.world, agent);
  const open = presence !== null && presence.status !== 'OFFLINE';
  if (open) {
    await pause(site, agent, false, '');
    await leaveQueues(site, agent);
  }
  for (const campaign of campaignsOf(site.world, agent))
    await site.pbx.queueAdd({
      queue: queueName(campaign),
      interface: endpointOf(agent),
      memberName: memberName(site.world, agent),
      penalty: agent.penalty,
    });
  await site.pbx.queueLog({ event: 'ADDMEMBER', agentId: agent.id });
  if (!presence) return false;
  await changePresence(site, agent, 'READY', by);
  return true;
}
export async function quitQueues(site: Site, agent: Agent, by: string): Promise<void> {
  await leaveQueues(site, agent);
  await changePresence(site, agent, 'OFFLINE', by);
}
/** QueuePause for every queue of the agent, with its log entry. */
export async function pause(site: Site, agent: Agent, paused: boolean, pauseId: string): Promise<void> {
  await site.pbx.queuePause({ interface: endpointOf(agent), paused });
  await site.pbx.queueLog({ event: paused ? 'PAUSEALL' : 'UNPAUSEALL', agentId: agent.id, message: pauseId });
}
