/** What a form's fields are called, what is wrong with a value, and which forms an option asks for. Pure. */
import type { FieldView, FormReply, FormStep, FormView } from '@/lib/drafts';
import { readTime, type BareKey, type Texts } from '@/lib/i18n';
import type { DraftSummary } from '@/lib/phone';

/** Fields whose words are ours; the others carry the server's label. */
const NAMED: Readonly<Record<string, BareKey>> = {
  'disposition.option': 'form.option',
  'disposition.sub': 'form.sub',
  'disposition.comments': 'form.comments',
  'callback.kind': 'form.kind',
  'callback.date': 'form.date',
  'callback.time': 'form.time',
  'callback.phone': 'form.phone',
  'callback.reason': 'form.reason',
  'contact.confirmar_duplicado': 'form.duplicate',
};

export function labelOf({ name, label }: Pick<FieldView, 'name' | 'label'>, texts: Texts): string {
  const own = NAMED[name];
  // Columns are named by administrators: as they wrote them, without the part that tells us where they belong.
  return own ? texts.t(own) : (label || name.slice(name.indexOf('.') + 1)).replaceAll('_', ' ');
}

/** What is plainly wrong with what is typed, said before anything is sent; '' = nothing that we can see. */
export function problemOf(field: FieldView, value: string, texts: Texts): string {
  const text = value.trim();
  if (text === '' || field.locked) return '';
  if (field.kind === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(text))
    return texts.t('form.dateWrong', { example: texts.dates.show('2026-11-25') });
  if (field.kind === 'time' && readTime(text) === null) return texts.t('form.timeWrong');
  if (field.kind !== 'number') return '';
  const digits = /^\d+(?:[.,](\d+))?$/.exec(text);
  if (!digits) return texts.t('form.numberWrong');
  const decimals = digits[1]?.length ?? 0;
  if (field.decimals === undefined || decimals <= field.decimals) return '';
  return field.decimals === 0
    ? texts.t('form.wholeWrong')
    : texts.t('form.decimalsWrong', { count: field.decimals });
}

/** The server's words, or ours for what was left empty. Once the agent has changed the value they are about the past. */
export function complaintsOf(field: FieldView, value: string, texts: Texts): string {
  if (value !== field.value) return '';
  if (field.errors.length > 0) return field.errors.join(' ');
  return field.missing && value.trim() === '' ? texts.t('form.missing') : '';
}

export const formOf = (reply: FormReply | null | undefined): FormView | null =>
  reply?.kind === 'form' ? reply.form : null;

export const fieldsOf = (form: FormView | null, part: string): readonly FieldView[] =>
  form?.sections.find((section) => section.part === part)?.fields ?? [];

export const fieldNamed = (form: FormView | null, name: string): FieldView | undefined =>
  form?.sections.flatMap(({ fields }) => fields).find((field) => field.name === name);

/** The form shown first: a callback of the list has no disposition to speak of. */
export const baseStep = (draft: Pick<DraftSummary, 'about'>): FormStep =>
  draft.about === 'callback' ? 'callback' : 'disposition';

/** The form that follows: by what is known of the chosen option, else by what the server asked for when it had it. */
export function followStep(
  draft: Pick<DraftSummary, 'about' | 'step'>,
  form: FormView | null,
  option: string,
): FormStep | null {
  if (draft.about !== 'disposition') return null;
  const kind = form?.optionKinds[option];
  if (kind) return kind === 'plain' ? null : kind;
  return draft.step === 'management' || draft.step === 'callback' ? draft.step : null;
}

/** What a campaign's database says of a customer that is worth reading: columns with a value, as label and value. */
export function knownOf(form: FormView | null, texts: Texts): readonly (readonly [string, string])[] {
  return (
    fieldsOf(form, 'contact')
      .filter((field) => field.kind !== 'checkbox' && field.value.trim() !== '')
      // The number stands above already.
      .filter((field) => field.name !== 'contact.telefono')
      .map((field) => [labelOf(field, texts), wordsOf(field, field.value)] as const)
  );
}

/** A value as it is read: a choice by its label. */
export function wordsOf(field: Pick<FieldView, 'choices'>, value: string): string {
  return field.choices.find((choice) => choice.value === value)?.label ?? value;
}

/** OMniLeads' header of CRM data: JSON of any shape, shown flat; what is no JSON object is not shown. */
export function crmPairs(json: string | null | undefined): readonly (readonly [string, string])[] {
  const parsed = parse(json ?? '');
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return [];
  return Object.entries(parsed).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number'
      ? [[name.replaceAll('_', ' '), String(value)] as const]
      : [],
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text || 'null') as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
