/** During a call: a new panel, the worker's death, the socket's loss. */
import type { Page } from 'puppeteer';
import type { Lab } from '@/lab';
import type { Agent } from '@/tests/e2e/harness/agent';
import { until } from '@/tests/e2e/harness/until';
import { median, percentile, row, type Row } from './row';
import { packetsLost } from './rtp';

const NUMBER = '3515551001';
const PANELS = 20;
const PRESSES = 10;
const CUTS = 5;
const CONTROL_BAR_MS = 150;
const REGISTERED_BAR_MS = 3000;
const PANEL_BAR_MS = 250;
/** The worker's end and what it may bring about, and a report of the other side's on the way there and back. */
const DEATH_MS = 6000;

declare global {
  interface Window {
    benchShown?: number;
    benchPress?: { pressed: number; answered: number };
  }
}

/** ms from the panel document's start to the true state in its DOM. */
async function timePanel(agent: Agent): Promise<number> {
  const page: Page = await agent.desk.browser.newPage();
  await page.evaluateOnNewDocument(() => {
    new MutationObserver((_records, observer) => {
      if (!document.body?.textContent.includes('On a call')) return;
      window.benchShown = performance.now();
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.goto(agent.desk.url('panel.html'));
  await page.waitForFunction(() => window.benchShown !== undefined);
  const shown = await page.evaluate(() => window.benchShown);
  await page.close();
  return shown ?? NaN;
}

/** ms from a press on Mute or Unmute to the button's having changed, by the panel's own clock. */
async function timePress(agent: Agent, name: 'Mute' | 'Unmute'): Promise<number> {
  const { panel } = agent;
  const after = name === 'Mute' ? 'Unmute' : 'Mute';
  const button = await panel.waitForSelector(`aria/${name}[role="button"]`);
  await button?.evaluate((element) => {
    delete window.benchPress;
    element.addEventListener(
      'click',
      ({ timeStamp }) => {
        const before = element.outerHTML;
        new MutationObserver((_records, observer) => {
          if (element.isConnected && element.outerHTML === before) return;
          window.benchPress = { pressed: timeStamp, answered: performance.now() };
          observer.disconnect();
        }).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
      },
      { once: true, capture: true },
    );
  });
  await button?.click();
  await panel.waitForSelector(`aria/${after}[role="button"]`);
  const press = await panel.evaluate(() => window.benchPress);
  return press ? press.answered - press.pressed : NaN;
}

async function workerRows(agent: Agent): Promise<Row[]> {
  const worker = await agent.desk.worker();
  const rested = await packetsLost(agent.phone, DEATH_MS, async () => undefined);
  const took: number[] = [];
  const lost = await packetsLost(agent.phone, DEATH_MS, async () => {
    await worker.close();
    for (let i = 0; i < PRESSES; i += 1) took.push(await timePress(agent, i % 2 === 0 ? 'Mute' : 'Unmute'));
  });
  return [
    row(
      'worker killed during a call: RTP packets lost (baseline: left alone)',
      'packets',
      lost,
      { max: Math.max(0, rested) },
      rested,
    ),
    row('worker killed during a call → Mute and Unmute answer, p95', 'ms', percentile(took, 95), {
      max: CONTROL_BAR_MS,
    }),
  ];
}

export async function callRows(agent: Agent, lab: Lab): Promise<Row[]> {
  await agent.free();
  const called = lab.people.expect(NUMBER);
  await agent.dial(NUMBER);
  const customer = await called;
  await customer.hears([440]);

  const shown: number[] = [];
  for (let i = 0; i < PANELS; i += 1) shown.push(await timePanel(agent));

  await agent.crm.bringToFront();
  const killed = await workerRows(agent);
  await customer.hears([440]);

  const back: number[] = [];
  for (let i = 0; i < CUTS; i += 1) {
    const cutAt = Date.now();
    lab.omnileads.control.sip.cut();
    const state = await until(
      () => agent.state(),
      ({ registration }) => registration.phase === 'registered' && registration.since >= cutAt,
      'the phone should be registered again',
    );
    back.push(state.registration.since - cutAt);
  }
  await agent.hears([600]);
  await customer.hears([440]);
  await agent.press('Hang up');
  await customer.ended;
  return [
    row('panel opened during a call → true state in its DOM, p95', 'ms', percentile(shown, 95), {
      max: PANEL_BAR_MS,
    }),
    ...killed,
    row('socket cut during a call → registered again, median of 5', 'ms', median(back), {
      max: REGISTERED_BAR_MS,
    }),
  ];
}
