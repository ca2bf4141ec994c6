/** The calls of a soak, one after the other, as the plan tells them. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Person } from '@/lab/people';
import { disposition } from './dispositions';
import { handOver } from './handing-over';
import type { Ending, Scene } from './plan';
import { CUSTOMER_HZ, phoneIs, type Stage } from './stage';
import { agentHangsUp, atRest, customerHangsUp, perform, together, type Talk } from './steps';

const DID = '5553000';
const MANUAL = '1';
const CONTACTS = 20;
/** The PBX refuses the next call for two seconds (interface §4.5); the phone says so, a person waits. */
const COOL_DOWN_MS = 2000;

/** Plays one call from ring to disposition; whatever goes wrong is in the ledger and the next one starts clean. */
export async function play(stage: Stage, scene: Scene): Promise<void> {
  const { ledger, lab } = stage;
  let talk: Talk | null = null;
  let over = false;
  try {
    await free(stage);
    const customer = await begin(stage, scene);
    ledger.counts.calls += 1;
    talk = { scene: scene.index, customer, struck: false };
    void customer.ended.then(() => {
      if (!over) ledger.drop(`call ${scene.index} (${scene.call}) ended by itself`);
      over = true;
    });
    together(stage, talk);
    for (const step of scene.steps) {
      if (over) break;
      await perform(stage, talk, step);
    }
    if (!over) {
      stillThere(stage, talk, (await stage.watch.state()).call.phase);
      over = true;
      await end(stage, talk, scene.ending);
    }
    ledger.say(`call ${scene.index} ${scene.call}: ${told(scene)}`);
  } catch (error) {
    over = true;
    ledger.violated(`call ${scene.index} (${scene.call}; ${told(scene)}): ${said(error)}`);
  } finally {
    over = true;
    stage.ears.expect(null);
    await clear(stage);
  }
  if (scene.call !== 'outside' && talk) {
    await disposition(stage, scene).catch((error: unknown) =>
      ledger.violated(`call ${scene.index}: its disposition: ${said(error)}`),
    );
  }
  lab.omnileads.control.clearFailures();
}

const told = ({ steps, ending }: Scene): string =>
  [...steps.map((step) => ('ms' in step ? `${step.do} ${step.ms}` : step.do)), ending].join(', ');
const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function stillThere({ ledger }: Stage, { scene, customer }: Talk, phase: string): void {
  if (phase === 'idle') ledger.drop(`call ${scene}: the phone has none`);
  else if (!customer.isOnCall) ledger.drop(`call ${scene}: the customer is gone`);
}

/** Back from after-call work, registered, and the pause between two calls over. */
async function free(stage: Stage): Promise<void> {
  const { phase } = (await stage.watch.state()).agent;
  if (phase === 'afterCall' || phase === 'paused') {
    const result = await stage.watch.send({ type: 'resumeWork' });
    if (!result.ok) throw new Error(`the agent can't resume work: ${JSON.stringify(result)}`);
  }
  await phoneIs(
    stage,
    'the agent should be free',
    ({ agent, call, registration }) =>
      agent.phase === 'ready' &&
      registration.phase === 'registered' &&
      Date.now() >= (call.lastEnd?.at ?? 0) + COOL_DOWN_MS,
    30_000,
  );
}

async function begin(stage: Stage, { call, index }: Scene): Promise<Person> {
  const { lab, watch, tabs } = stage;
  const phaseIs =
    (...phases: string[]) =>
    async () =>
      phases.includes((await watch.state()).call.phase);
  if (call === 'inbound') {
    const calling = lab.people.callIn(DID, { voice: CUSTOMER_HZ, callerId: `35155${20_000 + index}` });
    await watch.turn('ringing', Date.now() - 50, 15_000);
    await tabs.press('Answer', phaseIs('talking'));
    return calling;
  }
  const contact = 1 + (index % CONTACTS);
  const number = call === 'campaign' ? `35155500${String(contact).padStart(2, '0')}` : '3515551001';
  const called = lab.people.expect(number, { voice: CUSTOMER_HZ });
  called.catch(() => undefined); // met below; a dialling that takes longer than that must not end the whole soak
  if (call === 'outside') {
    await tabs.dial(number, async () => (await watch.state()).call.phase !== 'idle');
  } else {
    const result = await watch.send({
      type: 'call',
      number,
      campaignId: MANUAL,
      contactId: String(contact),
      via: 'panel',
    });
    if (!result.ok) throw new Error(`the campaign call was refused: ${JSON.stringify(result)}`);
  }
  const customer = await called;
  await phoneIs(stage, 'the call should be up', (state) => state.call.phase === 'talking');
  return customer;
}

function end(stage: Stage, talk: Talk, ending: Ending): Promise<unknown> {
  stage.ears.expect(null);
  if (talk.struck || ending === 'customer') return customerHangsUp(stage, talk);
  if (ending === 'agent') return agentHangsUp(stage, talk);
  return handOver(stage, talk, ending);
}

/** Whatever is left of a call, and the agent back at work. */
async function clear(stage: Stage): Promise<void> {
  const { lab, watch } = stage;
  await lab.people.hangUpAll();
  if ((await watch.state()).call.phase !== 'idle') {
    await delay(1000); // what was hung up on the other side ends by itself
    if ((await watch.state()).call.phase !== 'idle') {
      stage.ledger.violated(`the phone stays in ${(await watch.state()).call.phase} after everybody hung up`);
      await lab.pbx.hangupAll();
      await watch.send({ type: 'hangUp', confirmed: true });
    }
  }
  await atRest(stage);
}
