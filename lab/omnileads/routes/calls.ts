/** Starting calls by REST (interface §4.2, §4.3) and by the console's own forms (§4.4). */
import { ApiError, isRecord, json, restView, ServerCrash, type Route } from '@/lab/omnileads/http';
import { findAgentByUser, groupOf } from '@/lab/omnileads/store';

import { makeCallRoute } from './make-call';
import { originateFailure, originateInternal, originateOutside } from './originate';

const refuse = (status: number, message: string): never => {
  throw new ApiError(status, { status: 'ERROR', message });
};

export const callRoutes: readonly Route[] = [
  makeCallRoute,
  restView({
    name: 'api_click2call_outside_campaign',
    path: '/api/v1/make_call_outside_campaign/',
    allow: 'POST, OPTIONS',
    negotiates: false,
    title: 'Click2 Call Outside Campaign',
    methods: {
      async POST({ site, user, data }) {
        const agent = findAgentByUser(site.world, user.id);
        if (!agent || !groupOf(site.world, agent).flags.call_off_camp)
          return refuse(403, 'Usted no tiene permiso para realizar esta acción');
        const body = data();
        const given = isRecord(body) ? body : {};
        const destination = given['destination'];
        if (given['destination_type'] === 'AGENT') {
          if (!/^\d+$/u.test(String(destination)))
            throw new ServerCrash(
              `ValueError: Field 'id' expected a number but got '${String(destination)}'.`,
            );
          const other =
            site.world.agents.get(Number(destination)) ?? refuse(400, 'Valor de destination inválido');
          await originateFailure(originateInternal(site, agent, other));
        } else if (given['destination_type'] === 'EXTERNAL') {
          await originateFailure(originateOutside(site, agent, String(destination ?? '')));
        } else refuse(400, 'Valor de destination_type inválido');
        return json({ status: 'OK', message: 'Llamada fuera de campaña iniciada' });
      },
    },
  }),
];
