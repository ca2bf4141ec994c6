/** OMniLeads as drafts see it: contacts, dispositions, callbacks and notes behind small forms, and every request written down. */
import { PhoneError } from '@/lib/diagnostics';
import type {
  CompulsoryStatus,
  DispositionOption,
  Page,
  Pairs,
  PastDisposition,
  StoredCallback,
} from '@/lib/omnileads';
import type { DraftsClient } from '@/lib/phone/ports';

export const SERVER = 'https://oml.example';
/** Options as in the recorded campaigns: 1 with sub-dispositions, 2 with a management form, 5 the callback's. */
const OPTIONS = { '1': 'Contactado', '2': 'Venta', '3': 'No contesta', '5': 'agenda' };
const SUBS = JSON.stringify([
  { id: 1, subcalificaciones: ['Interesado', 'Llamar luego'] },
  { id: 2, subcalificaciones: [] },
]);

interface Contact {
  telefono: string;
  nombre: string;
}
interface Disposition {
  id: string;
  option: string;
  sub: string;
  comments: string;
  callid: string;
}
interface Answer {
  path: string;
  html?: string;
  json?: unknown;
  status?: number;
  origin?: string;
}

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
const input = (name: string, value: string, more = ''): string =>
  `<div><input type="text" name="${name}" value="${escape(value)}" ${more}></div>`;
const form = (id: string, inner: string): string =>
  `<form method="post" action="" id="${id}"><input type="hidden" name="csrfmiddlewaretoken" value="tok">${inner}</form>`;
const select = (name: string, options: Readonly<Record<string, string>>, chosen: string): string =>
  `<div><select name="${name}" required><option value="">---</option>${Object.entries(options)
    .map(
      ([value, label]) => `<option value="${value}" ${value === chosen ? 'selected' : ''}>${label}</option>`,
    )
    .join('')}</select></div>`;

export class Office {
  readonly contacts = new Map<string, Contact>([['19', { telefono: '3515550019', nombre: 'Nombre19' }]]);
  readonly dispositions = new Map<string, Disposition>(); // by contact
  readonly answers = new Map<string, Record<string, string>>(); // management, by disposition
  readonly callbacks = new Map<string, StoredCallback & { id: string }>();
  readonly notes = new Map<string, string>();
  readonly past = new Map<string, readonly PastDisposition[]>(); // newest first, by disposition
  readonly asked: string[] = [];
  /** Requests whose path matches fail with this code; `times` left. */
  failing: { match: RegExp; code: PhoneError['code']; times: number }[] = [];
  /** Answers in place of a form. */
  instead = new Map<RegExp, Answer>();
  /** Requests whose effect happens and whose answer never comes: the document that asked is dead. */
  losing: RegExp | null = null;
  signedIn = true;
  who = { kind: 'agent', extension: '1003' } as Awaited<ReturnType<DraftsClient['session']['check']>>;
  compulsory: CompulsoryStatus = { kind: 'clear' };
  options: readonly DispositionOption[] | null = null;
  crm: unknown = null;
  /** What is wrong with the next post: field → words. */
  refuse: Record<string, string> | null = null;
  listForbidden = false;
  momentsJson = '[]';
  private ids = 100;
  private held: { match: RegExp; until: Promise<void> } | null = null;

  fail(match: RegExp, code: PhoneError['code'], times = 1): void {
    this.failing.push({ match, code, times });
  }
  /** Requests whose path matches wait until the returned function is called; then the server sees them. */
  hold(match: RegExp): () => void {
    let go = (): void => undefined;
    this.held = { match, until: new Promise((resolve) => (go = resolve)) };
    return go;
  }
  requests(match: RegExp): string[] {
    return this.asked.filter((line) => match.test(decodeURIComponent(line)));
  }

  private page(asked: string, answer: Answer): Page {
    const url = (answer.origin ?? SERVER) + answer.path;
    return {
      status: answer.status ?? 200,
      url,
      path: answer.path.split('?')[0] ?? '',
      redirected: asked !== answer.path,
      html: answer.html ?? '',
      json: answer.json,
    };
  }
  private async ask<T>(what: string, answer: () => T): Promise<T> {
    this.asked.push(what);
    await Promise.resolve();
    if (this.held?.match.test(decodeURIComponent(what))) await this.held.until;
    if (!this.signedIn) throw new PhoneError('sessionExpired');
    const failing = this.failing.find(
      ({ match, times }) => times > 0 && match.test(decodeURIComponent(what)),
    );
    if (failing) {
      failing.times -= 1;
      throw new PhoneError(failing.code);
    }
    const value = answer();
    if (this.losing?.test(what)) {
      this.losing = null;
      return new Promise<T>(() => undefined);
    }
    return value;
  }

