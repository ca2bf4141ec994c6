/** makeCall: a campaign call by REST, with our ids or an external system's (interface §4.2). */
import { isRecord, json, restView, type Route } from '@/lab/omnileads/http';
import {
  contactsOf,
  isActive,
  userOf,
  type Agent,
  type Campaign,
  type Contact,
  type World,
} from '@/lab/omnileads/store';

import { originateCampaign, originateFailure } from './originate';

const REQUIRED = 'Este campo es requerido.';
const NOT_A_CHOICE = 'Escoja una opción válida. Esa opción no está entre las disponibles.';
type Errors = Record<string, string[]>;
interface Wanted {
  readonly campaign: Campaign;
  readonly agent: Agent;
  readonly contact: Contact | null;
}

const given = (body: Record<string, unknown>, name: string): string => {
  const value = body[name];
  return value === undefined || value === null ? '' : String(value).trim();
};
const numbered = <T>(rows: ReadonlyMap<number, T>, id: string): T | undefined =>
  /^\d+$/u.test(id) ? rows.get(Number(id)) : undefined;

/** Our own ids: everything must exist, be active and belong together. */
function byOwnIds(world: World, body: Record<string, unknown>, errors: Errors): Wanted | null {
  const campaign = numbered(world.campaigns, given(body, 'idCampaign'));
  const agent = numbered(world.agents, given(body, 'idAgent'));
  const agentWorks = agent !== undefined && !agent.inactive && userOf(world, agent.userId)?.isActive === true;
  const contactId = given(body, 'idContact');
  const contact = numbered(world.contacts, contactId);
  if (given(body, 'idCampaign') !== '' && !(campaign && isActive(campaign)))
    errors['idCampaign'] = [NOT_A_CHOICE];
  if (given(body, 'idAgent') !== '' && !agentWorks) errors['idAgent'] = [NOT_A_CHOICE];
  if (contactId !== '' && !contact) errors['idContact'] = [NOT_A_CHOICE];
  if (!campaign || !agent || Object.keys(errors).length > 0) return null;
  if (!campaign.agentIds.includes(agent.id)) errors['idAgent'] = ['El agente no participa en la campaña.'];
  else if (contact && contact.databaseId !== campaign.databaseId)
    errors['idContact'] = ['El contacto no corresponde a la campaña.'];
  return { campaign, agent, contact: contact ?? null };
}

/** An external system's ids; a contact it doesn't know is simply left out. */
function byExternalIds(world: World, body: Record<string, unknown>, errors: Errors): Wanted | null {
  const system = numbered(world.externalSystems, given(body, 'idExternalSystem'));
  if (!system) {
    errors['idExternalSystem'] = ['Sistema externo inexistente.'];
    return null;
  }
  const externalId = given(body, 'idCampaign');
  const campaign = [...world.campaigns.values()].find(
    (one) => one.externalSystemId === system.id && one.externalId === externalId,
  );
  if (!campaign) {
    if (externalId !== '') errors['idCampaign'] = [NOT_A_CHOICE];
    return null;
  }
  const agent = world.agents.get(system.agents.get(given(body, 'idAgent')) ?? -1);
  if (!agent) {
    if (given(body, 'idAgent') !== '') errors['idAgent'] = ['El agente no corresponde al sistema externo.'];
    return null;
  }
  if (!campaign.agentIds.includes(agent.id)) errors['idAgent'] = ['El agente no participa en la campaña.'];
  const contact = contactsOf(world, campaign.databaseId).find(
    (one) => one.externalId === given(body, 'idContact'),
  );
  return { campaign, agent, contact: contact ?? null };
}

const DESCRIPTION =
  'Vista para ejecutar un click2call desde un sistema externo\nParams:\n- idExternalSystem (opcional)\n- idCampaign, idAgent, idContact, phone';

export const makeCallRoute: Route = restView({
  name: 'api_click2call',
  path: '/api/v1/makeCall/',
  allow: 'POST, OPTIONS',
  negotiates: false,
  title: 'Click2 Call',
  description: DESCRIPTION,
  methods: {
    async POST({ site, data }) {
      const sent = data();
      const body = isRecord(sent) ? sent : {};
      const errors: Errors = {};
      for (const name of ['phone', 'idCampaign', 'idAgent'])
        if (given(body, name) === '') errors[name] = [REQUIRED];
      const find = given(body, 'idExternalSystem') === '' ? byOwnIds : byExternalIds;
      const wanted = find(site.world, body, errors);
      if (!wanted || Object.keys(errors).length > 0)
        return json({ status: 'ERROR', message: 'Hubo errores en los datos recibidos', errors });
      const phone = given(body, 'phone');
      const failure = await originateFailure(
        originateCampaign(site, {
          agent: wanted.agent,
          campaignId: wanted.campaign.id,
          campaignType: wanted.campaign.type,
          contact: wanted.contact ? String(wanted.contact.id) : '',
          phone,
          clickType: 'contactos',
        }),
      );
      if (failure === null) return json({ status: 'OK' });
      return json({
        status: 'ERROR',
        message: 'Error al ejecutar la llamada',
        errors: [`${failure} - contacto: ${phone}`],
      });
    },
  },
});
