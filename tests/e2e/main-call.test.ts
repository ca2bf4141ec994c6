/** The main job: a number in a CRM page becomes a call in which two people hear each other. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startLab, type Lab } from '@/lab';
import { Agent } from './harness/agent';
import { find, has, press, says } from './harness/aria';
import { placeOf } from './harness/place';
import { until } from './harness/until';

const AGENT_HZ = 440;
const CUSTOMER_HZ = 600;
const NUMBER = '3515551001';

let lab: Lab;
let agent: Agent;
beforeAll(async () => {
  lab = await startLab();
  agent = await Agent.atWork(placeOf(lab), { micHz: AGENT_HZ });
});
afterAll(async () => {
  await agent?.close();
  await lab?.stop();
});
afterEach(async () => {
  await lab.people.hangUpAll();
  await agent.phase('idle', 15_000);
});

async function talking(): Promise<Awaited<ReturnType<Lab['people']['expect']>>> {
  const called = lab.people.expect(NUMBER);
  await agent.free();
  await agent.dial(NUMBER);
  const customer = await called;
  await customer.hears([AGENT_HZ]);
  await agent.hears([CUSTOMER_HZ]);
  return customer;
}

describe('calling a number', () => {
  it('typed in the panel: both hear each other, the time runs, and hanging up ends it for both', async () => {
    const customer = await talking();
    await agent.says(/0:0[1-9]/);
    await agent.press('Hang up');
    await customer.ended;
    await agent.phase('idle');
    expect((await agent.state()).recents[0]).toMatchObject({
      number: NUMBER,
      direction: 'out',
      answered: true,
    });
  });

  it('clicked as a link in the CRM page', async () => {
    await agent.free();
    const called = lab.people.expect('3515551002');
    const link = await agent.crm.waitForSelector('a[href^="tel:"]');
    await link?.click();
    const customer = await called;
    await customer.hears([AGENT_HZ]);
    await agent.hears([CUSTOMER_HZ]);
  });

  it('ends when the customer hangs up', async () => {
    const customer = await talking();
    await customer.hangUp();
    await agent.phase('idle', 3000);
  });

  it('mutes exactly one direction', async () => {
    const customer = await talking();
    await agent.press('Mute');
    await customer.hears([], { not: [AGENT_HZ] });
    await agent.hears([CUSTOMER_HZ]);
    await agent.press('Unmute');
    await customer.hears([AGENT_HZ]);
  });
});

describe('the call outlives', () => {
  it('a reload of the CRM page, and the panel shows it again', async () => {
    const customer = await talking();
    await agent.crm.reload();
    await agent.hears([CUSTOMER_HZ]);
    await customer.hears([AGENT_HZ]);
    await agent.reopenPanel();
    await find(agent.panel, 'button', 'Hang up');
    expect((await agent.state()).call.phase).toBe('talking');
  });

  it('the closing of its tab, seen in the tab opened next', async () => {
    const customer = await talking();
    const other = await agent.desk.openPage(lab.crm.pages.strict);
    await agent.crm.close();
    await agent.hears([CUSTOMER_HZ]);
    await customer.hears([AGENT_HZ]);
    Object.assign(agent, { crm: other });
    await agent.reopenPanel(other);
    await find(agent.panel, 'button', 'Hang up');
  });

  it("the death of the page's process", async () => {
    const customer = await talking();
    const crash = await agent.desk.openPage(lab.crm.pages.list);
    const session = await crash.createCDPSession();
    // The command itself is never answered: its process is gone.
    const answer = session.send('Page.crash').then(() => 'answered', String);
    await until(
      () => agent.heardNow(),
      (heard) => heard.some((hz) => Math.abs(hz - CUSTOMER_HZ) < 10),
      'the customer should still be heard',
    );
    await customer.hears([AGENT_HZ]);
    await crash.close();
    expect(await answer).not.toBe('answered');
    // Tabs of one site share a process: the agent's own page died as well. Reloaded, it shows the call.
    await agent.crm.reload();
    await agent.reopenPanel();
    await find(agent.panel, 'button', 'Hang up');
  });

  it('the end of the worker, and controls still answer', async () => {
    const customer = await talking();
    await (await agent.desk.worker()).close();
    await agent.hears([CUSTOMER_HZ]);
    await customer.hears([AGENT_HZ]);
    await agent.press('Mute');
    await customer.hears([], { not: [AGENT_HZ] });
  });
});

describe('the toolbar popup', () => {
  it('calls and hangs up', async () => {
    await agent.free();
    const popup = await agent.desk.openPage(agent.desk.url('popup.html'));
    const called = lab.people.expect(NUMBER);
    const box = await find(popup, 'textbox', 'Number');
    await box.type(NUMBER);
    await press(popup, 'Call');
    const customer = await called;
    await customer.hears([AGENT_HZ]);
    await says(popup, 'On a call');
    await press(popup, 'Hang up');
    await customer.ended;
    expect(await has(popup, 'button', 'Hang up')).toBe(false);
    await popup.close();
  });
});