  private contactOf(path: string): { contactId: string; callData: Record<string, string> } {
    const direct = /(?:calificacion|con_contacto)\/(\d+)\//.exec(path)?.[1];
    const json = /(%7B.*)$/.exec(path)?.[1];
    const callData = json ? (JSON.parse(decodeURIComponent(json)) as Record<string, string>) : {};
    const named = callData.id_contacto === '-1' ? '' : (callData.id_contacto ?? '');
    const found = [...this.contacts].find(([, { telefono }]) => telefono === callData.telefono)?.[0];
    return { contactId: direct ?? (named || found || ''), callData };
  }
  private dispositionForm(contactId: string, phone: string, errors: Record<string, string> = {}): string {
    const contact = this.contacts.get(contactId);
    const { option = '', sub = '', comments = '' } = this.dispositions.get(contactId) ?? {};
    const error = (name: string) =>
      errors[name]
        ? `<div><ul class="errorlist"><li>${errors[name]}</li></ul><input type="text" name="${name}"></div>`
        : '';
    return (
      form(
        'form-calificacion',
        `<input type="hidden" name="contacto_form-confirmar_duplicado" value="False">
        <input type="hidden" name="nombre_subcalificaciones" value="${escape(SUBS)}">
        ${select('opcion_calificacion', OPTIONS, option)}
        <select name="subcalificacion">${sub ? `<option selected>${sub}</option>` : ''}</select>
        <textarea name="observaciones">${escape(comments)}</textarea>
        ${input('contacto_form-telefono', contact?.telefono ?? phone, 'required')}
        ${input('contacto_form-nombre', contact?.nombre ?? '')}${Object.keys(errors).map(error).join('')}`,
      ) +
      `<script type="application/json" id="configuracionSitioExterno">${JSON.stringify(this.crm)}</script>`
    );
  }
  private callbackForm(contactId: string, callback?: StoredCallback): string {
    const { telefono = '' } = this.contacts.get(contactId) ?? {};
    return form(
      'agenda',
      `${input('fecha', callback?.date ?? '', 'required')}${input('hora', callback ? `${callback.time}:00` : '', 'required')}
      <textarea name="observaciones">${escape(callback?.reason ?? '')}</textarea>
      <select name="tipo_agenda"><option value="1" selected>PERSONAL</option></select>
      <select name="telefono"><option value="${telefono}" selected>${telefono}</option></select>
      <input type="hidden" name="contacto" value="${contactId}"><input type="hidden" name="campana" value="1">`,
    );
  }
  private get(path: string): Answer {
    for (const [match, answer] of this.instead) if (match.test(decodeURIComponent(path))) return answer;
    if (path === '/api/v1/disposition/') {
      const rows = [...this.dispositions].map(([contactId, { id, option, callid }]) => ({
        id: Number(id),
        idContact: Number(contactId),
        callid,
        idDispositionOption: Number(option),
      }));
      return { path, json: rows };
    }
    const venta = /^\/formulario\/venta\/(\d+)\//.exec(path)?.[1];
    if (venta) {
      const option = [...this.dispositions.values()].find(({ id }) => id === venta)?.option;
      if (option !== '2') return { path, status: 404 };
      const { producto = '', nota = '' } = this.answers.get(venta) ?? {};
      const products = select('producto', { 'Plan A': 'Plan A', 'Plan B': 'Plan B' }, producto);
      return { path, html: form('venta', products + input('nota', nota)) };
    }
    const create = /^\/agenda_contacto\/(\d+)\/create\//.exec(path)?.[1];
    if (create) {
      const there = [...this.callbacks.values()].find(({ contactId }) => contactId === create);
      return there
        ? { path: `/agenda_contacto/update/${there.id}/`, html: this.callbackForm(create, there) }
        : { path, html: this.callbackForm(create) };
    }
    const { contactId, callData } = this.contactOf(path);
    return { path, html: this.dispositionForm(contactId, callData.telefono ?? '') };
  }
  private post(path: string, pairs: Pairs): Answer {
    const value = Object.fromEntries(pairs);
    if (this.refuse) {
      const errors = this.refuse;
      this.refuse = null;
      return { path, html: this.dispositionForm(this.contactOf(path).contactId, '', errors) };
    }
    const venta = /^\/formulario\/venta\/(\d+)\//.exec(path)?.[1];
    if (venta) {
      this.answers.set(venta, { producto: value.producto ?? '', nota: value.nota ?? '' });
      return { path: `/formulario/venta/${venta}/detalle/` };
    }
    if (path.startsWith('/agenda_contacto/')) return this.postCallback(path, value);
    return this.postDisposition(path, value);
  }
  private postCallback(path: string, value: Record<string, string>): Answer {
    const id = /update\/(\d+)\//.exec(path)?.[1] ?? String((this.ids += 1));
    const { contacto = '', campana = '', fecha = '', hora = '', telefono = '', observaciones = '' } = value;
    this.callbacks.set(id, {
      id,
      contactId: contacto,
      campaignId: campana,
      kind: 'personal',
      date: fecha,
      time: hora.slice(0, 5),
      phone: telefono,
      reason: observaciones,
    });
    const html = `<script type="application/json" id="agendas_dates_json">${this.momentsJson}</script>`;
    return { path: `/agenda_contacto/${id}/detalle/`, html };
  }
  private postDisposition(path: string, value: Record<string, string>): Answer {
    const { contactId: known, callData } = this.contactOf(path);
    const contactId = known || String((this.ids += 1));
    this.contacts.set(contactId, {
      telefono: value['contacto_form-telefono'] ?? '',
      nombre: value['contacto_form-nombre'] ?? '',
    });
    const {
      opcion_calificacion: option = '',
      subcalificacion: sub = '',
      observaciones: comments = '',
    } = value;
    if (option === '') {
      const data = encodeURIComponent(JSON.stringify({ ...callData, id_contacto: contactId }));
      return { path: `/agente/calificar_llamada/${data}` };
    }
    const id = this.dispositions.get(contactId)?.id ?? String((this.ids += 1));
    this.dispositions.set(contactId, { id, option, sub, comments, callid: callData.call_id ?? '' });
    if (option === '2') return { path: `/formulario/venta/${id}/` };
    if (option === '5') return { path: `/agenda_contacto/${contactId}/create/1/` };
    return { path: `/formulario/1/calificacion/${contactId}/update_recalificacion/` };
  }

