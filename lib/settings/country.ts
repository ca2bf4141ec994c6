/** Which country's numbers a new CRM site most likely shows. The agent may choose another in the list of sites. */

/** Time zones tell the country where the browser's language can't: half a continent reads the same Spanish. */
const ZONES: readonly (readonly [pattern: RegExp, country: string])[] = [
  [/^America\/(Argentina\/|Buenos_Aires|Cordoba|Mendoza|Rosario|Catamarca|Jujuy)/, 'AR'],
  [
    /^America\/(Mexico_City|Monterrey|Tijuana|Cancun|Merida|Chihuahua|Hermosillo|Mazatlan|Matamoros|Ojinaga|Ciudad_Juarez|Bahia_Banderas)$/,
    'MX',
  ],
  [/^(America\/(Santiago|Punta_Arenas|Coyhaique)|Pacific\/Easter)$/, 'CL'],
  [/^America\/Bogota$/, 'CO'],
  [/^America\/Lima$/, 'PE'],
  [
    /^America\/(Sao_Paulo|Bahia|Fortaleza|Recife|Belem|Manaus|Cuiaba|Campo_Grande|Porto_Velho|Rio_Branco|Boa_Vista|Maceio|Araguaina|Santarem|Noronha)$/,
    'BR',
  ],
  [/^America\/Montevideo$/, 'UY'],
  [/^America\/Asuncion$/, 'PY'],
  [/^America\/La_Paz$/, 'BO'],
  [/^America\/Guayaquil$/, 'EC'],
  [/^America\/Caracas$/, 'VE'],
  [/^(Europe\/Madrid|Atlantic\/Canary|Africa\/Ceuta)$/, 'ES'],
  [/^Europe\/Lisbon$/, 'PT'],
];

/** `language` is a BCP 47 or Chrome tag ("es-419", "pt_BR"); 'US' when nothing tells. */
export function likelyCountry(timeZone: string, language: string): string {
  const byZone = ZONES.find(([pattern]) => pattern.test(timeZone));
  if (byZone) return byZone[1];
  try {
    const { region } = new Intl.Locale(language.replace(/_/g, '-')).maximize();
    return region && /^[A-Z]{2}$/.test(region) ? region : 'US';
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return 'US'; // a malformed tag says nothing
  }
}
