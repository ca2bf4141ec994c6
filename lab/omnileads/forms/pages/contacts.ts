/** The agent's contact pages (interface §8.4). */
import {
  alerts,
  flash,
  html,
  markup,
  page,
  PageNotFound,
  pageView,
  PermissionDenied,
  redirect,
  type PageContext,
  type Route,
  type WebResponse,
} from '@/lab/omnileads/http';
import {
  campaignsOf,
  contactsOf,
  findDisposition,
  groupOf,
  isActive,
  type Contact,
} from '@/lab/omnileads/store';

import { contactForm } from '../contact-form';
import { tell } from '../sentences';
import { csrfField, EMPTY_CHOICE, input, select } from '../widgets';
import { campaignOr404 } from './identify';
import { callScript, contactTable, searchContacts } from './table';

/** Counts of the chosen campaign; the rows themselves come by REST (interface §8.1). */
function contactList(context: PageContext): WebResponse {
  const { request, site } = context;
  const { world } = site;
  const agent = context.agent();
  if (!groupOf(world, agent).flags.acceso_contactos_agente) throw new PermissionDenied();
  const campaigns = campaignsOf(world, agent).filter(isActive);
  const chosen = campaigns.find(({ id }) => String(id) === request.form.get('campana'));
  const choices = campaigns.map(({ id, name }) => ({ value: String(id), label: name }));
  const all = chosen ? contactsOf(world, chosen.databaseId) : [];
  const done = all.filter(({ id }) => chosen && findDisposition(world, id, chosen.id)).length;
  const counts = chosen
    ? markup`<p id="totales" data-campana="${chosen.id}">${all.length} contactos, ${done} calificados, ${all.length - done} sin calificar</p>`
    : markup``;
  return html(
    page(
      'OMniLeads',
      markup`${alerts(request)}<form method="post" action="">${csrfField(request)}${select('campana', [EMPTY_CHOICE, ...choices], request.form.get('campana') ?? '')}<button type="submit">Ver</button></form>${counts}`,
    ),
  );
}

function contactOf({ site, params }: PageContext): Contact {
  const contact = site.world.contacts.get(Number(params['contact']));
  if (!contact) throw new PageNotFound();
  return contact;
}
function updateContact(context: PageContext, posted: boolean): WebResponse {
  const { request, site } = context;
  const campaign = campaignOr404(context);
  const form = contactForm({
    world: site.world,
    language: request.language,
    campaign,
    contact: contactOf(context),
    prefix: '',
    posted: posted ? request.form : null,
  });
  if (posted && form.valid) {
    form.save();
    flash(request, 'success', tell(request.language, 'contactChanged'));
    return redirect('/contacto/list/');
  }
  return html(
    page(
      'OMniLeads',
      markup`${alerts(request)}<form method="post" action="">${csrfField(request)}${form.hidden}${form.visible}<button type="submit">Guardar</button></form>`,
    ),
  );
}

function search(context: PageContext): WebResponse {
  const { request, site } = context;
  const campaign = campaignOr404(context);
  const text = request.form.get('buscar') ?? '';
  const found = searchContacts(site.world, campaign, text);
  // A search without a hit shows everybody.
  const shown = found.length > 0 ? found : contactsOf(site.world, campaign.databaseId);
  const table = contactTable(
    site.world,
    campaign,
    shown,
    ({ id, phone }) =>
      markup`<button type="button" onclick="${callScript(campaign, id, phone, 'contactos')}">Llamar</button>`,
  );
  return html(
    page(
      'OMniLeads',
      markup`${alerts(request)}<form method="post" action="">${csrfField(request)}${input('text', 'buscar', text)}<button type="submit">Buscar</button></form>${table}`,
    ),
  );
}

export const contactPageRoutes: readonly Route[] = [
  pageView({
    name: 'contacto_list',
    path: '/contacto/list/',
    methods: { GET: contactList, POST: contactList },
  }),
  pageView({
    name: 'contacto_update',
    path: '/campana/<int:campaign>/contacto/<int:contact>/update/',
    methods: {
      GET: (context) => updateContact(context, false),
      POST: (context) => updateContact(context, true),
    },
  }),
  pageView({
    name: 'campana_busqueda_contacto',
    path: '/campana/<int:campaign>/busqueda_contacto/',
    methods: { GET: search, POST: search },
  }),
];
