/** HTML by what a client reads from it: text, forms with their fields and choices, errors, table rows, console data. */
import { Window } from 'happy-dom';

const VOLATILE_FIELD = new Set(['csrfmiddlewaretoken']);
const decode = (text: string): string =>
  text
    .replace(/&quot;/gu, '"')
    .replace(/&#x27;/gu, "'")
    .replace(/&times;/gu, '×')
    .replace(/&lt;/gu, '<')
    .replace(/&gt;/gu, '>')
    .replace(/&amp;/gu, '&');
const flat = (text: string): string => decode(text).replace(/\s+/gu, ' ').trim();

export function textOf(html: string): string {
  return flat(html.replace(/<(script|style)[\s\S]*?<\/\1>/giu, ' ').replace(/<[^>]+>/gu, ' '));
}
const wordsOf = (text: string): string[] =>
  flat(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
/** How much of a long page is compared: beyond this, wording is the product's own affair. */
const COMPARED_CHARS = 200;
const WORDS_SHARE = 0.9;

function compareText(recorded: string, html: string): string[] {
  const known =
    recorded.length > COMPARED_CHARS ? recorded.slice(0, COMPARED_CHARS).replace(/\S*$/u, '') : recorded;
  const wanted = wordsOf(known);
  const got = new Set(wordsOf(textOf(html)));
  const missing = wanted.filter((word) => !got.has(word));
  return missing.length <= wanted.length * (1 - WORDS_SHARE)
    ? []
    : [`page text: missing ${missing.slice(0, 12).join(' ')}`];
}

const field = (tag: string, type: string, name: string, value: string): string =>
  `${tag}${type ? `[${type}]` : ''} ${name}=${VOLATILE_FIELD.has(name) ? '…' : value}`;

/** Fields of the recording's own notation, form by form. */
function recordedForms(body: string): string[][] {
  const forms: string[][] = [];
  for (const line of body.split('\n')) {
    const current = forms.at(-1);
    const attribute = (name: string): string =>
      decode(new RegExp(`\\b${name}='([^']*)'`, 'u').exec(line)?.[1] ?? '');
    if (line.startsWith('<form')) forms.push([]);
    else if (!current) continue;
    else if (/^ {2}<input/u.test(line)) {
      const checked = / checked\b/u.test(line) ? '✓' : '';
      current.push(field('input', attribute('type'), attribute('name'), attribute('value') + checked));
    } else if (/^ {2}<select/u.test(line)) current.push(field('select', '', attribute('name'), ''));
    else if (/^ {4}<option/u.test(line))
      current.push(`  option ${attribute('value')}${/ selected/u.test(line) ? '✓' : ''}`);
    else if (/^ {2}<textarea/u.test(line))
      current.push(field('textarea', '', attribute('name'), flat(line.slice(line.indexOf('>') + 1))));
  }
  return forms;
}
function actualForms(html: string): string[][] {
  const { document } = new Window();
  document.body.innerHTML = html;
  return [...document.querySelectorAll('form')].map((form) => {
    const lines: string[] = [];
    for (const element of form.querySelectorAll('input, select, textarea')) {
      const name = element.getAttribute('name') ?? '';
      const tag = element.tagName.toLowerCase();
      if (tag === 'input') {
        const type = element.getAttribute('type') ?? '';
        const checked = element.hasAttribute('checked') ? '✓' : '';
        if (type !== 'submit' && name !== '')
          lines.push(field('input', type, name, (element.getAttribute('value') ?? '') + checked));
      } else lines.push(field(tag, '', name, tag === 'textarea' ? flat(element.textContent ?? '') : ''));
      if (tag !== 'select') continue;
      for (const option of element.querySelectorAll('option'))
        lines.push(
          `  option ${option.getAttribute('value') ?? ''}${option.hasAttribute('selected') ? '✓' : ''}`,
        );
    }
    return lines;
  });
}

const isNamed = (line: string): boolean => !/^\w+(\[\w*\])? (None)?=/u.test(line);

function compareForms(body: string, html: string, cut: boolean): string[] {
  const wanted = recordedForms(body).map((form) => form.filter(isNamed));
  const got = actualForms(html).map((form) => form.filter(isNamed));
  const known = cut
    ? wanted.map((form, at) => (at === wanted.length - 1 ? form.slice(0, -1) : form))
    : wanted;
  const differences =
    wanted.length === got.length || cut ? [] : [`forms: recorded ${wanted.length}, got ${got.length}`];
  for (const [at, form] of known.entries()) {
    const actual = [...(got[at] ?? [])];
    for (const line of form) {
      const index = actual.indexOf(line);
      if (index < 0) differences.push(`form ${at}: missing ${line}`);
      else actual.splice(index, 1);
    }
    if (!cut) differences.push(...actual.map((line) => `form ${at}: not recorded ${line}`));
  }
  return differences;
}

/** Error and flash texts the page must show; and none when none was recorded. */
function compareErrors(body: string, html: string, cut: boolean): string[] {
  const line = /^ {2}messages\/errors: (.*)$/mu.exec(body)?.[1];
  const page = textOf(html);
  if (line !== undefined)
    return line
      .split(' / ')
      .map((text) => flat(text).replace(/^× /u, ''))
      .filter((text) => !page.replace(/\s/gu, '').includes(text.replace(/\s/gu, '')))
      .map((text) => `message missing: ${text}`);
  const shown = /class="[^"]*(errorlist|alert-danger|alert-warning)/u.test(html);
  return shown && !cut ? ['the page shows an error that was not recorded'] : [];
}

function compareRows(body: string, html: string): string[] {
  const rows = body
    .split('\n')
    .slice(1)
    .filter((line) => line.includes(' | '));
  const page = textOf(html).replace(/\s/gu, '');
  const differences = rows.flatMap((row) => {
    const [cells = '', links = ''] = row.split(/ {2,}links: /u);
    const missing = cells
      .split(' | ')
      .map(flat)
      .filter((cell) => cell !== '' && !page.includes(cell.replace(/\s/gu, '')));
    const targets = links
      .split(' ; ')
      .map((link) => link.trim())
      .filter((link) => link.startsWith('/') || link.startsWith('make'));
    const absent = targets.filter((link) => !decode(html).includes(link));
    return [
      ...missing.map((cell) => `row: missing ${cell}`),
      ...absent.map((link) => `row: missing link ${link}`),
    ];
  });
  const wanted = rows.length;
  const got = (html.match(/<tr\b/giu) ?? []).length;
  return wanted === got ? differences : [...differences, `table: recorded ${wanted} rows, got ${got}`];
}

const VOLATILE_ID = new Set(['sipExt', 'sipSec']);
function compareConsole(body: string, html: string): string[] {
  const { document } = new Window();
  document.body.innerHTML = html;
  return body.split('\n').flatMap((line) => {
    const input = /^ {2}hidden id=(\S+) name=\S+ value=(.*)$/u.exec(line);
    const select = /^ {2}select id=(\S+) name=\S+: \[(.*)\]$/u.exec(line);
    const id = input?.[1] ?? select?.[1];
    if (id === undefined || id === 'None') return [];
    const element = document.getElementById(id);
    if (!element) return [`console: #${id} is missing`];
    if (input) {
      const value = element.getAttribute('value') ?? '';
      const same = VOLATILE_ID.has(id) ? value !== '' : value === input[2];
      return same ? [] : [`console: #${id} recorded ${input[2] ?? ''}, got ${value}`];
    }
    const wanted = [...(select?.[2] ?? '').matchAll(/\('([^']*)', '([^']*)'\)/gu)].map(
      ([, value, text]) => `${value}|${text}`,
    );
    const got = [...element.querySelectorAll('option')].map(
      (option) => `${option.getAttribute('value') ?? ''}|${flat(option.textContent ?? '')}`,
    );
    // The recorder saw only lists that were written into the page before its own cut.
    return wanted.length === 0 || wanted.join() === got.join()
      ? []
      : [`console: #${id} recorded ${wanted.join()}, got ${got.join()}`];
  });
}

/** One line per difference; `recorded` is the recording's reduction of the page. */
export function compareHtml(recorded: string, html: string, cut: boolean): string[] {
  if (recorded === '') return html === '' ? [] : ['the recorded body is empty'];
  const kind = /^\(HTML, \d+ bytes\) (.*?):/u.exec(recorded)?.[1] ?? '';
  const rest = recorded.slice(recorded.indexOf(':') + 1);
  if (kind === 'text') return compareText(rest.trim(), html);
  if (kind === 'forms') return [...compareForms(rest, html, cut), ...compareErrors(rest, html, cut)];
  if (kind === 'table rows') return compareRows(recorded, html);
  if (kind.startsWith('hidden inputs')) return compareConsole(rest, html);
  return [`unknown kind of recording: ${kind}`];
}
