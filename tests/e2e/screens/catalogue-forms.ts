/** Screens of the disposition form, the callbacks and the outbox, by name. */
import type { RecentCall } from '@/lib/phone';
import type { Shot } from './shot';
import {
  asReplies,
  CALLBACK,
  CONTACT,
  draft,
  field,
  FORM,
  MANAGEMENT,
  OPTIONS,
  OUTBOX,
  withDrafts,
  withFields,
  wrapUp,
  type Replies,
} from './forms';
import { inCall, notice, NOW, READY } from './states';

const shot = (name: string, state: Shot['state'], forms: Replies, more: Partial<Shot> = {}): Shot => ({
  name,
  view: 'panel',
  state,
  forms,
  ...more,
});
const talking = withDrafts(inCall('talking'), [draft()]);
const CALLED_BEFORE: RecentCall = {
  id: 'r9',
  at: NOW - 26 * 3_600_000,
  direction: 'out',
  number: '541143218765',
  name: '',
  campaignId: '1',
  contactId: '4821',
  answered: true,
  durationS: 187,
  end: 'remote',
  callId: '',
};
const chosen = (option: string, sub = '') =>
  withFields(FORM, {
    'disposition.option': { value: option },
    'disposition.sub': { value: sub },
    'disposition.comments': { value: 'Pide que la llamen con la nueva tarifa.' },
  });

