/**
 * The CRM page of a caller: an address with placeholders, filled with values that strangers choose (a caller's number, a
 * name). Pure. Whatever the values are, the address stays the administrator's: same scheme, same host, same folders.
 */
export const SCREEN_POP_VALUES = [
  'phone', // the customer's number as OMniLeads sent it
  'contactId', // OMniLeads' id; '' = not known
  'campaignId',
  'campaignName',
  'callId',
  'did', // the number that was called
  'agentId',
  'user', // the agent's user name
  'extension',
] as const;
export type ScreenPopValue = (typeof SCREEN_POP_VALUES)[number];
export type ScreenPopValues = Readonly<Record<ScreenPopValue, string>>;
export type ScreenPopProblem = 'notAnAddress' | 'unknownPlaceholder' | 'placeholderInHost';

const PLACEHOLDER = /\{([^{}]*)\}/g;
/** A value in the middle of a name: as long as it stays in its place, the address has as many parts as with this one. */
const NEUTRAL = 'x';

const isKnown = (name: string): name is ScreenPopValue =>
  (SCREEN_POP_VALUES as readonly string[]).includes(name);
const fillWith = (template: string, value: (name: ScreenPopValue) => string): string =>
  template.replace(PLACEHOLDER, (hole, name: string) => (isKnown(name) ? value(name) : hole));
/** Scheme, host and number of folders: what no value may change. */
const shapeOf = ({ protocol, username, host, pathname }: URL): string =>
  [protocol, username, host, pathname.split('/').length].join(' ');

/** What is wrong with a template; null = nothing. */
export function screenPopProblem(template: string): ScreenPopProblem | null {
  if ([...template.matchAll(PLACEHOLDER)].some(([, name = '']) => !isKnown(name)))
    return 'unknownPlaceholder';
  if (!/^https?:\/\//i.test(template) || /\s/.test(template)) return 'notAnAddress';
  // Before anything is filled in: a host that a caller's number is a part of would be the caller's choice.
  const authority = /^https?:\/\/([^/?#\\]*)/i.exec(template)?.[1] ?? '';
  if (authority.includes('{')) return 'placeholderInHost';
  const neutral = fillWith(template, () => NEUTRAL);
  if (/[{}]/.test(neutral)) return 'unknownPlaceholder';
  if (!URL.canParse(neutral)) return 'notAnAddress';
  return new URL(neutral).username === '' ? null : 'notAnAddress';
}

/** The address to open; null when the template is wrong or a value would lead out of its place ("..", say). Never throws. */
export function screenPopUrl(template: string, values: ScreenPopValues): string | null {
  if (screenPopProblem(template) !== null) return null;
  const filled = fillWith(template, (name) => encodeURIComponent(wellFormed(values[name])));
  if (!URL.canParse(filled)) return null;
  const url = new URL(filled);
  return shapeOf(url) === shapeOf(new URL(fillWith(template, () => NEUTRAL))) ? url.href : null;
}

/** Half a character can't be encoded; it says nothing either. */
const wellFormed = (text: string): string =>
  text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');

/** The agent's id in an external system: as written down, with the signed-in agent's own names filled in. */
export function externalAgentId(
  template: string,
  agent: { readonly user: string; readonly agentId: string; readonly extension: string },
): string {
  return template.replace(/\{(user|agentId|extension)\}/g, (_hole, name: keyof typeof agent) => agent[name]);
}
