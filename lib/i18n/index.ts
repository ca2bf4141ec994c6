/** Texts by locale: one typed catalogue per language, numbers, dates and durations by Intl. Pure; no browser API. */
export { createTexts, type Locale, type Texts } from './texts';
export { addDays, readTime, type DateInput } from './dates';
export { chooseLocale, LANGUAGE_NAMES } from './language';
export type { BareKey, PluralStem, TextKey } from './catalogue';
