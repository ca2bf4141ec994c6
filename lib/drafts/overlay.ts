/** The server's form with what the agent typed laid over it: what a view draws. Pure. */
import type { CrmInteraction } from '@/lib/omnileads/forms';
import { CONFIRM_NAME, type FormPage, type PageField } from './form-page';
import type { FieldView, FormView, OptionKind } from './form-view';
import { typedValue } from './typed';
import type { Draft, StoredDisposition } from './types';
import { serverMoment } from './zone';

export interface OverlayContext {
  readonly optionKinds: Readonly<Record<string, OptionKind>>;
  readonly zoneMin: number | null;
  readonly now: number; // ms epoch
  /** Read from the server just now. */
  readonly fresh: boolean;
  readonly crm: CrmInteraction | null;
}

/** Names the REST of later releases uses for the callback form's fields (Appendix F). */
const ALSO_CALLED: Readonly<Record<string, string>> = {
  fecha: 'date',
  hora: 'time',
  telefono: 'phone',
  tipo_agenda: 'schedule_type',
  observaciones: 'observations',
};
/** Inbound (interface §3.4): their contact may be saved without a disposition. */
const INBOUND_CALL = '3';

function errorsOf(draft: Draft, page: FormPage, { serverName }: PageField): readonly string[] {
  const { problem } = draft;
  // A field called alike in another step's form is another field.
  const ownStep = problem?.step === 'contact' ? 'disposition' : problem?.step;
  if (!problem || (ownStep && ownStep !== page.step)) return [];
  const alias = page.step === 'callback' ? problem.fields[ALSO_CALLED[serverName] ?? ''] : undefined;
  return problem.fields[serverName] ?? alias ?? [];
}

export function formView(draft: Draft, page: FormPage, context: OverlayContext): FormView {
  const { optionKinds, zoneMin, now, fresh, crm } = context;
  const value = (field: PageField): string => typedValue(draft, field.name) ?? field.value;
  const option = typedValue(draft, 'disposition.option') ?? page.stored.option;
  const incomplete = draft.problem?.code === 'formIncomplete';
  const show = (field: PageField): FieldView => {
    const isSub = field.name === 'disposition.sub';
    const subs = page.subs[option] ?? [];
    const required = isSub ? subs.length > 0 : field.required;
    const { serverName: _, ...rest } = field;
    return {
      ...rest,
      required,
      choices: isSub ? subs.map((name) => ({ value: name, label: name })) : field.choices,
      value: value(field),
      stored: field.value,
      errors: errorsOf(draft, page, field),
      missing: incomplete && missingFields(draft, page).includes(field.name),
    };
  };
  const sections = page.sections.map(({ part, fields }) => ({
    part,
    // The box that confirms a shared number is for those who were asked (interface §6.6).
    fields: fields
      .map(show)
      .filter(({ name, errors, value: now_ }) => name !== CONFIRM_NAME || errors.length > 0 || now_ !== ''),
  }));
  const { problem } = draft;
  const general = problem && (!problem.step || stepOfForm(problem.step) === page.step);
  return {
    draftId: draft.id,
    step: page.step,
    sections,
    contactId: draft.contactId,
    subs: page.subs,
    optionKinds,
    contactOnly:
      draft.call.callType === INBOUND_CALL && page.stored.option === '' && !draft.confirmed.disposition,
    errors: general ? (problem.fields[''] ?? []) : [],
    problem: problem && { code: problem.code, params: problem.params },
    conflict: conflictOf(draft, page),
    zoneMin,
    ...serverDateTime(now, zoneMin),
    readAt: page.readAt,
    fresh,
    crm,
  };
}

const stepOfForm = (step: string): string => (step === 'contact' ? 'disposition' : step);

function serverDateTime(now: number, zoneMin: number | null): { serverDate: string; serverTime: string } {
  const { date, time } = serverMoment(now, zoneMin);
  return { serverDate: date, serverTime: time };
}

function conflictOf(draft: Draft, page: FormPage): FormView['conflict'] {
  const theirs = draft.problem?.theirs;
  const mine = draft.wanted.disposition;
  if (draft.status !== 'conflict' || !theirs || !mine) return null;
  const choices =
    page.sections.flatMap(({ fields }) => fields).find(({ name }) => name === 'disposition.option')
      ?.choices ?? [];
  const named = ({ option, sub, comments }: StoredDisposition) => ({
    option,
    sub,
    comments,
    optionName: choices.find(({ value }) => value === option)?.label ?? option,
  });
  return { mine: named(mine), theirs: named(theirs) };
}

/** Compulsory fields of this page that are empty, by name: said before anything is sent, so also offline. */
export function missingFields(draft: Draft, page: FormPage, only?: 'contact'): readonly string[] {
  const option = typedValue(draft, 'disposition.option') ?? page.stored.option;
  const global = typedValue(draft, 'callback.kind') === 'global';
  return page.sections
    .filter(({ part }) => only !== 'contact' || part === 'contact')
    .flatMap(({ fields }) => fields)
    .filter((field) => {
      const { name, required, locked, value } = field;
      if (locked || (global && (name === 'callback.date' || name === 'callback.time'))) return false;
      const must = name === 'disposition.sub' ? (page.subs[option]?.length ?? 0) > 0 : required;
      return must && (typedValue(draft, name) ?? value).trim() === '';
    })
    .map(({ name }) => name);
}
