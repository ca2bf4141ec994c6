/** The server's forms as the phone gives them to views: plausible ones, to be changed here and there. */
import type { FieldView, FormReply, FormStep, FormView } from '@/lib/drafts';
import type { DraftSummary, PhoneState } from '@/lib/phone';
import { NOW, READY } from './states';

const MINUTE = 60_000;

export function field(name: string, kind: FieldView['kind'], patch: Partial<FieldView> = {}): FieldView {
  return {
    name,
    kind,
    label: '',
    value: '',
    stored: patch.value ?? '',
    choices: [],
    required: false,
    locked: false,
    errors: [],
    missing: false,
    ...patch,
  };
}
const choices = (...pairs: readonly (readonly [string, string])[]) =>
  pairs.map(([value, label]) => ({ value, label }));

export const OPTIONS = choices(
  ['31', 'Venta'],
  ['32', 'No le interesa'],
  ['33', 'Agenda'],
  ['34', 'Contestador automático'],
);

export const CONTACT: readonly FieldView[] = [
  field('contact.telefono', 'text', { label: 'telefono', value: '541143218765', required: true }),
  field('contact.nombre', 'text', { label: 'nombre', value: 'Rosa' }),
  field('contact.apellido', 'text', { label: 'apellido', value: 'Benítez' }),
  field('contact.dni', 'text', { label: 'dni', value: '23.456.789', locked: true }),
  field('contact.telefono_2', 'text', { label: 'telefono_2', value: '541155556666' }),
  field('contact.domicilio', 'text', { label: 'domicilio', value: 'Av. Rivadavia 4532, 3.º B' }),
  field('contact.plan', 'text', { label: 'plan', value: 'Fibra 300' }),
];

const DISPOSITION: readonly FieldView[] = [
  field('disposition.option', 'select', { choices: OPTIONS, required: true }),
  field('disposition.sub', 'select'),
  field('disposition.comments', 'textarea'),
];

export const FORM: FormView = {
  draftId: 'd1',
  step: 'disposition',
  sections: [
    { part: 'contact', fields: CONTACT },
    { part: 'disposition', fields: DISPOSITION },
  ],
  contactId: '4821',
  subs: { '32': ['Precio', 'Ya tiene servicio', 'Prefiere no decirlo'] },
  optionKinds: { '31': 'management', '32': 'plain', '33': 'callback', '34': 'plain' },
  contactOnly: false,
  errors: [],
  problem: null,
  conflict: null,
  zoneMin: -180,
  serverDate: '2026-11-23',
  serverTime: '12:02',
  readAt: NOW - 2 * MINUTE,
  fresh: true,
  crm: null,
};

/** The form with some of its fields changed, by name. */
export function withFields(
  form: FormView,
  patches: Readonly<Record<string, Partial<FieldView>>>,
  more: Partial<FormView> = {},
): FormView {
  return {
    ...form,
    ...more,
    sections: form.sections.map(({ part, fields }) => ({
      part,
      fields: fields.map((one) => ({ ...one, ...patches[one.name] })),
    })),
  };
}

export const CALLBACK: FormView = {
  ...FORM,
  step: 'callback',
  sections: [
    {
      part: 'callback',
      fields: [
        field('callback.kind', 'radio', {
          choices: choices(['personal', ''], ['global', '']),
          value: 'personal',
          required: true,
        }),
        field('callback.date', 'date', { required: true }),
        field('callback.time', 'time', { required: true }),
        field('callback.phone', 'select', {
          choices: choices(['541143218765', '541143218765'], ['541155556666', '541155556666']),
          value: '541143218765',
          required: true,
        }),
        field('callback.reason', 'textarea'),
      ],
    },
  ],
};

