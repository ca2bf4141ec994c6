/**
 * Trusted click on a number in the page → the call's HTTP request on the wire. Both ends by the browser's own clocks: the
 * click's time stamp, and the moment the network service sent the request. The server's clock would add how busy this
 * program is. Baseline: a button of the same page that asks the same server at once, without any extension.
 */
import type { CDPSession, Page } from 'puppeteer';
import type { Lab } from '@/lab';
import type { Agent } from '@/tests/e2e/harness/agent';
import { clickNow } from '@/tests/e2e/harness/aria';
import { median, percentile, row, type Row } from './row';

/** Pages may ask for a few calls at once and then one every five seconds: more would only wait. */
const CLICKS = 20;
const PATIENCE_MS = 3000;
const BAR_MS = 10;
const PATTERN = 'make_call_outside_campaign';
const PLAIN = '/bench-plain-request';
const MS_PER_S = 1000;

declare global {
  interface Window {
    benchClick?: number;
  }
}

interface Sent {
  readonly asked: number; // ms epoch: fetch was called
  readonly sent: number; // ms epoch: its last byte was on the wire
}

/** Tells of each request of a document whose address has `part` in it, when it was sent. */
async function requestsOf(page: Page, part: string): Promise<Sent[]> {
  const cdp: CDPSession = await page.createCDPSession();
  const asked = new Map<string, { readonly monotonic: number; readonly wall: number }>();
  const sent: Sent[] = [];
  cdp.on('Network.requestWillBeSent', ({ requestId, request, timestamp, wallTime }) => {
    if (request.url.includes(part) && request.method !== 'OPTIONS')
      asked.set(requestId, { monotonic: timestamp, wall: wallTime });
  });
  cdp.on('Network.responseReceived', ({ requestId, response }) => {
    const begun = asked.get(requestId);
    if (!begun || !response.timing) return;
    const { requestTime, sendEnd } = response.timing;
    const after = requestTime + sendEnd / MS_PER_S - begun.monotonic;
    sent.push({ asked: begun.wall * MS_PER_S, sent: (begun.wall + after) * MS_PER_S });
  });
  await cdp.send('Network.enable');
  return sent;
}

async function next(sent: readonly Sent[], before: number): Promise<Sent | undefined> {
  const deadline = Date.now() + PATIENCE_MS;
  while (sent.length <= before && Date.now() < deadline) await new Promise((r) => setTimeout(r, 10));
  return sent[before];
}

export async function clickRows(agent: Agent, lab: Lab): Promise<Row[]> {
  const { control } = lab.omnileads;
  const { crm } = agent;
  await crm.bringToFront();
  // Each request is refused at once: what is timed ends when it is sent.
  control.failNext(PATTERN, 'http500', CLICKS * 2);
  await crm.evaluate((plain) => {
    addEventListener(
      'click',
      (event) => (window.benchClick = performance.timeOrigin + event.timeStamp),
      true,
    );
    const button = document.createElement('button');
    button.id = 'bench-plain';
    button.textContent = 'Plain';
    button.addEventListener('click', () => void fetch(plain, { method: 'POST' }));
    document.body.prepend(button);
  }, PLAIN);
  const ours = await requestsOf(agent.phone, PATTERN);
  const plain = await requestsOf(crm, PLAIN);
  const toWire: number[] = [];
  const toFetch: number[] = [];
  const floor: number[] = [];
  const press = async (selector: string, sent: readonly Sent[]): Promise<readonly [number, Sent] | null> => {
    const before = sent.length;
    const element = await crm.waitForSelector(selector);
    if (element) await clickNow(element);
    const request = await next(sent, before);
    const clicked = await crm.evaluate(() => window.benchClick);
    return request && clicked !== undefined ? [clicked, request] : null;
  };
  try {
    while (toWire.length < CLICKS) {
      const asked = await press('#bench-plain', plain);
      if (asked) floor.push(asked[1].sent - asked[0]);
      await agent.free();
      // Nothing sent: the page's allowance was used up, and the click was answered with "wait a moment".
      const called = await press('a[href^="tel:"]', ours);
      if (!called) continue;
      toWire.push(called[1].sent - called[0]);
      toFetch.push(called[1].asked - called[0]);
    }
  } finally {
    control.clearFailures();
    await crm.evaluate(() => document.querySelector('#bench-plain')?.remove());
  }
  return [
    row(
      'trusted click on a number → HTTP request on the wire, p95 (baseline: a button of the page)',
      'ms',
      percentile(toWire, 95),
      { max: BAR_MS },
      percentile(floor, 95),
    ),
    row(
      'trusted click on a number → the phone asks for the request, median',
      'ms',
      median(toFetch),
      { max: BAR_MS },
      median(floor),
    ),
  ];
}
