/**
 * Headers that a phone hears again and again, parsed once. SIP.js's grammar takes 30,000 steps for one registration (401 and
 * 200; RFC 3261 §10.2), and a phone registers all day: the browser then compiles the grammar's interpreter to its last stage,
 * whose own code stays in memory for it (3.8 MiB, measured). From one message to the next only a tag, a branch or a nonce
 * differs: those are put into a copy of what the grammar said of the rest.
 */
import { Grammar, NameAddrHeader } from 'sip.js';

type Parse = (input: string, startRule: string) => unknown;

const MAX_KNOWN = 64;

/** One address with parameters, none of them odd: told without a grammar, but for the address itself. */
const ADDRESS = /^((?:"[^"\\]*" ?)?<[^<>"]+>)((?:;[\w.+-]+(?:=(?:[\w.+-]+|"[^"\\]*"))?)*)$/;
const PARAMETER = /;([^;="]+)(?:=("[^"]*"|[^;"]+))?/g;

interface Own {
  readonly name: 'branch' | 'nonce';
  /** Ends with the value, or with the quote after it. */
  readonly found: RegExp;
  readonly named: RegExp;
}
const branch: Own = {
  name: 'branch',
  found: /^[^"]*?;branch=([\w.+-]+)(?=$|;[^"]*$)/i,
  named: /\bbranch\s*=/gi,
};
const nonce: Own = {
  name: 'nonce',
  found: /^(?:[^"]*"[^"\\]*")*?[^"]*\bnonce="([^"\\]+)"/i,
  named: /\bnonce\s*=/gi,
};
const OWN = new Map([
  ['Via', branch],
  ['WWW_Authenticate', nonce],
  ['Proxy_Authenticate', nonce],
]);

/**
 * What `parse` says, asked once for all headers that differ in their tags, branches, nonces and parameters only. Whatever isn't
 * told for sure is asked anew.
 */
export function rememberHeaders(parse: Parse): Parse {
  const remembered = new Map<string, object>();
  /** What the grammar refused is not remembered, and not asked twice. */
  const once = (key: string, input: string, startRule: string): unknown => {
    const before = remembered.get(key);
    if (before) return before;
    const parsed = parse(input, startRule);
    if (typeof parsed !== 'object' || parsed === null) return parsed;
    const [oldest] = remembered.keys();
    if (remembered.size >= MAX_KNOWN && oldest !== undefined) remembered.delete(oldest);
    remembered.set(key, parsed);
    return parsed;
  };
  const address = (input: string): NameAddrHeader | null => {
    const [, plain, parameters = ''] = ADDRESS.exec(input) ?? [];
    const parsed = plain === undefined ? null : once(`address ${plain}`, plain, 'Name_Addr_Header');
    if (!(parsed instanceof NameAddrHeader)) return null;
    const header = parsed.clone();
    for (const [, name = '', value] of parameters.matchAll(PARAMETER)) header.setParam(name, value);
    return header;
  };
  const fields = (input: string, startRule: string): unknown => {
    const own = OWN.get(startRule);
    const found = own?.found.exec(input);
    const value = found?.[1];
    if (!own || !found || value === undefined || input.match(own.named)?.length !== 1) return null;
    const at = found[0].lastIndexOf(value);
    const shared = `${startRule} ${at} ${input.slice(0, at)}${input.slice(at + value.length)}`;
    const parsed = once(shared, input, startRule);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed, [own.name]: value } : parsed;
  };
  return (input, startRule) => {
    if (startRule === 'From' || startRule === 'To') {
      const header = address(input);
      if (!header) return parse(input, startRule);
      const tag = header.getParam('tag');
      if (typeof tag !== 'string') return header;
      header.deleteParam('tag'); // the grammar puts it last
      header.setParam('tag', tag);
      return header;
    }
    if (startRule === 'Contact') {
      const parsed = address(input);
      // As the grammar gives them; SIP.js takes what lies between the two.
      return parsed ? [{ position: input.length, offset: 0, parsed }] : parse(input, startRule);
    }
    return fields(input, startRule) ?? parse(input, startRule);
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
