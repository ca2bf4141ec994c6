/**
 * Every endpoint of OMniLeads that this client uses (interface Appendix C). `name` is what errors, `Abilities.denied`
 * and the table-driven tests call it. Slashes at the end are irregular on the server and written exactly as routed.
 */
export interface Endpoint {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** `{x}` is filled in, percent-encoded. */
  readonly path: string;
  /** open: no credentials at all; rest: Bearer token, or session + CSRF; session: browser's cookie only. */
  readonly auth: 'open' | 'rest' | 'session';
  /** form: the view reads request.POST and sees JSON as empty; json: a form body would crash it. */
  readonly encoding: 'none' | 'form' | 'json';
  readonly answers: 'json' | 'page';
  /** Codename whose absence from the agent's role gives 403 (interface §1.7); null = unrestricted. */
  readonly permission: string | null;
}

type Row = readonly [
  Endpoint['method'],
  string,
  Endpoint['auth'],
  Endpoint['encoding'],
  Endpoint['answers'],
  string | null,
];

const rows = {
  // session (interface §1, session.md §1)
  login: ['POST', '/accounts/login/', 'session', 'form', 'page', null],
  loginPage: ['GET', '/accounts/login/', 'session', 'none', 'page', null],
  webLogout: ['GET', '/accounts/logout/', 'session', 'none', 'page', null],
  agentLogout: ['GET', '/agente/logout/', 'session', 'none', 'page', 'api_agente_logout'],
  console: ['GET', '/consola/', 'session', 'none', 'page', 'consola_de_agente'],
  keepAlive: ['GET', '/blanco/', 'session', 'none', 'page', null],
  csrfSelectCampaign: [
    'GET',
    '/campana/selecciona/',
    'session',
    'none',
    'page',
    'seleccion_campana_adicion_contacto',
  ],
  csrfCallbacks: ['GET', '/agenda_contacto/eventos/', 'session', 'none', 'page', 'agenda_contacto_listado'],
  csrfContacts: ['GET', '/contacto/list/', 'session', 'none', 'page', 'contacto_list'],
  tokenLogin: ['POST', '/api/v1/login', 'open', 'json', 'json', null],
  sipCredentials: [
    'GET',
    '/api/v1/sip/credentials/agent/',
    'rest',
    'none',
    'json',
    'api_credenciales_sip_agente',
  ],
  // presence (interface §2.6)
  pbxLogin: ['POST', '/api/v1/asterisk_login/', 'rest', 'json', 'json', 'api_agent_asterisk_login'],
  pbxLogout: ['POST', '/api/v1/asterisk_logout/', 'rest', 'json', 'json', 'api_agent_asterisk_logout'],
  pause: ['POST', '/api/v1/asterisk_pause/', 'rest', 'json', 'json', 'api_make_pause'],
  unpause: ['POST', '/api/v1/asterisk_unpause/', 'rest', 'json', 'json', 'api_make_unpause'],
  ringing: ['POST', '/api/v1/asterisk_ringing/', 'rest', 'form', 'json', 'api_make_ringing'],
  rejectCall: ['POST', '/api/v1/asterisk_reject_call/', 'rest', 'json', 'json', 'api_make_reject_call'],
  disabled: ['POST', '/api/v1/asterisk_disabled/', 'rest', 'json', 'json', 'api_make_disabled'],
  // calls (interface §4, §5)
  callOutside: [
    'POST',
    '/api/v1/make_call_outside_campaign/',
    'rest',
    'json',
    'json',
    'api_click2call_outside_campaign',
  ],
  makeCall: ['POST', '/api/v1/makeCall/', 'rest', 'json', 'json', 'api_click2call'],
  callContact: ['POST', '/agente/llamar/', 'session', 'form', 'page', 'agente_llamar_contacto'],
  hangupCall: ['POST', '/api/v1/hangupCall/', 'rest', 'json', 'json', 'api_hangup_call'],
  holdEvent: ['POST', '/api/v1/evento_hold/', 'rest', 'form', 'json', 'api_evento_hold'],
  conferenceHold: [
    'POST',
    '/api/v1/agent/consultative_confer_hold',
    'rest',
    'form',
    'json',
    'api_consultative_confer_hold',
  ],
  surveyTransfer: [
    'POST',
    '/api/v1/reportes/survey_transfer/',
    'rest',
    'json',
    'json',
    'api_log_survey_transfer',
  ],
  consultationEnd: [
    'POST',
    '/api/v1/notify_end_transferred_call/',
    'rest',
    'json',
    'json',
    'api_notify_end_transferred_call',
  ],
  compulsoryStatus: [
    'POST',
    '/api/v1/calificar_llamada/',
    'rest',
    'json',
    'json',
    'api_status_calificacion_llamada',
  ],
  // transfers of later releases (interface Appendix F)
  transferProbe: ['GET', '/api/v1/transfer/blind-agent/', 'rest', 'none', 'json', null],
  transfer: ['POST', '/api/v1/transfer/{kind}/', 'rest', 'json', 'json', null],
  consultation: ['POST', '/api/v1/transfer/consultation/{step}/', 'rest', 'json', 'json', null],
  noteRecording: ['POST', '/node/grabacion/marcar/', 'session', 'form', 'json', 'grabacion_marcar'],
  readNote: ['GET', '/grabacion/descripcion/{callId}/', 'session', 'none', 'json', 'grabacion_descripcion'],
  // lists (interface §5.4, §8.7)
  transferAgents: [
    'GET',
    '/api/v1/agent/transfer_options',
    'rest',
    'none',
    'json',
    'api_agent_call_transfer_options',
  ],
  inboundCampaigns: [
    'GET',
    '/service/campana/activas/',
    'session',
    'none',
    'json',
    'service_campanas_activas',
  ],
  ownCampaigns: ['GET', '/api/v1/whatsapp/campaing', 'rest', 'none', 'json', 'campana-list'],
  activeAgents: ['GET', '/api/v1/active_agents/', 'rest', 'none', 'json', 'api_active_agents'],
  // dispositions and callbacks (interface §7, §8.6, Appendix F); their forms are pages without a row of their own here
  dispositionOptions: [
    'GET',
    '/api/v1/whatsapp/disposition_chat/options/{campaignId}',
    'rest',
    'none',
    'json',
    'calificacion-options',
  ],
  dispositionHistory: [
    'GET',
    '/api/v1/whatsapp/disposition_chat/{id}/history',
    'rest',
    'none',
    'json',
    'calificacion-history',
  ],
  callbackList: ['POST', '/agenda_contacto/eventos/', 'session', 'form', 'page', 'agenda_contacto_listado'],
  callbackForm: ['GET', '/agenda_contacto/update/{id}/', 'session', 'none', 'page', 'agenda_contacto_update'],
  scheduleProbe: ['GET', '/api/v1/agenda_contacto/', 'rest', 'none', 'json', null],
  schedule: ['POST', '/api/v1/agenda_contacto/', 'rest', 'json', 'json', null],
  // contacts and preview (interface §4.6, §8)
  databaseMetadata: [
    'POST',
    '/api/v1/campaign/database_metadata/',
    'rest',
    'json',
    'json',
    'api_campaign_database_metadata',
  ],
  contacts: [
    'GET',
    '/api/v1/campaign/{campaignId}/contacts/',
    'rest',
    'none',
    'json',
    'api_contactos_campana',
  ],
  newContact: ['POST', '/api/v1/new_contact/', 'rest', 'json', 'json', 'api_new_contact'],
  searchContacts: ['GET', '/api/v1/whatsapp/contact/{campaignId}', 'rest', 'none', 'json', 'contacto-list'],
  identify: [
    'GET',
    '/campana/{campaignId}/identificar_contacto_a_llamar/{digits}/',
    'session',
    'none',
    'page',
    'identificar_contacto_a_llamar',
  ],
  previewNext: [
    'POST',
    '/campana_preview/{campaignId}/contacto/obtener/',
    'session',
    'form',
    'json',
    'campana_preview_dispatcher',
  ],
  previewValidate: [
    'POST',
    '/campana_preview/validar_contacto_asignado/',
    'session',
    'form',
    'json',
    'validar_contacto_asignado',
  ],
  previewRelease: [
    'POST',
    '/agente/campanas_preview/liberar_contacto_asignado/',
    'session',
    'form',
    'json',
    'liberar_contacto_asignado_agente',
  ],
} as const satisfies Record<string, Row>;

export type EndpointName = keyof typeof rows;

export const ENDPOINTS: Readonly<Record<EndpointName, Endpoint>> = Object.fromEntries(
  Object.entries(rows).map(([name, [method, path, auth, encoding, answers, permission]]) => [
    name,
    { name, method, path, auth, encoding, answers, permission },
  ]),
) as Record<EndpointName, Endpoint>;

/** The endpoint's path with its parts filled in. */
export function pathOf(endpoint: Endpoint, parts: Readonly<Record<string, string>> = {}): string {
  return endpoint.path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(parts[key] ?? ''));
}
