/** The disposition page: GET shows it, POST to the same address saves it (interface §6.6). */
import {
  alerts,
  flash,
  html,
  markup,
  page,
  pageView,
  redirect,
  type Markup,
  type PageContext,
  type Route,
  type WebResponse,
} from '@/lab/omnileads/http';

import { isInboundCall } from './call-data';
import { isForced, statusOfCall, writeStatus } from './compulsory';
import { afterDisposition, configurationScript, onReception, type CrmConfiguration } from './crm';
import { RefusedByModel } from './disposition-save';
import { commit, contactOnly } from './disposition-commit';
import { formsOf, type Forms } from './disposition-forms';
import { subjectOf, type Subject, type SubjectKind } from './disposition-subject';
import { tell } from './sentences';
import { csrfField } from './widgets';

function render(subject: Subject, forms: Forms, configuration: CrmConfiguration | null): WebResponse {
  const { request } = subject.context;
  const { contact, disposition, phones } = forms;
  const call: Markup = subject.call
    ? markup`<input type="hidden" id="call_data" value="${subject.call.text}">\n`
    : markup``;
  return html(
    page(
      'OMniLeads',
      markup`${alerts(request)}<h3>${subject.campaign.name}</h3>
<form id="form_sitio_externo"></form>
${configurationScript(configuration)}${call}<form method="post" action="" id="form-calificacion">
${csrfField(request)}${contact.hidden}${disposition.hidden}${disposition.visible}${contact.hidden}${contact.visible}${phones.content}<button type="submit" class="btn btn-primary">Guardar</button>
</form>`,
    ),
  );
}

async function show(subject: Subject): Promise<WebResponse> {
  const { context, agent, campaign, contact, call, stored, from } = subject;
  const { site } = context;
  let configuration: CrmConfiguration | null = null;
  if (call) {
    const reaction = await onReception({ site, agent, campaign, contact, call });
    if ('redirect' in reaction) return redirect(reaction.redirect);
    configuration = reaction.configuration;
    isInboundCall(call); // the real page reads it too: without the member it crashes
    if (isForced(site, agent, call))
      writeStatus(site, agent, { ...statusOfCall(call), dispositioned: false });
    if (from === 'recalificacion' && stored)
      configuration =
        afterDisposition({ site, agent, campaign, contact, call, disposition: stored }) ?? configuration;
  }
  return render(subject, formsOf(subject, false), configuration);
}

async function save(subject: Subject): Promise<WebResponse> {
  const { context, call, stored } = subject;
  const forms = formsOf(subject, true);
  const inbound = call !== null && isInboundCall(call);
  const onlyContact = inbound && call && !stored && !forms.disposition.changed;
  if (onlyContact)
    return forms.contact.valid ? contactOnly(subject, call, forms) : render(subject, forms, null);
  const valid = forms.contact.valid && forms.disposition.valid && forms.phones.valid;
  if (!valid) return render(subject, forms, null);
  try {
    return await commit(subject, forms);
  } catch (error) {
    if (!(error instanceof RefusedByModel)) throw error;
    flash(context.request, 'error', tell(context.request.language, 'callbackLimit'));
    return render(subject, forms, null);
  }
}

function view(name: string, path: string | RegExp, kind: SubjectKind): Route {
  const withSubject =
    (work: (subject: Subject) => Promise<WebResponse>) =>
    async (context: PageContext): Promise<WebResponse> => {
      const subject = subjectOf(context, kind);
      return 'leave' in subject ? subject.leave : work(subject);
    };
  return pageView({ name, path, methods: { GET: withSubject(show), POST: withSubject(save) } });
}
const CALL: SubjectKind = { from: 'calificacion', manual: false };
const FORM = '^/formulario/(?<campaign>\\d+)/calificacion/(?<contact>\\d+)';
const JSON_TAIL = '(?<json>.+)?$';

export const dispositionRoutes: readonly Route[] = [
  view(
    'calificar_llamada_con_contacto',
    /^\/agente\/calificar_llamada_con_contacto\/(?<contact>\d+)\/(?<json>.+)$/u,
    CALL,
  ),
  view('calificar_llamada', /^\/agente\/calificar_llamada\/(?<json>.+)$/u, CALL),
  view(
    'calificacion_formulario_update_or_create',
    new RegExp(`${FORM}/update_calificacion/${JSON_TAIL}`, 'u'),
    CALL,
  ),
  view(
    'recalificacion_formulario_update_or_create',
    new RegExp(`${FORM}/update_recalificacion/${JSON_TAIL}`, 'u'),
    {
      from: 'recalificacion',
      manual: false,
    },
  ),
  view('calificacion_cliente_actualiza_desde_reporte', new RegExp(`${FORM}/update_reporte/$`, 'u'), {
    from: 'reporte',
    manual: false,
  }),
  view('calificar_por_telefono', /^\/formulario\/(?<campaign>\d+)\/calificacion_create\/(?<phone>\d+)\/$/u, {
    from: 'calificacion',
    manual: true,
  }),
];
