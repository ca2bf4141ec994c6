/** The state of the agent's last disposition and its socket pushes (interface §6.7). */
import type { Site } from '@/lab/omnileads/site';
import { groupOf, setDispositionStatus, type Agent } from '@/lab/omnileads/store';

import type { CallData } from './call-data';
import { truthy } from './python';

/** The group asks for a disposition and un-pauses by itself once it is there. */
export function unpausesByDisposition(site: Site, agent: Agent): boolean {
  const { flags } = groupOf(site.world, agent);
  return flags.obligar_calificacion && flags.obligar_despausa;
}

/** Call data decides where it says anything, even the text "False"; else the group does. */
export function isForced(site: Site, agent: Agent, call: CallData | null): boolean {
  if (call && 'force_disposition' in call.members) return truthy(call.members['force_disposition']);
  return groupOf(site.world, agent).flags.obligar_calificacion;
}

export interface StatusWrite {
  readonly callId: string | null;
  readonly campaignId: string;
  readonly phone: string;
  readonly callData: string | null;
  readonly dispositioned: boolean;
  /** Disposition whose management form is still missing. */
  readonly managementOf?: number;
  /** Agenda saves are silent: the agenda's own page pushes. */
  readonly silent?: boolean;
}
export function writeStatus(site: Site, agent: Agent, write: StatusWrite): void {
  const { callId, campaignId, phone, callData, dispositioned, managementOf } = write;
  if (unpausesByDisposition(site, agent) && !write.silent && managementOf === undefined)
    pushDispositioned(site, agent, callId, dispositioned);
  setDispositionStatus(site.world, agent.id, {
    callId: callId ?? '',
    campaignId,
    phone,
    dispositioned,
    callData,
    managementPending: managementOf !== undefined,
    dispositionId: managementOf ?? null,
  });
}
export function pushDispositioned(
  site: Site,
  agent: Agent,
  callId: string | null,
  dispositioned: boolean,
): void {
  site.hub.push(agent.userId, { type: 'unpause', args: { id: callId, dispositioned } });
}
export const statusOfCall = (
  call: CallData,
): Pick<StatusWrite, 'callId' | 'campaignId' | 'phone' | 'callData'> => ({
  callId: call.callId,
  campaignId: call.campaignId,
  phone: call.phone,
  callData: call.text,
});
