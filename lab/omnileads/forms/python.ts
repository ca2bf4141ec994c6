/** Python's ways with texts, where the recordings show them. */

const NON_ASCII = /[\u0080-\uffff]/g;
/** json.dumps as Django's views use it: a blank after colons and commas, everything outside ASCII escaped. */
export function dumps(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(dumps).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).map(([key, member]) => `${dumps(key)}: ${dumps(member)}`);
    return `{${members.join(', ')}}`;
  }
  // Code units, not characters: Python writes surrogate pairs for what lies beyond the first plane.
  return JSON.stringify(value).replace(
    NON_ASCII,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
/** repr of a str: single quotes unless the text has some and no double ones. */
export function repr(value: string | null): string {
  if (value === null) return 'None';
  const plain = value.replace(/\\/gu, '\\\\').replace(/\n/gu, '\\n').replace(/\r/gu, '\\r');
  return plain.includes("'") && !plain.includes('"') ? `"${plain}"` : `'${plain.replace(/'/gu, "\\'")}'`;
}
export const reprDict = (record: Readonly<Record<string, string | null>>): string =>
  `{${Object.entries(record)
    .map(([key, value]) => `${repr(key)}: ${repr(value)}`)
    .join(', ')}}`;

/** A column name reduced to ASCII, as the forms name their fields (interface §6.4). */
export const asciiName = (name: string): string => name.normalize('NFKD').replace(NON_ASCII, '');

/** Python's truth of a JSON value: the text "False" is true (interface §12.26). */
export function truthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value !== null && typeof value === 'object') return Object.keys(value).length > 0;
  return Boolean(value);
}

/** What reverse() leaves alone in a path. */
const KEPT_IN_PATH = new Set("/~:@!$&'()*+,;=-._");
/** Call data as a redirect's Location carries it. */
export const pathSegment = (text: string): string =>
  [...text]
    .map((char) => (/[A-Za-z0-9]/u.test(char) || KEPT_IN_PATH.has(char) ? char : encodeURIComponent(char)))
    .join('');
