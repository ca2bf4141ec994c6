/** The management form's pages (interface §6.9). The page renders the fields twice, as recorded. */
import {
  alerts,
  flash,
  html,
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
  answerOf,
  columnFlags,
  databaseOf,
  dataColumns,
  columnValue,
  optionOf,
  writeAnswer,
  type Agent,
  type Campaign,
  type Contact,
  type Disposition,
} from '@/lab/omnileads/store';

import { parseCallData, redirectSegment, type CallData } from './call-data';
import { isForced, writeStatus } from './compulsory';
import { contactForm, type ContactForm } from './contact-form';
import { afterDisposition, configurationScript, onDisposition } from './crm';
import { MANAGEMENT } from './disposition-save';
import { campaignById } from './disposition-subject';
import { managementForm, type ManagementForm } from './management-form';
import { dumps } from './python';
import { tell } from './sentences';
import { csrfField, hiddenInput } from './widgets';

interface Subject {
  readonly context: PageContext;
  readonly agent: Agent;
  readonly campaign: Campaign;
  readonly contact: Contact;
  readonly disposition: Disposition;
  readonly call: CallData | null;
}
function about(context: PageContext, dispositionId: number): Subject {
  const { world } = context.site;
  const disposition = world.forms.dispositions.get(dispositionId);
  const contact = disposition && world.contacts.get(disposition.contactId);
  if (!disposition || !contact) throw new PageNotFound();
  const campaign = campaignById(world, String(disposition.campaignId));
  if (optionOf(campaign, disposition.optionId)?.kind !== MANAGEMENT)
    throw new ServerCrash("AttributeError: 'NoneType' object has no attribute 'campos'");
  const text = context.params['json'];
  const call = text ? parseCallData(text) : null;
  return { context, agent: context.agent(), campaign, contact, disposition, call };
}

interface Forms {
  readonly contact: ContactForm;
  readonly management: ManagementForm;
}
function formsOf({ context, campaign, contact, disposition }: Subject, bound: boolean): Forms {
  const { world } = context.site;
  const { language, form } = context.request;
  const posted = bound ? form : null;
  return {
    contact: contactForm({ world, language, campaign, contact, prefix: 'contacto_form-', posted }),
    management: managementForm({
      language,
      fields: optionOf(campaign, disposition.optionId)?.form ?? [],
      stored: answerOf(world, disposition.id)?.answers ?? {},
      posted,
    }),
  };
}
function render({ context, disposition }: Subject, { contact, management }: Forms): WebResponse {
  const { request } = context;
  const own = hiddenInput('calificacion', String(disposition.id));
  return html(
    page(
      'OMniLeads',
      markup`${alerts(request)}<form method="post" action="" enctype="multipart/form-data">
${csrfField(request)}${contact.hidden}${own}${contact.visible}${management.visible}${management.visible}${own}${contact.hidden}<button type="submit" class="btn btn-primary">Guardar</button>
</form>`,
    ),
  );
}

async function save(subject: Subject): Promise<WebResponse> {
  const { context, agent, campaign, disposition, call } = subject;
  const { site, request } = context;
  const forms = formsOf(subject, true);
  if (!forms.contact.valid || !forms.management.valid) {
    flash(request, 'warning', tell(request.language, 'managementInvalid'));
    return render(subject, forms);
  }
  const contact = forms.contact.save();
  const answer = writeAnswer(site.world, disposition.id, forms.management.answers());
  if (isForced(site, agent, call))
    writeStatus(site, agent, {
      callId: disposition.callId,
      campaignId: String(campaign.id),
      phone: contact.phone,
      callData: null,
      dispositioned: true,
    });
  flash(request, 'success', tell(request.language, 'managementSaved'));
  if (call)
    await onDisposition({
      site,
      agent,
      campaign,
      contact,
      call,
      disposition,
      answers: dumps(answer.answers),
    });
  return redirect(`/formulario/venta/${answer.id}/detalle/${call ? redirectSegment(call) : ''}`);
}

/** Every view of the agent's own campaigns only. */
const guarded =
  (work: (subject: Subject) => WebResponse | Promise<WebResponse>) =>
  (context: PageContext): WebResponse | Promise<WebResponse> => {
    const subject = about(context, Number(context.params['id']));
    if (subject.campaign.agentIds.includes(subject.agent.id)) return work(subject);
    flash(context.request, 'warning', tell(context.request.language, 'notYourCampaign'));
    return redirect('/blanco/');
  };

function detail(context: PageContext): WebResponse {
  const { site, params, request } = context;
  const answer = site.world.forms.answers.get(Number(params['id']));
  if (!answer) throw new PageNotFound();
  const { agent, campaign, contact, disposition, call } = about(context, answer.dispositionId);
  const database = databaseOf(site.world, contact.databaseId);
  const columns = dataColumns(database).filter((column) => !columnFlags(site.world, campaign, column).hidden);
  const lines = [
    markup`<dt>telefono</dt><dd>${contact.phone}</dd>`,
    ...columns.map((column) => markup`<dt>${column}</dt><dd>${columnValue(contact, database, column)}</dd>`),
    ...Object.entries(answer.answers).map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`),
  ];
  const configuration = call
    ? afterDisposition({ site, agent, campaign, contact, call, disposition, answers: dumps(answer.answers) })
    : null;
  return html(
    page(
      'OMniLeads',
      markup`${alerts(request)}${configurationScript(configuration)}<form id="form_sitio_externo"></form><dl>${lines}</dl>`,
    ),
  );
}

export const managementRoutes: readonly Route[] = [
  pageView({
    name: 'formulario_detalle',
    path: /^\/formulario\/venta\/(?<id>\d+)\/detalle\/(?<json>.+)?$/u,
    methods: { GET: detail },
  }),
  pageView({
    name: 'formulario_venta',
    path: /^\/formulario\/venta\/(?<id>\d+)\/(?<json>.+)?$/u,
    methods: {
      GET: guarded((subject) => render(subject, formsOf(subject, false))),
      POST: guarded(save),
    },
  }),
];
