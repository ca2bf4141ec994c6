/** What the agent typed, by the names of FieldView, as a wish and back. Pure. */
import { CONFIRM_NAME, type FormPage, type PageField } from './form-page';
import type { FormStep } from './form-view';
import { EMPTY_DISPOSITION } from './edit';
import type { Draft, Wanted, WantedCallback } from './types';

export type Pages = Readonly<Partial<Record<FormStep, FormPage>>>;

const PARTS = ['disposition', 'contact', 'phone', 'management', 'callback'] as const;
type Part = (typeof PARTS)[number];

const split = (name: string): readonly [Part, string] | null => {
  const dot = name.indexOf('.');
  const part = PARTS.find((known) => known === name.slice(0, dot));
  return part && dot < name.length - 1 ? [part, name.slice(dot + 1)] : null;
};

const fieldIn = (pages: Pages, step: FormStep, name: string): PageField | undefined =>
  pages[step]?.sections.flatMap(({ fields }) => fields).find((field) => field.name === name);
/** The page's field of that name, for what is stored there. */
const storedIn = (pages: Pages, step: FormStep, name: string): string | undefined =>
  fieldIn(pages, step, name)?.value;

/** A number as a browser's own number field sends it: the server knows no decimal comma, and gives "007" back as "7". */
const asNumber = (typed: string): string => {
  const [, whole, part] = /^\s*0*(\d+)(?:[.,](\d+))?\s*$/.exec(typed) ?? [];
  return whole === undefined ? typed : part === undefined ? whole : `${whole}.${part}`;
};

const without = (record: Readonly<Record<string, string>>, key: string): Record<string, string> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

/** A value as it is stored is no change; anything else is kept, '' too: the agent emptied it. */
function changed(
  record: Readonly<Record<string, string>>,
  key: string,
  value: string,
  stored: string | undefined,
): Record<string, string> {
  return value === stored ? without(record, key) : { ...record, [key]: value };
}

const CALLBACK_KEYS = ['date', 'time', 'phone', 'reason'] as const;

/** What the server offers as it stands: the start of a callback the agent begins to fill in. */
export function callbackAsOffered(pages: Pages): WantedCallback {
  const of = (name: string): string => storedIn(pages, 'callback', `callback.${name}`) ?? '';
  return {
    kind: of('kind') === 'global' ? 'global' : 'personal',
    date: of('date'),
    time: of('time'),
    phone: of('phone'),
    reason: of('reason'),
  };
}

/** The wish that these fields make of the draft's present one; null = a name that no form of ours has. */
export function typed(
  draft: Draft,
  pages: Pages,
  fields: Readonly<Record<string, string>>,
): Partial<Wanted> | null {
  let { disposition, management, callback } = draft.wanted;
  const stored = pages.disposition?.stored ?? draft.base;
  for (const [name, value] of Object.entries(fields)) {
    const parts = split(name);
    if (!parts) return null;
    const [part, key] = parts;
    if (part === 'management') {
      const number = fieldIn(pages, 'management', name)?.kind === 'number';
      management = { ...management, [key]: number ? asNumber(value) : value };
    } else if (part === 'callback') {
      callback ??= callbackAsOffered(pages);
      if (key === 'kind') callback = { ...callback, kind: value === 'global' ? 'global' : 'personal' };
      else if (CALLBACK_KEYS.some((known) => known === key)) callback = { ...callback, [key]: value };
      else return null;
    } else {
      disposition ??= { ...EMPTY_DISPOSITION, ...stored };
      if (name === CONFIRM_NAME) disposition = { ...disposition, confirmDuplicate: value !== '' };
      else if (part === 'contact') {
        const was = storedIn(pages, 'disposition', name);
        disposition = { ...disposition, contact: changed(disposition.contact, key, value, was) };
      } else if (part === 'phone') {
        const was = storedIn(pages, 'disposition', name);
        disposition = { ...disposition, phones: changed(disposition.phones ?? {}, key, value, was) };
      } else if (key === 'option') {
        const sub = value === disposition.option ? disposition.sub : '';
        disposition = { ...disposition, option: value, sub };
      } else if (key === 'sub' || key === 'comments') disposition = { ...disposition, [key]: value };
      else return null;
    }
  }
  // A global callback has no moment of its own.
  if (callback?.kind === 'global') callback = { ...callback, date: '', time: '' };
  return { disposition, management, callback };
}

/** What the agent typed into the field of this name; undefined = nothing. */
export function typedValue(draft: Draft, name: string): string | undefined {
  const { disposition, management, callback } = draft.wanted;
  const parts = split(name);
  if (!parts) return undefined;
  const [part, key] = parts;
  if (name === CONFIRM_NAME) return disposition?.confirmDuplicate ? 'on' : undefined;
  switch (part) {
    case 'contact':
      return disposition?.contact[key];
    case 'phone':
      return disposition?.phones?.[key];
    case 'management':
      return management?.[key];
    case 'callback':
      return callback ? (callback as unknown as Readonly<Record<string, string>>)[key] : undefined;
    case 'disposition':
      return disposition
        ? { option: disposition.option, sub: disposition.sub, comments: disposition.comments }[key]
        : undefined;
  }
}
