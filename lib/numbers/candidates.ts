/**
 * Page side, pure and tiny: finds stretches of text that may be phone numbers. It errs on the generous side for what looks
 * like a phone and on the strict side for what looks like a date, price or document number; the phone document judges the
 * rest with real numbering plans (./dialable). Linear time: separators between two digits are bounded, nothing nests.
 */
import { isPlainlyOther, touchesSomething } from './touching';

export interface Candidate {
  readonly start: number; // offsets into the text given
  readonly end: number;
  readonly text: string;
  /** What to ask the phone document about it: the words before, a tab, the number, a tab, the word after (see ./kinds). */
  readonly asked: string;
}
type Piece = Omit<Candidate, 'asked'>;

/**
 * At least seven digits with at most three separators between two of them; '+' and '(' may lead. At most MAX_RUN digits: what
 * goes on is data, and splitting a run into numbers may then cost what it likes without the whole becoming quadratic.
 */
const RUN = /\(?(?:\+\s?)?\(?\d(?:[ \u00a0\u2009\u202f.()\-\u2010-\u2013/]{0,3}\d){6,89}/g;
const MAX_RUN = 90; // digits: eight numbers in a row
const DATE = /(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?![./-]?\d)/
  .source;
const LEADING_DATE = new RegExp(`^(?:${DATE}|24/7)[\\s\\-–]*`);
/** Between two numbers: a slash, a dash with room around it, a new area code in parentheses, wide space. */
const BETWEEN = /\s*\/\s*|\s+[-–]\s*|\s{2,}|\s*(?=\()|\s(?=0\d)/g;
const MIN_DIGITS = 7; // shorter ones are local numbers or short codes: never without the person's own typing
const MAX_DIGITS = 15; // E.164
const FIRST_SIGN = /[\d(+]/;
/**
 * What most runs of a page are, told by the browser's own matcher: pages are read once, before their scripts are compiled, and
 * every step written here costs ten times as much there.
 */
const DATE_ALONE = new RegExp(`^${DATE}\\D*(?:\\d\\D*){0,6}$`);
/** More than one number, or one with something around it. Else the run is a candidate as it is. */
const NOT_ONE = new RegExp(`^(?:${DATE}|\\((?:[^)]*$|.*\\()|\\D*(?:\\d\\D*){14})|\\s\\s|/`);
/** A text longer than this is data, not something a person reads: bounded so that a hostile page can't stall us. */
const MAX_TEXT = 100_000;
const MAX_LENGTH = 40; // characters; the phone document parses no more
const BEFORE_CHARS = 60; // an address (https://…/0351…) may start this far back
const ASKED_CHARS = 24; // words that name a number stand next to it
/** What belongs to an earlier number, or is a tab: those separate the parts of a question. */
const PAST = /^[^]*\d\d|\t/g;
const UNIT = /^\s?[\p{L}²][\p{L}²\d]*/u;

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;
const digits = (text: string): number => count(text, /\d/g);

/** A run may hold several numbers: "4555-1234 / 4555-9876", "(0351) 555-1001 (0341) 555-1003". */
function pieces(run: string, offset: number): Piece[] {
  const found: Piece[] = [];
  let start = 0;
  let rest = run;
  for (let date = LEADING_DATE.exec(rest); date; date = LEADING_DATE.exec(rest)) {
    start += date[0].length;
    rest = run.slice(start);
  }
  for (const cut of [...rest.matchAll(BETWEEN), null]) {
    const at = cut ? run.length - rest.length + cut.index : run.length;
    if (at < start) continue;
    const head = run.slice(start, at);
    const tail = cut ? run.slice(at + cut[0].length) : '';
    if (cut && !separates(cut[0], head, tail)) continue;
    if (head !== '') found.push({ start: offset + start, end: offset + at, text: head });
    start = at + (cut ? cut[0].length : 0);
  }
  return found.map(trimmed).filter(({ text }) => {
    const sum = digits(text);
    return sum >= MIN_DIGITS && sum <= MAX_DIGITS && text.length <= MAX_LENGTH;
  });
}

/** "11 - 4555 - 1234" is one number, "0351 4555123 - 0341 4555124" are two, "Colón 1234 0351 4555123" is a house and one. */
function separates(cut: string, head: string, tail: string): boolean {
  const left = digits(head);
  const right = digits(tail);
  if (left >= MIN_DIGITS) {
    if (cut.includes('/') || cut.length > 1)
      return cut.trim() === '' || cut.includes('/') || right >= MIN_DIGITS;
    return right >= (tail.startsWith('(') ? MIN_DIGITS : MIN_DIGITS + 2);
  }
  if (cut.trim() !== '' || /^[+(0]/.test(head)) return false;
  return left >= 3 && /^[(0]/.test(tail) && right >= 9;
}

function trimmed({ start, end, text }: Piece): Piece {
  let from = text.search(FIRST_SIGN);
  let own = text.slice(from).replace(/[\s.\-–/(]+$/, ''); // the cut of two numbers left it
  // "(0351) 4555123" keeps its parenthesis, "(0351 4555123" (closed outside) loses it.
  while (own.startsWith('(') && count(own, /\(/g) > count(own, /\)/g)) {
    own = own.slice(1);
    from++;
  }
  return { start: start + from, end: Math.min(end, start + from + own.length), text: own };
}

/**
 * The candidates in a text. `label` is what stands before it on the page (a column's title, the term before a value): it
 * decides like a word in the same sentence. A function, because it is needed for few texts and finding it reads the page.
 */
export function findCandidates(text: string, label: () => string = () => ''): Candidate[] {
  const found: Candidate[] = [];
  const read = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  let dataEndsAt = -MAX_RUN;
  // Not matchAll, which copies the expression for every text: most texts of a page hold nothing.
  RUN.lastIndex = 0;
  for (let match = RUN.exec(read); match; match = RUN.exec(read)) {
    const run = match[0];
    const at = match.index;
    const goesOn = at - dataEndsAt <= 3;
    if (goesOn || (run.length >= MAX_RUN && digits(run) >= MAX_RUN)) {
      dataEndsAt = at + run.length;
      continue;
    }
    if (DATE_ALONE.test(run)) continue;
    // Numbers in a row share the word before the first: "pedidos 4500012345 / 4500012346". Looked for only when needed.
    let name: string | undefined;
    const one = run.length <= MAX_LENGTH && !NOT_ONE.test(run);
    for (const { start, end, text: own } of one
      ? [{ start: at, end: at + run.length, text: run }]
      : pieces(run, at)) {
      const after = read.slice(end, end + ASKED_CHARS);
      if (touchesSomething(read.slice(Math.max(0, start - BEFORE_CHARS), start), after)) continue;
      name ??= nameBefore(read.slice(Math.max(0, at - BEFORE_CHARS), at), label);
      if (isPlainlyOther(own, name)) continue;
      found.push({ start, end, text: own, asked: `${name}\t${own}\t${UNIT.exec(after)?.[0].trim() ?? ''}` });
    }
  }
  return found;
}

const nameBefore = (own: string, label: () => string): string =>
  (own.trim() === '' ? `${label()} ${own}` : own).replace(PAST, '').slice(-ASKED_CHARS);
