import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDialable, toE164 } from '@/lib/numbers/dialable';

const plan = (country: string, prefix = '') => ({ country, prefix });

describe('what is dialled', () => {
  it.each([
    ['(0351) 555-1001', 'AR', '', '3515551001'],
    ['+54 9 351 555-1002', 'AR', '', '3515551002'],
    ['011 15-5555-1001', 'AR', '', '1155551001'],
    ['(0351) 555-1001', 'AR', '90', '903515551001'],
    ['+56 9 8123 4567', 'AR', '90', '0056981234567'],
    ['9 8123 4567', 'CL', '', '981234567'],
    ['(11) 95555-1001', 'BR', '021', '02111955551001'],
    ['0034 913 785 578', 'US', '', '01134913785578'],
    ['(305) 555-1002', 'US', '', '3055551002'],
    ['+1 305 555 1002', 'CA', '', '13055551002'],
  ])('%s in %s with prefix "%s" is %s', (text, country, prefix, number) => {
    expect(toDialable(text, plan(country, prefix))).toBe(number);
  });

  it.each([
    ['1234567', 'AR'],
    ['20512345678', 'PE'],
    ['20312458796', 'AR'], // a CUIT without dashes
    ['12345678909', 'BR'], // a CPF without dots
    ['hello', 'AR'],
    ['', 'AR'],
    ['9'.repeat(60), 'AR'],
  ])('%s in %s is no phone number', (text, country) => expect(toDialable(text, plan(country))).toBe(''));

  it('takes numbers with a country code where the site has no known country', () => {
    expect(toDialable('+54 9 351 555-1002', plan(''))).toBe('005493515551002');
    expect(toDialable('0351 555-1002', plan('XX'))).toBe('');
  });

  it('stays the same when a dialled number is judged again', () => {
    for (const text of ['(0351) 555-1001', '+54 9 351 555-1002', '0341 555-1003', '+56 9 8123 4567']) {
      const once = toDialable(text, plan('AR'));
      expect(toDialable(once, plan('AR'))).toBe(once);
    }
  });

  it('never throws and gives digits only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ maxLength: 3 }), (text, country) => {
        expect(toDialable(text, plan(country))).toMatch(/^\d*$/);
        expect(toE164(text, country)).toMatch(/^(?:\+\d+)?$/);
      }),
    );
  });
});
