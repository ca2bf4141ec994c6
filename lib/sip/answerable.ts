/**
 * May this request be answered? An answer repeats the request's Via, and the edge closes the whole connection on one
 * that it can't read (measured with Kamailio 5.6: registration lost by our own reply to garbage). SIP.js looks at the
 * first Via only, and not closely; the other headers that an answer repeats it does check.
 */
const VIA =
  /^SIP\s*\/\s*2\.0\s*\/\s*[A-Za-z][A-Za-z0-9-]*\s+[A-Za-z0-9.:[\]_-]+(\s*;\s*[A-Za-z0-9.!%*_+`'~-]+(\s*=\s*("[^"]*"|[A-Za-z0-9.!%*_+`'~:[\]-]+))?)*$/;
const CSEQ = /^(\d{1,10})\s+([A-Za-z]+)$/;
const CSEQ_LIMIT = 2 ** 31; // RFC 3261 §8.1.1.5

/** True for responses too: they are never answered. */
export function isAnswerable(message: string): boolean {
  const head = message.split('\r\n\r\n', 1)[0] ?? '';
  const [start = '', ...lines] = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  if (start.startsWith('SIP/2.0 ')) return true;
  const method = /^([A-Za-z]+) \S+ SIP\/2\.0$/.exec(start)?.[1];
  if (method === undefined) return false;
  const vias = valuesOf(lines, 'via', 'v').flatMap((value) => value.split(/,(?=\s*SIP\s*\/)/i));
  const [cseq = ''] = valuesOf(lines, 'cseq');
  const [, number, cseqMethod] = CSEQ.exec(cseq) ?? [];
  return (
    vias.length > 0 &&
    vias.every((via) => VIA.test(via.trim())) &&
    cseqMethod === method &&
    Number(number) < CSEQ_LIMIT
  );
}

function valuesOf(lines: readonly string[], ...names: string[]): string[] {
  return lines.flatMap((line) => {
    const colon = line.indexOf(':');
    return colon > 0 && names.includes(line.slice(0, colon).trim().toLowerCase())
      ? [line.slice(colon + 1).trim()]
      : [];
  });
}
