/**
 * Kinds of a campaign's disposition options and the fields of their management forms, and what a disposition was before
 * (interface §8.6). The forms' own pages tell the first only after the disposition is saved and the second never; this JSON
 * belongs to the WhatsApp module and may change or be forbidden.
 */
import * as v from 'valibot';
import { ENDPOINTS } from './endpoints';
import type { Rest } from './rest';
import { Id, read } from './shape';

export interface ManagementField {
  /** Also the name it is posted under (interface §6.9). */
  readonly name: string;
  readonly kind: 'text' | 'date' | 'select' | 'textarea' | 'number';
  readonly choices: readonly string[];
  readonly required: boolean;
  /** Numbers: decimals allowed; null = not a number. */
  readonly decimals: number | null;
}
export interface DispositionOption {
  readonly id: string;
  readonly name: string;
  readonly kind: 'plain' | 'management' | 'callback';
  readonly fields: readonly ManagementField[];
}
/** One version of a contact's disposition in a campaign, as it was saved. */
export interface PastDisposition {
  readonly at: number | null; // ms epoch
  readonly option: string; // its name; '' = not told
  readonly comments: string;
  readonly agent: string; // full name
}
export interface Dispositions {
  /**
   * Options of the campaign, hidden ones too. Errors: permissionDenied, sessionExpired, serverError, serverAnsweredPage
   * (another release), serverTimeout, serverUnreachable: then the kinds are learnt from what follows each save.
   */
  options(campaignId: string): Promise<readonly DispositionOption[]>;
  /** All versions of this disposition, newest first, whoever made them. Errors as above. */
  history(dispositionId: string): Promise<readonly PastDisposition[]>;
}

/** Field types of interface §6.9; 6 is a list fetched live. */
const KINDS = ['text', 'date', 'select', 'textarea', 'number', 'select'] as const;
const Int = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/))]),
  v.transform(Number),
  v.integer(),
);
/** A list, or the JSON text of one. Anything else counts as none: the form's own page has them when it is time. */
const Choices = v.pipe(
  v.optional(v.nullable(v.union([v.string(), v.array(v.unknown())])), null),
  v.transform(choicesOf),
);
const Field = v.object({
  name: v.string(),
  type: Int,
  type_number: v.nullish(Int),
  sig_digits: v.nullish(Int),
  order: v.nullish(Int),
  values_select: Choices,
  is_required: v.boolean(),
});
const Options = v.object({
  status: v.literal('SUCCESS'),
  data: v.array(v.object({ id: Id, name: v.string(), type: Int, form_fields: v.nullish(v.array(Field)) })),
});
/** Dates and names only make it nicer: a release that lacks them has its history shown all the same. */
const Moment = v.pipe(
  v.fallback(v.nullish(v.string()), null),
  v.transform((text) => {
    const at = Date.parse(text ?? '');
    return Number.isNaN(at) ? null : at;
  }),
);
const Words = v.pipe(
  v.nullable(v.string()),
  v.transform((text) => text ?? ''),
);
const History = v.object({
  status: v.literal('SUCCESS'),
  data: v.array(
    v.object({
      comments: Words,
      updated_at: v.optional(Moment, null),
      disposition_data: v.nullish(v.object({ name: Words })),
      agent: v.nullish(v.object({ name: Words })),
    }),
  ),
});
const DECIMAL = 2;

export function createDispositions(rest: Rest): Dispositions {
  return {
    async options(campaignId) {
      const endpoint = ENDPOINTS.dispositionOptions;
      const { json } = await rest({ endpoint, parts: { campaignId } });
      return read(Options, json, endpoint).data.map(({ id, name, type, form_fields }) => ({
        id,
        name,
        kind: type === 1 ? 'management' : type === 2 ? 'callback' : 'plain',
        fields: [...(form_fields ?? [])].sort((a, b) => (a.order ?? 0) - (b.order ?? 0)).map(fieldOf),
      }));
    },
    async history(id) {
      const endpoint = ENDPOINTS.dispositionHistory;
      const { json } = await rest({ endpoint, parts: { id } });
      return read(History, json, endpoint).data.map(({ updated_at, disposition_data, comments, agent }) => ({
        at: updated_at,
        option: disposition_data?.name ?? '',
        comments,
        agent: agent?.name ?? '',
      }));
    },
  };
}

function fieldOf(field: v.InferOutput<typeof Field>): ManagementField {
  const kind = KINDS[field.type - 1] ?? 'text';
  const decimals = field.type_number === DECIMAL ? (field.sig_digits ?? 2) : 0;
  return {
    name: field.name,
    kind,
    choices: field.values_select,
    required: field.is_required,
    decimals: kind === 'number' ? decimals : null,
  };
}

function choicesOf(raw: string | unknown[] | null): string[] {
  let list: unknown = raw ?? [];
  if (typeof list === 'string') {
    try {
      list = JSON.parse(list) as unknown;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return [];
    }
  }
  return Array.isArray(list) ? list.map(String) : [];
}
