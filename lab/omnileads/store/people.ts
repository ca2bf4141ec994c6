/** Users, agents, groups and what they may do. */
import type { Agent, GroupFlags, Group, User } from './types';
import type { World } from './world';

export const userOf = (world: World, id: number): User | null => world.users.get(id) ?? null;
export const findUser = (world: World, username: string): User | null =>
  [...world.users.values()].find((user) => user.username === username) ?? null;
export const findAgentByUser = (world: World, userId: number): Agent | null =>
  [...world.agents.values()].find((agent) => agent.userId === userId) ?? null;
export function agentOfUser(world: World, username: string): Agent {
  const user = findUser(world, username);
  const agent = user && findAgentByUser(world, user.id);
  if (!agent) throw new Error(`no agent is called ${username}`);
  return agent;
}
export const fullName = (user: User): string => `${user.firstName} ${user.lastName}`.trim();
export function agentName(world: World, agent: Agent): string {
  const user = userOf(world, agent.userId);
  return user ? fullName(user) : '';
}
/** Name of the queue member: "<id>_<name>", every character outside [A-Za-z0-9_] replaced by an underscore. */
export const memberName = (world: World, agent: Agent): string =>
  `${agent.id}_${agentName(world, agent)}`.replace(/[^A-Za-z0-9_]/gu, '_');

export function groupOf(world: World, agent: Agent): Group {
  const group = world.groups.get(agent.group);
  if (!group) throw new Error(`no group is called ${agent.group}`);
  return group;
}
export function setFlag<K extends keyof GroupFlags>(
  world: World,
  group: string,
  flag: K,
  value: GroupFlags[K],
): void {
  const found = world.groups.get(group);
  if (!found) throw new Error(`no group is called ${group}`);
  found.flags[flag] = value;
}

/** Codenames that exist but are not granted to agents (interface §1.7, last paragraph, and the recordings). */
const NOT_FOR_AGENTS = new Set([
  'api_supervisor_campaigns',
  'api_agents_campaign',
  'api_pause_options',
  'api_pauses',
  'api_enviar_mensaje_agentes',
  'supervision_action_on_agent',
]);
/** URL names without a permission object: open to every authenticated user. */
const UNRESTRICTED = new Set([
  'view_blanco',
  'api_notify_attended_multinum_call',
  'espera_llamada_multinum',
  'login',
  'logout',
  'index',
]);

/** True when the user's role holds the codename, or no permission of that name exists. */
export function mayUse(_world: World, user: User, codename: string): boolean {
  if (user.denied.has(codename)) return false;
  if (UNRESTRICTED.has(codename) || user.role === 'admin') return true;
  return user.role === 'supervisor' ? !AGENT_ONLY.has(codename) : !NOT_FOR_AGENTS.has(codename);
}
/** Codenames of the Agente role that a supervisor doesn't hold (exchange 26 and its like). */
const AGENT_ONLY = new Set([
  'api_credenciales_sip_agente',
  'api_agent_asterisk_login',
  'api_agent_asterisk_logout',
  'api_make_pause',
  'api_make_unpause',
  'api_make_ringing',
  'api_make_reject_call',
  'api_make_disabled',
  'api_evento_hold',
  'api_click2call_outside_campaign',
  'api_hangup_call',
  'api_status_calificacion_llamada',
  'consola_de_agente',
  'api_contactos_campana',
  'api_disposition',
  'api_disposition_new_contact',
]);
export function denyPermission(world: World, username: string, codename: string): void {
  findUser(world, username)?.denied.add(codename);
}
export function grantPermission(world: World, username: string, codename: string): void {
  findUser(world, username)?.denied.delete(codename);
}
