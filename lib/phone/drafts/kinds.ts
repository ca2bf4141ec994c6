/**
 * What follows a campaign's disposition options. JSON of another module tells it where it may be asked (interface §8.6); else it
 * is learnt from what the server asked for after each save, and remembered.
 */
import * as v from 'valibot';
import type { OptionKind } from '@/lib/drafts';
import type { DispositionOption, ManagementField } from '@/lib/omnileads';
import { quietly, type Bench } from './shared';

const Kind = v.picklist(['plain', 'management', 'callback']);
const Known = v.record(
  v.string(),
  v.object({
    kind: Kind,
    fields: v.array(
      v.object({
        name: v.string(),
        kind: v.picklist(['text', 'date', 'select', 'textarea', 'number']),
        choices: v.array(v.string()),
        required: v.boolean(),
        decimals: v.nullable(v.number()),
      }),
    ),
  }),
);
type Known = Readonly<v.InferOutput<typeof Known>>;

/** The form doesn't wait longer for what only makes it nicer. */
const PATIENCE_MS = 1_500;

export interface Kinds {
  of(campaignId: string): Promise<Readonly<Record<string, OptionKind>>>;
  fields(campaignId: string, option: string): readonly ManagementField[];
  /** Known without asking anybody; undefined = not known. */
  known(campaignId: string, option: string): OptionKind | undefined;
  learn(campaignId: string, option: string, kind: OptionKind): void;
  forget(): void;
}

export function createKinds(bench: Bench): Kinds {
  const memory = new Map<string, Known>();
  const asked = new Map<string, Promise<void>>();
  const key = (campaignId: string): string => `kinds|${bench.signed?.server ?? ''}|${campaignId}`;

  const keep = (campaignId: string, more: Known): void => {
    const all = { ...memory.get(campaignId), ...more };
    memory.set(campaignId, all);
    quietly(
      bench,
      'kinds not kept',
      bench.store().then((store) => store.keepFact(key(campaignId), all)),
    );
  };
  const remember = async (campaignId: string): Promise<void> => {
    const checked = v.safeParse(Known, await (await bench.store()).fact(key(campaignId)));
    if (checked.success) memory.set(campaignId, { ...checked.output, ...memory.get(campaignId) });
  };
  const ask = async (campaignId: string): Promise<void> => {
    const options = await bench.signed?.client.dispositions.options(campaignId);
    if (options) keep(campaignId, Object.fromEntries(options.map(entryOf)));
  };
  const patience = (): Promise<void> =>
    new Promise((resolve) => {
      bench.deps.after(PATIENCE_MS, resolve);
    });

  return {
    async of(campaignId) {
      if (!memory.has(campaignId)) await remember(campaignId);
      const once =
        asked.get(campaignId) ??
        ask(campaignId).catch((thrown: unknown) => {
          bench.deps.log.info('drafts', 'kinds of options not told', { error: String(thrown) });
        });
      asked.set(campaignId, once);
      if (!memory.has(campaignId)) await Promise.race([once, patience()]);
      return Object.fromEntries(
        Object.entries(memory.get(campaignId) ?? {}).map(([id, { kind }]) => [id, kind]),
      );
    },
    fields: (campaignId, option) => memory.get(campaignId)?.[option]?.fields ?? [],
    known: (campaignId, option) => memory.get(campaignId)?.[option]?.kind,
    learn(campaignId, option, kind) {
      const before = memory.get(campaignId)?.[option];
      if (before?.kind !== kind) keep(campaignId, { [option]: { kind, fields: before?.fields ?? [] } });
    },
    forget() {
      memory.clear();
      asked.clear();
    },
  };
}

const entryOf = ({ id, kind, fields }: DispositionOption): [string, Known[string]] => [
  id,
  { kind, fields: fields.map((field) => ({ ...field, choices: [...field.choices] })) },
];
