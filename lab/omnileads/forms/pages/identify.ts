/** Whom a call is with: before a keypad call, and when several contacts share a number (interface §4.6, §6.6). */
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
import { originateCampaign, originateFailure } from '@/lab/omnileads/routes/originate';
import { contactsOf, keypadCampaigns, queueForPreview, type Campaign } from '@/lab/omnileads/store';

import { parseCallData } from '../call-data';
import { contactForm } from '../contact-form';
import { pathSegment } from '../python';
import { tell } from '../sentences';
import { csrfField, input } from '../widgets';
import { callScript, contactTable, searchContacts } from './table';

const PREVIEW_CAMPAIGN = 4;

export function campaignOr404({ site, params }: PageContext): Campaign {
  const campaign = site.world.campaigns.get(Number(params['campaign']));
  if (!campaign) throw new PageNotFound();
  return campaign;
}
/** @throws PermissionDenied when the agent may not call by hand in this campaign */
function keypadCampaign(context: PageContext): Campaign {
  const campaign = campaignOr404(context);
  const allowed = keypadCampaigns(context.site.world, context.agent());
  if (!allowed.some(({ id }) => id === campaign.id)) throw new PermissionDenied();
  return campaign;
}

function identifyPage(context: PageContext, text: string): WebResponse {
  const { request, site, params } = context;
  const campaign = keypadCampaign(context);
  const digits = params['digits'] ?? '';
  const found = contactTable(
    site.world,
    campaign,
    searchContacts(site.world, campaign, text),
    ({ id, phone }) =>
      markup`<button type="button" onclick="${callScript(campaign, id, phone, 'contactos')}">Llamar</button>`,
  );
  return html(
    page(
      'OMniLeads',
      markup`${alerts(request)}<form method="post" action="">${csrfField(request)}${input('text', 'buscar', text)}<button type="submit">Buscar</button></form>
${found}<button type="button" onclick="${callScript(campaign, '-1', digits, 'manual')}">Llamar sin identificar</button>
<a href="/campana/${campaign.id}/nuevo_contacto_a_llamar/${pathSegment(digits)}/">Nuevo contacto</a>`,
    ),
  );
}

function newContact(
  context: PageContext,
  calls: boolean,
  posted: boolean,
): WebResponse | Promise<WebResponse> {
  const { request, site, params } = context;
  const { world } = site;
  const campaign = calls ? keypadCampaign(context) : campaignOr404(context);
  const phone = params['digits'] ?? '';
  const form = contactForm({
    world,
    language: request.language,
    campaign,
    contact: null,
    prefix: '',
    posted: posted ? request.form : null,
    phone,
  });
  if (!posted || !form.valid)
    return html(
      page(
        'OMniLeads',
        markup`${alerts(request)}<form method="post" action="">${csrfField(request)}${form.hidden}${form.visible}<button type="submit">Guardar</button></form>`,
      ),
    );
  const agent = context.agent();
  const contact = form.save();
  if (campaign.type === PREVIEW_CAMPAIGN) queueForPreview(world, campaign, contact, agent);
  if (!calls) return redirect(`/formulario/${campaign.id}/calificacion/${contact.id}/update_calificacion/`);
  flash(request, 'success', tell(request.language, 'contactCalled'));
  const call = {
    agent,
    campaignId: campaign.id,
    campaignType: campaign.type,
    contact: String(contact.id),
    phone: phone || contact.phone,
    clickType: 'contactos',
  };
  return originateFailure(originateCampaign(site, call)).then(() => redirect('/blanco/'));
}

/** Contacts with the same number; each row leads to its own form with the call's data. */
function sharedNumber(context: PageContext): WebResponse {
  const { request, site, params } = context;
  const campaign = campaignOr404(context);
  const text = params['json'] ?? 'false';
  if (text !== 'false') parseCallData(text);
  const same = contactsOf(site.world, campaign.databaseId).filter(({ phone }) => phone === params['phone']);
  const table = contactTable(site.world, campaign, same, ({ id }) =>
    text === 'false'
      ? markup`<a href="/formulario/${campaign.id}/calificacion/${id}/update_calificacion/">Calificar</a>`
      : markup`<a href="/agente/calificar_llamada_con_contacto/${id}/${pathSegment(text)}">Calificar</a>`,
  );
  return html(page('OMniLeads', markup`${alerts(request)}<h3>${campaign.name}</h3>${table}`));
}

export const identifyRoutes: readonly Route[] = [
  pageView({
    name: 'identificar_contacto_a_llamar',
    path: /^\/campana\/(?<campaign>\d+)\/identificar_contacto_a_llamar\/(?<digits>[0-9*#]+)\/$/u,
    methods: {
      GET: (context) => identifyPage(context, context.params['digits'] ?? ''),
      POST: (context) => identifyPage(context, context.request.form.get('buscar') ?? ''),
    },
  }),
  pageView({
    name: 'nuevo_contacto_campana_a_llamar',
    path: /^\/campana\/(?<campaign>\d+)\/nuevo_contacto_a_llamar\/(?<digits>[0-9*#]+)\/$/u,
    methods: {
      GET: (context) => newContact(context, true, false),
      POST: (context) => newContact(context, true, true),
    },
  }),
  pageView({
    name: 'nuevo_contacto_campana',
    path: '/campana/<int:campaign>/nuevo_contacto/',
    methods: {
      GET: (context) => newContact(context, false, false),
      POST: (context) => newContact(context, false, true),
    },
  }),
  pageView({
    name: 'campana_contactos_telefono_repetido',
    path: /^\/campana\/(?<campaign>\d+)\/contactos_telefono_repetido\/(?<phone>[^/]+)\/(?<json>.+)$/u,
    methods: { GET: sharedNumber },
  }),
];
