/** A disposition for each of the contact's phones: a Django form set beside the disposition form (interface §6.6). */
import { fieldOf, type FormField, type FormSchema } from './schema';

const ROW = /^form-(\d+)-campo_contacto$/;

/** Name of the control that takes the disposition, by the phone's column. Rows may move: the column is their key. */
export function phoneSlots(schema: FormSchema): ReadonlyMap<string, string> {
  return new Map(
    schema.fields.flatMap(({ name, value }) => {
      const row = ROW.exec(name)?.[1];
      const slot = `form-${row}-calificacion`;
      return row && value && fieldOf(schema, slot) ? [[value, slot] as const] : [];
    }),
  );
}

export function phoneFields(schema: FormSchema): readonly (FormField & { readonly column: string })[] {
  return [...phoneSlots(schema)].flatMap(([column, slot]) => {
    const field = fieldOf(schema, slot);
    return field ? [{ ...field, column }] : [];
  });
}

/** Option's name by phone column; '' = none. {} where the campaign doesn't ask. */
export function phoneDispositions(schema: FormSchema): Readonly<Record<string, string>> {
  return Object.fromEntries(phoneFields(schema).map(({ column, value }) => [column, value]));
}
