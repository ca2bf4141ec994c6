/** The management form's own fields, each named by its label (interface §6.9). */
import { markup, type Language, type Markup, type QueryDict } from '@/lab/omnileads/http';
import type { ManagementField } from '@/lab/omnileads/store';

import { tell, tellChoice, tellDecimals } from './sentences';
import { EMPTY_CHOICE, field, input, select, textarea, type Errors } from './widgets';

export interface ManagementForm {
  readonly valid: boolean;
  readonly visible: Markup;
  /** Answers as they are stored. Only for a valid form. */
  readonly answers: () => Record<string, string>;
}
interface Input {
  readonly language: Language;
  readonly fields: readonly ManagementField[];
  readonly stored: Readonly<Record<string, string>>;
  readonly posted: QueryDict | null;
}

function wrong(language: Language, one: ManagementField, value: string): string | null {
  if (value === '') return one.required ? tell(language, 'required') : null;
  if (one.kind === 'list') return one.choices?.includes(value) ? null : tellChoice(language, value);
  if (one.kind === 'integer') {
    if (!/^-?\d+$/u.test(value)) return tell(language, 'integer');
    return Number(value) < 0 ? tell(language, 'negative') : null;
  }
  if (one.kind !== 'decimal') return null;
  if (!/^-?\d+(\.\d+)?$/u.test(value)) return tell(language, 'number');
  if (Number(value) < 0) return tell(language, 'negative');
  const decimals = value.split('.')[1]?.length ?? 0;
  return decimals > (one.decimals ?? 2) ? tellDecimals(language, one.decimals ?? 2) : null;
}

function control(one: ManagementField, value: string | null): Markup {
  const required = { required: one.required };
  if (one.kind === 'textarea') return textarea(one.name, value, required);
  if (one.kind === 'integer' || one.kind === 'decimal') return input('number', one.name, value, required);
  if (one.kind !== 'list') return input('text', one.name, value, required);
  const choices = (one.choices ?? []).map((choice) => ({ value: choice, label: choice }));
  return select(one.name, [EMPTY_CHOICE, ...choices], value ?? '', required);
}

export function managementForm({ language, fields, stored, posted }: Input): ManagementForm {
  const given = (name: string): string => (posted?.get(name) ?? '').trim();
  const errors: Record<string, string[]> = {};
  if (posted)
    for (const one of fields) {
      const error = wrong(language, one, given(one.name));
      if (error) errors[one.name] = [error];
    }
  const shown: Errors = errors;
  const value = (name: string): string | null =>
    posted ? (posted.get(name) ?? null) : (stored[name] ?? null);
  return {
    valid: Object.keys(errors).length === 0,
    visible: markup`${fields.map((one) => field(one.name, one.name, control(one, value(one.name)), shown))}`,
    answers: () => Object.fromEntries(fields.map(({ name }) => [name, given(name)])),
  };
}
