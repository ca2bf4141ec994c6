/** Time-limited SIP credentials: "<expiry>:<extension>" and its HMAC-SHA1 (interface §2.1). */
import { createHmac } from 'node:crypto';

import { json, restView, type Route } from '@/lab/omnileads/http';
import type { Site } from '@/lab/omnileads/site';
import { now, type Agent } from '@/lab/omnileads/store';

export function sipCredentials(site: Site, agent: Agent): { user: string; password: string } {
  if (site.fixedCredentials) return { ...site.fixedCredentials(agent.extension) };
  const user = `${Math.floor(now(site.world) / 1000) + site.world.settings.credentialTtlS}:${agent.extension}`;
  return { user, password: createHmac('sha1', site.secret).update(user).digest('base64') };
}

export const credentialRoutes: readonly Route[] = [
  restView({
    name: 'api_credenciales_sip_agente',
    path: '/api/v1/sip/credentials/agent/',
    allow: 'GET',
    negotiates: false,
    methods: {
      GET({ site, agent }) {
        const { user, password } = sipCredentials(site, agent());
        return json({ status: 'OK', sip_user: user, sip_password: password });
      },
    },
  }),
];
