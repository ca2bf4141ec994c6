/** Headers that matter: everything recorded, cookies by name and attributes, Vary as a set. */
import { cookiesOf, headerOf, type Answer } from './answer';

const TOKEN_LENGTH: Record<string, number> = { csrftoken: 64, sessionid: 32 };
const VOLATILE_ATTRIBUTE = /^expires=(?!Thu, 01 Jan 1970)/iu;

/** "sessionid: HttpOnly; Path=/; SameSite=Lax", with "deleted" when the value is empty. */
function shapeOf(cookie: string): string {
  const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim());
  const at = pair.indexOf('=');
  const name = pair.slice(0, at);
  const value = pair.slice(at + 1);
  const length = TOKEN_LENGTH[name];
  const kind =
    value === '""' || value === ''
      ? 'deleted'
      : length === undefined || value.length === length
        ? 'set'
        : 'malformed';
  const kept = attributes.map((part) => (VOLATILE_ATTRIBUTE.test(part) ? 'expires' : part)).sort();
  return `${name} ${kind}: ${kept.join('; ')}`;
}
const asSet = (value: string): string =>
  value
    .split(',')
    .map((part) => part.trim())
    .sort()
    .join(', ');
const UNORDERED = new Set(['Vary', 'Access-Control-Allow-Headers', 'Access-Control-Allow-Methods']);
/** Sent by the server itself, never part of a recording. */
const WATCHED = [
  'Content-Type',
  'Allow',
  'Location',
  'Vary',
  'X-Frame-Options',
  'Content-Language',
  'Referrer-Policy',
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Headers',
  'Access-Control-Allow-Methods',
  'Access-Control-Max-Age',
];

/** One line per difference; `expect` translates recorded values into this run's. */
export function compareHeaders(
  recorded: Answer['headers'],
  actual: Answer['headers'],
  expect: (text: string) => string,
): string[] {
  const differences: string[] = [];
  for (const name of WATCHED) {
    const wanted = headerOf(recorded, name);
    const got = headerOf(actual, name);
    const same =
      wanted === undefined || got === undefined
        ? wanted === got
        : UNORDERED.has(name)
          ? asSet(wanted) === asSet(got)
          : expect(wanted) === got;
    if (!same) differences.push(`${name}: recorded ${wanted ?? '(none)'}, got ${got ?? '(none)'}`);
  }
  const wanted = cookiesOf(recorded).map(shapeOf).sort();
  const got = cookiesOf(actual).map(shapeOf).sort();
  if (wanted.join('|') !== got.join('|'))
    differences.push(`Set-Cookie: recorded [${wanted.join(' | ')}], got [${got.join(' | ')}]`);
  return differences;
}
