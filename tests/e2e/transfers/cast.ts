/** Who plays: agents of the recorded server, colleagues made up for them, and what each of them speaks. */

/** Hz, apart from each other, from the PBX's own tones and from keys (lab/pbx/README.md). */
export const AGENT_HZ = 440;
export const CUSTOMER_HZ = 600;
export const COLLEAGUE_HZ = 540;
export const OUTSIDE_HZ = 650;

export interface Colleague {
  readonly agentId: number;
  readonly extension: number;
  readonly name: string;
}
export interface Own {
  readonly user: string;
  readonly agentId: number;
  readonly extension: number;
  /** In the inbound campaign. */
  readonly inbound: boolean;
}

/** Agents who may transfer, each with a colleague: ids differ from extensions, as in OMniLeads. */
export const LANES: readonly { readonly own: Own; readonly colleague: Colleague }[] = [
  {
    own: { user: 'ag1', agentId: 1, extension: 1003, inbound: true },
    colleague: { agentId: 11, extension: 1011, name: 'Dora Luna' },
  },
  {
    own: { user: 'ag2', agentId: 2, extension: 1004, inbound: true },
    colleague: { agentId: 12, extension: 1012, name: 'Elio Paz' },
  },
  {
    own: { user: 'aglock', agentId: 4, extension: 1006, inbound: false },
    colleague: { agentId: 14, extension: 1014, name: 'Fina Roca' },
  },
];
export const PASSWORD = '098098ZZZ';

/** The recorded server's inbound campaign, its queue and its number. */
export const INBOUND = {
  campaignId: '3',
  name: 'entrante_01',
  queue: '3_entrante_01',
  did: '5553000',
} as const;
export const QUICK_CONTACT = { name: 'Lista A: Recepcion', number: '5551234' } as const;
