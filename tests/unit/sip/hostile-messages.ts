/** SIP nobody should send: the messages of RFC 4475, and mutations of ordinary ones. Same seed, same messages. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../fixtures/rfc4475', import.meta.url));

export interface HostileMessage {
  readonly name: string;
  readonly text: string;
}

export function tortureMessages(): HostileMessage[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.dat'))
    .sort()
    .map((name) => ({ name, text: readFileSync(`${FOLDER}/${name}`).toString('latin1') }));
}

/** The same message sent to our own contact: it gets past the check of the Request-URI and so deeper into the phone. */
export const addressedTo = (contactUser: string, text: string): string =>
  text.replace(/^([A-Z!#$%&'*+\-.^_`|~0-9a-z]+) +\S+ +(SIP\/\S+)/, `$1 sip:${contactUser}@192.0.2.1 $2`);

/** A small generator: numbers in [0, 1), the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed % 2147483647 || 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state - 1) / 2147483646;
  };
}

const METHODS = [
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'INFO',
  'NOTIFY',
  'MESSAGE',
  'REFER',
  'SUBSCRIBE',
  'UPDATE',
  'PRACK',
  'REGISTER',
  'PUBLISH',
  'X',
];
const NASTY = [
  '',
  '\0',
  ' ',
  '%',
  '%zz',
  '"',
  '<',
  '>',
  ';;;',
  '=',
  ',',
  '-1',
  '4294967296',
  '999999999999999999999',
  'é\u2028',
  '\t',
  'a'.repeat(5000),
  '<sip:>',
  'sip:',
  '*',
  '::',
  '[::1',
  '@@',
  '"\\',
];

/** An ordinary message outside the live call, to start from. */
function ordinary(contactUser: string, random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const token = () => Math.floor(random() * 1e9).toString(36);
  const method = pick(METHODS);
  const response = random() < 0.25;
  const start = response
    ? `SIP/2.0 ${100 + Math.floor(random() * 600)} ${pick(['OK', '', 'Nope'])}`
    : `${method} sip:${contactUser}@192.0.2.1;transport=ws SIP/2.0`;
  const sdp =
    method === 'INVITE' && random() < 0.7
      ? 'v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n'
      : '';
  const headers = [
    `Via: SIP/2.0/WS pbx.test;branch=z9hG4bK${token()}`,
    'Max-Forwards: 70',
    `From: "x" <sip:${token()}@pbx.test>;tag=${token()}`,
    `To: <sip:${contactUser}@pbx.test>${random() < 0.4 ? `;tag=${token()}` : ''}`,
    `Call-ID: hostile-${token()}`,
    `CSeq: ${Math.floor(random() * 100)} ${method}`,
    `Contact: <sip:pbx@pbx.test>`,
    ...(random() < 0.3 ? [`Event: ${pick(['dialog', 'refer', ''])}`, 'Subscription-State: active'] : []),
    ...(random() < 0.3 ? [`Refer-To: <sip:${token()}@evil.test>`] : []),
    ...(random() < 0.2 ? [`Replaces: ${token()};to-tag=a;from-tag=b`, 'Require: replaces'] : []),
    ...(random() < 0.2 ? ['Require: 100rel', 'RSeq: 1', 'RAck: 1 1 INVITE'] : []),
    ...(sdp ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${sdp.length}`,
  ];
  return [start, ...headers, '', sdp].join('\r\n');
}

function mutate(text: string, random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const lines = text.split('\r\n');
  const at = () => Math.floor(random() * lines.length);
  const times = Math.floor(random() * 4);
  for (let i = 0; i < times; i++) {
    const line = at();
    const value = lines[line] ?? '';
    switch (Math.floor(random() * 8)) {
      case 0:
        lines.splice(line, 1);
        break;
      case 1:
        lines.splice(line, 0, value);
        break;
      case 2:
        lines[line] = value.replace(/: .*/, `: ${pick(NASTY)}`);
        break;
      case 3: {
        const cut = Math.floor(random() * value.length);
        lines[line] = value.slice(0, cut) + pick(NASTY) + value.slice(cut);
        break;
      }
      case 4:
        lines[line] = value.slice(0, Math.floor(random() * value.length));
        break;
      case 5: {
        const other = at();
        lines[line] = lines[other] ?? '';
        lines[other] = value;
        break;
      }
      case 6:
        lines[line] = ` ${value}`;
        break;
      default:
        lines[line] = value.replace(/\d+/g, () =>
          pick(['-1', '0', '4294967296', '99999999999999999999', '']),
        );
    }
  }
  const out = lines.join(random() < 0.05 ? '\n' : '\r\n');
  return random() < 0.1 ? out.slice(0, Math.floor(random() * out.length)) : out;
}

/** `count` messages from `seed`, none of them with the identifiers of a live dialog. */
export function* mutatedMessages(
  seed: number,
  count: number,
  contactUser: string,
): Generator<HostileMessage> {
  const random = randomFrom(seed);
  const torture = tortureMessages();
  for (let i = 0; i < count; i++) {
    const base =
      random() < 0.3
        ? addressedTo(contactUser, torture[Math.floor(random() * torture.length)]?.text ?? '')
        : ordinary(contactUser, random);
    yield { name: `seed ${seed}, number ${i}`, text: mutate(base, random) };
  }
}
