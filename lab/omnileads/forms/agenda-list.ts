/** The agent's list of personal callbacks (interface §7.6, recordings R). */
import {
  alerts,
  html,
  markup,
  page,
  pageView,
  PermissionDenied,
  type Language,
  type PageContext,
  type Route,
  type WebResponse,
} from '@/lab/omnileads/http';
import { databaseOf, groupOf, now, recordOf, serverDate, type Callback } from '@/lab/omnileads/store';

import { readDate } from './agenda-form';
import { reprDict } from './python';
import { csrfField, input } from './widgets';

const SPANISH = [
  'Enero',
  'Febrero',
  'Marzo',
  'Abril',
  'Mayo',
  'Junio',
  'Julio',
  'Agosto',
  'Septiembre',
  'Octubre',
  'Noviembre',
  'Diciembre',
];
const ENGLISH = [
  'Jan.',
  'Feb.',
  'March',
  'April',
  'May',
  'June',
  'July',
  'Aug.',
  'Sept.',
  'Oct.',
  'Nov.',
  'Dec.',
];

function dateText(language: Language, date: string): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return language === 'es'
    ? `${day} de ${SPANISH[month - 1] ?? ''} de ${year}`
    : `${ENGLISH[month - 1] ?? ''} ${day}, ${year}`;
}
function timeText(language: Language, time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  if (language === 'es') return time.slice(0, 5);
  const shown = `${hour % 12 || 12}${minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`}`;
  return `${shown} ${hour < 12 ? 'a.m.' : 'p.m.'}`;
}

/** First and last day of "DD/MM/YYYY - DD/MM/YYYY"; null leaves the list from today on. */
function rangeOf(text: string): { first: string; last: string } | null {
  const [first, last] = text.split('-').map((part) => readDate(part.trim()));
  return first && last ? { first, last } : null;
}

function listPage(context: PageContext, range: { first: string; last: string } | null): WebResponse {
  const { site, request } = context;
  const { world } = site;
  const agent = context.agent();
  if (!groupOf(world, agent).flags.acceso_agendas_agente) throw new PermissionDenied();
  const today = serverDate(world, now(world));
  const inRange = ({ date }: Callback): boolean =>
    range ? date >= range.first && date <= range.last : date >= today;
  const rows = [...world.callbacks.values()]
    .filter((one) => one.agentId === agent.id && one.kind === 1 && inRange(one))
    .sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0))
    .map((one) => {
      const contact = world.contacts.get(one.contactId);
      const campaign = world.campaigns.get(one.campaignId);
      const record = contact ? reprDict(recordOf(contact, databaseOf(world, contact.databaseId))) : '';
      const call = `makeClick2Call('${one.campaignId}', '${campaign?.type ?? ''}', '${one.contactId}', '${one.phone}', 'agendas');`;
      return markup`<tr><td><a href="javascript:;" onclick="${call}">${one.phone}</a></td><td>${campaign?.name}</td><td>${record}</td><td>${dateText(request.language, one.date)}</td><td>${timeText(request.language, one.time)}</td><td>PERSONAL</td><td>${one.observations}</td><td><a href="/agenda_contacto/update/${one.id}/">Editar</a></td></tr>\n`;
    });
  return html(
    page(
      'OMniLeads',
      markup`${alerts(request)}<form method="post" action="">${csrfField(request)}${input('text', 'fecha', request.form.get('fecha'))}<button type="submit">Buscar</button></form>
<table class="table" id="agendas"><thead><tr><th>Contacto</th><th>Campaña</th><th>Datos</th><th>Fecha</th><th>Hora</th><th>Tipo</th><th>Observaciones</th><th></th></tr></thead><tbody>
${rows}</tbody></table>`,
    ),
  );
}

export const agendaListRoute: Route = pageView({
  name: 'agenda_contacto_listado',
  path: '/agenda_contacto/eventos/',
  methods: {
    GET: (context) => listPage(context, null),
    POST: (context) => listPage(context, rangeOf(context.request.form.get('fecha') ?? '')),
  },
});
