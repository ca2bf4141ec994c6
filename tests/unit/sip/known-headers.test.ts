import fc from 'fast-check';
import { Grammar, NameAddrHeader } from 'sip.js';
import { describe, expect, it, vi } from 'vitest';
import { rememberHeaders } from '@/lib/sip/known-headers';

const grammar = Grammar.parse.bind(Grammar);
/** Objects with their classes, as they are written and as they are read. */
const shown = (parsed: unknown): unknown =>
  Array.isArray(parsed)
    ? parsed.map(({ parsed: one, ...at }: { parsed: unknown }) => ({ ...at, parsed: shown(one) }))
    : parsed instanceof NameAddrHeader
      ? { text: parsed.toString(), parameters: { ...parsed.parameters }, uri: parsed.uri.toString() }
      : parsed;

const token = fc.stringMatching(/^[A-Za-z0-9.+_-]{1,40}$/);
const odd = fc.constantFrom(
  '',
  ';x=y',
  ';tag=a',
  ';TAG=b',
  ';tag = c',
  ';branch=d',
  ';nonce=e',
  ';expires=60',
  ';q=0.5',
  ';reg-id=1;+sip.instance="<urn:uuid:1;2>"',
  ';Received="sip:a;transport=ws"',
  '"',
  '\\"',
  '\n',
  ' ',
  '<',
  '>',
);
const uri = fc.constantFrom('sip:1004@192.0.2.1', 'sip:1004@pbx.example;tag=z', '"A;tag=b" <sip:a@b');
const address = fc
  .tuple(
    fc.constantFrom('', '"Ana" ', '"A;tag=q" ', 'Ana '),
    uri,
    odd,
    fc.constantFrom(';tag=', ';Tag='),
    token,
    odd,
  )
  .map(([name, at, before, named, tag, after]) => `${name}<${at}>${before}${named}${tag}${after}`);
const via = fc
  .tuple(odd, token, odd)
  .map(([before, branch, after]) => `SIP/2.0/WSS 192.0.2.1${before};branch=${branch};rport=5060${after}`);
const challenge = fc
  .tuple(fc.constantFrom('pbx', 'a, nonce=b', 'a\\"'), token, odd)
  .map(([realm, nonce, after]) => `Digest realm="${realm}", nonce="${nonce}"${after}`);
const contact = fc
  .tuple(token, odd, odd, fc.constantFrom('', ', <sip:b@c>;expires=9'))
  .map(([user, a, b, next]) => `<sip:${user}@192.0.2.1;transport=ws>;expires=120${a}${b}${next}`);
const header = fc.oneof(
  address.map((text) => ['From', text] as const),
  address.map((text) => ['To', text] as const),
  via.map((text) => ['Via', text] as const),
  challenge.map((text) => ['WWW_Authenticate', text] as const),
  contact.map((text) => ['Contact', text] as const),
  fc.constantFrom(['Request_Response', 'SIP/2.0 200 OK'] as const, ['CSeq', '2 REGISTER'] as const),
);

describe('headers parsed once', () => {
  it('say what the grammar says, whatever was heard before and whatever was done with it', () => {
    fc.assert(
      fc.property(fc.array(header, { minLength: 1, maxLength: 30 }), (headers) => {
        const parse = rememberHeaders(grammar);
        for (const [rule, text] of [...headers, ...headers]) {
          const parsed = parse(text, rule);
          expect(shown(parsed)).toEqual(shown(grammar(text, rule)));
          if (parsed instanceof NameAddrHeader) parsed.setParam('tag', 'spoilt');
          else if (Array.isArray(parsed)) parsed.length = 0;
          else if (typeof parsed === 'object' && parsed !== null)
            Object.assign(parsed, { host: 'spoilt', nonce: 'x' });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('ask the grammar once for all messages of a registration but the first', () => {
    const asked = vi.fn(grammar);
    const parse = rememberHeaders(asked);
    const answer = (n: number): void => {
      parse('SIP/2.0 200 OK', 'Request_Response');
      parse(`SIP/2.0/WS 192.0.2.1;branch=z9hG4bK${n};rport=5060`, 'Via');
      parse(`<sip:1796061972:1004@pbx>;tag=f${n}`, 'From');
      parse(`<sip:1004@pbx>;tag=t${n}.0`, 'To');
      parse('<sip:a@192.0.2.1;transport=ws>;expires=120', 'Contact');
      parse(`Digest realm="pbx", nonce="n${n}/=="`, 'WWW_Authenticate');
    };
    for (let n = 0; n < 100; n++) answer(n);
    // The status line, which has nothing of its own to be told by; the rest once.
    expect(asked).toHaveBeenCalledTimes(100 + 5);
  });

  it('are forgotten when there are too many of them', () => {
    const asked = vi.fn(grammar);
    const parse = rememberHeaders(asked);
    for (let n = 0; n < 1000; n++) parse(`<sip:${n}@pbx>;tag=a`, 'To');
    parse('<sip:999@pbx>;tag=b', 'To');
    expect(asked).toHaveBeenCalledTimes(1000);
    parse('<sip:1@pbx>;tag=b', 'To');
    expect(asked).toHaveBeenCalledTimes(1001);
  });
});
