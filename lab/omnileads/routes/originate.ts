/** The one way a call is started: AMI Originate on the agent's own leg (interface §4.1). */
import { PbxNotConnected, PbxUnreachable, type Originate, type PbxAnswer } from '@/lab/omnileads/pbx-driver';
import type { Site } from '@/lab/omnileads/site';
import { agentName, type Agent } from '@/lab/omnileads/store';

const base = (
  agent: Agent,
  exten: string,
  context: string,
  variables: Originate['variables'],
): Originate => ({
  channel: `Local/${agent.extension}@click2call/n`,
  exten,
  context,
  priority: 1,
  timeoutMs: 25_000,
  callerId: exten,
  variables,
});
const ftsAgent = (site: Site, agent: Agent): readonly [string, string] => [
  'FTSAGENTE',
  `${agent.id}_${agentName(site.world, agent)}`,
];

export interface CampaignCall {
  readonly agent: Agent;
  readonly campaignId: number;
  readonly campaignType: number;
  /** Contact id, "-1" for a call that shall stay unidentified, or empty. */
  readonly contact: string;
  readonly phone: string;
  readonly clickType: string;
}
export const originateCampaign = (site: Site, call: CampaignCall): Promise<PbxAnswer> =>
  site.pbx.originate(
    base(call.agent, call.phone, 'from-oml', [
      ['IdCamp', String(call.campaignId)],
      ['codCli', call.contact],
      ['origin', call.clickType],
      ['Tipocamp', String(call.campaignType)],
      ftsAgent(site, call.agent),
    ]),
  );
export const originateOutside = (site: Site, agent: Agent, phone: string): Promise<PbxAnswer> =>
  site.pbx.originate(base(agent, phone, 'oml-dial-out', [['origin', 'withoutCamp'], ftsAgent(site, agent)]));
export const originateInternal = (site: Site, agent: Agent, destination: Agent): Promise<PbxAnswer> =>
  site.pbx.originate(
    base(agent, 'AGENT', 'oml-dial-internal', [
      ['origin', 'withoutCamp'],
      ftsAgent(site, agent),
      ['agent2Call', String(destination.id)],
    ]),
  );

/** Text of the failure that the manager library reports when it has no connection, or null. */
export async function originateFailure(work: Promise<unknown>): Promise<string | null> {
  try {
    await work; // a refusal by the PBX itself goes unnoticed, as in the real thing
    return null;
  } catch (error) {
    if (error instanceof PbxUnreachable || error instanceof PbxNotConnected)
      return 'Originate failed by Not connected';
    throw error;
  }
}
