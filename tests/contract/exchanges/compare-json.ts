/** JSON bodies, value by value; only what is new in every run is compared by its shape. */

/** Shapes of values that differ in every run, by member name. */
const VOLATILE: Record<string, (recorded: unknown, actual: unknown) => boolean> = {
  token: (_recorded, actual) => typeof actual === 'string' && /^[0-9a-f]{40}$/u.test(actual),
  expires_in: (recorded, actual) =>
    typeof actual === 'string' &&
    /^\d+\.\d{6}$/u.test(actual) &&
    Math.abs(Number(actual) - Number(recorded)) < 60,
  sip_user: (recorded, actual) =>
    typeof actual === 'string' &&
    /^\d{10}:\d{4}$/u.test(actual) &&
    String(recorded).split(':')[1] === actual.split(':')[1],
  sip_password: (_recorded, actual) => typeof actual === 'string' && /^[A-Za-z0-9+/]{27}=$/u.test(actual),
};
/** Lists whose order is the database's or Redis' whim. */
const UNORDERED = /transfer_options|active_agents|service\/campana\/activas/u;

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 160) ?? 'undefined';
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const sorted = (list: readonly unknown[]): unknown[] =>
  [...list].sort((a, b) => (show(a) < show(b) ? -1 : 1));

function compare(recorded: unknown, actual: unknown, at: string, unordered: boolean): string[] {
  if (Array.isArray(recorded)) {
    if (!Array.isArray(actual)) return [`${at}: recorded a list, got ${show(actual)}`];
    if (recorded.length !== actual.length)
      return [`${at}: recorded ${recorded.length} entries, got ${actual.length}`];
    const [wanted, got] = unordered ? [sorted(recorded), sorted(actual)] : [recorded, actual];
    return wanted.flatMap((value, index) => compare(value, got[index], `${at}[${index}]`, unordered));
  }
  if (isRecord(recorded)) {
    if (!isRecord(actual)) return [`${at}: recorded an object, got ${show(actual)}`];
    const names = new Set([...Object.keys(recorded), ...Object.keys(actual)]);
    return [...names].flatMap((name) => {
      if (!(name in recorded)) return [`${at}.${name}: not recorded, got ${show(actual[name])}`];
      if (!(name in actual)) return [`${at}.${name}: recorded ${show(recorded[name])}, missing`];
      const volatile = VOLATILE[name];
      if (!volatile) return compare(recorded[name], actual[name], `${at}.${name}`, unordered);
      return volatile(recorded[name], actual[name])
        ? []
        : [`${at}.${name}: recorded ${show(recorded[name])}, got ${show(actual[name])}`];
    });
  }
  return recorded === actual ? [] : [`${at}: recorded ${show(recorded)}, got ${show(actual)}`];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** One line per difference. A body the recording cut short is compared as text up to the cut. */
export function compareJson(recorded: string, actual: string, cut: boolean, url: string): string[] {
  if (cut) return actual.startsWith(recorded) ? [] : cutDiffers(recorded, actual, url);
  const wanted = parse(recorded);
  if (wanted === undefined) return [`the recorded body is not JSON: ${recorded.slice(0, 80)}`];
  return compare(wanted, parse(actual), 'body', UNORDERED.test(url));
}
function cutDiffers(recorded: string, actual: string, url: string): string[] {
  // Same rows in another order: compare the pieces instead of the text.
  const pieces = (text: string): string[] => text.split(/(?<=\}),? /u).sort();
  if (UNORDERED.test(url)) {
    const got = new Set(pieces(actual).map((piece) => piece.replace(/[^\w" :/]/gu, '')));
    const missing = pieces(recorded).filter((piece) => !got.has(piece.replace(/[^\w" :/]/gu, '')));
    return missing.length <= 1
      ? []
      : [`body: ${missing.length} recorded pieces missing, first ${missing[0] ?? ''}`];
  }
  let at = 0;
  while (recorded[at] === actual[at]) at += 1;
  return [
    `body differs at ${at}: recorded …${recorded.slice(at, at + 60)}, got …${actual.slice(at, at + 60)}`,
  ];
}
