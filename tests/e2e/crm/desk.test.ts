/** One agent's desk: thirty tabs in two windows, the toolbar's popup, shortcuts, menus. One truth everywhere. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Frame, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { find, has, press, says, type, words } from '../harness/aria';
import { AGENT_HZ, CUSTOMER_HZ, INBOUND_DID, NUMBER, until } from '../calls/stage';
import { contactNumber, serverMoment } from '../drafts/paperwork';
import { contact, CrmScene } from './scene';

const TABS = 30;
const DAY_MS = 86_400_000;
const CALLBACK_ID = 951;
const CUSTOMER_ID = 20;
const ASKED_MS = 2000;
const KNOWN = contact(0);

let scene: CrmScene;
beforeAll(async () => {
  scene = await CrmScene.open();
});
afterAll(() => scene?.stage.close());
afterEach(() => scene.rest());

const panelIn = (page: Page): Frame | undefined =>
  page.frames().find((frame) => frame.url().includes('/panel.html'));
const panels = async (): Promise<readonly Frame[]> =>
  (await scene.stage.agent.desk.browser.pages()).flatMap((page) => panelIn(page) ?? []);
/** As a person who looks from window to window. */
async function everyPanelSays(text: string, atLeast: number): Promise<void> {
  // A panel that goes with its tab while it is asked answers with an error or never: it isn't in sight any more.
  const read = (panel: Frame): Promise<string | null> =>
    Promise.race([words(panel).catch(() => null), delay(ASKED_MS).then(() => null)]);
  await until(
    async () => (await Promise.all((await panels()).map(read))).filter((said) => said !== null),
    (all) => all.length >= atLeast && all.every((said) => said.toLowerCase().includes(text.toLowerCase())),
    `${atLeast} panels and more should say ${text}`,
  );
}

async function tabInNewWindow(url: string): Promise<Page> {
  const { browser } = scene.stage.agent.desk;
  const cdp = await browser.target().createCDPSession();
  const { targetId } = await cdp.send('Target.createTarget', { url, newWindow: true });
  const target = await browser.waitForTarget(
    (one) => (one as unknown as { _targetId: string })._targetId === targetId,
  );
  await cdp.detach();
  return target.asPage();
}

describe('thirty tabs in two windows', () => {
  it('show the same truth wherever somebody looks, and closing any of them changes nothing', async () => {
    const { agent, lab } = scene.stage;
    const { list, spa } = lab.crm.pages;
    const customer = await scene.call(KNOWN);
    const { generation } = (await scene.state()).call;
    const second = await tabInNewWindow(list);
    const more: Page[] = [];
    for (let i = 2; i < TABS; i += 1) more.push(await agent.desk.openPage(i % 2 ? list : spa));
    expect(await scene.tabs()).toHaveLength(TABS);
    await Promise.all([second, agent.crm].map((page) => page.bringToFront()));
    await everyPanelSays('On a call', 2);
    await everyPanelSays(KNOWN.phone.replace(/\D/g, '').slice(-7), 2);

    // Said in one window, true in the other, and in a tab that nobody had in sight.
    await press(await agent.desk.panelIn(second), 'Hold');
    await everyPanelSays('On hold', 2);
    const hidden = more[7] as Page;
    await hidden.bringToFront();
    await agent.desk.panelIn(hidden);
    await everyPanelSays('On hold', 2);
    await press(await agent.desk.panelIn(hidden), 'Resume call');
    await everyPanelSays('On a call', 2);

    const before = await scene.state();
    for (const page of [second, ...more]) await page.close();
    const after = await scene.state();
    expect(after.call).toEqual(before.call);
    expect(after.call.generation).toBe(generation);
    await customer.hears([AGENT_HZ]);
    await agent.hears([CUSTOMER_HZ]);
    await customer.hangUp();
  });
});

