/** The management form: the campaign's own questions, named by their labels (interface §6.9). */
import { CONFIRM_DUPLICATE, CONTACT_PREFIX } from './disposition';
import type { FormField, FormSchema } from './schema';

/** Fields of the page that are not its answers. */
const NOT_ANSWERS = new Set(['csrfmiddlewaretoken', 'calificacion', CONFIRM_DUPLICATE]);

export function managementFields(schema: FormSchema): readonly FormField[] {
  return schema.fields.filter(
    ({ name, kind }) => !NOT_ANSWERS.has(name) && !name.startsWith(CONTACT_PREFIX) && kind !== 'hidden',
  );
}

export function managementAnswers(schema: FormSchema): Readonly<Record<string, string>> {
  return Object.fromEntries(managementFields(schema).map(({ name, value }) => [name, value]));
}
