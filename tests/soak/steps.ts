/** What is done, and what happens, inside a call of a soak. */
import { setTimeout as delay } from 'node:timers/promises';
import { MUSIC_ON_HOLD_HZ } from '@/lab/pbx';
import type { Person } from '@/lab/people';
import type { Step } from './plan';
import { AGENT_HZ, CUSTOMER_HZ, phoneIs, type Stage } from './stage';

/** A cut of 5 s and the longest wait between two tries come before this. */
const BACK_WITHIN_MS = 20_000;
/** Both ends need a moment to hear again: a packet on its way, the listener's own window. */
const SOUND_GRACE_MS = 1500;

export interface Talk {
  readonly scene: number;
  readonly customer: Person;
  /** The line was broken in this call: the customer's hang-up has to prove that it is whole again. */
  struck: boolean;
}

/** Agent and customer hear each other. */
export function together({ ears }: Stage, { scene, customer }: Talk): void {
  ears.expect({
    scene,
    agent: { yes: [CUSTOMER_HZ], no: [...MUSIC_ON_HOLD_HZ] },
    customer: { person: customer, yes: [AGENT_HZ], no: [...MUSIC_ON_HOLD_HZ] },
  });
}

export async function perform(stage: Stage, talk: Talk, step: Step): Promise<void> {
  const { ledger } = stage;
  switch (step.do) {
    case 'talk':
      await delay(step.ms);
      return;
    case 'mute':
      ledger.counts.mutes += 1;
      return mute(stage, talk, step.ms);
    case 'hold':
      ledger.counts.holds += 1;
      return hold(stage, talk, step.ms);
    case 'tones': {
      const result = await stage.watch.send({ type: 'tones', digits: step.digits });
      if (!result.ok) ledger.violated(`call ${talk.scene}: tones refused: ${JSON.stringify(result)}`);
      return;
    }
    case 'cut':
      ledger.counts.socketCuts += 1;
      return breakLine(stage, talk, step.ms, () => Promise.resolve(stage.lab.faults.cutSip(step.ms)));
    case 'close':
      ledger.counts.serverCloses += 1;
      return breakLine(stage, talk, 0, () => stage.lab.faults.closeSip());
    case 'delay':
      ledger.counts.delays += 1;
      stage.lab.faults.delaySip(step.byMs);
      await delay(step.ms);
      stage.lab.faults.delaySip(0);
      return;
    case 'dropRtp':
      ledger.counts.rtpDrops += 1;
      return dropSound(stage, step);
  }
}

async function mute(stage: Stage, talk: Talk, ms: number): Promise<void> {
  const is = (on: boolean) => async () => (await stage.watch.state()).call.call?.muted === on;
  await stage.tabs.press('Mute', is(true));
  stage.ears.expect({
    scene: talk.scene,
    agent: { yes: [CUSTOMER_HZ], no: [] },
    customer: { person: talk.customer, yes: [], no: [AGENT_HZ] },
  });
  await delay(ms);
  await stage.tabs.press('Unmute', is(false));
  together(stage, talk);
}

async function hold(stage: Stage, talk: Talk, ms: number): Promise<void> {
  const is = (phase: string) => async () => (await stage.watch.state()).call.phase === phase;
  // Neither the one nor the other while the re-INVITE is on its way.
  stage.ears.expect(null);
  await stage.tabs.press('Hold', is('held'));
  stage.ears.expect({
    scene: talk.scene,
    agent: { yes: [], no: [CUSTOMER_HZ] },
    customer: { person: talk.customer, yes: MUSIC_ON_HOLD_HZ, no: [AGENT_HZ] },
  });
  await delay(ms);
  stage.ears.expect(null);
  await stage.tabs.press('Resume call', is('talking'));
  together(stage, talk);
}

/** The line breaks and is whole again after `goneMs`: how long until the phone is registered again? */
async function breakLine(
  stage: Stage,
  talk: Talk,
  goneMs: number,
  strike: () => Promise<number>,
): Promise<void> {
  const { ledger, watch } = stage;
  talk.struck = true;
  const struckAt = Date.now();
  const broken = await strike();
  const wholeAt = Math.max(Date.now(), struckAt + goneMs);
  if (broken === 0) ledger.violated(`call ${talk.scene}: no line was there to be broken`);
  const back = await watch.turn('registered', struckAt, goneMs + BACK_WITHIN_MS);
  ledger.recoveriesMs.push(Math.max(0, back.at - wholeAt));
}

async function dropSound(stage: Stage, { ms, direction }: Extract<Step, { do: 'dropRtp' }>): Promise<void> {
  const from = Date.now();
  await stage.lab.faults.dropRtp(direction);
  await delay(ms);
  await stage.lab.faults.restoreRtp();
  stage.ledger.soundWasGone(from, Date.now(), SOUND_GRACE_MS);
}

/** The phone is free when this resolves; the time is what people wait for. */
export async function customerHangsUp(stage: Stage, { customer, scene, struck }: Talk): Promise<void> {
  const at = Date.now();
  await customer.hangUp();
  const { at: free } = await stage.watch.turn('idle', at, 15_000);
  if (struck) stage.ledger.hangUpsMs.push(free - at);
  stage.ledger.say(`call ${scene}: customer hung up, phone free after ${free - at} ms`);
}

export async function agentHangsUp(stage: Stage, { customer }: Talk): Promise<void> {
  await stage.tabs.press('Hang up', async () => (await stage.watch.state()).call.phase === 'idle');
  await customer.ended;
}

export const atRest = (stage: Stage): Promise<unknown> =>
  phoneIs(stage, 'the call should be over', ({ call }) => call.phase === 'idle');