async function popup(): Promise<Page> {
  const { browser, extensionId } = scene.stage.agent.desk;
  await scene.stage.agent.crm.bringToFront();
  const extension = (await browser.extensions()).get(extensionId);
  if (!extension) throw new Error('the browser has no extension of ours');
  await scene.stage.agent.crm.triggerExtensionAction(extension);
  const target = await browser.waitForTarget((one) => one.url().includes('/popup.html'));
  return target.asPage();
}

describe('the popup', () => {
  it('is the whole phone: dials, holds, mutes, hangs up, pauses; answers and rejects', async () => {
    const { agent, lab } = scene.stage;
    await agent.free();
    const phone = await popup();
    await says(phone, 'Ready');
    const called = lab.people.expect(NUMBER, { voice: CUSTOMER_HZ });
    await type(phone, 'Number', NUMBER);
    await press(phone, 'Call');
    const customer = await called;
    await scene.phase('talking');
    await press(phone, 'Hold');
    await scene.phase('held');
    await press(phone, 'Resume call');
    await scene.phase('talking');
    await press(phone, 'Mute');
    await find(phone, 'button', 'Unmute');
    await customer.hears([], { not: [AGENT_HZ] });
    await press(phone, 'Unmute');
    await customer.hears([AGENT_HZ]);
    await press(phone, 'Hang up');
    await scene.phase('idle');
    await press(phone, 'Pause');
    const choice = await phone.waitForSelector('button ::-p-text(break)');
    await choice?.click();
    await says(phone, 'Paused');
    await press(phone, 'Resume work');
    await says(phone, 'Ready');

    const rejected = lab.people.callIn(INBOUND_DID, { voice: CUSTOMER_HZ });
    await press(phone, 'Reject');
    const caller = await rejected;
    await press(phone, 'Answer'); // the queue rings again
    await scene.phase('talking');
    await caller.hears([AGENT_HZ]);
    await press(phone, 'Hang up');
    await scene.phase('idle');
    await phone.close();
  });

  it('has the open callbacks: one is called by a click, and is gone once it was kept', async () => {
    const { agent, lab } = scene.stage;
    await agent.free();
    const { callbacks } = lab.omnileads.control.store;
    const tomorrow = serverMoment(Date.now() + DAY_MS);
    callbacks.set(CALLBACK_ID, {
      id: CALLBACK_ID,
      agentId: 1,
      contactId: CUSTOMER_ID,
      campaignId: 1,
      ...tomorrow,
      kind: 1,
      phone: contactNumber(CUSTOMER_ID),
      observations: 'por el presupuesto',
    });
    const phone = await popup();
    await press(phone, 'Refresh callbacks');
    const row = await phone.waitForSelector('ul[aria-label=Callbacks] ::-p-text(por el presupuesto)');
    expect(row).not.toBeNull();
    const called = lab.people.expect(contactNumber(CUSTOMER_ID), { voice: CUSTOMER_HZ });
    await row?.click();
    const customer = await called;
    await customer.hears([AGENT_HZ]);
    expect((await scene.state()).call.call?.details?.campaignId).toBe('1');
    await press(phone, 'Hang up');
    await scene.phase('idle');
    callbacks.delete(CALLBACK_ID);
    // In the popup still: a click elsewhere would close it.
    await press(phone, 'Refresh callbacks');
    await says(phone, 'No callbacks pending');
    await phone.close();
  });

  it('switches the phone off and on for the site in front, without a reload of its page', async () => {
    const { crm } = scene.stage.agent;
    await crm.evaluate(() => ((globalThis as unknown as { mark: number }).mark = 1));
    const launcher = (): Promise<boolean> =>
      Promise.all([has(crm, 'button', 'Close phone'), has(crm, 'button', 'Open phone')]).then((all) =>
        all.some(Boolean),
      );
    const phone = await popup();
    await says(phone, new URL(crm.url()).host);
    const site = await phone.waitForSelector('[role=switch]');
    expect(await site?.evaluate((one) => (one as HTMLInputElement).checked)).toBe(true);
    await site?.click();
    await until(launcher, (there) => !there, 'the phone should leave the page');
    await until(
      () => phone.$eval('[role=switch]', (one) => (one as HTMLInputElement).checked),
      (on) => !on,
      'off',
    );
    await site?.click();
    await until(launcher, Boolean, 'the phone should be back');
    expect(await crm.evaluate(() => (globalThis as unknown as { mark: number }).mark)).toBe(1);
    await phone.close();
  });
});

