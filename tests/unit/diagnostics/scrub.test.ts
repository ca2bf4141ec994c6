/** What may leave the computer: nothing that opens anything, whatever its form and wherever it stands. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog, LEFT_OUT, maskNumber, scrubData, scrubText } from '@/lib/diagnostics';

const KNOWN = new Set(['https://oml.example', 'oml.example', 'wss://oml.example:443/ws', 'oml.example:443']);
const alphabet = (letters: string, min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: min, maxLength: max });
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
/** As servers and people make them: Django's session and token, Kamailio's pair, TURN's, passwords. */
const secret = fc.oneof(
  alphabet(`${LOWER}${DIGITS}`, 32, 32), // sessionid
  alphabet(`${LOWER}${LOWER.toUpperCase()}${DIGITS}`, 32, 64), // csrf
  alphabet(`abcdef${DIGITS}`, 40, 40), // token
  alphabet(`${LOWER}${LOWER.toUpperCase()}${DIGITS}+/`, 27, 27).map((text) => `${text}=`), // HMAC-SHA1
  fc.nat({ max: 2 ** 31 - 1 }).map((at) => `${1_000_000_000 + at}:1003`), // SIP user
  fc
    .tuple(alphabet(LOWER, 3, 8), alphabet('!$%&*@#', 1, 2), alphabet(DIGITS, 1, 4))
    .map(([word, sign, number]) => `${word}${sign}${number}`),
);
const sentence = fc.constantFrom(
  (it: string) => it,
  (it: string) => `TypeError: failed with ${it}`,
  (it: string) => `"${it}".`,
  (it: string) => `Authorization: Bearer ${it}, again`,
  (it: string) => `sessionid=${it}; Path=/`,
  (it: string) => `https://oml.example/api?token=${it}`,
  (it: string) => `https://user:${it}@oml.example/`,
  (it: string) => `{"password":"${it}"}`,
  (it: string) => `Digest username="${it}",realm="x"`,
);

describe('what is exported', () => {
  it('holds no secret that stood in a text', () => {
    fc.assert(
      fc.property(secret, sentence, (hidden, around) => {
        expect(scrubText(around(hidden), KNOWN)).not.toContain(hidden);
      }),
      { numRuns: 2000 },
    );
  });

  it('holds no secret under any key, be it its own name', () => {
    const key = fc.oneof(
      fc.constantFrom(
        'code',
        'detail',
        'error',
        'phrase',
        'callId',
        'name',
        'origin',
        'password',
        'x',
        '__proto__',
      ),
      secret,
    );
    fc.assert(
      fc.property(secret, key, sentence, (hidden, where, around) => {
        for (const value of [hidden, around(hidden), [hidden], { deep: hidden }])
          expect(JSON.stringify(scrubData({ [where]: value }, KNOWN))).not.toContain(hidden);
      }),
      { numRuns: 2000 },
    );
  });

  it('shows of a number that could be dialled its last two digits, and of a short one nothing', () => {
    fc.assert(
      fc.property(alphabet(DIGITS, 4, 15), fc.constantFrom('', '+', '('), (digits, sign) => {
        const shown = scrubText(`call to ${sign}${digits} failed`);
        const left = digits.length < 6 ? '' : digits.slice(-2);
        expect(shown.replaceAll(/[^\d]/g, '')).toBe(left);
      }),
    );
    expect(maskNumber('+54 351 555-1001')).toBe('…01');
    expect(maskNumber('1003')).toBe(LEFT_OUT);
    expect(scrubText('Ana 351-555-1001.')).toBe('Ana …01.');
  });

  it('keeps what support needs: words, codes, addresses, paths', () => {
    const line = 'TypeError: Failed to fetch https://oml.example/api/v1/x, 503 from 10.0.0.7:443';
    expect(scrubText(line, KNOWN)).toBe(
      'TypeError: Failed to fetch https://oml.example/, 503 from 10.0.0.7:443',
    );
    expect(scrubText('Busy Here (Q.850)')).toContain('Busy Here');
    expect(scrubText('requested: idle → ringing')).toBe('requested: idle → ringing');
    expect(scrubText('/accounts/login/ says: No es posible iniciar sesión')).toBe(
      '/accounts/login/ says: No es posible iniciar sesión',
    );
    expect(
      scrubData({ code: 'sipTls', status: 403, on: true, callId: '1700000000.12', endpoint: 'makeCall' }),
    ).toEqual({ code: 'sipTls', status: 403, on: true, callId: '1700000000.12', endpoint: 'makeCall' });
  });

  it('names no site and no server that the phone was not set up for', () => {
    expect(scrubText('opened https://other.example/customer/7', KNOWN)).toBe(`opened ${LEFT_OUT}`);
    expect(scrubData({ origin: 'https://other.example' }, KNOWN)).toEqual({ origin: LEFT_OUT });
    expect(scrubData({ origin: 'https://oml.example' }, KNOWN)).toEqual({ origin: 'https://oml.example' });
  });
});

describe('the log', () => {
  it('keeps the last lines of a shift', () => {
    const log = createLog(() => 0);
    for (let line = 0; line < 5000; line += 1) log.info('call', `line ${line}`);
    expect(log.lines().at(-1)?.what).toBe('line 4999');
    expect(log.lines().length).toBeLessThanOrEqual(4000);
  });
});
