/** A whole call without a pointer: answered, held, consulted, conferenced, noted, left; and what the live region says of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MUSIC_ON_HOLD_HZ } from '@/lab/pbx';
import { Keys } from '../harness/keys';
import { until } from '../harness/until';
import { AGENT_HZ, CallStage, CUSTOMER_HZ, INBOUND_DID } from './stage';

const CONSULTEE = { number: '351907', hz: 650 } as const;
/** May be over before it is drawn, or is about the sine that this agent speaks. */
const PASSING = /^Ending…$|microphone/i;

let stage: CallStage;
let keys: Keys;
beforeAll(async () => {
  stage = await CallStage.open();
  keys = new Keys(stage.agent);
});
afterAll(() => stage?.close());

declare global {
  interface Window {
    testSaid?: string[];
  }
}
/** Writes down what the live region says from now on, each change of a part of it as it is read out. */
async function listen(): Promise<() => Promise<string[]>> {
  const { panel } = stage.agent;
  await panel.evaluate(() => {
    const said: string[] = (window.testSaid = []);
    const region = document.querySelector('[role="status"]');
    if (!region) throw new Error('no live region');
    new MutationObserver((changes) => {
      const parts = new Set(
        changes.map(({ target }) => (target instanceof Element ? target : target.parentElement)),
      );
      for (const part of parts) if (part?.textContent) said.push(part.textContent);
    }).observe(region, { subtree: true, childList: true, characterData: true });
  });
  return () => panel.evaluate(() => [...(window.testSaid ?? [])]);
}

describe('a call by keyboard alone', () => {
  it('is answered, held, consulted about, joined by a third, noted and left; every change is announced once', async () => {
    const { agent, lab } = stage;
    await agent.free();
    const said = await listen();
    const customer = await lab.people.callIn(INBOUND_DID, { voice: CUSTOMER_HZ, callerId: '3515550777' });
    await agent.phase('ringing');
    await keys.use('Answer', 'Space');
    await stage.hear(customer);
    const id = (await agent.state()).call.call?.details?.callId ?? '';

    await keys.use('Hold');
    await customer.hears(MUSIC_ON_HOLD_HZ, { not: [AGENT_HZ] });
    await keys.use('Resume call');
    await stage.hear(customer);

    const called = lab.people.expect(CONSULTEE.number, { voice: CONSULTEE.hz });
    await keys.use('Transfer');
    await keys.arrives('Blind');
    await keys.press('ArrowRight');
    await keys.press('Tab');
    await keys.press('ArrowDown');
    await keys.press('Tab');
    expect(await keys.focused()).toBe('Transfer number');
    await keys.type(CONSULTEE.number);
    await keys.press('Enter');
    await keys.use('Transfer anyway'); // the contact is not saved yet
    const other = await called;
    await agent.phase('consulting', 15_000);
    await Promise.all([agent.hears([CONSULTEE.hz], [CUSTOMER_HZ]), other.hears([AGENT_HZ])]);

    await keys.use('Conference');
    await Promise.all([
      customer.hears([AGENT_HZ, CONSULTEE.hz], { not: MUSIC_ON_HOLD_HZ }),
      other.hears([AGENT_HZ, CUSTOMER_HZ]),
      agent.hears([CUSTOMER_HZ, CONSULTEE.hz]),
    ]);

    await keys.use('Note on recording');
    await keys.arrives('Note');
    await keys.type('Con el técnico');
    await keys.use('Save');
    await until(
      () => lab.omnileads.control.notes().get(id),
      (note) => note === 'Con el técnico',
      'the server should have the note',
    );

    await keys.use('Hang up');
    await agent.phase('idle');
    await Promise.all([
      customer.hears([CONSULTEE.hz], { not: [AGENT_HZ] }),
      other.hears([CUSTOMER_HZ], { not: [AGENT_HZ] }),
    ]);
    expect((await said()).filter((words) => !PASSING.test(words))).toEqual([
      'Incoming call from 3515550777',
      'Connecting…',
      'On a call with 3515550777',
      'On hold',
      'On a call with 3515550777',
      'Transferring',
      'Consulting',
      'Conference',
      'Wrap-up',
    ]);
  });
});
