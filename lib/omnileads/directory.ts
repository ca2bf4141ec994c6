/**
 * Whom one may call or transfer to, and what is pending (interface §5.4, §6.8, §8.7). Every method may fail with
 * permissionDenied, sessionExpired, serverError, serverAnsweredPage, serverTimeout, serverUnreachable.
 */
import { PhoneError } from '@/lib/diagnostics';
import * as v from 'valibot';
import { ENDPOINTS } from './endpoints';
import type { Context } from './memory';
import type { Rest } from './rest';
import { Id, read } from './shape';
import type { CallableCampaign, InboundCampaign, TransferAgent } from './types';
import { getJson, type Web } from './web';

/** What must be done about the last call before the next one (interface §6.8). */
export type CompulsoryStatus =
  | { readonly kind: 'clear' }
  | { readonly kind: 'disposition'; readonly callData: Readonly<Record<string, string>> }
  | {
      readonly kind: 'management';
      readonly dispositionId: string;
      readonly callData: Readonly<Record<string, string>>;
    };

export interface ActiveAgent {
  readonly id: string;
  readonly name: string;
  readonly userName: string;
}

export interface Directory {
  /** The other agents with their presence, ready ones first, then by id. */
  transferAgents(): Promise<readonly TransferAgent[]>;
  /** What the server holds of our own presence ('READY', 'PAUSE-…'), null when it has none: polled where the socket is missing. */
  ownStatus(): Promise<string | null>;
  /** Campaigns a call may be transferred to: all active inbound ones of the system. Session only. */
  inboundCampaigns(): Promise<readonly InboundCampaign[]>;
  /** All active campaigns of this agent, also those that the group keeps off the keypad (interface §1.8, §8.6). */
  ownCampaigns(): Promise<readonly CallableCampaign[]>;
  /** Every agent, by name, without presence. */
  activeAgents(): Promise<readonly ActiveAgent[]>;
  compulsoryStatus(): Promise<CompulsoryStatus>;
}

const Agents = v.array(v.object({ id: Id, full_name: v.string(), status: v.string() }));
const Campaigns = v.object({ campanas: v.array(v.object({ id: Id, nombre: v.string(), type: v.number() })) });
const CampaignType = v.pipe(Id, v.picklist(['1', '2', '3', '4']));
const OwnCampaigns = v.object({
  status: v.literal('SUCCESS'),
  data: v.array(v.object({ id: Id, name: v.string(), type: CampaignType })),
});
const ActiveAgents = v.object({
  activeAgents: v.array(v.object({ agent_id: Id, agent_full_name: v.string(), agent_username: v.string() })),
});
const Compulsory = v.object({
  calificada: v.optional(v.string()),
  calldata: v.optional(v.nullable(v.string())),
  gestion: v.optional(v.string()),
  id_calificacion: v.optional(Id),
});
const INBOUND = 3;

export function createDirectory(context: Context, rest: Rest, web: Web): Directory {
  async function agents(): Promise<TransferAgent[]> {
    const endpoint = ENDPOINTS.transferAgents;
    const rows = read(Agents, (await rest({ endpoint })).json, endpoint);
    return rows.map(({ id, full_name, status }) => ({
      id,
      name: full_name,
      status,
      ready: status === 'READY',
    }));
  }
  return {
    async transferAgents() {
      const others = (await agents()).filter(({ id }) => id !== context.memory.agentId);
      return others.sort((a, b) => Number(b.ready) - Number(a.ready) || Number(a.id) - Number(b.id));
    },
    async ownStatus() {
      return (await agents()).find(({ id }) => id === context.memory.agentId)?.status ?? null;
    },
    async inboundCampaigns() {
      const endpoint = ENDPOINTS.inboundCampaigns;
      const { campanas } = read(Campaigns, await getJson(web, endpoint), endpoint);
      return campanas.filter(({ type }) => type === INBOUND).map(({ id, nombre }) => ({ id, name: nombre }));
    },
    async ownCampaigns() {
      const endpoint = ENDPOINTS.ownCampaigns;
      return read(OwnCampaigns, (await rest({ endpoint })).json, endpoint).data;
    },
    async activeAgents() {
      const endpoint = ENDPOINTS.activeAgents;
      const { activeAgents } = read(ActiveAgents, (await rest({ endpoint })).json, endpoint);
      return activeAgents.map(({ agent_id, agent_full_name, agent_username }) => ({
        id: agent_id,
        name: agent_full_name,
        userName: agent_username,
      }));
    },
    async compulsoryStatus() {
      const endpoint = ENDPOINTS.compulsoryStatus;
      const body = read(Compulsory, (await rest({ endpoint })).json, endpoint);
      if (body.gestion === 'True' && body.id_calificacion) {
        return {
          kind: 'management',
          dispositionId: body.id_calificacion,
          callData: callDataOf(body.calldata),
        };
      }
      if (body.calificada === 'True') return { kind: 'clear' };
      if (body.calificada === 'False') return { kind: 'disposition', callData: callDataOf(body.calldata) };
      throw new PhoneError('serverAnsweredPage', { endpoint: endpoint.name }, 'unexpected calificada');
    },
  };
}

/** The stored call data as texts; damaged text gives nothing, and the form then opens by contact instead. */
function callDataOf(text: string | null | undefined): Record<string, string> {
  try {
    const parsed = v.safeParse(v.record(v.string(), v.unknown()), JSON.parse(text ?? '{}'));
    if (!parsed.success) return {};
    return Object.fromEntries(
      Object.entries(parsed.output).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    );
  } catch {
    return {}; // the server stores "None" where there is nothing
  }
}
