import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  externalAgentId,
  SCREEN_POP_VALUES,
  screenPopProblem,
  screenPopUrl,
  type ScreenPopValues,
} from '@/lib/settings';

/** Hundreds of random texts take long on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const VALUES: ScreenPopValues = {
  phone: '+54 351 555-0001',
  contactId: '17',
  campaignId: '4',
  campaignName: 'Ventas & más',
  callId: '1700000000.12',
  did: '08001234',
  agentId: '1',
  user: 'ana',
  extension: '1003',
};
const only = (change: Partial<ScreenPopValues>): ScreenPopValues => ({ ...VALUES, ...change });

/** What any encoder makes of half a character. */
const whole = (text: string): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));

describe('the address of a screen pop', () => {
  it.each([
    ['https://crm.example/find?tel={phone}', 'https://crm.example/find?tel=%2B54%20351%20555-0001'],
    [
      'https://crm.example/c/{contactId}/edit#{campaignName}',
      'https://crm.example/c/17/edit#Ventas%20%26%20m%C3%A1s',
    ],
    ['http://crm.example:8080/{campaignId}', 'http://crm.example:8080/4'],
    ['https://crm.example/', 'https://crm.example/'],
  ])('%s', (template, url) => {
    expect(screenPopProblem(template)).toBeNull();
    expect(screenPopUrl(template, VALUES)).toBe(url);
  });

  it.each([
    ['javascript:alert({phone})', 'notAnAddress'],
    ['data:text/html,{phone}', 'notAnAddress'],
    ['{phone}', 'notAnAddress'],
    ['crm.example/{phone}', 'notAnAddress'],
    ['https://', 'notAnAddress'],
    ['https://me:pw@crm.example/{phone}', 'notAnAddress'],
    ['https://crm.example/a b', 'notAnAddress'],
    ['https://{phone}.crm.example/', 'placeholderInHost'],
    ['https://crm.example:{phone}/', 'placeholderInHost'],
    ['https://crm.example{phone}', 'placeholderInHost'],
    ['https://crm.example/{name}', 'unknownPlaceholder'],
    ['https://crm.example/{{phone}}', 'unknownPlaceholder'],
    ['https://crm.example/{phone', 'unknownPlaceholder'],
    ['https://crm.example/{constructor}', 'unknownPlaceholder'],
  ])('%s is refused: %s', (template, problem) => {
    expect(screenPopProblem(template)).toBe(problem);
    expect(screenPopUrl(template, VALUES)).toBeNull();
  });

  it.each(['..', '.'])('a value %j does not lead out of its folder', (phone) => {
    expect(screenPopUrl('https://crm.example/contacts/{phone}/delete', only({ phone }))).toBeNull();
    expect(screenPopUrl('https://crm.example/find?tel={phone}', only({ phone }))).not.toBeNull();
    // Two halves make one whole.
    expect(screenPopUrl('https://crm.example/a/.{phone}', only({ phone: '.' }))).toBeNull();
  });

  it('keeps its scheme, host and folders, and gives each value back whole, whatever callers send', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(
          'https://crm.example/a/{phone}/b?n={campaignName}&i={contactId}#{callId}',
          'http://crm.example:8080/?q={phone}&n={campaignName}&i={contactId}#{callId}',
        ),
        fc.tuple(
          ...Array.from({ length: 4 }, () =>
            fc.oneof(
              fc.string({ unit: 'binary' }),
              fc.constantFrom('..', '%2e%2e', '//evil', '?a=b', '#', '\\', '&i=1'),
            ),
          ),
        ),
        (template, [phone = '', campaignName = '', contactId = '', callId = '']) => {
          const url = screenPopUrl(template, only({ phone, campaignName, contactId, callId }));
          if (url === null) {
            expect(['.', '..']).toContain(phone);
            return;
          }
          const opened = new URL(url);
          const meant = new URL(template.replace(/\{\w+\}/g, 'x'));
          expect(opened.origin).toBe(meant.origin);
          expect(opened.pathname.split('/').length).toBe(meant.pathname.split('/').length);
          expect([...opened.searchParams.keys()]).toEqual([...meant.searchParams.keys()]);
          expect(opened.searchParams.get('n')).toBe(whole(campaignName));
          expect(decodeURIComponent(opened.hash.slice(1))).toBe(whole(callId));
        },
      ),
      { numRuns: 400 },
    ));

  it('never throws, and opens nothing but the web', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl(),
          fc
            .array(
              fc.constantFrom(
                'https://',
                'h',
                '{',
                '}',
                ...SCREEN_POP_VALUES.map((v) => `{${v}}`),
                '/',
                '@',
                '?',
                '\\',
                ':',
                '.',
              ),
            )
            .map((parts) => parts.join('')),
        ),
        fc.string({ unit: 'binary' }),
        (template, value) => {
          const url = screenPopUrl(template, only({ phone: value, user: value, did: value }));
          if (url !== null) expect(url).toMatch(/^https?:\/\//);
          expect(url === null || screenPopProblem(template) === null).toBe(true);
        },
      ),
      { numRuns: 400 },
    ));
});

describe('the agent’s id in an external system', () => {
  const agent = { user: 'ana', agentId: '12', extension: '1003' };
  it.each([
    ['A-77', 'A-77'],
    ['{user}', 'ana'],
    ['ag{agentId}/{extension}', 'ag12/1003'],
    ['{name}', '{name}'],
  ])('%s', (template, id) => expect(externalAgentId(template, agent)).toBe(id));
});
