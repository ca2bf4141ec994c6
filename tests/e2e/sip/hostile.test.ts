import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressedTo, mutatedMessages, tortureMessages } from '../../unit/sip/hostile-messages';
import { agentHears } from '../harness/listen';
import { AGENT_HZ, SipStage } from './stage';

const CUSTOMER_HZ = 600;
const NUMBER = '3515551000';
const MUTATED = 10_000;
const SEED = Number(process.env.SEED ?? 20260105);
/** More at once than a PBX would ever send, few enough to look at the audio now and then. */
const BATCH = 250;

let stage: SipStage;
beforeAll(async () => {
  stage = await SipStage.open();
  await stage.register();
});
afterAll(() => stage?.close());

/** Everything sent so far has been handled: the page answers a question that was asked after it. */
const handled = () => stage.ask('registration');

it(`the messages of RFC 4475 and ${MUTATED} mutated ones (seed ${SEED}) during a call: no exception, audio untouched, still registered`, async () => {
  const customer = await stage.call(NUMBER);
  await customer.hears([AGENT_HZ]);
  const contact =
    /<sip:([^@]+)@/.exec(
      stage.wire.last((p) => p.from === 'phone' && p.text.startsWith('REGISTER'))?.text ?? '',
    )?.[1] ?? '';
  expect(contact).not.toBe('');

  for (const { text } of tortureMessages()) {
    stage.wire.toPhone(text);
    stage.wire.toPhone(Buffer.from(addressedTo(contact, text), 'latin1'));
  }
  await handled();
  await customer.hears([AGENT_HZ]);
  await agentHears(stage.page, [CUSTOMER_HZ]);

  let sent = 0;
  for (const { text } of mutatedMessages(SEED, MUTATED, contact)) {
    stage.wire.toPhone(text);
    if (++sent % BATCH === 0) {
      await handled();
      await customer.hears([AGENT_HZ], { withinMs: 1000 });
    }
  }
  await handled();
  expect(await stage.ask('errors')).toEqual([]);
  await customer.hears([AGENT_HZ]);
  await agentHears(stage.page, [CUSTOMER_HZ]);
  expect((await stage.ask('registration')).phase).toBe('registered');

  // The call can still be held, ended, and the next one comes.
  await stage.ask('hold', true);
  await stage.ask('hold', false);
  await customer.hears([AGENT_HZ]);
  await stage.ask('do', 'end');
  await customer.ended;
  const next = await stage.call(NUMBER);
  await next.hears([AGENT_HZ]);
});
