/** The console page with every element of interface §2.2, its keep-alive, and the page's small helpers. */
import {
  alerts,
  html,
  json,
  markup,
  page,
  pageView,
  redirect,
  ServerCrash,
  type Markup,
  type PageContext,
  type Route,
} from '@/lab/omnileads/http';
import {
  agentName,
  closeSession,
  findAgentByUser,
  groupOf,
  isActive,
  keypadCampaigns,
  pausesFor,
  upcomingCallbacks,
  type Agent,
} from '@/lab/omnileads/store';

import { noteConsole } from './agent-session';
import { sipCredentials } from './credentials';

const python = (value: boolean): string => (value ? 'True' : 'False');
const hidden = (id: string, value: string | number | boolean): Markup =>
  markup`<input type="hidden" id="${id}" value="${typeof value === 'boolean' ? python(value) : value}">\n`;

/** Host and public port as the page's script needs them for the socket's address. */
function publicAddress({ request }: PageContext): { host: string; port: string } {
  // The header is read even when Host carries a port: without a proxy the page crashes.
  if (request.forwardedPort === undefined) throw new ServerCrash("KeyError: 'HTTP_X_FORWARDED_PORT'");
  const [, host = request.host, port] = /^(.*?)(?::(\d+))?$/u.exec(request.host) ?? [];
  return { host, port: port ?? request.forwardedPort };
}

function lists({ site }: PageContext, agent: Agent): Markup {
  const { world } = site;
  const quick = world.quickContacts.map(
    ({ list, name, phone }) => markup`<option value="${phone}">${list}: ${name}</option>`,
  );
  const others = [...world.agents.values()].filter((other) => other.id !== agent.id && !other.inactive);
  return markup`<select id="pauseType">${pausesFor(world, agent).map(({ pause, seconds }) => markup`<option value="${pause.id},${pause.name},${seconds}">${pause.name}</option>`)}<option value="OW,On-Whatsapp,0">On-Whatsapp</option></select>
<select id="cmpList">${keypadCampaigns(world, agent).map((campaign) => markup`<option value="${campaign.id}" campana_type="${campaign.type}">${campaign.name}</option>`)}</select>
<select id="lista_rapida_off_camp">${quick}</select>
<select id="agente_off_camp">${others.map((other) => markup`<option value="${other.id}">${agentName(world, other)}</option>`)}</select>
<select id="campToTransfer"></select>
<select id="agentToTransfer"></select>
<select id="quickNumToTransfer">${quick}</select>\n`;
}

function consolePage(context: PageContext, agent: Agent): string {
  const { site, user } = context;
  const { flags } = groupOf(site.world, agent);
  const { host, port } = publicAddress(context);
  const sip = sipCredentials(site, agent);
  const callbacks = upcomingCallbacks(site.world, agent);
  return page(
    'OMniLeads',
    markup`${hidden('idagt', agent.id)}${hidden('sipExt', sip.user)}${hidden('sipSec', sip.password)}${hidden('video_domain', site.world.settings.videoDomain)}${hidden('max_session_age', site.world.settings.sessionAgeS)}${hidden('obligar-calificacion', flags.obligar_calificacion)}${hidden('auto_attend_IN', flags.auto_attend_inbound)}${hidden('auto_attend_DIALER', flags.auto_attend_dialer)}${hidden('auto_unpause', flags.auto_unpause)}${hidden('call_off_camp', flags.call_off_camp)}${hidden('call_another_agent', flags.call_another_agent)}${hidden('on_hold', flags.on_hold)}${hidden('dtmf_duration', 50)}${hidden('dtmf_inter_tone_gap', 100)}<script id="agendas_dates_json" type="application/json">${callbacks.length > 0 ? markup`[${callbacks.map((iso, at) => markup`${at > 0 ? ', ' : ''}"${iso}"`)}]` : '[]'}</script>
${hidden('asterisk_tm', 'Asterisk')}${hidden('idCamp', '')}${hidden('user', user.username)}${hidden('conversationId', '')}${hidden('phoneSendThread', '')}<input id="kamailiohost" value="${site.sipDomain}" hidden><input id="nginxhost" value="${host}" hidden><input id="externalport" value="${port}" hidden>
${lists(context, agent)}<iframe id="dataView" name="crm" src="/agente/dashboard/"></iframe>`,
  );
}

export const consoleRoutes: readonly Route[] = [
  pageView({
    name: 'consola_de_agente',
    path: '/consola/',
    methods: {
      GET(context) {
        const { request, site, user } = context;
        const agent = findAgentByUser(site.world, user.id);
        if (!agent) return redirect('/');
        if (agent.inactive) {
          if (request.state.session) closeSession(site.world, request.state.session);
          request.state.session = null;
          return redirect('/accounts/login/');
        }
        const body = consolePage(context, agent);
        if (!noteConsole(site.world, agent))
          throw new ServerCrash("AttributeError: 'NoneType' object has no attribute 'event'");
        return html(body);
      },
    },
  }),
  pageView({
    name: 'view_blanco',
    path: '/blanco/',
    methods: { GET: ({ request }) => html(page('-', markup`${alerts(request)}<p>-</p>`)) },
  }),
  pageView({
    name: 'service_campanas_activas',
    path: '/service/campana/activas/',
    methods: {
      GET: ({ site }) =>
        json({
          campanas: [...site.world.campaigns.values()]
            .filter(isActive)
            .map(({ id, name, type }) => ({ id, nombre: name, type })),
        }),
    },
  }),
  {
    name: 'index',
    path: /^\/$/u,
    csrfExempt: false,
    kind: 'html',
    view(request, site) {
      if (!request.user) return redirect('/accounts/login/');
      return findAgentByUser(site.world, request.user.id)
        ? redirect('/consola/')
        : html(page('OMniLeads', markup`<h1>OMniLeads</h1>`));
    },
  },
];
