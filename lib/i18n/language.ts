export type Locale = 'en' | 'es' | 'pt_BR';
/** As in the settings; said again here because texts know nothing of settings. */
export type Language = 'auto' | Locale;

/** Each in its own language: whoever looks for it may read no other. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = {
  en: 'English',
  es: 'Español',
  pt_BR: 'Português (Brasil)',
};

/** BCP 47 tags for Intl and for the document's `lang`. */
export const LOCALE_TAGS: Readonly<Record<Locale, string>> = { en: 'en', es: 'es', pt_BR: 'pt-BR' };

/**
 * The catalogue for a setting and the browser's UI language (BCP 47, any case or separator).
 * Portuguese of anywhere gets the Brazilian texts; a language we don't speak gets English.
 */
export function chooseLocale(language: Language, uiLanguage: string): Locale {
  if (language !== 'auto') return language;
  const primary = uiLanguage.toLowerCase().split(/[-_]/)[0];
  if (primary === 'es') return 'es';
  return primary === 'pt' ? 'pt_BR' : 'en';
}

/** Keeps the browser's region (es-AR, en-GB): dates and numbers follow it, words do not. */
export function intlTag(locale: Locale, uiLanguage: string): string {
  const tag = LOCALE_TAGS[locale];
  const ui = uiLanguage.replace(/_/g, '-');
  return chooseLocale('auto', ui) === locale && /^[a-z]{2,3}-[a-z]{2}$/i.test(ui) ? ui : tag;
}
