/** The callback's form (interface §7.3, recordings I4). */
import {
  html,
  alerts,
  markup,
  page,
  type PageContext,
  type QueryDict,
  type WebResponse,
} from '@/lab/omnileads/http';
import {
  databaseOf,
  columnValue,
  type Agent,
  type Callback,
  type Campaign,
  type Contact,
} from '@/lab/omnileads/store';

import { DIALER } from './disposition-save';
import { tell, tellChoice } from './sentences';
import {
  csrfField,
  EMPTY_CHOICE,
  field,
  formErrors,
  hiddenInput,
  input,
  select,
  textarea,
  type Errors,
} from './widgets';

export interface AgendaSubject {
  readonly context: PageContext;
  readonly agent: Agent;
  readonly campaign: Campaign;
  readonly contact: Contact;
  /** Null on the create page. */
  readonly callback: Callback | null;
}
export type AgendaWish = Pick<Callback, 'date' | 'time' | 'kind' | 'phone' | 'observations'>;

/** YYYY-MM-DD or, in Spanish, DD/MM/YYYY; null for anything else. */
export function readDate(text: string): string | null {
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(text) ?? [];
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/u.exec(text) ?? [];
  const parts = [isoYear ?? year, isoMonth ?? month, isoDay ?? day].map(Number);
  const [y = NaN, m = NaN, d = NaN] = parts;
  const at = new Date(Date.UTC(y, m - 1, d));
  const real = at.getUTCFullYear() === y && at.getUTCMonth() === m - 1 && at.getUTCDate() === d;
  return real ? at.toISOString().slice(0, 10) : null;
}
/** HH:MM with or without seconds, as HH:MM:SS. */
export function readTime(text: string): string | null {
  const [, hour = '', minute = '', second = '00'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/u.exec(text) ?? [];
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return `${hour.padStart(2, '0')}:${minute}:${second}`;
}

const phonesOf = ({ context, contact }: AgendaSubject): string[] => {
  const database = databaseOf(context.site.world, contact.databaseId);
  return database.phoneColumns.flatMap((column) => columnValue(contact, database, column) || []);
};
const kindsOf = ({ campaign }: AgendaSubject) =>
  campaign.type === DIALER
    ? [EMPTY_CHOICE, { value: '1', label: 'PERSONAL' }, { value: '2', label: 'GLOBAL' }]
    : [{ value: '1', label: 'PERSONAL' }];

/** What was posted, checked. Errors by field name. */
export function checkAgenda(
  subject: AgendaSubject,
  form: QueryDict,
): { wish: AgendaWish | null; errors: Errors } {
  const { language } = subject.context.request;
  const given = (name: string): string => (form.get(name) ?? '').trim();
  const errors: Record<string, string[]> = {};
  const date = readDate(given('fecha'));
  const time = readTime(given('hora'));
  const kind = given('tipo_agenda');
  const phone = given('telefono');
  if (!date) errors['fecha'] = [tell(language, given('fecha') === '' ? 'required' : 'date')];
  if (!time) errors['hora'] = [tell(language, given('hora') === '' ? 'required' : 'time')];
  if (kind === '') errors['tipo_agenda'] = [tell(language, 'required')];
  else if (!kindsOf(subject).some(({ value }) => value === kind))
    errors['tipo_agenda'] = [tellChoice(language, kind)];
  if (!phonesOf(subject).includes(phone))
    errors['telefono'] = [phone === '' ? tell(language, 'required') : tellChoice(language, phone)];
  if (!date || !time || Object.keys(errors).length > 0) return { wish: null, errors };
  return {
    wish: { date, time, kind: kind === '2' ? 2 : 1, phone, observations: given('observaciones') },
    errors,
  };
}

/** `posted` is null for the page as it is stored. */
export function renderAgenda(subject: AgendaSubject, posted: QueryDict | null, errors: Errors): WebResponse {
  const { context, agent, campaign, contact, callback } = subject;
  const { request } = context;
  const stored: Record<string, string> = callback
    ? {
        fecha: callback.date,
        hora: callback.time,
        observaciones: callback.observations,
        tipo_agenda: String(callback.kind),
        telefono: callback.phone,
      }
    : {};
  const value = (name: string): string => (posted ? posted.get(name) : stored[name]) ?? '';
  const unset = !posted && !callback;
  // Without a stored kind the browser takes the first choice; only the dialer's empty one is marked.
  const kind = unset && campaign.type !== DIALER ? null : value('tipo_agenda');
  const phones = phonesOf(subject).map((phone) => ({ value: phone, label: phone }));
  const hidden = [
    hiddenInput('contacto', posted?.get('contacto') ?? String(contact.id)),
    hiddenInput('agente', posted?.get('agente') ?? String(callback?.agentId ?? agent.id)),
    hiddenInput('campana', posted?.get('campana') ?? String(campaign.id)),
  ];
  const rows = [
    field('fecha', 'Fecha', input('text', 'fecha', value('fecha'), { required: true }), errors),
    field('hora', 'Hora', input('text', 'hora', value('hora'), { required: true }), errors),
    field('observaciones', 'Observaciones', textarea('observaciones', value('observaciones')), errors),
    field(
      'tipo_agenda',
      'Tipo',
      select('tipo_agenda', kindsOf(subject), kind, { required: campaign.type === DIALER }),
      errors,
    ),
    field('telefono', 'Teléfono', select('telefono', phones, unset ? null : value('telefono')), errors),
  ];
  return html(
    page(
      'OMniLeads',
      markup`${alerts(request)}<form method="post" id="form-agenda">
${hidden}${csrfField(request)}${formErrors(errors)}${rows}<button type="submit" class="btn btn-primary">Guardar</button>
</form>`,
    ),
  );
}
