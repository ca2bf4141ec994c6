/**
 * The server's form without what is secret or only of its page (token, slots): kept beside the draft, so that it can be shown
 * when the server can't be asked. Pure.
 */
import * as v from 'valibot';
import type { ManagementField } from '@/lib/omnileads';
import {
  COMMENTS,
  CONFIRM_DUPLICATE,
  contactFields,
  dispositionOptions,
  fieldOf,
  managementFields,
  OPTION,
  phoneFields,
  storedDisposition,
  SUB_OPTION,
  subDispositions,
  type Choice,
  type FormField,
  type FormSchema,
} from '@/lib/omnileads/forms';
import type { FormSection, FormStep } from './form-view';
import type { DraftCall } from './types';

const ChoiceRow = v.object({ value: v.string(), label: v.string() });
const PageFieldRow = v.object({
  name: v.string(),
  /** What the server calls it in its errors. */
  serverName: v.string(),
  label: v.string(),
  kind: v.picklist([
    'text',
    'textarea',
    'number',
    'date',
    'time',
    'select',
    'multiselect',
    'checkbox',
    'radio',
    'hidden',
  ]),
  value: v.string(),
  choices: v.array(ChoiceRow),
  required: v.boolean(),
  locked: v.boolean(),
  decimals: v.optional(v.number()),
});
const PageRow = v.object({
  step: v.picklist(['disposition', 'management', 'callback']),
  sections: v.array(
    v.object({
      part: v.picklist(['contact', 'phones', 'disposition', 'management', 'callback']),
      fields: v.array(PageFieldRow),
    }),
  ),
  subs: v.record(v.string(), v.array(v.string())),
  stored: v.object({ option: v.string(), sub: v.string(), comments: v.string() }),
  readAt: v.number(),
});
export type PageField = Readonly<v.InferOutput<typeof PageFieldRow>>;
export interface FormPage {
  readonly step: FormStep;
  readonly sections: readonly { readonly part: FormSection['part']; readonly fields: readonly PageField[] }[];
  readonly subs: Readonly<Record<string, readonly string[]>>;
  /** Disposition step: what was stored when the page was read. */
  readonly stored: { readonly option: string; readonly sub: string; readonly comments: string };
  readonly readAt: number;
}

/** null = not readable: the form is simply loaded again. */
export function readPage(raw: unknown): FormPage | null {
  const checked = v.safeParse(PageRow, raw);
  return checked.success ? checked.output : null;
}

const NOTHING = { option: '', sub: '', comments: '' };
export const CONFIRM_NAME = 'contact.confirmar_duplicado';

function field(name: string, from: FormField, over: Partial<PageField> = {}): PageField {
  const { label, kind, value, choices, required, locked } = from;
  return {
    name,
    serverName: from.name,
    label,
    kind,
    value: kind === 'checkbox' && value !== '' ? 'on' : value,
    choices: choices.map(({ value: one, label: words }) => ({ value: one, label: words })),
    required,
    locked,
    ...over,
  };
}

const MISSING: FormField = {
  name: '',
  kind: 'text',
  label: '',
  value: '',
  choices: [],
  required: false,
  locked: false,
  errors: [],
};
const found = (schema: FormSchema, name: string): FormField => fieldOf(schema, name) ?? { ...MISSING, name };

export function dispositionPage(schema: FormSchema, readAt: number): FormPage {
  const options = dispositionOptions(schema);
  const phones = phoneFields(schema);
  const contact = contactFields(schema).map((one) =>
    field(`contact.${one.column}`, one, { label: one.label || one.column }),
  );
  const confirm = field(CONFIRM_NAME, found(schema, CONFIRM_DUPLICATE), { kind: 'checkbox', value: '' });
  return {
    step: 'disposition',
    sections: [
      { part: 'contact', fields: [...contact, confirm] },
      ...(phones.length > 0
        ? [
            {
              part: 'phones' as const,
              fields: phones.map((one) =>
                field(`phone.${one.column}`, one, { label: one.column, required: false }),
              ),
            },
          ]
        : []),
      {
        part: 'disposition',
        fields: [
          field('disposition.option', found(schema, OPTION), {
            label: '',
            kind: 'select',
            choices: [...options],
            required: true,
          }),
          field('disposition.sub', found(schema, SUB_OPTION), { label: '', kind: 'select', choices: [] }),
          field('disposition.comments', found(schema, COMMENTS), { label: '', kind: 'textarea' }),
        ],
      },
    ],
    subs: Object.fromEntries([...subDispositions(schema)].map(([id, names]) => [id, [...names]])),
    stored: storedDisposition(schema),
    readAt,
  };
}