export const FORM_SHOTS: readonly Shot[] = [
  shot('form', wrapUp(), asReplies(FORM)),
  shot('form-in-call', talking, asReplies(FORM)),
  shot('form-history', { ...talking, recents: [...talking.recents, CALLED_BEFORE] }, asReplies(FORM), {
    history: [
      {
        at: NOW - 3 * 86_400_000,
        option: 'No le interesa',
        comments: 'Ya tiene servicio con otra empresa; pide que no la llamen antes de marzo.',
        agent: 'Beto Núñez',
      },
      { at: NOW - 40 * 86_400_000, option: 'Contestador automático', comments: '', agent: 'Ana Pérez' },
      { at: NOW - 41 * 86_400_000, option: 'Contestador automático', comments: '', agent: 'Ana Pérez' },
    ],
  }),
  shot('form-sub', wrapUp(), asReplies(chosen('32', 'Precio'))),
  shot('form-edit-contact', wrapUp(), asReplies(FORM), { steps: ['form.editContact'] }),
  shot('form-new-contact', wrapUp({ contactId: '', title: '541143218765' }), {
    ...asReplies(
      withFields(
        { ...FORM, contactId: '', contactOnly: true },
        Object.fromEntries(
          CONTACT.filter(({ name }) => name !== 'contact.telefono').map(({ name }) => [
            name,
            { value: '', stored: '' },
          ]),
        ),
      ),
    ),
  }),
  shot('form-phones', wrapUp(), {
    ...asReplies({
      ...FORM,
      sections: [
        FORM.sections[0]!,
        {
          part: 'phones',
          fields: ['telefono', 'telefono_2'].map((name) =>
            field(`phone.${name}`, 'select', {
              label: name,
              choices: [{ value: '', label: '' }, ...OPTIONS.map(({ label }) => ({ value: label, label }))],
            }),
          ),
        },
        FORM.sections[1]!,
      ],
    }),
  }),
  shot('form-callback', wrapUp(), asReplies(chosen('33'), CALLBACK), {
    steps: [
      { field: 'callback.date', value: '25/11' },
      { field: 'callback.time', value: '930' },
    ],
    scrolled: '.disposition',
  }),
  shot(
    'form-callback-zone',
    wrapUp(),
    asReplies(
      chosen('33'),
      withFields(
        { ...CALLBACK, zoneMin: 60, serverTime: '16:02' },
        { 'callback.date': { value: '2026-11-25' }, 'callback.time': { value: '10:00' } },
      ),
    ),
    { scrolled: '.disposition' },
  ),
  shot(
    'form-callback-global',
    wrapUp(),
    asReplies(chosen('33'), withFields(CALLBACK, { 'callback.kind': { value: 'global' } })),
    { scrolled: '.disposition' },
  ),
  shot(
    'form-callback-change',
    withDrafts(READY, [draft({ about: 'callback', step: 'callback', callId: '' })]),
    asReplies(
      withFields(CALLBACK, {
        'callback.kind': { choices: [{ value: 'personal', label: '' }] },
        'callback.date': { value: '2026-11-24' },
        'callback.time': { value: '17:30' },
        'callback.reason': { value: 'Renovación del plan' },
      }),
    ),
  ),
  shot('form-management', wrapUp(), asReplies(chosen('31'), MANAGEMENT), { scrolled: '.disposition' }),
  shot(
    'form-later',
    wrapUp(),
    { ...asReplies(chosen('31')), management: { kind: 'later' } },
    { scrolled: '.disposition' },
  ),
  shot(
    'form-errors',
    wrapUp({ status: 'refused', error: { code: 'draftRefused', params: {} } }),
    asReplies(
      withFields(
        chosen('33'),
        {
          'contact.telefono': { value: '12', errors: ['Introduzca un valor válido.'] },
        },
        { problem: { code: 'draftRefused', params: {} } },
      ),
      withFields(
        CALLBACK,
        { 'callback.date': { missing: true } },
        { errors: ['Alcanzó el límite de agendas personales.'] },
      ),
    ),
  ),
  shot(
    'form-duplicate',
    wrapUp({ status: 'refused', error: { code: 'draftRefused', params: {} } }),
    asReplies({
      ...chosen('34'),
      problem: { code: 'draftRefused', params: {} },
      sections: [
        {
          part: 'contact',
          fields: [
            ...CONTACT.slice(0, 3),
            field('contact.confirmar_duplicado', 'checkbox', {
              errors: ['Ya existe un contacto con este teléfono.'],
            }),
          ],
        },
        ...chosen('34').sections.slice(1),
      ],
    }),
  ),
  shot('form-candidates', wrapUp({ contactId: '' }), {
    disposition: {
      kind: 'candidates',
      candidates: [
        {
          contactId: '1',
          phone: '541143218765',
          columns: { nombre: 'Rosa Benítez', domicilio: 'Av. Rivadavia 4532' },
        },
        {
          contactId: '2',
          phone: '541143218765',
          columns: { nombre: 'Ferretería El Tornillo', domicilio: 'Av. Rivadavia 4530' },
        },
      ],
    },
  }),
  shot(
    'form-conflict',
    wrapUp({ status: 'conflict', error: { code: 'draftConflict', params: {} } }),
    asReplies({
      ...chosen('31'),
      problem: { code: 'draftConflict', params: {} },
      conflict: {
        mine: { option: '31', sub: '', comments: 'Contrata fibra 600 desde diciembre.', optionName: 'Venta' },
        theirs: { option: '32', sub: 'Precio', comments: '', optionName: 'No le interesa' },
      },
    }),
  ),
  shot('form-loading', wrapUp(), {}),
  shot('form-unreachable', wrapUp(), {}, { trouble: 'serverUnreachable' }),
  shot('form-stale', wrapUp(), asReplies({ ...chosen('34'), fresh: false, readAt: NOW - 900_000 })),
  shot('form-waiting', wrapUp({ status: 'waiting', outcome: 'Venta', nextTryAt: NOW + 20_000 }), {}),
  shot('form-sent', wrapUp({ status: 'sent', outcome: 'Venta', step: '' }), {}),
  shot('form-200', wrapUp(), asReplies(chosen('33'), CALLBACK), { textSize: 200 }),
  shot('form-contrast', wrapUp(), asReplies(chosen('32', 'Precio')), { forcedColors: true }),
  shot('outbox', withDrafts(READY, OUTBOX, null), {}, { steps: ['notice.openDraft'] }),
  shot('outbox-empty', READY, {}, { steps: ['outbox.show'] }),
  shot(
    'outbox-discard',
    withDrafts(READY, OUTBOX, null),
    {},
    {
      steps: ['notice.openDraft', 'outbox.discard'],
    },
  ),
  shot('idle-outbox', withDrafts(READY, OUTBOX, null), {}, { scrolled: '.totals' }),
  shot('day', withDrafts(READY, OUTBOX, null), {}, { steps: ['idle.showAll'] }),
  shot('note-kept', withDrafts(inCall('talking'), [draft({ note: 'kept' })]), asReplies(FORM), {
    steps: ['call.note'],
    note: 'Pide factura A a nombre de la empresa.',
  }),
  shot('gated', withDrafts(READY, [draft()], null), asReplies(FORM), {
    steps: ['=4001', 'idle.call'],
    answer: { ok: false, code: 'callGated', params: { draftId: 'd1' } },
  }),
  shot(
    'callback-due',
    {
      ...READY,
      notices: [
        notice('callbackDue', {
          kind: 'info',
          params: { callbackId: 'c2', number: '541147778899', reason: 'Confirmar instalación', at: NOW },
        }),
      ],
    },
    {},
  ),
  shot(
    'talking-card',
    withDrafts(
      {
        ...inCall(
          'talking',
          {},
          {
            videoRoom: 'sala-4821',
            crmContactData: '{"cliente":"00417","segmento":"Hogar","deuda":0}',
          },
        ),
        directory: { ...READY.directory, videoDomain: 'meet.example' },
      },
      [draft()],
    ),
    asReplies(FORM),
  ),
];
