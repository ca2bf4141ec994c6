/** Lists an agent reads: other agents, campaigns, recordings, the day's calls; and lists it may not read. */
import {
  csrfToken,
  html,
  json,
  markup,
  page,
  PageNotFound,
  pageView,
  redirect,
  restView,
  ServerCrash,
  type Route,
} from '@/lab/omnileads/http';
import {
  agentName,
  campaignsOf,
  isActive,
  lastCallLogOf,
  serverDate,
  userOf,
  type Agent,
  type World,
} from '@/lab/omnileads/store';

const agentRow = (world: World, agent: Agent): Record<string, unknown> => ({
  agent_id: agent.id,
  agent_username: userOf(world, agent.userId)?.username,
  agent_full_name: agentName(world, agent),
  agent_sip_id: `SIP/${agent.extension}`,
  agent_penalty: agent.penalty,
});
const transferOptions = (world: World): unknown[] =>
  // Redis' hashes: every agent that ever had one, whatever its state, the caller too.
  [...world.presence].map(([id, presence]) => ({
    id: String(id),
    full_name: presence.name,
    status: presence.status,
  }));

const get = (
  name: string,
  path: string,
  GET: (world: World, agentOf: () => Agent) => unknown,
  negotiates = false,
): Route =>
  restView({
    name,
    path,
    allow: 'GET',
    negotiates,
    methods: { GET: ({ site, agent }) => json(GET(site.world, agent)) },
  });

/** Administrators' lists: granted to no agent (interface §1.7). */
const forbidden = (name: string, path: string): Route =>
  restView({ name, path, allow: 'GET', negotiates: false, methods: { GET: () => json([]) } });

export const directoryRoutes: readonly Route[] = [
  get('api_agent_call_transfer_options', '/api/v1/agent/transfer_options', transferOptions, true),
  get('api_active_agents', '/api/v1/active_agents/', (world) => {
    const agents = [...world.agents.values()].filter((agent) => !agent.inactive);
    return {
      status: 'SUCCESS',
      message: 'Se obtuvieron los agentes de forma exitosa',
      activeAgents: agents.map((agent) => agentRow(world, agent)),
      groups: [...world.groups.values()].map(({ name }, at) => ({
        group: { id: at + 1, name },
        agents: agents
          .filter(({ group }) => group === name)
          .sort((a, b) => a.id - b.id)
          .map((agent) => agentRow(world, agent)),
      })),
    };
  }),
  restView({
    name: 'campana-list',
    path: '/api/v1/whatsapp/campaing',
    allow: 'GET',
    negotiates: false,
    access: 'authenticated',
    methods: {
      GET: ({ site, agent }) =>
        json({
          status: 'SUCCESS',
          data: campaignsOf(site.world, agent())
            .filter(isActive)
            .map(({ id, name, type }) => ({ id, name, type, line_id: null, whatsapp_habilitado: false })),
          message: null,
          errors: null,
        }),
    },
  }),
  restView({
    name: 'api_call_record_url',
    path: '/api/v1/call_record/<callid>/',
    allow: 'GET',
    negotiates: false,
    methods: {
      GET({ site, params }) {
        const row = lastCallLogOf(site.world, params['callid'] ?? '');
        if (!row) return json({ status: 'ERROR' }, 404);
        const file = `/${serverDate(site.world, row.at)}/${row.recording ?? ''}.mp3`;
        return json({ status: 'OK', record: `/api/v1/grabacion/archivo/?filename=${file}` });
      },
    },
  }),
  restView({
    name: 'api_grabacion_archivo',
    path: '/api/v1/grabacion/archivo/',
    allow: 'GET',
    negotiates: true,
    methods: {
      GET({ request }) {
        if (!request.query.has('filename')) throw new ServerCrash("MultiValueDictKeyError: 'filename'");
        throw new PageNotFound(); // the stand-in keeps no audio
      },
    },
  }),
  forbidden('api_supervisor_campaigns', '/api/v1/supervision/campaigns/'),
  forbidden('api_agents_campaign', '/api/v1/campaign/<int:id>/agents/'),
  forbidden('api_pause_options', '/api/v1/pause_sets/pause_options/'),
  forbidden('api_pauses', '/api/v1/pauses/'),
  pageView({
    name: 'seleccion_campana_adicion_contacto',
    path: '/campana/selecciona/',
    methods: {
      POST: ({ request }) => redirect(`/campana/${Number(request.form.get('campana'))}/nuevo_contacto/`),
      GET({ request, site, agent }) {
        const token = csrfToken(request);
        const field = markup`<input type="hidden" name="csrfmiddlewaretoken" value="${token}">`;
        const options = campaignsOf(site.world, agent())
          .filter(isActive)
          .map(({ id, name }) => markup`<option value="${id}">${name}</option>`);
        return html(
          page(
            'OMniLeads',
            markup`<form action="" method="post">${field}${field}<select name="campana" id="id_campana">${options}</select><button type="submit">Seleccionar</button></form>`,
          ),
        );
      },
    },
  }),
  pageView({
    name: 'agente_dashboard',
    path: '/agente/dashboard/',
    methods: { GET: () => html(page('OMniLeads', markup`<h1>Dashboard</h1>`)) },
  }),
];
