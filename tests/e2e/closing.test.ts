/** The end of a browser. Nothing hears of it but the last window's going, and what that leaves behind at the server and the PBX. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLab, type Lab } from '@/lab';
import { Agent } from './harness/agent';
import { placeOf } from './harness/place';
import { until } from './harness/until';

let lab: Lab;
let agent: Agent | undefined;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(async () => {
  await agent?.close();
  await lab?.stop();
});

const presence = () => lab.omnileads.control.presenceLog.filter(({ agentId }) => agentId === 1);

it('the last window is closed: out of the queues, and nothing else after it', async () => {
  agent = await Agent.atWork(placeOf(lab));
  const { desk } = agent;
  const before = presence();
  expect(before.at(-1)?.status).toBe('READY');
  // Each in its own way: the last one takes the window with it.
  for (const page of await desk.browser.pages()) await page.close();
  await until(
    () => presence().at(-1)?.status,
    (status) => status === 'OFFLINE',
    'the server should know that the agent has left',
  );
  // The web session needs no goodbye: the browser has thrown its cookie away by now.
  const since = presence().slice(before.length);
  expect(since.every(({ status }) => status === 'OFFLINE')).toBe(true);
  await agent.close();
  agent = await Agent.atWork(placeOf(lab));
  expect(presence().at(-1)?.status).toBe('READY');
});

it('the whole browser is closed at once: the next one is in the queues and on the line', async () => {
  await agent?.close();
  agent = await Agent.atWork(placeOf(lab));
  const { registration, notices } = await agent.state();
  expect(registration.phase).toBe('registered');
  expect(notices).toEqual([]);
  expect(presence().at(-1)?.status).toBe('READY');
});
