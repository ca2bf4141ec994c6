/** How long agent and customer don't hear each other: the phone document killed, the network changed, a direction dead. */
import type { Lab } from '@/lab';
import type { Person } from '@/lab/people';
import { AGENT_HZ, CUSTOMER_HZ, NUMBER } from '@/tests/e2e/calls/stage';
import type { Agent } from '@/tests/e2e/harness/agent';
import { until } from '@/tests/e2e/harness/until';
import { lifeOf } from '@/tests/e2e/takeover/life';
import { percentile, row, type Row } from './row';

const KILLS = 50;
const CHANGES = 20;
const DEATHS = 3;
const SILENCE_BAR_MS = 3000;
const NETWORK_BAR_MS = 2000;
const DEAD_PATH_BAR_MS = 12_000;

async function talking(agent: Agent, lab: Lab): Promise<Person> {
  await agent.free();
  const called = lab.people.expect(NUMBER, { voice: CUSTOMER_HZ });
  await agent.dial(NUMBER);
  const customer = await called;
  await both(agent, customer);
  return customer;
}
const both = (agent: Agent, customer: Person): Promise<unknown> =>
  Promise.all([customer.hears([AGENT_HZ]), agent.hears([CUSTOMER_HZ])]);

/** One call, and its phone document killed again and again. */
async function killed(agent: Agent, customer: Person): Promise<number[]> {
  const silences: number[] = [];
  for (let i = 0; i < KILLS; i += 1)
    silences.push(await lifeOf(agent).endAndGoOn(customer, { mine: AGENT_HZ, theirs: CUSTOMER_HZ }));
  return silences;
}

/** The network is gone, sound and line; it is back, and the browser says so. */
async function changed(agent: Agent, lab: Lab, customer: Person): Promise<number[]> {
  const back: number[] = [];
  for (let i = 0; i < CHANGES; i += 1) {
    await lab.faults.dropRtp('both');
    lab.omnileads.control.sip.cut();
    await customer.hears([], { not: [AGENT_HZ] });
    await lab.faults.restoreRtp();
    const at = Date.now();
    await agent.phone.evaluate(() => void dispatchEvent(new Event('online')));
    await both(agent, customer);
    back.push(Date.now() - at);
  }
  return back;
}

/** From the last packet until the phone has noticed and asks for another path. */
async function dead(agent: Agent, lab: Lab, customer: Person): Promise<number[]> {
  const noticed: number[] = [];
  for (let i = 0; i < DEATHS; i += 1) {
    await lab.faults.dropRtp('toBrowser');
    const at = Date.now();
    await until(
      () => agent.state(),
      ({ notices }) => notices.some(({ code }) => code === 'audioOneWayIn'),
      'the dead direction should be noticed',
      2 * DEAD_PATH_BAR_MS,
    );
    await lab.faults.restoreRtp();
    await both(agent, customer);
    noticed.push(Date.now() - at);
  }
  return noticed;
}

export async function rescueRows(agent: Agent, lab: Lab): Promise<Row[]> {
  const customer = await talking(agent, lab);
  const silences = await killed(agent, customer);
  const network = await changed(agent, lab, customer);
  const path = await dead(agent, lab, customer);
  await customer.hangUp();
  await agent.phase('idle');
  return [
    row(
      `phone document killed → both hear each other again, p95 of ${KILLS}`,
      'ms',
      percentile(silences, 95),
      {
        max: SILENCE_BAR_MS,
      },
    ),
    row(
      `network back during a call → both hear each other, p95 of ${CHANGES}`,
      'ms',
      percentile(network, 95),
      {
        max: NETWORK_BAR_MS,
      },
    ),
    row(`dead direction noticed and mended, worst of ${DEATHS}`, 'ms', Math.max(...path), {
      max: DEAD_PATH_BAR_MS,
    }),
  ];
}
