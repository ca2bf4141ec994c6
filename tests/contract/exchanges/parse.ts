/** Reads the recorded exchanges: requests, answers, and which cookie jar they used. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  /** Name of the cookie jar whose cookies were sent and kept, if any. */
  readonly jar: string | null;
  readonly body: string;
}
export interface RecordedResponse {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  /** The recording cut the body short; only its beginning is known. */
  readonly cut: boolean;
}
export interface Exchange {
  /** Letter and number of the section: "A", "I4". */
  readonly section: string;
  readonly number: number;
  readonly title: string;
  readonly request: RecordedRequest;
  readonly response: RecordedResponse;
}

const SECTION = /^## ([A-Z]\d?)\./u;
const HEADING = /^### (\d+)\. (.*)$/u;
const JAR = /^\(jar (\S+)\)$/u;
const CUT = /\s*… \(\d+ chars\)$/u;

function splitMessage(text: string): { first: string; headers: [string, string][]; body: string } {
  const at = text.indexOf('\n\n');
  const head = (at < 0 ? text : text.slice(0, at)).split('\n').filter((line) => line !== '');
  const headers = head.slice(1).map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { first: head[0] ?? '', headers, body: at < 0 ? '' : text.slice(at + 2).replace(/\n$/u, '') };
}

/** A body cut in the middle of a long run of one character, which happened once: 20,000 of them, says the answer's length. */
const CUT_RUN = /^([\s\S]*?)(.)\2{99,} …$/u;
const RUN_CHARS = 20_000;
/** The body that was really sent. */
function wholeBody(body: string): string {
  const [, head, char] = CUT_RUN.exec(body) ?? [];
  return head === undefined || char === undefined ? body : `${head}${char.repeat(RUN_CHARS)}"}`;
}
function parseRequest(text: string): RecordedRequest {
  const { first, headers, body } = splitMessage(text);
  const [method = '', url = ''] = first.split(' ');
  const cookie = headers.find(([name]) => name === 'Cookie')?.[1] ?? '';
  const jar = JAR.exec(cookie)?.[1] ?? null;
  return {
    method,
    url,
    headers: headers.filter(([name]) => name !== 'Cookie' || jar === null),
    jar,
    body: wholeBody(body),
  };
}
function parseResponse(text: string): RecordedResponse {
  const { first, headers, body } = splitMessage(text);
  const cut = CUT.test(body.trimEnd());
  return { status: Number(first.split(' ')[1]), headers, body: body.trimEnd().replace(CUT, ''), cut };
}

/** Every exchange in the order it was played. */
export function parseExchanges(markdown: string): Exchange[] {
  const found: Exchange[] = [];
  let section = '';
  for (const block of markdown.split(/^(?=##)/mu)) {
    const [heading = '', ...lines] = block.split('\n');
    section = SECTION.exec(heading)?.[1] ?? section;
    const title = HEADING.exec(heading);
    const [request, response] = [...lines.join('\n').matchAll(/^```http\n([\s\S]*?)^```$/gmu)].map(
      ([, text = '']) => text,
    );
    if (!title || request === undefined || response === undefined) continue;
    found.push({
      section,
      number: Number(title[1]),
      title: title[2] ?? '',
      request: parseRequest(request),
      response: parseResponse(response),
    });
  }
  return found;
}
