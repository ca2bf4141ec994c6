/** Three-way conferences, by who hears whom: each of three hears the other two, and two talk on when the agent leaves. */
import { describe, expect, it } from 'vitest';
import { MUSIC_ON_HOLD_HZ } from '@/lab/pbx';
import type { Person as Caller } from '@/lab/people';
import { find, has } from '../harness/aria';
import { until } from '../harness/until';
import { AGENT_HZ, CUSTOMER_HZ } from './cast';
import { COLLEAGUE, consulting, OUTSIDE, type Consultee } from './consultation';
import { floorOf } from './floor';
import type { Scene } from './scene';

const on = floorOf(2);
const CONFERENCE_HOLD = '/api/v1/agent/consultative_confer_hold';

/** From a consultation in which they talk: all three together. */
async function together(scene: Scene, consultee: Consultee): Promise<Caller> {
  const other = await consulting(scene, consultee);
  await scene.press('Conference');
  await scene.agent.phase('conference');
  await Promise.all([
    scene.customer.hears([AGENT_HZ, consultee.hz], { not: MUSIC_ON_HOLD_HZ }),
    other.hears([AGENT_HZ, CUSTOMER_HZ]),
    scene.agent.hears([CUSTOMER_HZ, consultee.hz]),
  ]);
  return other;
}

/** The agent has hung up: customer and consultee hear each other, and nobody else. */
async function talkOn(scene: Scene, consultee: Consultee, other: Caller): Promise<void> {
  await scene.agent.phase('idle');
  await Promise.all([
    scene.customer.hears([consultee.hz], { not: [AGENT_HZ, ...MUSIC_ON_HOLD_HZ] }),
    other.hears([CUSTOMER_HZ], { not: [AGENT_HZ] }),
  ]);
  expect((await scene.agent.state()).call.lastEnd?.why).toBe('transferred');
  expect(scene.customer.isOnCall && other.isOnCall).toBe(true);
}

describe('three-way conference', () => {
  it.concurrent(
    'with a colleague: nobody is put on hold where the server can’t, which is said once; the agent leaves, the others talk on',
    on(async (scene) => {
      const other = await together(scene, COLLEAGUE);
      const { panel } = scene.agent;
      const asked = (): number =>
        scene.lab.omnileads.control.requests.filter(({ path }) => path === CONFERENCE_HOLD).length;
      const before = asked();
      await scene.press('Hold customer');
      await scene.agent.says('not available on this server');
      expect(asked()).toBe(before + 1);
      for (const name of ['Hold customer', `Hold ${scene.colleague.name}`]) {
        const button = await find(panel, 'button', name);
        await until(
          () => button.evaluate((one) => [one.ariaDisabled, one.getAttribute('title')]),
          ([off, why]) => off === 'true' && why === 'Not available on this server',
          `"${name}" should be off and say why`,
        );
        await button.click();
      }
      const { notices, call } = await scene.agent.state();
      expect(notices.filter(({ code }) => code === 'conferenceHoldNotHere')).toHaveLength(1);
      expect(call.call?.confHold).toEqual({ client: false, consultant: false });
      expect(asked()).toBe(before + 1);
      await scene.press('Hang up');
      await talkOn(scene, COLLEAGUE, other);
      expect(scene.digits()).toBe(`${scene.keyed('Consultative', scene.toColleague())}*3`);
    }),
  );

  it.concurrent(
    'with somebody outside: the agent leaves, the others talk on',
    on(async (scene) => {
      const other = await together(scene, OUTSIDE);
      await scene.press('Hang up');
      await talkOn(scene, OUTSIDE, other);
      expect(scene.digits()).toBe(`${scene.keyed('Consultative', scene.toOutside())}*3`);
    }),
  );

  it.concurrent(
    'that the consultee leaves: agent and customer talk on, and the agent says so',
    on(async (scene) => {
      const other = await together(scene, OUTSIDE);
      await other.hangUp();
      await scene.together();
      await scene.press('Back with customer');
      await scene.agent.phase('talking');
      expect(await has(scene.agent.panel, 'button', 'Transfer')).toBe(true);
      await scene.press('Hang up');
      await scene.customer.ended;
    }),
  );
});
