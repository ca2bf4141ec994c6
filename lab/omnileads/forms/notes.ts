/** Notes on recordings (interface §5.9, recordings I1). */
import { json, pageView, type Route } from '@/lab/omnileads/http';
import { writeNote } from '@/lab/omnileads/store';

/** What the real table holds for a note posted without a call id. */
const NO_CALL = 'False';
export const noteRoutes: readonly Route[] = [
  pageView({
    name: 'grabacion_marcar',
    path: '/node/grabacion/marcar/',
    methods: {
      POST({ request, site }) {
        const { form } = request;
        writeNote(site.world, form.get('callid') ?? NO_CALL, form.get('descripcion') ?? NO_CALL);
        return json({ result: 'OK' });
      },
    },
  }),
  pageView({
    name: 'grabacion_descripcion',
    path: /^\/grabacion\/descripcion\/(?<callid>[\d. ]+)\/$/u,
    methods: {
      GET({ request, site, params }) {
        const text = site.world.forms.tags.get(params['callid'] ?? '');
        const spanish = request.language === 'es';
        return text === undefined
          ? json({
              result: spanish ? 'No encontrada' : 'Not found',
              descripcion: spanish ? 'La grabación no tiene descripción' : 'The recording has no description',
            })
          : json({ result: spanish ? 'Descripción' : 'Description', descripcion: text });
      },
    },
  }),
];
