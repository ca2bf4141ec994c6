/** Accept-Language as LocaleMiddleware takes it, and DRF's own sentences. */
export type Language = 'es' | 'en';

export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? '').split(',').map((entry) => {
    const [tag = '', ...options] = entry.trim().toLowerCase().split(';');
    const quality = options.find((option) => option.trim().startsWith('q='));
    return { tag: tag.split('-')[0] ?? '', quality: quality ? Number(quality.trim().slice(2)) : 1 };
  });
  const best = wanted
    .filter(({ tag }) => tag === 'es' || tag === 'en')
    .sort((a, b) => b.quality - a.quality)[0];
  return best?.tag === 'en' ? 'en' : 'es';
}

const SENTENCES = {
  required: ['Este campo es requerido.', 'This field is required.'],
  blank: ['Este campo no puede estar en blanco.', 'This field may not be blank.'],
  null: ['Este campo no puede ser nulo.', 'This field may not be null.'],
  noCredentials: [
    'Las credenciales de autenticación no se proveyeron.',
    'Authentication credentials were not provided.',
  ],
  forbidden: [
    'Usted no tiene permiso para realizar esta acción.',
    'You do not have permission to perform this action.',
  ],
  notFound: ['No encontrado.', 'Not found.'],
  tokenMissing: [
    'Cabecera token inválida. Las credenciales no fueron suministradas.',
    'Invalid token header. No credentials provided.',
  ],
  tokenBlanks: [
    'Cabecera token inválida. La cadena token no debe contener espacios.',
    'Invalid token header. Token string should not contain spaces.',
  ],
} as const satisfies Record<string, readonly [string, string]>;

export const say = (language: Language, key: keyof typeof SENTENCES): string =>
  SENTENCES[key][language === 'es' ? 0 : 1];
export const sayMethod = (language: Language, method: string): string =>
  language === 'es' ? `Método "${method}" no permitido.` : `Method "${method}" not allowed.`;
export const sayMedia = (language: Language, type: string): string =>
  language === 'es'
    ? `Tipo de medio "${type}" incompatible en la solicitud.`
    : `Unsupported media type "${type}" in request.`;
