/** The asterisk_* family: the agent's place in the queues, pauses and presence (interface §2.6). */
import {
  html,
  isRecord,
  json,
  pathOf,
  redirect,
  restView,
  ServerCrash,
  type RestContext,
  type Route,
  type WebResponse,
} from '@/lab/omnileads/http';
import { PbxNotConnected, PbxUnreachable } from '@/lab/omnileads/pbx-driver';
import type { Site } from '@/lab/omnileads/site';
import { closeSession, findAgentByUser, lastCallLog, pauseName, record } from '@/lab/omnileads/store';

import {
  changePresence,
  closeAgentSession,
  endpointOf,
  joinQueues,
  pause,
  quitQueues,
} from './agent-session';

const OK = { status: 'OK' };
const ERROR = { status: 'ERROR' };
const NOT_CONNECTED = 'ominicontacto_app.errors.OmlError: El Asterisk Manager no ha sido conectado';

/** Runs PBX work; without a manager connection the real view crashes. */
async function withPbx<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PbxUnreachable || error instanceof PbxNotConnected)
      throw new ServerCrash(NOT_CONNECTED);
    throw error;
  }
}
const post = (
  name: string,
  path: string,
  POST: (context: RestContext) => Promise<WebResponse> | WebResponse,
): Route => restView({ name, path: `/api/v1/${path}`, allow: 'POST', negotiates: false, methods: { POST } });

/** The pause of the request: its id as text and its name. @throws ServerCrash on any id the server doesn't know */
function wantedPause(site: Site, data: unknown): { id: string; name: string } {
  const id = isRecord(data) ? data['pause_id'] : undefined;
  const name = pauseName(site.world, id);
  if (name === null)
    throw new ServerCrash(
      'ominicontacto_app.models.Pausa.DoesNotExist: Pausa matching query does not exist.',
    );
  return { id: String(id), name };
}

async function changePause(
  { site, agent, data, request }: RestContext,
  paused: boolean,
): Promise<WebResponse> {
  const profile = agent();
  const { id, name } = wantedPause(site, data());
  await withPbx(() => pause(site, profile, paused, id));
  if (paused) await changePresence(site, profile, `PAUSE-${name}`, request.path, id);
  else await changePresence(site, profile, 'READY', request.path);
  record(site.world, profile, paused ? 'PAUSE' : 'UNPAUSE', id);
  return json(OK);
}

export const agentRoutes: readonly Route[] = [
  post('api_agent_asterisk_login', 'asterisk_login/', async ({ site, agent, request }) => {
    const profile = agent();
    return json((await withPbx(() => joinQueues(site, profile, request.path))) ? OK : ERROR);
  }),
  post('api_agent_asterisk_logout', 'asterisk_logout/', async ({ site, agent, request }) => {
    const profile = agent();
    try {
      await quitQueues(site, profile, request.path);
      return json(OK);
    } catch (error) {
      // A manager that hung up shows as an error here, an unreachable one as a crash (sections G and Q).
      if (error instanceof PbxNotConnected) return json(ERROR);
      if (error instanceof PbxUnreachable) throw new ServerCrash(NOT_CONNECTED);
      throw error;
    }
  }),
  post('api_make_pause', 'asterisk_pause/', (context) => changePause(context, true)),
  post('api_make_unpause', 'asterisk_unpause/', (context) => changePause(context, false)),
  post('api_make_ringing', 'asterisk_ringing/', async ({ site, agent, request }) => {
    await changePresence(
      site,
      agent(),
      request.form.get('ringing') === 'true' ? 'RINGING' : 'READY',
      request.path,
    );
    return json(OK);
  }),
  post('api_make_reject_call', 'asterisk_reject_call/', ({ site, agent }) => {
    const row = lastCallLog(site.world, agent().id);
    if (row?.event !== 'RINGNOANSWER') return json(ERROR);
    row.event = 'RINGNOANSWER-REJECTED';
    return json(OK);
  }),
  post('api_make_disabled', 'asterisk_disabled/', async ({ site, agent, request }) => {
    await changePresence(site, agent(), 'DISABLED', request.path);
    return json(OK);
  }),
  restView({
    name: 'api_hangup_call',
    path: '/api/v1/hangupCall/',
    allow: 'POST, OPTIONS',
    negotiates: false,
    methods: {
      async POST({ site, agent }) {
        const endpoint = endpointOf(agent());
        await withPbx(() => site.pbx.hangup(endpoint));
        return json(OK);
      },
    },
  }),
  {
    name: 'api_agente_logout',
    path: pathOf('/agente/logout/'),
    csrfExempt: true,
    kind: 'html',
    async view(request, site) {
      if (!request.user) return redirect(`/accounts/login/?next=${request.rawPath}`);
      const agent = findAgentByUser(site.world, request.user.id);
      if (!agent) return html('', 403);
      await withPbx(() => quitQueues(site, agent, request.path));
      closeAgentSession(site.world, agent);
      if (request.state.session) closeSession(site.world, request.state.session);
      request.state.session = null;
      return redirect('/accounts/login/');
    },
  },
];
