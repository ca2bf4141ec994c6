/** Creating and changing a callback (interface §7.2–7.5). */
import {
  alerts,
  flash,
  html,
  Markup,
  markup,
  page,
  PageNotFound,
  pageView,
  redirect,
  ServerCrash,
  type PageContext,
  type Route,
  type WebResponse,
} from '@/lab/omnileads/http';
import {
  addCallback,
  changeCallback,
  findCallback,
  findDisposition,
  groupOf,
  now,
  serverDate,
  upcomingCallbacks,
  type Callback,
} from '@/lab/omnileads/store';

import { checkAgenda, renderAgenda, type AgendaSubject, type AgendaWish } from './agenda-form';
import { pushDispositioned, unpausesByDisposition } from './compulsory';
import { DIALER, mayHaveCallback } from './disposition-save';
import { dumps } from './python';
import { tell, tellWindow } from './sentences';

const GLOBAL = 2;
const DAY_MS = 86_400_000;

function subject(
  context: PageContext,
  contactId: unknown,
  campaignId: unknown,
  callback: Callback | null,
): AgendaSubject {
  const { world } = context.site;
  const contact = world.contacts.get(Number(contactId));
  const campaign = world.campaigns.get(Number(campaignId));
  if (!contact) throw new ServerCrash('ominicontacto_app.models.Contacto.DoesNotExist');
  if (!campaign) throw new ServerCrash('ominicontacto_app.models.Campana.DoesNotExist');
  return { context, agent: context.agent(), campaign, contact, callback };
}

/** What the model says against a personal callback; null when it may be saved. */
function refusalOf({ context, agent, campaign, contact }: AgendaSubject, wish: AgendaWish): string | null {
  const { site, request } = context;
  if (wish.kind === GLOBAL) return null;
  const { flags } = groupOf(site.world, agent);
  if (flags.limitar_agendas_personales_en_dias) {
    const days = flags.tiempo_maximo_para_agendar;
    if (wish.date > serverDate(site.world, now(site.world) + days * DAY_MS))
      return tellWindow(request.language, days);
  }
  return mayHaveCallback(site.world, agent, contact.id, campaign.id)
    ? null
    : tell(request.language, 'callbackLimit');
}

/** The dialer is asked first, with the contact's main phone whatever was chosen (interface §12.32). */
function tellDialer({ context, campaign, contact }: AgendaSubject, wish: AgendaWish): void {
  const { dialer } = context.site.world;
  const call = `campaign=${campaign.id}_${campaign.name}&number=${contact.phone}&schedule=${wish.date}.${wish.time}`;
  if (!dialer.reachable)
    throw new ServerCrash(`requests.exceptions.ConnectionError: Max retries exceeded with url: ${call}`);
  dialer.calls.push(call);
}

function create(about: AgendaSubject): WebResponse {
  const { context, agent, campaign, contact } = about;
  const { site, request } = context;
  const { wish, errors } = checkAgenda(about, request.form);
  if (!wish) return renderAgenda(about, request.form, errors);
  if (wish.kind === GLOBAL && campaign.type === DIALER) tellDialer(about, wish);
  const disposition = findDisposition(site.world, contact.id, campaign.id);
  // Before the save, and not taken back when it fails (interface §12.31).
  if (disposition) Object.assign(disposition, { scheduled: true, callbackKind: wish.kind });
  const refusal = refusalOf(about, wish);
  if (refusal) {
    flash(request, 'error', refusal);
    return renderAgenda(about, request.form, {});
  }
  const { id } = addCallback(site.world, {
    agentId: agent.id,
    contactId: contact.id,
    campaignId: campaign.id,
    ...wish,
  });
  if (unpausesByDisposition(site, agent)) pushDispositioned(site, agent, null, true);
  return redirect(`/agenda_contacto/${id}/detalle/`);
}

function update(about: AgendaSubject, callback: Callback): WebResponse {
  const { context, agent, campaign, contact } = about;
  const { site, request } = context;
  const { wish, errors } = checkAgenda(about, request.form);
  if (!wish) return renderAgenda(about, request.form, errors);
  const disposition = findDisposition(site.world, contact.id, campaign.id);
  if (!disposition) throw new ServerCrash('ominicontacto_app.models.CalificacionCliente.DoesNotExist');
  const refusal = refusalOf(about, wish);
  if (refusal) {
    flash(request, 'error', refusal);
    return renderAgenda(about, request.form, {});
  }
  changeCallback(site.world, callback.id, { ...wish, agentId: agent.id });
  disposition.callbackKind = wish.kind;
  return redirect(`/agenda_contacto/${callback.id}/detalle/`);
}

const callbackOf = ({ site, params }: PageContext): Callback => {
  const found = site.world.callbacks.get(Number(params['id']));
  if (!found) throw new PageNotFound();
  return found;
};
/** The create page, unless anybody has a callback for this contact and campaign. */
const creating =
  (work: (about: AgendaSubject) => WebResponse) =>
  (context: PageContext): WebResponse => {
    const { contact, campaign } = context.params;
    const there = findCallback(context.site.world, Number(contact), Number(campaign));
    return there
      ? redirect(`/agenda_contacto/update/${there.id}/`)
      : work(subject(context, contact, campaign, null));
  };
/** Campaign and contact that were posted are the ones stored (interface §7.3). */
const posted = (context: PageContext): AgendaSubject =>
  subject(context, context.request.form.get('contacto'), context.request.form.get('campana'), null);

export const agendaRoutes: readonly Route[] = [
  pageView({
    name: 'agenda_contacto_create',
    path: '/agenda_contacto/<int:contact>/create/<int:campaign>/',
    methods: {
      GET: creating((about) => renderAgenda(about, null, {})),
      POST: creating((about) => create(posted(about.context))),
    },
  }),
  pageView({
    name: 'agenda_contacto_update',
    path: '/agenda_contacto/update/<int:id>/',
    methods: {
      GET(context) {
        const callback = callbackOf(context);
        return renderAgenda(subject(context, callback.contactId, callback.campaignId, callback), null, {});
      },
      POST(context) {
        const callback = callbackOf(context);
        return update(subject(context, callback.contactId, callback.campaignId, callback), callback);
      },
    },
  }),
  pageView({
    name: 'agenda_contacto_detalle',
    path: '/agenda_contacto/<int:id>/detalle/',
    methods: {
      GET(context) {
        const { site, request } = context;
        const callback = callbackOf(context);
        const contact = site.world.contacts.get(callback.contactId);
        // Only ISO times: nothing in it could end the script element.
        const upcoming = new Markup(dumps(upcomingCallbacks(site.world, context.agent())));
        return html(
          page(
            'OMniLeads',
            markup`${alerts(request)}<script id="agendas_dates_json" type="application/json">${upcoming}</script>
<dl><dt>Contacto</dt><dd>${contact?.phone}</dd><dt>Fecha</dt><dd>${callback.date}</dd><dt>Hora</dt><dd>${callback.time}</dd><dt>Tipo</dt><dd>${callback.kind === GLOBAL ? 'GLOBAL' : 'PERSONAL'}</dd><dt>Observaciones</dt><dd>${callback.observations}</dd></dl>`,
          ),
        );
      },
    },
  }),
];