export const MANAGEMENT: FormView = {
  ...FORM,
  step: 'management',
  sections: [
    {
      part: 'management',
      fields: [
        field('management.Plan contratado', 'select', {
          label: 'Plan contratado',
          choices: choices(['', ''], ['Fibra 300', 'Fibra 300'], ['Fibra 600', 'Fibra 600']),
          required: true,
        }),
        field('management.Fecha de instalación', 'date', { label: 'Fecha de instalación' }),
        field('management.Cuotas', 'number', { label: 'Cuotas', decimals: 0, required: true }),
        field('management.Importe', 'number', { label: 'Importe', decimals: 2 }),
        field('management.Indicaciones', 'textarea', { label: 'Indicaciones para el instalador' }),
      ],
    },
  ],
};

export type Replies = Readonly<Partial<Record<FormStep, FormReply>>>;
export const asReplies = (...forms: readonly FormView[]): Replies =>
  Object.fromEntries(forms.map((form) => [form.step, { kind: 'form', form } satisfies FormReply]));

export function draft(patch: Partial<DraftSummary> = {}): DraftSummary {
  return {
    id: 'd1',
    callId: '1763911290.117',
    campaignId: '12',
    contactId: '4821',
    phone: '541143218765',
    title: 'Rosa Benítez',
    campaignName: 'Soporte hogar',
    about: 'disposition',
    outcome: '',
    at: NOW - 3 * MINUTE,
    status: 'open',
    step: 'disposition',
    error: null,
    nextTryAt: null,
    ...patch,
  };
}

/** A phone with these drafts; the first one is shown unless said otherwise. */
export function withDrafts(
  state: PhoneState,
  list: readonly DraftSummary[],
  current: string | null = list[0]?.id ?? null,
): PhoneState {
  const many = (status: DraftSummary['status']): number =>
    list.filter((entry) => entry.status === status).length;
  return {
    ...state,
    drafts: {
      ...state.drafts,
      list,
      current,
      waiting: many('waiting'),
      needYou: many('refused') + many('conflict') + many('damaged'),
    },
  };
}

/** The moments after a call: the form is open, nothing else is urgent. */
export function wrapUp(patch: Partial<DraftSummary> = {}): PhoneState {
  const state = withDrafts(READY, [draft(patch)]);
  return {
    ...state,
    agent: { ...state.agent, phase: 'afterCall', since: NOW - 12_000, dispositionPending: true },
  };
}

export const OUTBOX: readonly DraftSummary[] = [
  draft({
    id: 'd2',
    status: 'refused',
    step: 'callback',
    outcome: 'Agenda',
    title: 'Marcos Ferreyra',
    phone: '5491150123456',
    error: { code: 'agendaLimit', params: {} },
    at: NOW - 50 * MINUTE,
  }),
  draft({
    id: 'd3',
    status: 'conflict',
    step: 'disposition',
    outcome: 'Venta',
    title: 'Elena Domínguez',
    phone: '543415551234',
    error: { code: 'draftConflict', params: {} },
    at: NOW - 70 * MINUTE,
  }),
  draft({
    id: 'd4',
    status: 'waiting',
    outcome: 'No le interesa',
    title: '541147778899',
    phone: '541147778899',
    error: { code: 'serverUnreachable', params: {} },
    nextTryAt: NOW + 42_000,
    at: NOW - 9 * MINUTE,
  }),
  draft({ id: 'd5', status: 'sending', outcome: 'Venta', title: 'Joaquín Sosa', at: NOW - 6 * MINUTE }),
  draft({
    id: 'd6',
    about: 'note',
    status: 'waiting',
    title: '59829001234',
    phone: '59829001234',
    campaignName: '',
  }),
  draft({
    id: 'd7',
    status: 'sent',
    outcome: 'Contestador automático',
    title: 'Lidia Paz',
    at: NOW - 130 * MINUTE,
  }),
  draft({
    id: 'd8',
    status: 'damaged',
    title: '',
    phone: '',
    campaignName: '',
    callId: '',
    at: 0,
    error: { code: 'draftDamaged', params: {} },
  }),
];