/** As the browser tells of a key or a menu; neither can be pressed without a window. */
async function browserSays(event: 'command' | 'menu', what: string): Promise<void> {
  const worker = await scene.stage.agent.desk.worker();
  await worker.evaluate(
    async (kind, value, url) => {
      type Dispatching = { dispatch(...args: unknown[]): void };
      const [tab] = (await chrome.tabs.query({ url: 'http://127.0.0.1/*' })).filter((one) => one.url === url);
      if (kind === 'command') (chrome.commands.onCommand as unknown as Dispatching).dispatch(value, tab);
      else
        (chrome.contextMenus.onClicked as unknown as Dispatching).dispatch(
          { menuItemId: 'call-selection', selectionText: value, pageUrl: url },
          tab,
        );
    },
    event,
    what,
    scene.stage.agent.crm.url(),
  );
}

describe('keys of the browser', () => {
  it('answer, hold, mute and hang up, and show the panel', async () => {
    const { agent, lab } = scene.stage;
    await agent.free();
    const calling = lab.people.callIn(INBOUND_DID, { voice: CUSTOMER_HZ });
    await scene.phase('ringing');
    await browserSays('command', 'answer-hang-up');
    await scene.phase('talking');
    const caller = await calling;
    await caller.hears([AGENT_HZ]);
    await browserSays('command', 'hold');
    await scene.phase('held');
    await browserSays('command', 'hold');
    await scene.phase('talking');
    await browserSays('command', 'mute');
    await caller.hears([], { not: [AGENT_HZ] });
    await browserSays('command', 'mute');
    await caller.hears([AGENT_HZ]);
    await press(agent.crm, 'Close phone');
    await until(
      () => Promise.resolve(panelIn(agent.crm)),
      (panel) => !panel,
      'the panel should be closed',
    );
    await browserSays('command', 'show-panel');
    await until(() => Promise.resolve(panelIn(agent.crm)), Boolean, 'the panel should be open');
    await browserSays('command', 'show-panel');
    await until(
      () => Promise.resolve(panelIn(agent.crm)),
      (panel) => !panel,
      'the same key hides it',
    );
    await browserSays('command', 'answer-hang-up');
    await scene.phase('idle');
  });
});

describe('a selected number', () => {
  /** The national number as the site's plan dials it: with the prefix for an outside line. */
  const PREFIX = '0';
  const dialled = `${PREFIX}3515551001`;
  const outside = (): string => scene.stage.posted('/make_call_outside_campaign/').at(-1) ?? '';

  it.each(['menu', 'command'] as const)('is called by %s, by the plan of its site', async (how) => {
    const { agent, lab } = scene.stage;
    await scene.site({ prefix: PREFIX });
    await agent.free();
    const called = lab.people.expect(NUMBER, { voice: CUSTOMER_HZ });
    const text = await agent.crm.evaluate((phone) => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (node.nodeValue?.includes(phone)) getSelection()?.selectAllChildren(node.parentNode as Node);
      return String(getSelection());
    }, KNOWN.phone);
    expect(text).toContain(KNOWN.phone);
    await browserSays(how, how === 'menu' ? text : 'call-selection');
    const customer = await called;
    expect(outside()).toContain(dialled);
    await until(() => Promise.resolve(panelIn(agent.crm)), Boolean, 'the panel should show the call');
    await scene.phase('talking');
    await customer.hangUp();
  });
});
