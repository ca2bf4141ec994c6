/**
 * What may leave the computer in a diagnostics file. By allow-list: what is not known to be harmless is left out, because
 * nobody can list all the shapes that a secret may have.
 */

export const LEFT_OUT = '…';
/** A sentence of a server or a browser; what is longer is a page. */
const TEXT_MAX = 300;
/** Words of people and programs: "failed", "TypeError", "getUserMedia", "BYE". Longer or wilder ones may be keys. */
const WORD = /^(?:\p{Lu}{1,12}|\p{Lu}?\p{Ll}+(?:\p{Lu}\p{Ll}+){0,3})$/u;
const WORD_MAX = 24;
/** Status codes, counts, small times. */
const SMALL_NUMBER = /^\d{1,3}(?:\.\d{1,2})?$/;
/** Our own and the server's path heads: "/accounts/login/". */
const PATH = /^\/?[a-z_]{1,30}(?:\/[a-z_]{1,30}){0,6}\/?$/;
const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?$/;
/** Digits that could be dialled, however they are grouped. */
const PHONE = /^[+(]?\d[\d()./+-]*$/;
const PHONE_SHOWN = 2;
/** Two of four digits would be half of a short number. */
const PHONE_MIN = 6;
const EDGES = /^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu;

/** A telephone number by its last digits: enough to tell two calls apart, too little to call anybody. */
export function maskNumber(number: string): string {
  const digits = number.replace(/\D/g, '');
  return digits.length < PHONE_MIN ? LEFT_OUT : LEFT_OUT + digits.slice(-PHONE_SHOWN);
}

/**
 * A free text word by word.
 * @param known addresses that support needs and that hold no secret: origins and hosts of server and PBX
 */
export function scrubText(text: string, known: ReadonlySet<string> = new Set()): string {
  return text.slice(0, TEXT_MAX).replace(/\S+/g, (token) => scrubToken(token, known));
}

function scrubToken(token: string, known: ReadonlySet<string>): string {
  const core = token.replace(EDGES, '');
  if (core === '') return /^[.,:;!?()→·—–-]+$/.test(token) ? token : LEFT_OUT;
  const kept = scrubCore(core, known);
  if (kept === LEFT_OUT) return LEFT_OUT;
  const at = token.indexOf(core);
  return edge(token.slice(0, at)) + kept + edge(token.slice(at + core.length));
}

/** Punctuation that belongs to sentences; other signs may be part of a password. */
const edge = (signs: string): string => signs.replace(/[^.,:;!?()"'’/]/g, '').slice(0, 2);

function scrubCore(core: string, known: ReadonlySet<string>): string {
  if (known.has(core)) return core;
  if (URL.canParse(core)) {
    const { protocol, host, origin } = new URL(core);
    if (known.has(origin) || known.has(host)) return `${protocol}//${host}/`;
  }
  if (SMALL_NUMBER.test(core) || IPV4.test(core) || PATH.test(core)) return core;
  if (PHONE.test(core)) return maskNumber(core);
  const parts = core.split(/['’_-]/);
  const words = parts.length <= 5 && parts.every((part) => WORD.test(part));
  return words && core.length <= WORD_MAX ? core : LEFT_OUT;
}

/** Keys of log lines whose values have one of few known forms. */
const NAMES = [
  'code',
  'phase',
  'by',
  'type',
  'kind',
  'step',
  'form',
  'source',
  'endpoint',
  'name',
  'role',
  'target',
  'endedBy',
  'level',
] as const;
const NAME = /^[A-Za-z][A-Za-z_]{0,39}$/;
/** Ids that OMniLeads and the PBX gave: they lead support to their own logs. None of them is a customer's. */
const IDS = ['callId', 'agentId', 'extension', 'campaignId', 'status'] as const;
const ID = /^\d{1,12}(?:\.\d{1,6})?$/;
const TEXTS = ['detail', 'error', 'phrase', 'what'] as const;
const has = (list: readonly string[], key: string): boolean => list.includes(key);

/** The data of a log line, or the parameters of a notice. */
export function scrubData(
  data: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => scrubEntry(key, value, known)));
}

function scrubEntry(key: string, value: unknown, known: ReadonlySet<string>): readonly [string, unknown] {
  // A key may come from a server's body as well.
  const name = NAME.test(key) && WORD.test(key) && key.length <= WORD_MAX ? key : LEFT_OUT;
  if (typeof value === 'boolean' || value === null) return [name, value];
  if (typeof value === 'number') return [name, Math.abs(value) < 1e5 ? value : LEFT_OUT];
  if (typeof value !== 'string') return [name, LEFT_OUT];
  if (has(NAMES, key)) return [name, NAME.test(value) && value.length <= WORD_MAX ? value : LEFT_OUT];
  if (has(IDS, key)) return [name, ID.test(value) ? value : LEFT_OUT];
  if (has(TEXTS, key)) return [name, scrubText(value, known)];
  if (key === 'origin' || key === 'site') return [name, known.has(value) ? value : LEFT_OUT];
  return [name, LEFT_OUT];
}
