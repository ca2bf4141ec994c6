import type { en } from './en';

export type English = typeof en;
export type TextKey = keyof English;
export type Catalogue = Readonly<Record<TextKey, string>>;

/** Names between braces: `'{a} of {b}'` → `'a' | 'b'`. */
export type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
export type TextParams<K extends TextKey> = Readonly<Record<Placeholders<English[K]>, string | number>>;
/** A text without placeholders takes no second argument; one with them can't do without it. */
export type TextArgs<K extends TextKey> = [Placeholders<English[K]>] extends [never] ? [] : [TextParams<K>];

/** Keys of texts without placeholders: may be chosen at run time without knowing which. */
type Bare<K extends TextKey> = K extends TextKey
  ? [Placeholders<English[K]>] extends [never]
    ? K
    : never
  : never;
export type BareKey = Bare<TextKey>;

/** Stems of the texts that come as `.one` and `.other`. */
type Stem<K extends TextKey> = K extends `${infer S}.other`
  ? `${S}.one` extends TextKey
    ? S
    : never
  : never;
export type PluralStem = Stem<TextKey>;