  client(): DraftsClient {
    const get = (path: string) => this.ask(`GET ${path}`, () => this.page(path, this.get(path)));
    const post = (path: string, pairs: Pairs) =>
      this.ask(`POST ${path}`, () => this.page(path, this.post(path, pairs)));
    const denied = (): never => {
      throw new PhoneError('permissionDenied');
    };
    return {
      web: { get, write: (job) => job({ get, post }) },
      session: { check: () => this.ask('check', () => this.who) } as DraftsClient['session'],
      notes: {
        readNote: (id) => this.ask(`readNote ${id}`, () => this.notes.get(id) ?? 'No hay descripción'),
        noteRecording: (id, text) =>
          this.ask(`note ${id} ${text}`, () => {
            this.notes.set(id, text);
          }),
      },
      directory: {
        compulsoryStatus: () => this.ask('compulsoryStatus', () => this.compulsory),
      } as DraftsClient['directory'],
      dispositions: {
        options: () => this.ask('options', () => this.options ?? denied()),
        history: (id) => this.ask(`history ${id}`, () => this.past.get(id) ?? []),
      },
      contacts: {
        identify: (campaignId: string, digits: string) =>
          this.ask(`identify ${campaignId} ${digits}`, () =>
            [...this.contacts].map(([id, { telefono, nombre }]) => ({
              id,
              campaignId,
              phone: telefono,
              columns: { nombre },
              dispositionId: this.dispositions.get(id)?.id ?? null,
            })),
          ),
      } as unknown as DraftsClient['contacts'],
      callbacks: {
        list: (from, to) =>
          this.ask(`callbacks ${from} ${to}`, () =>
            this.listForbidden
              ? denied()
              : [...this.callbacks.values()].map((one) => ({
                  ...one,
                  campaignType: '1',
                  campaignName: 'manual_01',
                  words: JSON.stringify(one),
                })),
          ),
        read: (id) => this.ask(`callback ${id}`, () => this.callbacks.get(id) ?? null),
        schedule: () => Promise.resolve(null),
      },
    };
  }
}
