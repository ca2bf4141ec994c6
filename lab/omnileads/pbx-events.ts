/** What the PBX writes by itself in a real installation: presence during calls, call-log rows, multi-number answers. */
import type { PbxEvent } from './pbx-driver';
import type { Site } from './site';
import { addCallLog, setPresence } from './store';

export function hearPbx(site: Site, event: PbxEvent): void {
  const { world } = site;
  const agent = world.agents.get(event.agentId);
  if (!agent) return; // the PBX also logs rows that belong to no agent
  if (event.type === 'presence') setPresence(world, agent, event.status, 'pbx');
  else if (event.type === 'multinumAnswered')
    site.hub.push(agent.userId, { type: 'attended_multinum_call', args: { phone: event.phone } });
  else {
    const { callId, campaignId, phone } = event;
    addCallLog(world, { agentId: agent.id, callId, event: event.event, campaignId, phone, recording: null });
  }
}
