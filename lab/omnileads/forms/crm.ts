/** What the disposition pages do with a customer's CRM (interface §11.4). */
import { markup, ServerCrash, type Markup } from '@/lab/omnileads/http';
import type { Site } from '@/lab/omnileads/site';
import {
  agentName,
  databaseOf,
  now,
  optionOf,
  recordOf,
  userOf,
  type Agent,
  type Campaign,
  type Contact,
  type CrmInteraction,
  type CrmParameter,
  type Disposition,
} from '@/lab/omnileads/store';

import type { CallData } from './call-data';
import { dumps } from './python';

export interface CrmEvent {
  readonly site: Site;
  readonly agent: Agent;
  readonly campaign: Campaign;
  readonly contact: Contact | null;
  readonly call: CallData;
  /** Set when the interaction is about a disposition. */
  readonly disposition?: Disposition;
  /** Answers of the management form as JSON text. */
  readonly answers?: string;
}
const MIME = {
  multipart: 'multipart/form-data',
  urlencoded: 'application/x-www-form-urlencoded',
  text: 'text/plain',
  json: 'application/json',
} as const;
const SERVER_TIMEOUT_MS = 10_000;

function callValue({ site, agent, call, contact }: CrmEvent, name: string): string {
  const own: Record<string, string | undefined> = {
    agent_id: String(agent.id),
    agent_username: userOf(site.world, agent.userId)?.username,
    agent_name: agentName(site.world, agent),
    id_contacto: contact ? String(contact.id) : call.contactId,
    datetime: new Date(now(site.world)).toISOString(),
  };
  if (name in own) return own[name] ?? '';
  const value = call.members[name];
  if (value === undefined) throw new ServerCrash(`KeyError: '${name}'`);
  return String(value);
}
function dispositionValue({ campaign, disposition, answers }: CrmEvent, name: string): string {
  if (!disposition) return '';
  if (name === 'id') return String(disposition.id);
  if (name === 'name') return optionOf(campaign, disposition.optionId)?.name ?? '';
  if (name === 'subdisposition') return disposition.sub;
  return name === 'form' ? Buffer.from(answers ?? '').toString('base64url') : '';
}
function valueOf(event: CrmEvent, { kind, value }: CrmParameter): string {
  const { campaign, contact, site, call } = event;
  if (kind === 'constant') return value;
  if (kind === 'call') return callValue(event, value);
  if (kind === 'disposition') return dispositionValue(event, value);
  if (kind === 'dialplan') return String(call.members[value] ?? '');
  if (kind === 'campaign')
    return { id: String(campaign.id), nombre: campaign.name, tipo: String(campaign.type) }[value] ?? '';
  if (!contact) return '';
  return recordOf(contact, databaseOf(site.world, contact.databaseId))[value] ?? '';
}

const PLACEHOLDER = /^\{\d+\}$/u;
/** Parameters by name, and the address with its placeholders filled in. */
function filledIn(event: CrmEvent, crm: CrmInteraction): { url: string; parameters: Record<string, string> } {
  let url = crm.url;
  const parameters: Record<string, string> = {};
  for (const parameter of crm.parameters) {
    const value = valueOf(event, parameter);
    if (PLACEHOLDER.test(parameter.name)) url = url.replaceAll(parameter.name, encodeURIComponent(value));
    else parameters[parameter.name] = value;
  }
  return { url, parameters };
}
function withQuery(url: string, parameters: Record<string, string>): string {
  const query = new URLSearchParams(parameters).toString();
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

export type CrmConfiguration = Readonly<Record<string, unknown>>;
/** What the page's script would do, as the page carries it. */
export function configurationOf(event: CrmEvent, crm: CrmInteraction): CrmConfiguration {
  const { url, parameters } = filledIn(event, crm);
  return {
    dispara_agente: crm.trigger === 'agent',
    formato: MIME[crm.format],
    formato_es_JSON: crm.format === 'json',
    url,
    abre_pestana: crm.target === 'newTab',
    metodo: crm.method,
    parametros: parameters,
  };
}
/** `#configuracionSitioExterno`: JSON, or `null`. */
export const configurationScript = (configuration: CrmConfiguration | null): Markup =>
  markup`<input type="hidden" id="configuracionSitioExterno" value="${configuration ? dumps(configuration) : 'null'}">\n`;

/** The server's own request; how it went is pushed to the agent's console. */
async function runOnServer(event: CrmEvent, crm: CrmInteraction): Promise<void> {
  const { site, agent } = event;
  const { url, parameters } = filledIn(event, crm);
  const error = await send(crm, url, parameters);
  site.world.forms.crmRequests.push({ url, method: crm.method, parameters, error });
  site.hub.push(agent.userId, { type: 'external_site_interaction_error', args: { error_msg: error } });
}
async function send(
  crm: CrmInteraction,
  url: string,
  parameters: Record<string, string>,
): Promise<string | null> {
  const signal = AbortSignal.timeout(SERVER_TIMEOUT_MS);
  try {
    const response =
      crm.method === 'GET'
        ? await fetch(withQuery(url, parameters), { signal })
        : await fetch(url, {
            method: 'POST',
            headers: { 'Content-Type': MIME[crm.format === 'multipart' ? 'urlencoded' : crm.format] },
            body: crm.format === 'json' ? dumps(parameters) : new URLSearchParams(parameters).toString(),
            signal,
          });
    return response.ok ? null : `HTTP ${response.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error); // the CRM's trouble is told, never thrown
  }
}

/** What opening the form does while the call is being received: leave for the CRM, or hand the page a configuration. */
export async function onReception(
  event: CrmEvent,
): Promise<{ redirect: string } | { configuration: CrmConfiguration | null }> {
  const { crm } = event.campaign;
  const receiving = event.call.members['en_recepcion_de_llamada'] !== false;
  if (!crm || crm.trigger === 'disposition') return { configuration: null };
  if (crm.trigger === 'agent') return { configuration: configurationOf(event, crm) };
  if (!receiving) return { configuration: null };
  if (crm.trigger === 'server') {
    await runOnServer(event, crm);
    return { configuration: null };
  }
  if (crm.method === 'GET' && crm.target === 'embedded') {
    const { url, parameters } = filledIn(event, crm);
    return { redirect: withQuery(url, parameters) };
  }
  return { configuration: configurationOf(event, crm) };
}

const asksFor = ({ campaign, disposition }: CrmEvent): CrmInteraction | null =>
  disposition &&
  campaign.crm?.trigger === 'disposition' &&
  campaign.crm.optionIds.includes(disposition.optionId)
    ? campaign.crm
    : null;
/** After a save: the server calls the CRM itself when no target is set. */
export async function onDisposition(event: CrmEvent): Promise<void> {
  const crm = asksFor(event);
  if (crm && crm.target === null) await runOnServer(event, crm);
}
/** With a target, the page that follows the save carries the configuration. */
export function afterDisposition(event: CrmEvent): CrmConfiguration | null {
  const crm = asksFor(event);
  return crm && crm.target !== null ? configurationOf(event, crm) : null;
}
