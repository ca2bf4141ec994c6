/** Disposition options by REST: id, name, hidden; no kinds, no sub-dispositions (interface §6.2). */
import { ApiError, json, restView, say, type RestContext, type Route } from '@/lab/omnileads/http';
import type { Campaign } from '@/lab/omnileads/store';

const number = (text: string | undefined): number => (/^\d+$/u.test(text ?? '') ? Number(text) : -1);

function answer({ request }: RestContext, campaign: Campaign | undefined) {
  if (!campaign) throw new ApiError(404, { detail: say(request.language, 'notFound') });
  return json(campaign.options.map(({ id, name, hidden }) => ({ id, name, hidden })));
}
const common = {
  allow: 'GET',
  negotiates: true,
  browsableTitle: 'Opciones Calificacion List',
  browsableDescription: 'Servicio que devuelve las opciones de calificación de una campaña',
} as const;

export const optionRoutes: readonly Route[] = [
  restView({
    name: 'api_campana_opciones_calificacion_intern',
    path: /^\/api\/v1\/campaign\/(?<campaign>\w+)\/dispositionOptions\/$/u,
    ...common,
    methods: {
      GET: (context) => answer(context, context.site.world.campaigns.get(number(context.params['campaign']))),
    },
  }),
  restView({
    name: 'api_campana_opciones_calificacion',
    path: /^\/api\/v1\/campaign\/(?<campaign>\w+)\/dispositionOptions\/(?<system>\w+)\/$/u,
    ...common,
    methods: {
      GET(context) {
        const { site, params } = context;
        const system = number(params['system']);
        return answer(
          context,
          [...site.world.campaigns.values()].find(
            (one) => one.externalSystemId === system && one.externalId === params['campaign'],
          ),
        );
      },
    },
  }),
];
