import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseLocale, createTexts } from '@/lib/i18n';
import { fill } from '@/lib/i18n/texts';

describe('choosing the language', () => {
  it.each([
    ['es-AR', 'es'],
    ['ES', 'es'],
    ['pt-PT', 'pt_BR'],
    ['pt_BR', 'pt_BR'],
    ['en-GB', 'en'],
    ['de', 'en'],
    ['', 'en'],
  ] as const)('follows the browser: %s → %s', (uiLanguage, locale) => {
    expect(chooseLocale('auto', uiLanguage)).toBe(locale);
  });

  it('lets the agent overrule the browser', () => {
    expect(createTexts('pt_BR', 'es-AR').t('call.hangUp')).toBe('Desligar');
  });

  it('tells the document which language it speaks', () => {
    expect(createTexts('pt_BR').lang).toBe('pt-BR');
  });
});

describe('filling in', () => {
  it('puts values in and leaves what is unknown visible', () => {
    expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
  });

  it('never interprets a value as a placeholder', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(fill('<{a}>', { a: value })).toBe(`<${value}>`);
      }),
    );
  });

  it('does not read inherited properties', () => {
    expect(fill('{toString}', Object.create(null) as Record<string, string>)).toBe('{toString}');
  });
});

describe('numbers, dates and spans', () => {
  const en = createTexts('en', 'en-GB');
  const es = createTexts('es', 'es-AR');
  it.each([
    [0, '0:00'],
    [-5000, '0:00'],
    [7999, '0:07'],
    [760_000, '12:40'],
    [3_723_000, '1:02:03'],
  ])('%i ms run as %s', (ms, words) => {
    expect(en.clock(ms)).toBe(words);
  });

  it('writes spans in the language', () => {
    expect(es.span(1800)).toBe('30 min');
    expect(es.span(5400)).toBe('1 h 30 min');
    expect(en.span(45)).toBe('45 sec');
    expect(en.span(5400)).toBe('1 hr 30 min');
  });

  it('counts in the language', () => {
    expect(es.plural('wrapUp.waiting', 1)).toBe('1 calificación por enviar');
    expect(es.plural('wrapUp.waiting', 1200)).toBe('1.200 calificaciones por enviar');
    expect(en.plural('wrapUp.waiting', 0)).toBe('0 dispositions waiting to be sent');
  });

  it('writes Spanish times in 24 hours', () => {
    expect(es.time(new Date(2026, 10, 23, 15, 7).getTime())).toBe('15:07');
  });

  it('names countries', () => {
    expect(es.country('BR')).toBe('Brasil');
  });
});
