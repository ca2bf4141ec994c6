/** What to post: every slot the server gave us, with only our changes put in. */
import type { FormSchema, FormSlot } from './schema';

export type Changes = Readonly<Record<string, string>>;

/**
 * Pairs in the form's own order. A changed name changes in all its slots (the server renders some controls twice and uses the
 * last one). A checkbox is switched off by the value ''. Names the form doesn't know, and locked ones, are not sent.
 */
export function pairsToPost(schema: FormSchema, changes: Changes): FormSlot[] {
  const kinds = new Map(schema.fields.map((field) => [field.name, field]));
  const off = (name: string): boolean => kinds.get(name)?.kind === 'checkbox' && changes[name] === '';
  const kept = schema.slots
    .filter((slot) => !off(slot.name))
    .map((slot) => {
      const change = kinds.get(slot.name)?.locked ? undefined : changes[slot.name];
      return change === undefined ? slot : { name: slot.name, value: change };
    });
  const added = schema.unsent
    .filter((name) => changes[name] !== undefined && !off(name))
    .map((name) => ({ name, value: changes[name] ?? '' }));
  return [...kept, ...added];
}

export function toBody(pairs: readonly FormSlot[]): URLSearchParams {
  return new URLSearchParams(pairs.map(({ name, value }) => [name, value]));
}
