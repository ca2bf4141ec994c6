import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { findCandidates } from '@/lib/numbers';
import { toE164 } from '@/lib/numbers/dialable';

const texts = (text: string, label = ''): string[] => findCandidates(text, () => label).map((c) => c.text);

/** Digits, separators and words that steer the rules, in any order: what real text and attackers are made of. */
const phoneish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ' ',
        '-',
        '(',
        ')',
        '+',
        '/',
        '.',
        '  ',
        ' - ',
        '–',
        '\u00a0',
        ',',
        ':',
        '$',
        'CUIT ',
        'tel ',
        'nº ',
        'a',
      ),
      fc.nat(99999).map(String),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

/** Thousands of random texts take long on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

describe('candidates', () => {
  it('lie inside the text, in order, without overlap, and are what the offsets say', () => {
    fc.assert(
      fc.property(fc.oneof(phoneish, fc.string({ unit: 'binary' })), (text) => {
        let last = 0;
        for (const { start, end, text: own } of findCandidates(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(text.slice(start, end)).toBe(own);
          last = end;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('have 7 to 15 digits', () => {
    fc.assert(
      fc.property(phoneish, (text) => {
        for (const own of texts(text))
          expect(own.replace(/\D/g, '').length).toSatisfy((n: number) => n >= 7 && n <= 15);
      }),
    );
  });

  it.each([
    ['digits and blanks', '1 '],
    ['digits and open parentheses', '1('],
    ['a long row of numbers', '0351 4555123 / '],
    ['labels without end', 'número de pedido nº '],
    ['dots', '1.'],
    ['pluses', '+'],
  ])('never take time out of proportion to the text: %s', (_name, unit) => {
    const text = unit.repeat(100_000 / unit.length);
    const runs = [0, 1, 2].map(() => {
      const began = performance.now();
      findCandidates(text);
      return performance.now() - began;
    });
    // In linear time some 20 ms; while splitting was quadratic these texts took 3 to 46 seconds.
    expect(Math.min(...runs)).toBeLessThan(1000);
  });

  it('splits numbers that stand in a row', () => {
    expect(texts('(0351) 555-1001 (0341) 555-1003')).toEqual(['(0351) 555-1001', '(0341) 555-1003']);
    expect(texts('0351 4555123 / 0341 4555124')).toEqual(['0351 4555123', '0341 4555124']);
    expect(texts('Av. Colón 1234 0351 4555123')).toEqual(['0351 4555123']);
  });

  it('carry the words before them, for the phone document to judge', () => {
    const [first] = findCandidates('Tel 4555 9999, contrato nº 4500012345 pesos');
    expect(first?.asked).toBe('Tel \t4555 9999\t');
    expect(findCandidates('Tel 4555 9999, contrato nº 4500012345 pesos')[1]?.asked).toBe(
      ', contrato nº \t4500012345\tpesos',
    );
  });

  it('fit into a message', () => {
    fc.assert(
      fc.property(phoneish, phoneish, (text, label) => {
        for (const { asked } of findCandidates(text, () => label)) {
          expect(asked.length).toBeLessThanOrEqual(80); // lib/bridge refuses a whole message for a longer one
          expect(asked.split('\t')).toHaveLength(3);
        }
      }),
    );
  });
});

describe('judged with its words', () => {
  const numbers = (text: string, label = ''): string[] =>
    findCandidates(text, () => label)
      .map(({ asked }) => toE164(asked, 'AR'))
      .filter((number) => number !== '');

  it('a number goes by the label beside it', () => {
    expect(numbers('3515551001', 'Teléfono')).toEqual(['+543515551001']);
    expect(numbers('3515551001', 'Pedido')).toEqual([]);
    expect(numbers('3515551001', 'Nº de póliza:')).toEqual([]);
    expect(numbers('DNI 30.123.456, 3515551001')).toEqual(['+543515551001']);
  });

  it.each([
    '$ 1.284.500,00',
    '21/11/2026 10:42',
    '20-31245879-6',
    '192.168.100.200',
    '-34.603722, -58.381592',
    'P-2026-00118204',
    '3515551001 unidades',
    'cliente nº 3515551001',
  ])('is not fooled by %s', (text) => expect(numbers(text)).toEqual([]));
});
