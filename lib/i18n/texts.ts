import type { ErrorCode } from '@/lib/diagnostics/errors';
import type { Catalogue, PluralStem, TextArgs, TextKey } from './catalogue';
import { en } from './en';
import { es } from './es';
import { createDateInput, type DateInput } from './dates';
import { createFormats, type Formats } from './formats';
import { chooseLocale, intlTag, LOCALE_TAGS, type Language, type Locale } from './language';
import { pt_BR } from './pt_BR';

export type { Locale } from './language';

const CATALOGUES: Readonly<Record<Locale, Catalogue>> = { en, es, pt_BR };

export interface ErrorWords {
  /** The cause, in the agent's words. */
  readonly what: string;
  /** What the phone does by itself. */
  readonly auto: string;
  /** What the agent can do. */
  readonly todo: string;
}

export interface Texts extends Formats {
  readonly locale: Locale;
  /** For the document's `lang` attribute. */
  readonly lang: string;
  t<K extends TextKey>(key: K, ...args: TextArgs<K>): string;
  /** A counted text: `count` is put in by locale; the form is chosen by Intl.PluralRules. */
  plural(stem: PluralStem, count: number): string;
  error(code: ErrorCode): ErrorWords;
  /** Dates as this locale types them. */
  readonly dates: DateInput;
}

/** Unknown placeholders stay visible: a hole in a sentence would hide the mistake. */
export function fill(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => (name in params ? String(params[name]) : hole));
}

/**
 * @param language the agent's setting; 'auto' follows the browser
 * @param uiLanguage BCP 47 tag of the browser's user interface
 */
export function createTexts(language: Language, uiLanguage = 'en'): Texts {
  const locale = chooseLocale(language, uiLanguage);
  const catalogue = CATALOGUES[locale];
  const tag = intlTag(locale, uiLanguage);
  let rules: Intl.PluralRules | undefined;
  const formats = createFormats(tag, (unit, count) => fill(catalogue[`span.${unit}`], { count }));
  return {
    ...formats,
    locale,
    lang: LOCALE_TAGS[locale],
    dates: createDateInput(tag),
    t: (key, ...args) => (args[0] ? fill(catalogue[key], args[0]) : catalogue[key]),
    plural(stem, count) {
      // Spanish and Portuguese have a third form for millions; we only write two.
      rules ??= new Intl.PluralRules(tag);
      const form = rules.select(count) === 'one' ? 'one' : 'other';
      return fill(catalogue[`${stem}.${form}`], { count: formats.number(count) });
    },
    error: (code) => ({
      what: catalogue[`error.${code}.what`],
      auto: catalogue[`error.${code}.auto`],
      todo: catalogue[`error.${code}.do`],
    }),
  };
}
