import { describe, expect, it } from 'vitest';
import { likelyCountry } from '@/lib/settings';

describe('the likely country of a new site', () => {
  it.each([
    ['America/Argentina/Cordoba', 'es-419', 'AR'],
    ['America/Mexico_City', 'es-MX', 'MX'],
    ['America/Sao_Paulo', 'pt_BR', 'BR'],
    ['Europe/Madrid', 'es', 'ES'],
    ['UTC', 'pt-BR', 'BR'],
    ['UTC', 'es-419', 'US'],
    ['Nowhere/Land', 'not a tag!', 'US'],
  ])('in %s with %s is %s', (zone, language, country) => {
    expect(likelyCountry(zone, language)).toBe(country);
  });
});
