import { queueName, type PbxAgent, type PbxCampaign, type PbxDid } from './world';

/** Family, key and value of Asterisk's own database; README lists what the dialplan reads. */
export type DbEntry = readonly [family: string, key: string, value: string];

export function agentEntries(agent: PbxAgent): DbEntry[] {
  return [
    ['AGENT_EXT', String(agent.agentId), String(agent.extension)],
    ['EXT_AGENT', String(agent.extension), String(agent.agentId)],
    ['AGENT_NAME', String(agent.agentId), agent.memberName],
    ['AGENT_STATUS', String(agent.agentId), 'OFFLINE'],
  ];
}

const DEFAULT_QUEUE_TIMEOUT_S = 600;

export function campaignEntries(campaign: PbxCampaign): DbEntry[] {
  const family = `CAMP/${campaign.id}`;
  const crm = Object.entries(campaign.crmHeaders ?? {});
  const yes = (flag: boolean | undefined) => (flag === undefined ? '' : flag ? 'True' : 'False');
  const values: Record<string, string> = {
    NAME: queueName(campaign),
    LABEL: campaign.name,
    TYPE: String(campaign.type),
    RECORD: campaign.records ? '1' : '0',
    SURVEY: campaign.survey ?? '',
    FORCE: yes(campaign.forceDisposition),
    UNPAUSE: campaign.autoUnpauseS === undefined ? '' : String(campaign.autoUnpauseS),
    ATTEND_IN: yes(campaign.autoAttendInbound),
    ATTEND_DIALER: yes(campaign.autoAttendDialer),
    VIDEO: campaign.videoRoom ?? '',
    CRMDATA: campaign.crmData ?? '',
    CRMHEADERS: crm.map(([name]) => name).join('-'),
    QUEUE_TIMEOUT: String(campaign.queueTimeoutS ?? DEFAULT_QUEUE_TIMEOUT_S),
  };
  return [
    ...Object.entries(values).map(([key, value]): DbEntry => [family, key, value]),
    ...crm.map(([name, value]): DbEntry => [`${family}/CRM`, name, value]),
  ];
}

export function didEntries(did: PbxDid): DbEntry[] {
  return [
    [`DID/${did.number}`, 'CAMP', String(did.campaignId)],
    [`DID/${did.number}`, 'ROUTE', did.routeName ?? ''],
  ];
}
