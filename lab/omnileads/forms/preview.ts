/** Preview campaigns (interface §8.5, recordings O). */
import {
  alerts,
  csrfToken,
  html,
  json,
  markup,
  page,
  pageView,
  PermissionDenied,
  type PageContext,
  type Route,
  type WebResponse,
} from '@/lab/omnileads/http';
import {
  assignedTo,
  assignPreviewContact,
  campaignsOf,
  columnFlags,
  columnValue,
  databaseOf,
  dataColumns,
  groupOf,
  isActive,
  nextPreviewContact,
  PREVIEW,
  releasePreviewContact,
  type Agent,
  type Campaign,
  type Contact,
  type World,
} from '@/lab/omnileads/store';

import { csrfField } from './widgets';

const PREVIEW_CAMPAIGN = 4;

/** Marks a preview contact as being called. False when it is not delivered or assigned to this agent in that campaign. */
export const claimPreviewContact = (
  world: World,
  agent: Agent,
  campaign: Campaign,
  contact: Contact,
): boolean => assignPreviewContact(world, campaign.id, contact.id, agent.id);

function activePage(context: PageContext): WebResponse {
  const { site, request } = context;
  const agent = context.agent();
  if (!groupOf(site.world, agent).flags.acceso_campanas_preview_agente) throw new PermissionDenied();
  const rows = campaignsOf(site.world, agent)
    .filter((campaign) => isActive(campaign) && campaign.type === PREVIEW_CAMPAIGN)
    .map(
      ({ id, name }) =>
        markup`<div class="campana" data-campana="${id}"><h4>Campaña ${name}</h4><h5>Datos contacto</h5><button type="button" class="liberar">Liberar</button><button type="button" class="calificar">Calificar</button></div>\n`,
    );
  csrfToken(request); // the page's script reads the cookie
  return html(
    page(
      'OMniLeads',
      markup`${alerts(request)}<div class="alert" hidden>× <strong>¡Atención!</strong></div>${csrfField(request)}${rows}`,
    ),
  );
}

function dispatch(context: PageContext): WebResponse {
  const { site, params } = context;
  const { world } = site;
  const agent = context.agent();
  const campaign = world.campaigns.get(Number(params['campaign']));
  if (!campaign?.agentIds.includes(agent.id)) throw new PermissionDenied();
  const entry = nextPreviewContact(world, campaign.id, agent.id);
  const contact = entry && world.contacts.get(entry.contactId);
  if (!entry || !contact)
    return json({
      result: 'Error',
      code: 'error-no-contactos',
      data: 'No hay contactos para asignar en la campaña',
    });
  const database = databaseOf(world, contact.databaseId);
  const shown = dataColumns(database).filter((column) => !columnFlags(world, campaign, column).hidden);
  const status = world.dispositionStatus.get(agent.id);
  const pending = status && !status.dispositioned && status.callData && status.phone === contact.phone;
  return json({
    id: entry.id,
    agente_id: agent.id,
    contacto_id: contact.id,
    datos_contacto: Object.fromEntries(
      shown.map((column) => [column, columnValue(contact, database, column)]),
    ),
    telefono_contacto: contact.phone,
    campana_id: campaign.id,
    estado: entry.state,
    es_originario: entry.original,
    orden: entry.order,
    result: 'OK',
    code: entry.state === PREVIEW.assigned ? 'contacto-asignado' : 'contacto-entregado',
    ...(pending ? { calldata: status.callData } : {}),
  });
}

export const previewRoutes: readonly Route[] = [
  pageView({
    name: 'campana_preview_activas_miembro',
    path: /^\/agente\/campanas_preview\/activas\/(?:1\/?)?$/u,
    methods: { GET: activePage },
  }),
  pageView({
    name: 'campana_preview_dispatcher',
    path: '/campana_preview/<int:campaign>/contacto/obtener/',
    methods: { POST: dispatch },
  }),
  pageView({
    name: 'validar_contacto_asignado',
    path: '/campana_preview/validar_contacto_asignado/',
    methods: {
      POST(context) {
        const { request, site } = context;
        const agent = context.agent();
        const mine = assignedTo(site.world, Number(request.form.get('pk_campana')), agent.id);
        return json({
          contacto_asignado: mine !== null && mine.contactId === Number(request.form.get('pk_contacto')),
          obligar_calificacion: groupOf(site.world, agent).flags.obligar_calificacion,
        });
      },
    },
  }),
  pageView({
    name: 'liberar_contacto_asignado_agente',
    path: '/agente/campanas_preview/liberar_contacto_asignado/',
    methods: {
      POST(context) {
        const { request, site } = context;
        const released = releasePreviewContact(
          site.world,
          Number(request.form.get('campana_id')),
          context.agent().id,
        );
        return json({ status: released ? 'OK' : 'ERROR' });
      },
    },
  }),
];
