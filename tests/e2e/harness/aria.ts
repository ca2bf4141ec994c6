/** Controls by role and accessible name, as assistive technology finds them. Closed shadow roots are no obstacle to it. */
import type { ElementHandle, Frame, Page } from 'puppeteer';
import { until } from './until';

export type Where = Page | Frame;
const PATIENCE_MS = 20_000; // an upper bound for a busy machine; what has a limit of its own says it

type Role =
  | 'button'
  | 'textbox'
  | 'combobox'
  | 'link'
  | 'status'
  | 'radio'
  | 'list'
  | 'region'
  | 'form'
  | 'checkbox'
  | 'dialog'
  | 'heading'
  | 'searchbox'
  | 'option'
  | 'menuitem'
  | 'group'
  | 'alert'
  | 'alertdialog';

export async function find(
  where: Where,
  role: Role,
  name: string,
  withinMs = PATIENCE_MS,
): Promise<ElementHandle<Element>> {
  // Not Puppeteer’s own wait, which walks the accessibility tree at every frame: a tenth of a test’s processor time.
  const look = () => where.$(`aria/${name}[role="${role}"]`);
  const found = await until(look, (element) => element !== null, `no ${role} "${name}"`, withinMs);
  if (!found) throw new Error('waited for');
  return found;
}

/** True when it is there now. */
export async function has(where: Where, role: Role, name: string): Promise<boolean> {
  const found = await where.$(`aria/${name}[role="${role}"]`);
  await found?.dispose();
  return found !== null;
}

/** What puppeteer says of an element that a redraw took away, moved, or had not laid out yet. */
const REDRAWN =
  /not clickable|detached|not an Element|does not have a layout object|does not belong to the document/i;

/** Views redraw whenever the phone says something new: what was found may be gone before it is used, so it is found again. */
async function use(
  where: Where,
  role: Role,
  name: string,
  how: (element: ElementHandle<Element>) => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const element = await find(where, role, name, Math.max(1, deadline - Date.now()));
    try {
      return await how(element);
    } catch (error) {
      if (!REDRAWN.test(String(error)) || Date.now() > deadline) throw error;
    } finally {
      await element.dispose();
    }
  }
}

export const press = (where: Where, name: string, role: Role = 'button'): Promise<void> =>
  use(where, role, name, (element) => element.click());

/** Presses a button if it is there now; it may go away under the finger, as when its press was heard a moment ago. */
export async function pressNow(where: Where, name: string): Promise<void> {
  const button = await where.$(`aria/${name}[role="button"]`);
  if (button) await clickNow(button);
}

declare global {
  interface Window {
    testHeard?: boolean;
  }
}
/** As `pressNow`; true when the click reached the button: a click guard lets none through on what has just come into sight. */
export async function pressHeard(where: Where, name: string): Promise<boolean> {
  const button = await where.$(`aria/${name}[role="button"]`);
  if (!button) return false;
  await button.evaluate((element) => {
    window.testHeard = false;
    element.addEventListener('click', () => (window.testHeard = true), { once: true });
  });
  await clickNow(button);
  return where.evaluate(() => window.testHeard === true);
}

/** Clicks what is there now; gone a moment later, it is no failure. */
export async function clickNow(element: ElementHandle<Element>): Promise<void> {
  try {
    await element.click();
  } catch (error) {
    if (!REDRAWN.test(String(error))) throw error;
  }
}

/** Replaces what the field holds; begun again when the field was redrawn, or something else took the focus, under the typing. */
export const type = (where: Where, name: string, text: string, role: Role = 'textbox'): Promise<void> =>
  use(where, role, name, async (box) => {
    await box.focus();
    // Not by three clicks: what lies over a field in a scrolled panel would take them.
    await box.evaluate((field) => (field as HTMLInputElement).select());
    await box.press('Backspace');
    await box.type(text);
    if (!(await box.evaluate((element) => element.isConnected)))
      throw new Error(`"${name}" was detached while it was typed into`);
  });

/** Chooses the entry of a list by what it says. */
export const choose = (where: Where, name: string, entry: string | RegExp): Promise<void> =>
  use(where, 'combobox', name, async (list) => {
    const options = await list.evaluate((element) =>
      [...(element as HTMLSelectElement).options].map(({ value, text }) => ({ value, text })),
    );
    const wanted = options.find(({ text }) =>
      typeof entry === 'string' ? text === entry : entry.test(text),
    );
    if (!wanted)
      throw new Error(`"${name}" has no ${String(entry)}: ${options.map(({ text }) => text).join(', ')}`);
    await (list as ElementHandle<HTMLSelectElement>).select(wanted.value);
  });

/** Everything a person reads in the place now. */
export const words = (where: Where): Promise<string> => where.evaluate(() => document.body.innerText);

/** Waits until the place says `text` (a part of it, any case of letters). */
export async function says(where: Where, text: string | RegExp, withinMs = PATIENCE_MS): Promise<void> {
  const deadline = Date.now() + withinMs;
  const matches = (all: string): boolean =>
    typeof text === 'string' ? all.toLowerCase().includes(text.toLowerCase()) : text.test(all);
  let last = '';
  do {
    last = await words(where);
    if (matches(last)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (Date.now() < deadline);
  throw new Error(`should say ${String(text)}, says: ${last.replace(/\s+/g, ' ').slice(0, 600)}`);
}
