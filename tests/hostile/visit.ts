/** One visit to one page: what is asked of every page, in the order a person would do it. */
import type { CDPSession, Frame, Page } from 'puppeteer';
import { centre, inside, until, type Workshop } from '../e2e/overlay/workshop';
import type { PanelNotes } from '../e2e/overlay/stub/panel';
import { installSpy, type SpyReport } from './spy';
import type { HostilePage } from './types';

export const SECRET = 'Zq7Xk9'; // typed into the phone; no page may hear a piece of it
const OURS = /<([a-z]{6}-[a-z]{8}) popover="manual"><\/\1>/g;
const LEAVE_MS = 4000;
const SETTLE_MS = 700;
const ANSWER_MS = 4000;
const TYPE_DELAY_MS = 5;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** The document as the browser has it: nothing of the page can interfere. */
async function markup(page: Page): Promise<string> {
  const cdp: CDPSession = await page.createCDPSession();
  const { root } = await cdp.send('DOM.getDocument', { depth: 0 });
  const { outerHTML } = await cdp.send('DOM.getOuterHTML', { nodeId: root.nodeId });
  await cdp.detach();
  return outerHTML;
}
export const hosts = async (page: Page): Promise<number> => [...(await markup(page)).matchAll(OURS)].length;

async function panelFrame(page: Page): Promise<Frame> {
  return page.waitForFrame((f) => f.url().startsWith('chrome-extension://'), { timeout: ANSWER_MS });
}
/** Where an element of the panel is on the page. */
async function spot(page: Page, frame: Frame, selector: string): Promise<[number, number]> {
  const box = await until('the panel', () => inside(page, 'panel'));
  const rect = await frame.$eval(selector, (e) => e.getBoundingClientRect().toJSON() as DOMRect);
  return [box.x + rect.x + rect.width / 2, box.y + rect.y + rect.height / 2];
}

async function usePhone(page: Page, hostile: HostilePage): Promise<string[]> {
  const wrong: string[] = [];
  if (!(await inside(page, 'panel')))
    await page.mouse.click(...centre(await until('the launcher', () => inside(page, 'launcher'))));
  const frame = await panelFrame(page).catch(() => null);
  if (!frame) {
    // Whatever stands there instead: it must not hear the agent either.
    const box = await inside(page, 'panel');
    if (box) await page.mouse.click(...centre(box));
    await page.keyboard.type(SECRET, { delay: TYPE_DELAY_MS });
    return ['there is no panel'];
  }
  await until('a loaded panel', () => frame.evaluate(() => document.readyState === 'complete'));
  await until('the focus in the panel', async () => {
    await page.mouse.click(...(await spot(page, frame, 'input')));
    return frame.evaluate(() => document.hasFocus() && document.activeElement instanceof HTMLInputElement);
  });
  await page.keyboard.type(SECRET, { delay: TYPE_DELAY_MS });
  const refused = hostile.answer === 'refused';
  const press = async (): Promise<number> => {
    await pause(SETTLE_MS);
    await page.mouse.click(...(await spot(page, frame, '#answer')));
    return frame.evaluate(() => (globalThis as unknown as { notes: PanelNotes }).notes.answered);
  };
  let answered = await press();
  // The guard wants the panel seen for a while; a person presses again.
  const patience = refused ? 0 : ANSWER_MS;
  for (const end = Date.now() + patience; answered === 0 && Date.now() < end;) answered = await press();
  if (refused && answered > 0) wrong.push('a click on an Answer button that nobody could see counted');
  if (!refused && answered === 0) wrong.push('the phone could not answer');
  return wrong;
}

