/** What is particular to the disposition form (interface §6.6). */
import * as v from 'valibot';
import { fieldOf, type Choice, type FormField, type FormSchema } from './schema';

export const DISPOSITION_FORM = 'form#form-calificacion';
export const CONTACT_PREFIX = 'contacto_form-';
export const OPTION = 'opcion_calificacion';
export const SUB_OPTION = 'subcalificacion';
export const COMMENTS = 'observaciones';
const SUB_OPTIONS = 'nombre_subcalificaciones'; // hidden JSON: the only place where sub-dispositions can be read
export const CONFIRM_DUPLICATE = 'contacto_form-confirmar_duplicado';

const SubOptions = v.array(v.object({ id: v.number(), subcalificaciones: v.nullable(v.array(v.string())) }));

/** Sub-dispositions by option id; options without any are absent. Malformed JSON counts as none: the server still validates. */
export function subDispositions(schema: FormSchema): ReadonlyMap<string, readonly string[]> {
  const raw = fieldOf(schema, SUB_OPTIONS)?.value ?? '[]';
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return new Map();
  }
  const checked = v.safeParse(SubOptions, parsed);
  if (!checked.success) return new Map();
  return new Map(
    checked.output
      .filter((option) => (option.subcalificaciones?.length ?? 0) > 0)
      .map((option) => [String(option.id), option.subcalificaciones ?? []]),
  );
}

/** The options one may choose; the empty first entry of the select is left out. */
export function dispositionOptions(schema: FormSchema): readonly Choice[] {
  return (fieldOf(schema, OPTION)?.choices ?? []).filter((choice) => choice.value !== '');
}

/** What the server has stored: the selected option, sub-disposition and comments; option '' = not dispositioned yet. */
export function storedDisposition(schema: FormSchema): { option: string; sub: string; comments: string } {
  return {
    option: fieldOf(schema, OPTION)?.value ?? '',
    sub: fieldOf(schema, SUB_OPTION)?.value ?? '',
    comments: fieldOf(schema, COMMENTS)?.value ?? '',
  };
}

/** The contact's columns by name without prefix, as shown; locked and read-only ones too, hidden ones the page doesn't have. */
export function contactFields(schema: FormSchema): readonly (FormField & { readonly column: string })[] {
  return schema.fields
    .filter(
      ({ name, kind }) => name.startsWith(CONTACT_PREFIX) && name !== CONFIRM_DUPLICATE && kind !== 'hidden',
    )
    .map((field) => ({ ...field, column: field.name.slice(CONTACT_PREFIX.length) }));
}

export function contactColumns(schema: FormSchema): Readonly<Record<string, string>> {
  return Object.fromEntries(contactFields(schema).map(({ column, value }) => [column, value]));
}
