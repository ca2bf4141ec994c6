/** Endpoints of a running call: hold, transfers' notices, conference hold, survey, the last call's disposition. */
import {
  ApiError,
  isRecord,
  json,
  restView,
  ServerCrash,
  type RestContext,
  type Route,
  type WebResponse,
} from '@/lab/omnileads/http';
import { addCallLog, lastCallLog } from '@/lab/omnileads/store';

const OK = { status: 'OK' };
const ERROR = { status: 'ERROR' };
type Post = (context: RestContext) => WebResponse | Promise<WebResponse>;
const post = (name: string, path: string, POST: Post, access: 'codename' | 'open' = 'codename'): Route =>
  restView({ name, path, allow: 'POST', negotiates: false, access, methods: { POST } });

const bodyOf = ({ data }: RestContext): Record<string, unknown> => {
  const body = data();
  return isRecord(body) ? body : {};
};

/** Hold toggles by history: the row opposite to the last one of this agent and call (interface §5.1). */
const hold: Post = ({ request, site, agent }) => {
  const profile = agent();
  const callId = request.form.get('callid');
  if (!callId) return json(ERROR);
  const last = lastCallLog(site.world, profile.id, callId);
  if (!last) throw new ServerCrash("AttributeError: 'NoneType' object has no attribute 'campana_id'");
  const event = last.event === 'HOLD' ? 'UNHOLD' : 'HOLD';
  const { campaignId, phone, recording } = last;
  addCallLog(site.world, { agentId: profile.id, callId, event, campaignId, phone, recording });
  return json(OK);
};

/** Without the enterprise add-on the answer is always an error; the fields are checked first. */
const conferenceHold: Post = ({ request }) => {
  const refuse = (message: string): WebResponse => json({ status: 'ERROR', message });
  const allowed = { callid: null, action: ['hold', 'unhold'], target: ['client', 'consultant'] };
  for (const [name, values] of Object.entries(allowed)) {
    const value = request.form.get(name);
    if (!value) return refuse(`Campo requerido: "${name}"`);
    if (values && !values.includes(value)) return refuse(`Valor inválido para el campo: "${name}"`);
  }
  return refuse('Permiso denegado');
};

const consultationEnd: Post = (context) => {
  const agent = context.site.world.agents.get(Number(bodyOf(context)['agent_id']));
  if (!agent)
    throw new ServerCrash(
      'ominicontacto_app.models.AgenteProfile.DoesNotExist: AgenteProfile matching query does not exist.',
    );
  context.site.hub.push(agent.userId, { type: 'end_transferred_call', args: { end_transferred_call: true } });
  return json(OK);
};
const multinumAnswered: Post = (context) => {
  const { agent_id: agentId, phone } = bodyOf(context);
  const agent = context.site.world.agents.get(Number(agentId));
  if (!agent)
    throw new ServerCrash(
      'ominicontacto_app.models.AgenteProfile.DoesNotExist: AgenteProfile matching query does not exist.',
    );
  context.site.hub.push(agent.userId, { type: 'attended_multinum_call', args: { phone } });
  return json(OK);
};
/** Without a survey anywhere the add-on counts as not installed. */
const survey: Post = (context) => {
  const { campaign_id: campaignId, survey_id: surveyId } = bodyOf(context);
  const { campaigns } = context.site.world;
  if ([...campaigns.values()].every(({ surveyIds }) => surveyIds.length === 0))
    throw new ApiError(400, {
      status: 'ERROR',
      errors: { SYSTEM: ['Addon no instalado'] },
      message: [['Addon no instalado']],
    });
  if (!campaigns.get(Number(campaignId))?.surveyIds.includes(Number(surveyId)))
    throw new ApiError(400, {
      status: 'ERROR',
      errors: { parameters: ['La campaña no tiene esa encuesta'] },
      message: [['La campaña no tiene esa encuesta']],
    });
  return json({ status: 'SUCCESS', errors: {}, message: 'Transferencia a encuesta registrada' });
};

/** Values are texts (interface §6.8). */
const dispositionStatus: Post = ({ site, agent }) => {
  const status = site.world.dispositionStatus.get(agent().id);
  if (!status) return json({ calificada: 'True' });
  const calldata = status.callData ?? 'None';
  if (status.managementPending)
    return json({ calldata, gestion: 'True', id_calificacion: String(status.dispositionId) });
  return status.dispositioned ? json({ calificada: 'True' }) : json({ calificada: 'False', calldata });
};

export const inCallRoutes: readonly Route[] = [
  post('api_evento_hold', '/api/v1/evento_hold/', hold),
  post('api_consultative_confer_hold', '/api/v1/agent/consultative_confer_hold', conferenceHold),
  post('api_notify_end_transferred_call', '/api/v1/notify_end_transferred_call/', consultationEnd),
  post(
    'api_notify_attended_multinum_call',
    '/api/v1/asterisk/notify_attended_multinum_call/',
    multinumAnswered,
    'open',
  ),
  post('api_log_survey_transfer', '/api/v1/reportes/survey_transfer/', survey),
  post('api_status_calificacion_llamada', '/api/v1/calificar_llamada/', dispositionStatus),
];