/** `known`: what the options' JSON says of the same fields, for what HTML doesn't tell (dates, decimals). */
export function managementPage(
  schema: FormSchema,
  known: readonly ManagementField[],
  readAt: number,
): FormPage {
  const fields = managementFields(schema).map((one) => {
    const more = known.find(({ name }) => name === one.name);
    const date = more?.kind === 'date' && (one.value === '' || /^\d{4}-\d{2}-\d{2}$/.test(one.value));
    return field(`management.${one.name}`, one, {
      label: one.label || one.name,
      ...(date ? { kind: 'date' as const } : {}),
      ...(more && more.decimals !== null ? { decimals: more.decimals } : {}),
    });
  });
  return managementOf(fields, readAt);
}

const managementOf = (fields: readonly PageField[], readAt: number): FormPage => ({
  step: 'management',
  sections: [{ part: 'management', fields }],
  subs: {},
  stored: NOTHING,
  readAt,
});

/** The management form before the server shows it: only its JSON is known. */
export function expectedManagement(known: readonly ManagementField[], readAt: number): FormPage {
  const fields = known.map((one): PageField => {
    const empty: readonly Choice[] = [{ value: '', label: '' }];
    return {
      name: `management.${one.name}`,
      serverName: one.name,
      label: one.name,
      kind: one.kind,
      value: '',
      choices:
        one.kind === 'select' ? [...empty, ...one.choices.map((value) => ({ value, label: value }))] : [],
      required: one.required,
      locked: false,
      ...(one.decimals === null ? {} : { decimals: one.decimals }),
    };
  });
  return managementOf(fields, readAt);
}

const KINDS: Readonly<Record<string, Choice>> = {
  '1': { value: 'personal', label: '' },
  '2': { value: 'global', label: '' },
};

interface CallbackForm {
  readonly kinds: readonly Choice[];
  readonly kind: string;
  readonly date: string;
  readonly time: string;
  readonly phones: readonly Choice[];
  readonly phone: string;
  readonly reason: string;
}

function callbackFields(form: CallbackForm): PageField[] {
  const of = (
    name: string,
    serverName: string,
    kind: PageField['kind'],
    value: string,
    choices: readonly Choice[] = [],
    required = true,
  ): PageField => ({
    name: `callback.${name}`,
    serverName,
    label: '',
    kind,
    value,
    choices: [...choices],
    required,
    locked: false,
  });
  return [
    of('kind', 'tipo_agenda', 'radio', form.kind, form.kinds),
    of('date', 'fecha', 'date', form.date),
    of('time', 'hora', 'time', form.time.slice(0, 5)),
    of('phone', 'telefono', 'select', form.phone, form.phones),
    of('reason', COMMENTS, 'textarea', form.reason, [], false),
  ];
}

export function callbackPage(schema: FormSchema, readAt: number): FormPage {
  const { value: kind, choices } = found(schema, 'tipo_agenda');
  const kinds = choices.flatMap(({ value }) => KINDS[value] ?? []);
  const phone = found(schema, 'telefono');
  const fields = callbackFields({
    kinds,
    kind: KINDS[kind]?.value ?? kinds[0]?.value ?? 'personal',
    date: found(schema, 'fecha').value,
    time: found(schema, 'hora').value,
    phones: phone.choices.filter(({ value }) => value !== ''),
    phone: phone.value,
    reason: found(schema, COMMENTS).value,
  });
  return { step: 'callback', sections: [{ part: 'callback', fields }], subs: {}, stored: NOTHING, readAt };
}

const DIALER = '2';
/** The callback's form before the contact exists: its own number is the only one known. */
export function expectedCallback(call: DraftCall, readAt: number): FormPage {
  const fields = callbackFields({
    // Global is for campaigns with a dialer alone (interface §7.1).
    kinds: Object.values(KINDS).filter(({ value }) => value === 'personal' || call.campaignType === DIALER),
    kind: 'personal',
    date: '',
    time: '',
    phones: call.phone ? [{ value: call.phone, label: call.phone }] : [],
    phone: call.phone,
    reason: '',
  });
  return { step: 'callback', sections: [{ part: 'callback', fields }], subs: {}, stored: NOTHING, readAt };
}
