/** What later releases add (interface Appendix F). Their bodies are known only in outline: ids and 202 answers. */
import {
  ApiError,
  isRecord,
  json,
  restView,
  say,
  type RestContext,
  type Route,
  type WebResponse,
} from '@/lab/omnileads/http';
import {
  addCallback,
  changeCallback,
  findCallback,
  type Agent,
  type Callback,
  type Campaign,
  type Contact,
} from '@/lab/omnileads/store';

import { changePresence } from './agent-session';
import { transferRoutes } from './next-transfers';

const post = (
  name: string,
  path: string,
  POST: (context: RestContext) => WebResponse | Promise<WebResponse>,
): Route =>
  restView({
    name,
    path,
    allow: 'POST, OPTIONS',
    negotiates: false,
    access: 'authenticated',
    title: name,
    methods: { POST },
  });

const bodyOf = ({ data }: RestContext): Record<string, unknown> => {
  const body = data();
  return isRecord(body) ? body : {};
};
function refuse(status: number, message: string): never {
  throw new ApiError(status, { status: 'ERROR', message });
}

/** The campaign and contact of a request; 404 when they don't exist, 403 when the campaign isn't the agent's. */
function subject(
  context: RestContext,
  agent: Agent,
  campaignId: unknown,
  contactId: unknown,
): { campaign: Campaign; contact: Contact } {
  const campaign = context.site.world.campaigns.get(Number(campaignId));
  const contact = context.site.world.contacts.get(Number(contactId));
  if (!campaign || contact?.databaseId !== campaign.databaseId)
    return refuse(404, say(context.request.language, 'notFound'));
  if (!campaign.agentIds.includes(agent.id)) return refuse(403, say(context.request.language, 'forbidden'));
  return { campaign, contact };
}

/** One callback per contact and campaign: a second request changes the first one. */
function scheduleCallback(context: RestContext): WebResponse {
  const agent = context.agent();
  const body = bodyOf(context);
  const { campaign, contact } = subject(context, agent, body['campaign_id'], body['contact_id']);
  const date = String(body['date'] ?? '');
  const time = String(body['time'] ?? '');
  const kind = Number(body['schedule_type']);
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(date) || Number.isNaN(Date.parse(date))) return refuse(400, 'date');
  if (!/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/u.test(time)) return refuse(400, 'time');
  if (kind !== 1 && !(kind === 2 && campaign.type === 2)) return refuse(400, 'schedule_type');
  const fields: Omit<Callback, 'id'> = {
    agentId: agent.id,
    contactId: contact.id,
    campaignId: campaign.id,
    date,
    time: time.length === 5 ? `${time}:00` : time,
    kind: kind === 1 ? 1 : 2,
    phone: String(body['phone'] ?? contact.phone),
    observations: String(body['observations'] ?? ''),
  };
  const known = findCallback(context.site.world, contact.id, campaign.id);
  if (known) changeCallback(context.site.world, known.id, fields);
  const id = known?.id ?? addCallback(context.site.world, fields).id;
  return json({ status: 'OK', agenda_id: id, created: known === null });
}

export const nextRoutes: readonly Route[] = [
  post('api_agenda_contacto', '/api/v1/agenda_contacto/', scheduleCallback),
  restView({
    name: 'api_contacto_campana',
    path: '/api/v1/campaign/<int:campaign>/contacts/<int:contact>/',
    allow: 'GET',
    negotiates: false,
    access: 'authenticated',
    methods: {
      GET(context) {
        const { contact } = subject(
          context,
          context.agent(),
          context.params['campaign'],
          context.params['contact'],
        );
        return json({
          id: contact.id,
          phone: contact.phone,
          external_id: contact.externalId,
          data: contact.data,
        });
      },
    },
  }),
  post('api_agent_asterisk_ready', '/api/v1/asterisk_ready/', async ({ site, agent, request }) => {
    await changePresence(site, agent(), 'READY', request.path);
    return json({ status: 'OK' });
  }),
  post('api_agent_presence_heartbeat', '/api/v1/agent/presence/heartbeat/', () => json({ status: 'OK' })),
  ...transferRoutes(post, refuse),
];
