/** A supervisor at work on an agent: messages, forced pauses, forced logout (interface §9.1). */
import { changePresence, pause, quitQueues } from './routes/agent-session';
import type { Site } from './site';
import { agentOfUser, endSessionsOf, record } from './store';

/** A forced pause has the id "00" (interface §2.6). */
const SUPERVISION = { id: '00', name: 'Supervision' } as const;

export interface Supervisor {
  readonly message: (username: string, text: string, supervisor?: string) => void;
  readonly pause: (username: string) => Promise<void>;
  readonly unpause: (username: string) => Promise<void>;
  /** Ends session and queue membership; no socket message, as in the real thing. */
  readonly logout: (username: string) => Promise<void>;
}
export function createSupervisor(site: Site): Supervisor {
  const { world, hub } = site;
  return {
    message(username, text, supervisor = 'sup1') {
      const { userId } = agentOfUser(world, username);
      hub.push(userId, { type: 'supervisor_send_message', args: { msg: text, supervisor } });
    },
    async pause(username) {
      const agent = agentOfUser(world, username);
      await pause(site, agent, true, SUPERVISION.id);
      await changePresence(site, agent, `PAUSE-${SUPERVISION.name}`, 'supervisor', SUPERVISION.id);
      record(world, agent, 'PAUSE', SUPERVISION.id);
      hub.push(agent.userId, { type: 'pause', args: SUPERVISION });
    },
    async unpause(username) {
      const agent = agentOfUser(world, username);
      await pause(site, agent, false, SUPERVISION.id);
      await changePresence(site, agent, 'READY', 'supervisor');
      record(world, agent, 'UNPAUSE', SUPERVISION.id);
      hub.push(agent.userId, { type: 'unpause', args: { id: SUPERVISION.id } });
    },
    async logout(username) {
      const agent = agentOfUser(world, username);
      await quitQueues(site, agent, 'supervisor');
      endSessionsOf(world, agent.userId);
      record(world, agent, 'LOGOUT');
    },
  };
}
