import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, createTexts, readTime } from '@/lib/i18n';

const TODAY = '2026-11-23';
const es = createTexts('es', 'es-AR').dates;
const us = createTexts('en', 'en-US').dates;

describe('a date as people type it', () => {
  it.each([
    ['25/11/2026', '2026-11-25'],
    ['25/11/26', '2026-11-25'],
    ['25.11.2026', '2026-11-25'],
    ['2026-11-25', '2026-11-25'],
    ['25/11', '2026-11-25'],
    ['3/2', '2027-02-03'], // the next one
    ['25', '2026-11-25'],
    ['22', '2026-12-22'],
    ['31', '2026-12-31'], // November has none
    ['+3', '2026-11-26'],
    [' 25 / 11 ', '2026-11-25'],
  ])('%s is %s', (typed, date) => {
    expect(es.read(typed, TODAY)).toBe(date);
  });

  it('follows the locale’s order, and changes it over only where it makes no day', () => {
    expect(us.read('3/2/2027', TODAY)).toBe('2027-03-02');
    expect(es.read('3/2/2027', TODAY)).toBe('2027-02-03');
    expect(us.read('25/11', TODAY)).toBe('2026-11-25');
    expect(us.show('2026-11-25')).toBe('11/25/2026');
  });

  it.each(['', 'hola', '30/2', '32', '0', '1/2/3/4', '13/13', '25/11/', '2026-13-01'])(
    '%s is none',
    (typed) => {
      expect(es.read(typed, TODAY)).toBeNull();
    },
  );

  it('comes back as it was shown, in every locale', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }),
        fc.constantFrom('es-AR', 'en-US', 'en-GB', 'pt-BR'),
        (days, tag) => {
          const { dates } = createTexts('auto', tag);
          const date = addDays('2000-01-01', days);
          expect(dates.read(dates.show(date), TODAY)).toBe(date);
        },
      ),
    );
  });

  it('shows what is no date as it is, and says the day in words', () => {
    expect([es.show('25/1'), es.words('25/1')]).toEqual(['25/1', '']);
    // Every step of typing an ISO date: shaped like one, and no day of the calendar.
    for (const half of ['2026-12-0', '2026-0-1', '2026-13-01', '2026-02-30'])
      expect([es.show(half), es.words(half)]).toEqual([half, '']);
    expect(es.words('2026-11-25')).toMatch(/miércoles.*25 de noviembre/);
  });
});

describe('a time as people type it', () => {
  it.each([
    ['9', '09:00'],
    ['09', '09:00'],
    ['930', '09:30'],
    ['1530', '15:30'],
    ['9:30', '09:30'],
    ['9.30', '09:30'],
    ['9h30', '09:30'],
    ['14hs', '14:00'],
    ['9:30 pm', '21:30'],
    ['12 am', '00:00'],
    ['12 p.m.', '12:00'],
    ['09:30:00', '09:30'],
  ])('%s is %s', (typed, time) => {
    expect(readTime(typed)).toBe(time);
  });

  it.each(['', '24:00', '9:60', '13 pm', 'mediodía', '9:3'])('%s is none', (typed) => {
    expect(readTime(typed)).toBeNull();
  });
});
