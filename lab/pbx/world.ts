/** Who and what a lab's telephony knows when it starts; everything can be changed later (see README). */

export interface PbxAgent {
  agentId: number;
  /** 1000 + user id; never equal to the agent id. */
  extension: number;
  /** `<agent id>_<name>`, the member name OMniLeads gives its queues. */
  memberName: string;
}

export interface PbxCampaign {
  id: number;
  name: string;
  /** 1 manual, 2 dialer, 3 inbound, 4 preview (interface appendix D). */
  type: 1 | 2 | 3 | 4;
  records?: boolean;
  /** Survey id sent as OMLSURVEY. */
  survey?: string;
  forceDisposition?: boolean;
  /** Seconds of AUTO_UNPAUSE; 0 = never by itself. */
  autoUnpauseS?: number;
  autoAttendInbound?: boolean;
  autoAttendDialer?: boolean;
  videoRoom?: string;
  /** JSON text of OML_RETRIEVE_CRM_DATA. */
  crmData?: string;
  /** Dialplan variables sent to the agent as headers; names start with OMLCRM. */
  crmHeaders?: Readonly<Record<string, string>>;
  /** Seconds a customer waits in the queue before the fail-over. */
  queueTimeoutS?: number;
  /** Seconds a member is rung. */
  ringTimeoutS?: number;
  wrapUpS?: number;
}

export interface PbxDid {
  number: string;
  campaignId: number;
  /** OMLINROUTENAME. */
  routeName?: string;
}

export interface PbxWorld {
  agents: readonly PbxAgent[];
  campaigns: readonly PbxCampaign[];
  dids: readonly PbxDid[];
}

/** `<id>_<name>`: how OMniLeads names a campaign's queue. */
export const queueName = (campaign: Pick<PbxCampaign, 'id' | 'name'>): string =>
  `${campaign.id}_${campaign.name}`;

/** The people and campaigns of the recorded installation. */
export const DEFAULT_WORLD: PbxWorld = {
  agents: [
    { agentId: 1, extension: 1003, memberName: '1_Ana_P_rez' },
    { agentId: 2, extension: 1004, memberName: '2_Beto_N__ez' },
    { agentId: 3, extension: 1005, memberName: '3_Carla_Restringida' },
    { agentId: 4, extension: 1006, memberName: '4_Lock_Out' },
    { agentId: 5, extension: 1007, memberName: '5_Ina_Ctiva' },
  ],
  campaigns: [
    { id: 1, name: 'manual_01', type: 1 },
    { id: 2, name: 'dialer_01', type: 2 },
    { id: 3, name: 'entrante_01', type: 3 },
    { id: 4, name: 'preview_01', type: 4 },
    { id: 5, name: 'manual_ajena', type: 1 },
    { id: 6, name: 'manual_nodup', type: 1 },
    { id: 7, name: 'manual_pausada', type: 1 },
  ],
  dids: [{ number: '5553000', campaignId: 3, routeName: 'ruta_01' }],
};