function judge(report: SpyReport, hostile: HostilePage): string[] {
  const wrong: string[] = [];
  const heard = [...SECRET].filter((c) => /[A-Z]/.test(c) && report.keys.includes(c));
  if (heard.length > 0 && !hostile.takesFocus) wrong.push(`the page heard keys: ${report.keys}`);
  if (report.globals.length > 0) wrong.push(`new globals: ${report.globals.join(' ')}`);
  if (report.resources.length > 0) wrong.push(`requests seen: ${report.resources.join(' ')}`);
  if (report.frames > 0) wrong.push('the page sees our frame');
  if (report.messages > 0) wrong.push('the page got messages');
  if (report.inside.length > 0) wrong.push(`the page sees inside: ${report.inside.join(', ')}`);
  if (report.attributes.length > 0) wrong.push(`attributes: ${report.attributes.join(' ')}`);
  if (report.highlights > 1 || report.sheets > 1) wrong.push('more than one highlight or sheet');
  if (report.shift > 0 && hostile.dom !== 'moving') wrong.push(`layout shifted by ${report.shift}`);
  return wrong;
}

export async function visit(shop: Workshop, bare: Workshop, hostile: HostilePage): Promise<string[]> {
  const wrong: string[] = [];
  await shop.reset();
  const page = await shop.desk.browser.newPage();
  page.on('pageerror', (error) => wrong.push(`page error: ${String(error)}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/favicon|404|Not allowed to launch/.test(message.text()))
      wrong.push(`console: ${message.text()}`);
  });
  try {
    await page.evaluateOnNewDocument('globalThis.__name = (named) => named'); // tsx names functions by a helper
    await page.evaluateOnNewDocument(installSpy);
    await page.goto(`${shop.url}/${hostile.name}`);
    if (hostile.overlay === 'none') {
      await pause(SETTLE_MS);
      if ((await hosts(page)) > 0) wrong.push('something of ours in a document that cannot show it');
      return wrong;
    }
    if (hostile.overlay !== 'leaves') await until('the launcher', () => inside(page, 'launcher'));
    await hostile.act?.({ page, shop });
    if (hostile.overlay === 'leaves') {
      const end = Date.now() + LEAVE_MS;
      while ((await hosts(page)) > 0 && Date.now() < end) await pause(50);
      await pause(SETTLE_MS);
      if ((await hosts(page)) > 0) wrong.push('still fighting with the page');
    } else wrong.push(...(await usePhone(page, hostile)));
    wrong.push(...((await hostile.check?.({ page, shop })) ?? []));
    const calls = await shop.calls();
    if (calls.length !== (hostile.calls ?? 0))
      wrong.push(`calls asked for: ${calls.length}, by the person: ${hostile.calls ?? 0}`);
    const report = (await page.evaluate(() =>
      (window as unknown as { __spy: () => SpyReport }).__spy(),
    )) as SpyReport;
    wrong.push(...judge(report, hostile));
    const strange = shop
      .requests()
      .filter(
        (path) =>
          path !== `/${hostile.name}` &&
          path !== '/favicon.ico' &&
          !(path.slice(1) in (hostile.others ?? {})),
      );
    if (strange.length > 0) wrong.push(`requests: ${strange.join(' ')}`);
    if (hostile.dom !== 'moving') {
      const reference = await bare.desk.browser.newPage();
      await reference.goto(`${bare.url}/${hostile.name}`);
      await reference.bringToFront();
      await pause(100);
      const expected = (await markup(reference)).replaceAll(bare.url, '');
      await reference.close();
      const actual = (await markup(page)).replace(OURS, '').replaceAll(shop.url, '');
      if (actual !== expected) wrong.push(`the DOM differs: ${difference(actual, expected)}`);
    }
  } catch (thrown) {
    wrong.push(`could not be used: ${String(thrown)}`);
  } finally {
    await page.close();
  }
  return wrong;
}

function difference(actual: string, expected: string): string {
  let i = 0;
  while (i < actual.length && actual[i] === expected[i]) i++;
  return `«${actual.slice(Math.max(0, i - 20), i + 60)}» instead of «${expected.slice(Math.max(0, i - 20), i + 60)}»`;
}
