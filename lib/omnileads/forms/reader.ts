/**
 * Reads a Django form out of an HTML page: fields, values, choices, hidden fields, errors (interface §6.6, §6.9, §7.3).
 * The page is parsed into an inert document by the caller; nothing of it is ever inserted anywhere.
 */
import type { Choice, FieldKind, FormField, FormSchema, FormSlot } from './schema';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Controls that browsers never submit with a script's post, and that carry nothing. */
const NOT_DATA = new Set(['submit', 'button', 'reset', 'image', 'file']);

const INPUT_KINDS: Readonly<Record<string, FieldKind>> = {
  hidden: 'hidden',
  checkbox: 'checkbox',
  radio: 'radio',
  number: 'number',
  date: 'date',
  time: 'time',
};

const tag = (element: Element): string => element.tagName.toLowerCase();
const text = (node: Node | null): string => (node?.textContent ?? '').replace(/\s+/g, ' ').trim();

function kindOf(control: Control): FieldKind {
  if (tag(control) === 'textarea') return 'textarea';
  if (tag(control) === 'select') return control.hasAttribute('multiple') ? 'multiselect' : 'select';
  return INPUT_KINDS[(control.getAttribute('type') ?? 'text').toLowerCase()] ?? 'text';
}

function controlsOf(form: Element): Control[] {
  return [...form.querySelectorAll<Control>('input[name], select[name], textarea[name]')].filter(
    (control) =>
      control.getAttribute('name') !== '' &&
      !NOT_DATA.has((control.getAttribute('type') ?? '').toLowerCase()),
  );
}

function optionsOf(select: Element): { value: string; label: string; selected: boolean }[] {
  return [...select.querySelectorAll('option')].map((option) => ({
    value: option.getAttribute('value') ?? text(option),
    label: text(option),
    selected: option.hasAttribute('selected'),
  }));
}

/** What a browser would send for this control: none, one or several values. */
function sentBy(control: Control): string[] {
  const kind = kindOf(control);
  if (control.hasAttribute('disabled')) return [];
  if (kind === 'checkbox' || kind === 'radio') {
    return control.hasAttribute('checked') ? [control.getAttribute('value') ?? 'on'] : [];
  }
  if (kind === 'textarea') return [(control.textContent ?? '').replace(/^\r?\n/, '')];
  if (kind === 'select' || kind === 'multiselect') {
    const options = optionsOf(control);
    const chosen = options.filter((option) => option.selected);
    if (kind === 'multiselect') return chosen.map((option) => option.value);
    const one = chosen.at(-1) ?? options[0];
    return one ? [one.value] : [];
  }
  return [control.getAttribute('value') ?? ''];
}

function labelOf(form: Element, control: Control): string {
  const id = control.getAttribute('id');
  const own = id
    ? [...form.querySelectorAll('label[for]')].find((label) => label.getAttribute('for') === id)
    : null;
  return text(own ?? control.closest('label')).replace(/[:*\s]+$/, '');
}

/** Django puts `ul.errorlist` beside its control; the nearest ancestor that holds exactly one name is that field's. */
function errorsByName(form: Element): { byName: Map<string, string[]>; general: string[] } {
  const byName = new Map<string, string[]>();
  const general: string[] = [];
  for (const list of form.querySelectorAll('ul.errorlist')) {
    const messages = [...list.querySelectorAll('li')].map(text).filter((message) => message !== '');
    const name = list.classList.contains('nonfield') ? null : nameNear(form, list);
    if (name === null) general.push(...messages);
    // The management form's fields are on the page twice, errors and all.
    else byName.set(name, [...new Set([...(byName.get(name) ?? []), ...messages])]);
  }
  return { byName, general };
}

function nameNear(form: Element, list: Element): string | null {
  for (let around = list.parentElement; around && around !== form; around = around.parentElement) {
    const names = new Set(
      controlsOf(around)
        .filter((c) => kindOf(c) !== 'hidden')
        .map((c) => c.getAttribute('name') ?? ''),
    );
    if (names.size === 1) return [...names][0] ?? null;
    if (names.size > 1) break;
  }
  return null;
}

function choicesOf(controls: readonly Control[]): Choice[] {
  const [first] = controls;
  if (!first) return [];
  if (tag(first) === 'select') return optionsOf(first).map(({ value, label }) => ({ value, label }));
  if (kindOf(first) !== 'radio') return [];
  return controls.map((radio) => ({
    value: radio.getAttribute('value') ?? 'on',
    label: text(radio.closest('label')),
  }));
}

function readField(
  form: Element,
  name: string,
  controls: readonly Control[],
  errors: readonly string[],
): FormField {
  const visible = controls.filter((control) => kindOf(control) !== 'hidden');
  const shown = visible.at(-1) ?? controls.at(-1);
  if (!shown) throw new RangeError(`no control named ${name}`);
  const sent = controls.flatMap(sentBy);
  const kind = kindOf(shown);
  const locked =
    controls.every((control) => control.hasAttribute('disabled')) || shown.hasAttribute('readonly');
  return {
    name,
    kind,
    label: labelOf(form, shown),
    value: sent.at(-1) ?? (locked ? (shown.getAttribute('value') ?? text(shown)) : ''),
    choices: choicesOf(visible.length > 0 ? visible : controls),
    required: visible.some((control) => control.hasAttribute('required')),
    locked,
    errors,
  };
}

/** The named form, or the page's first form with a CSRF token, or null. */
export function findForm(page: Document, selector?: string): Element | null {
  if (selector) return page.querySelector(selector);
  const withToken = page.querySelector('form input[name="csrfmiddlewaretoken"]');
  return withToken?.closest('form') ?? null;
}

/** Null when the page has no such form: it is another page than the one expected. */
export function readForm(page: Document, pageUrl: string, selector?: string): FormSchema | null {
  const form = findForm(page, selector);
  if (!form) return null;
  const controls = controlsOf(form);
  const names = [...new Set(controls.map((control) => control.getAttribute('name') ?? ''))];
  const { byName, general } = errorsByName(form);
  const slots: FormSlot[] = controls.flatMap((control) =>
    sentBy(control).map((value) => ({ name: control.getAttribute('name') ?? '', value })),
  );
  const sentNames = new Set(slots.map((slot) => slot.name));
  return {
    action: new URL(form.getAttribute('action') ?? '', pageUrl).href,
    fields: names.map((name) =>
      readField(
        form,
        name,
        controls.filter((c) => c.getAttribute('name') === name),
        byName.get(name) ?? [],
      ),
    ),
    slots,
    unsent: names.filter(
      (name) =>
        !sentNames.has(name) &&
        controls.some((c) => c.getAttribute('name') === name && !c.hasAttribute('disabled')),
    ),
    errors: general,
  };
}
