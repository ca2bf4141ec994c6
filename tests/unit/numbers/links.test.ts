import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCallLink, parseCallLink, showsNumber } from '@/lib/numbers';

describe('links that mean "call"', () => {
  it.each([
    ['tel:+54-351-555-1001', '+543515551001'],
    ['tel:(0351)%20555-1001', '03515551001'],
    ['TEL:5551001;ext=204', '5551001'],
    ['tel:+1-201-555-0123;phone-context=example.com', '+12015550123'],
    ['callto:+5491155551234', '+5491155551234'],
    ['callto://+5491155551234', '+5491155551234'],
    ['sip:5551001@pbx.example;transport=tls', '5551001'],
    ['sips:1001@pbx.example', '1001'],
    ['tel:*31#1155551234', '*31#1155551234'],
  ])('%s dials %s', (href, number) => {
    expect(isCallLink(href)).toBe(true);
    expect(parseCallLink(href)).toBe(number);
  });

  it.each([
    'tel:',
    'tel:call-me',
    'sip:reception@pbx.example',
    'tel:%E0%A4%A',
    'tel:1',
    `tel:${'9'.repeat(26)}`,
    'tel:12+34',
    'tel:<script>',
  ])('%s dials nothing', (href) => expect(parseCallLink(href)).toBe(''));

  it('never throws and only ever gives what a phone can dial', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((s) => `tel:${s}`),
        ),
        (href) => {
          expect(parseCallLink(href)).toMatch(/^(?:\+?[\d*#]{2,25})?$/);
        },
      ),
    );
  });

  it('asks first when the text does not show the number', () => {
    expect(showsNumber('+54 9 351 555-1002', '+5493515551002')).toBe(true);
    expect(showsNumber('(0351) 15 555-1002', '+5493515551002')).toBe(true);
    expect(showsNumber('Call us', '+5493515551002')).toBe(false);
    expect(showsNumber('0800-555-0000', '+5493515551002')).toBe(false);
    expect(showsNumber('Ext. 204', '204')).toBe(true);
  });
});
