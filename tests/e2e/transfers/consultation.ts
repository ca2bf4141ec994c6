/** What may become of a consultation, the same whoever is consulted: a colleague by id, or a number outside. */
import { describe, expect, it } from 'vitest';
import { MUSIC_ON_HOLD_HZ } from '@/lab/pbx';
import type { Person as Caller } from '@/lab/people';
import { AGENT_HZ, COLLEAGUE_HZ, CUSTOMER_HZ, OUTSIDE_HZ } from './cast';
import type { Stage } from './floor';
import type { Behaviour, Destination, Scene } from './scene';
import { until } from '../harness/until';

export interface Consultee {
  readonly hz: number;
  readonly destination: (scene: Scene) => Destination;
  /** Whoever is called; said before they are. Resolves when they talk, or when it rings at those who never do. */
  readonly called: (scene: Scene, behaviour: Behaviour) => Promise<Caller>;
}

const REACHED_MS = 25_000;
export const COLLEAGUE: Consultee = {
  hz: COLLEAGUE_HZ,
  destination: (scene) => scene.toColleague(),
  async called({ phone }, behaviour) {
    phone.behaviour = behaviour;
    if (behaviour === 'answers') return phone.talking(REACHED_MS);
    const before = phone.calls.length;
    const rung = (): readonly Caller[] => phone.calls.slice(before);
    const [call] = await until(rung, ({ length }) => length > 0, 'the colleague should be rung', REACHED_MS);
    return call as Caller;
  },
};
export const OUTSIDE: Consultee = {
  hz: OUTSIDE_HZ,
  destination: (scene) => scene.toOutside(),
  called: (scene, behaviour) => scene.expectOutside(behaviour),
};

/** The consultee has answered: they and the agent hear each other, the customer hears music. */
export async function consulting(scene: Scene, { hz, destination, called }: Consultee): Promise<Caller> {
  await scene.talking();
  const reached = called(scene, 'answers');
  await scene.transfer('Consultative', destination(scene));
  await scene.music();
  const other = await reached;
  await Promise.all([
    scene.agent.hears([hz], [CUSTOMER_HZ]),
    other.hears([AGENT_HZ], { not: [CUSTOMER_HZ] }),
    scene.agent.phase('consulting'),
  ]);
  return other;
}

/** It rings at the consultee, whom the PBX has named by now. */
async function ringingAt(
  scene: Scene,
  { destination, called }: Consultee,
  behaviour: Behaviour,
): Promise<Caller> {
  await scene.talking();
  const reached = called(scene, behaviour);
  await scene.transfer('Consultative', destination(scene));
  await scene.music();
  return reached;
}

/** The customer is back by what the PBX signals, without a word of the agent. */
async function returned(scene: Scene, withinMs: number): Promise<void> {
  const { call } = await scene.agent.phase('talking', withinMs);
  expect(call.call?.transfer?.seen).toBe('customerBack');
  await scene.together();
}

/** A consultation nobody answers is given up after this, and the PBX needs a moment (interface A.1). */
const NO_ANSWER_S = 25;

export function consultations(who: string, on: Stage, consultee: Consultee): void {
  const keyed = (scene: Scene): string => scene.keyed('Consultative', consultee.destination(scene));

  describe(`consultative transfer to ${who}`, () => {
    it.concurrent(
      'is not answered for 25 s: the PBX gives the customer back',
      on(async (scene) => {
        const other = await ringingAt(scene, consultee, 'ringsForever');
        const since = Date.now();
        await scene.agent.says(/is being called/i);
        await other.ended;
        await returned(scene, 10_000);
        expect((Date.now() - since) / 1000).toBeGreaterThan(NO_ANSWER_S * 0.7);
        expect(scene.digits()).toBe(keyed(scene));
      }),
    );

    it.concurrent(
      'completes: customer and consultee talk, the agent is free',
      on(async (scene) => {
        const other = await consulting(scene, consultee);
        await scene.press('Complete transfer');
        await scene.agent.phase('idle');
        await Promise.all([
          scene.customer.hears([consultee.hz], { not: [AGENT_HZ, ...MUSIC_ON_HOLD_HZ] }),
          other.hears([CUSTOMER_HZ], { not: [AGENT_HZ] }),
        ]);
        expect((await scene.agent.state()).call.lastEnd?.why).toBe('transferred');
        expect(scene.digits()).toBe(keyed(scene));
      }),
    );

    it.concurrent(
      'is declined: the PBX gives the customer back',
      on(async (scene) => {
        const other = await ringingAt(scene, consultee, 'declines');
        await other.ended;
        await returned(scene, 15_000);
        expect(scene.digits()).toBe(keyed(scene));
      }),
    );

    it.concurrent(
      'is cancelled while it rings',
      on(async (scene) => {
        const other = await ringingAt(scene, consultee, 'ringsForever');
        await scene.press('Cancel transfer');
        await Promise.all([other.ended, scene.together()]);
        await scene.agent.phase('talking', 5000);
        expect(scene.digits()).toBe(`${keyed(scene)}*1`);
      }),
    );

    it.concurrent(
      'is cancelled while they talk',
      on(async (scene) => {
        const other = await consulting(scene, consultee);
        await scene.press('Cancel transfer');
        await Promise.all([other.ended, scene.together()]);
        await scene.agent.phase('talking', 5000);
        expect(scene.digits()).toBe(`${keyed(scene)}*1`);
      }),
    );

    it.concurrent(
      'loses the customer meanwhile: agent and consultee talk on until one hangs up',
      on(async (scene) => {
        const other = await consulting(scene, consultee);
        await scene.customer.hangUp();
        await scene.gone(scene.customer);
        await Promise.all([scene.agent.hears([consultee.hz]), other.hears([AGENT_HZ])]);
        await scene.press('Hang up');
        await other.ended;
        await scene.agent.phase('idle');
      }),
    );
  });
}
