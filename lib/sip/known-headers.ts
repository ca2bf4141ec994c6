/**
 * Headers that a phone hears again and again, parsed once. SIP.js's grammar takes 30,000 steps for one registration (401 and
 * 200; RFC 3261 §10.2), and a phone registers all day: the browser then compiles the grammar's interpreter to its last stage,
 * whose own code stays in memory for it (3.8 MiB, measured). From one message to the next only a tag, a branch or a nonce
 * differs: those are put into a copy of what the grammar said of the rest.
 */
import { Grammar, NameAddrHeader } from 'sip.js';

type Parse = (input: string, startRule: string) => unknown;

interface Known {
  /** The parameter that every message has of its own, where it can be told without a grammar: not in a URI, not in quotes. */
  readonly own?: { readonly found: RegExp; readonly named: RegExp };
  copy(parsed: unknown, own: string | undefined): unknown;
}

const MAX_KNOWN = 64;

const fields =
  (name: 'branch' | 'nonce') =>
  (parsed: unknown, own: string | undefined): unknown => ({
    ...(parsed as object),
    ...(own !== undefined && { [name]: own }),
  });
function address(parsed: unknown, own?: string): unknown {
  if (!(parsed instanceof NameAddrHeader)) return parsed;
  const copy = parsed.clone();
  if (own !== undefined) copy.setParam('tag', own);
  return copy;
}

const tag = { found: /^[^<]*<[^<>"]*>[^<>"]*?;tag=([\w.+-]+)(?=$|;)/i, named: /\btag\s*=/gi };
const branch = { found: /^[^"]*?;branch=([\w.+-]+)(?=$|;[^"]*$)/i, named: /\bbranch\s*=/gi };
const nonce = { found: /^(?:[^"]*"[^"\\]*")*?[^"]*\bnonce="([^"\\]+)"/i, named: /\bnonce\s*=/gi };

const KNOWN = new Map<string, Known>([
  ['Request_Response', { copy: (parsed) => ({ ...(parsed as object) }) }],
  ['Via', { own: branch, copy: fields('branch') }],
  ['From', { own: tag, copy: address }],
  ['To', { own: tag, copy: address }],
  [
    'Contact',
    {
      copy: (parsed) =>
        Array.isArray(parsed)
          ? parsed.map((one: { parsed: unknown }) => ({ ...one, parsed: address(one.parsed) }))
          : parsed,
    },
  ],
  ['WWW_Authenticate', { own: nonce, copy: fields('nonce') }],
  ['Proxy_Authenticate', { own: nonce, copy: fields('nonce') }],
]);

/** An input by what is its own and what it shares with others; `shape` is unlike that of any input that has nothing of its own. */
function split(
  input: string,
  { own }: Known,
): { readonly value: string | undefined; readonly shape: string } {
  const found = own?.found.exec(input);
  const value = found?.[1];
  if (!own || !found || value === undefined || input.match(own.named)?.length !== 1)
    return { value: undefined, shape: `-1 ${input}` };
  const at = found[0].lastIndexOf(value); // the expressions end with it, or with the quote after it
  return { value, shape: `${at} ${input.slice(0, at)}${input.slice(at + value.length)}` };
}

/** What `parse` says, asked once for all inputs that differ in their own value only. Whatever isn't told for sure is asked anew. */
export function rememberHeaders(parse: Parse): Parse {
  const remembered = new Map<string, unknown>();
  return (input, startRule) => {
    const known = KNOWN.get(startRule);
    if (!known) return parse(input, startRule);
    const { value, shape } = split(input, known);
    const key = `${startRule} ${shape}`;
    let parsed = remembered.get(key);
    if (parsed === undefined) {
      parsed = parse(input, startRule);
      if (typeof parsed !== 'object' || parsed === null) return parsed;
      const [oldest] = remembered.keys();
      if (remembered.size >= MAX_KNOWN && oldest !== undefined) remembered.delete(oldest);
      remembered.set(key, parsed);
    }
    return known.copy(parsed, value);
  };
}

let installed = false;
/** For all messages of this document. */
export function installHeaderMemory(): void {
  if (installed) return;
  installed = true;
  const grammar = Grammar as { parse: Parse };
  grammar.parse = rememberHeaders(grammar.parse);
}
