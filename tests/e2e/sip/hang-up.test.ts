/**
 * The customer hangs up while the phone's line is broken or being mended. The PBX's BYE goes to where it last knew the
 * phone; wherever that was, the call ends.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '@/lab/people';
import { until } from '../harness/until';
import { AGENT_HZ, EXTENSION, SipStage } from './stage';
import type { Passed } from './wire';

const NUMBER = '3515551000';
/** Half of the 32 s after which a PBX or SIP.js would give up by itself; what it really takes is the soak's to measure. */
const ENDS_WITHIN_MS = 15_000;

let stage: SipStage;
beforeAll(async () => {
  stage = await SipStage.open();
});
afterEach(async () => {
  await stage.calm();
});
afterAll(() => stage?.close());

const talking = async (calling: Promise<Person>): Promise<Person> => {
  const customer = await calling;
  await customer.hears([AGENT_HZ]);
  return customer;
};
/** Hangs up, and the PBX has no call of the agent any more. */
async function hangUp(customer: Person): Promise<void> {
  await customer.hangUp();
  await until(
    () => stage.pbx.channels(),
    (all) => !all.some(({ Channel = '' }) => Channel.startsWith(`PJSIP/${EXTENSION}-`)),
    'the PBX should have ended the call',
  );
}
const ends = async (): Promise<void> => {
  await stage.until((e) => e.some((what) => what.startsWith('ended')), 'ended', ENDS_WITHIN_MS);
  expect((await stage.ask('events')).filter(({ what }) => what.startsWith('ended'))).toMatchObject([
    { what: 'ended remote' },
  ]);
};

describe('a customer who hangs up', () => {
  it('while the line is away: the call ends when it is back', async () => {
    await stage.register();
    const customer = await talking(stage.callIn());
    stage.wire.cut();
    await stage.untilPhase('lost');
    await hangUp(customer);
    stage.wire.restore();
    await stage.untilPhase('registered');
    await ends();
  });

  it('from a call outside the campaigns while the line is away: it ends too', async () => {
    await stage.register();
    const customer = await talking(stage.call(NUMBER));
    // The PBX tells who was reached; its BYE waits as long as that has no answer.
    await stage.until((e) => e.some((what) => what.startsWith('reinvite')), 'told who was reached');
    stage.wire.cut();
    await stage.untilPhase('lost');
    await hangUp(customer);
    stage.wire.restore();
    await stage.untilPhase('registered');
    await ends();
  });

  it.each<[string, (passed: Passed) => boolean]>([
    ['the question whether the call is there', ({ text }) => text.startsWith('UPDATE ')],
    ['the answer to it', ({ text }) => /^SIP\/2\.0 200 [\s\S]*CSeq: \d+ UPDATE/.test(text)],
    ['the new contact', ({ from, text }) => from === 'phone' && text.startsWith('INVITE ')],
    ['the answer to that', ({ text }) => /^SIP\/2\.0 200 [\s\S]*CSeq: \d+ INVITE/.test(text)],
    ['its confirmation', ({ from, text }) => from === 'phone' && text.startsWith('ACK ')],
  ])('while %s is on its way: the call ends', async (_, what) => {
    await stage.register();
    const customer = await talking(stage.callIn());
    const held = stage.wire.holdAtNext(what);
    stage.wire.breakAll();
    await held;
    await hangUp(customer);
    stage.wire.release();
    await ends();
  });
});
