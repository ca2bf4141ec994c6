/** What a supervisor does to agents, as far as the agents notice. */
import { createSupervisor } from '@/lab/omnileads/supervisor';
import { html, isRecord, json, pathOf, redirect, restView, type Route } from '@/lab/omnileads/http';
import { campaignsOf, userOf, type Agent, type World } from '@/lab/omnileads/store';

function recipients(world: World, kind: string, id: string): Agent[] {
  const agents = [...world.agents.values()];
  if (kind === 'agent') return agents.filter((agent) => String(agent.id) === id);
  if (kind === 'group')
    return agents.filter((agent) => [...world.groups.keys()].indexOf(agent.group) + 1 === Number(id));
  return agents.filter((agent) => campaignsOf(world, agent).some((campaign) => String(campaign.id) === id));
}

export const supervisionRoutes: readonly Route[] = [
  {
    // A Django view behind login_required that answers like REST: a token alone is sent to the login page (exchange 705).
    name: 'api_enviar_mensaje_agentes',
    path: pathOf('/api/v1/supervision/enviar_mensaje_agentes/'),
    csrfExempt: true,
    kind: 'html',
    view(request, site) {
      if (!request.user) return redirect(`/accounts/login/?next=${request.rawPath}`);
      if (request.method !== 'POST') return html('', 405);
      const [kind, id, text] = ['recipient-type', 'recipient-id', 'message-text'].map(
        (name) => request.form.get(name) ?? '',
      );
      const supervisor = createSupervisor(site);
      for (const agent of recipients(site.world, kind ?? '', id ?? ''))
        supervisor.message(
          userOf(site.world, agent.userId)?.username ?? '',
          text ?? '',
          request.user.username,
        );
      return json({ status: 'OK' }, 200, [['Allow', 'POST']]);
    },
  },
  restView({
    name: 'supervision_action_on_agent',
    path: '/api/v1/supervision/action_on_agent/<int:id>/',
    allow: 'POST',
    negotiates: false,
    methods: {
      async POST({ site, params, data }) {
        const agent = site.world.agents.get(Number(params['id']));
        const username = agent && userOf(site.world, agent.userId)?.username;
        const body = data();
        const action = isRecord(body) ? body['accion'] : undefined;
        if (username === undefined) return json({ status: 'ERROR' });
        const supervisor = createSupervisor(site);
        if (action === 'AGENTPAUSE') await supervisor.pause(username);
        else if (action === 'AGENTUNPAUSE') await supervisor.unpause(username);
        else if (action === 'AGENTLOGOUT') await supervisor.logout(username);
        else return json({ status: 'ERROR' });
        return json({ status: 'OK' });
      },
    },
  }),
];
