/** What the agent did today: calls and dispositions, as pages (interface §6.10, §8.7). */
import {
  alerts,
  html,
  markup,
  page,
  pageView,
  PermissionDenied,
  type PageContext,
  type Route,
  type WebResponse,
} from '@/lab/omnileads/http';
import {
  dispositionsOf,
  findDisposition,
  groupOf,
  now,
  optionOf,
  serverDate,
  type CallLogRow,
  type World,
} from '@/lab/omnileads/store';

import { callScript } from './table';

/** When the row was last saved. */
const savedAt = (world: World, dispositionId: number): number =>
  world.forms.dispositionHistory.findLast((one) => one.dispositionId === dispositionId)?.at ?? now(world);
const moment = (world: World, at: number): string => {
  const hours = Number(world.settings.zoneOffset.slice(0, 3));
  return new Date(at + hours * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
};

function dispositionReport(context: PageContext): WebResponse {
  const { request, site } = context;
  const { world } = site;
  const agent = context.agent();
  if (!groupOf(world, agent).flags.acceso_calificaciones_agente) throw new PermissionDenied();
  const rows = dispositionsOf(world, agent.id).flatMap((row) => {
    const campaign = world.campaigns.get(row.campaignId);
    const contact = world.contacts.get(row.contactId);
    if (!campaign || !contact) return [];
    const call = callScript(campaign, contact.id, contact.phone, 'calificaciones');
    const form = `/formulario/${campaign.id}/calificacion/${contact.id}/update_reporte/`;
    return [
      markup`<tr><td>${moment(world, savedAt(world, row.id))}</td><td><a href="javascript:;" onclick="${call}">${contact.phone}</a></td><td>${campaign.name}</td><td>${optionOf(campaign, row.optionId)?.name}</td><td>${row.sub}</td><td>${row.comments}</td><td><a href="${form}">Editar</a></td></tr>\n`,
    ];
  });
  return html(
    page(
      'OMniLeads',
      markup`${alerts(request)}<table class="table" id="calificaciones"><thead><tr><th>Fecha</th><th>Teléfono</th><th>Campaña</th><th>Calificación</th><th>Subcalificación</th><th>Observaciones</th><th></th></tr></thead><tbody>
${rows}</tbody></table>`,
    ),
  );
}

const ANSWERED = new Set(['ANSWER', 'CONNECT']);
/** One row per answered call of today. */
function callsOfToday(world: World, agentId: number): CallLogRow[] {
  const today = serverDate(world, now(world));
  const rows = world.callLog.filter(
    (row) => row.agentId === agentId && ANSWERED.has(row.event) && serverDate(world, row.at) === today,
  );
  return [...new Map(rows.map((row) => [row.callId, row])).values()];
}
/** A fragment that the console puts into its own page. */
function dayHistory(context: PageContext): WebResponse {
  const { world } = context.site;
  const rows = callsOfToday(world, context.agent().id).map((row) => {
    const campaign = row.campaignId === null ? undefined : world.campaigns.get(row.campaignId);
    const disposition = [...world.forms.dispositions.values()].find(({ callId }) => callId === row.callId);
    const contact = disposition ? world.contacts.get(disposition.contactId) : undefined;
    const stored = campaign && contact ? findDisposition(world, contact.id, campaign.id) : null;
    const option = campaign && stored ? optionOf(campaign, stored.optionId)?.name : '';
    const call = campaign ? callScript(campaign, contact?.id ?? '-1', row.phone, 'contactos') : '';
    return markup`<tr data-callid="${row.callId}"><td>${moment(world, row.at)}</td><td><a href="javascript:;" onclick="${call}">${row.phone}</a></td><td>${campaign?.name}</td><td>${option}</td></tr>\n`;
  });
  return html(
    rows.length === 0
      ? '\n'
      : markup`<table class="table" id="historico"><thead><tr><th>Fecha</th><th>Teléfono</th><th>Campaña</th><th>Calificación</th></tr></thead><tbody>
${rows}</tbody></table>`.text,
  );
}

export const reportRoutes: readonly Route[] = [
  pageView({
    name: 'reporte_agente_calificaciones',
    path: '/agente/reporte/calificaciones/',
    methods: { GET: dispositionReport },
  }),
  pageView({
    name: 'historico_de_llamadas_de_agente',
    path: '/reportes/historico_llamadas_del_dia/',
    methods: { GET: dayHistory },
  }),
];
