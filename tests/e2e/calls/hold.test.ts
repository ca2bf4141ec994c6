/** Hold and resume, in every kind of call: the other side hears music, the agent nothing, and the server is told once. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MUSIC_ON_HOLD_HZ } from '@/lab/pbx';
import type { Person } from '@/lab/people';
import { has } from '../harness/aria';
import { AGENT_HZ, CallStage, COLLEAGUE_HZ, CUSTOMER_HZ, INBOUND_DID, until } from './stage';

const HOLD_EVENT = '/api/v1/evento_hold/';
let stage: CallStage;
beforeAll(async () => {
  stage = await CallStage.open();
});
afterAll(() => stage?.close());
afterEach(() => stage.rest());

const holdEvents = (): readonly string[] => stage.posted(HOLD_EVENT);

/** Music and silence while held, voices before and after. */
async function holdAndResume(other: Person, hz = CUSTOMER_HZ): Promise<void> {
  const { agent } = stage;
  await stage.hear(other, hz);
  await agent.press('Hold');
  await other.hears(MUSIC_ON_HOLD_HZ, { not: [AGENT_HZ] });
  await agent.hears([], [hz, ...MUSIC_ON_HOLD_HZ]);
  await agent.phase('held');
  await agent.press('Resume call');
  await other.hears([AGENT_HZ], { not: MUSIC_ON_HOLD_HZ });
  await agent.hears([hz]);
  await agent.phase('talking');
}

async function callIdOf(): Promise<string> {
  return (await stage.agent.state()).call.call?.details?.callId ?? '';
}

describe('hold and resume', () => {
  it('a call outside campaigns: music for the customer, one event per change, as a form', async () => {
    const customer = await stage.talking();
    const before = holdEvents().length;
    const callId = await callIdOf();
    await holdAndResume(customer);
    await until(holdEvents, (all) => all.length === before + 2, 'two hold events');
    for (const body of holdEvents().slice(before))
      expect(new URLSearchParams(body).get('callid')).toBe(callId);
    const rows = stage.lab.omnileads.control.store.callLog.filter((row) => row.callId === callId);
    expect(rows.map((row) => row.event).filter((event) => event.endsWith('HOLD'))).toEqual([
      'HOLD',
      'UNHOLD',
    ]);
  });

  it('a call of a campaign, twice in a row', async () => {
    const customer = await stage.talking({ campaign: 'manual_01' });
    await holdAndResume(customer);
    await holdAndResume(customer);
  });

  it('an inbound call; the customer who hangs up while held is gone at once', async () => {
    await stage.agent.free();
    const customer = await stage.lab.people.callIn(INBOUND_DID, { voice: CUSTOMER_HZ });
    await stage.agent.phase('ringing');
    await stage.agent.pressSeen('Answer');
    await holdAndResume(customer);
    await stage.agent.press('Hold');
    await customer.hears(MUSIC_ON_HOLD_HZ);
    await customer.hangUp();
    await stage.agent.phase('idle', 3000);
  });

  it('a call with a colleague, which has no id to tell the server', async () => {
    const colleague = await stage.colleague();
    await stage.agent.free();
    const before = holdEvents().length;
    const calling = stage.originate({ agentId: 2, extension: 1004, memberName: '2_Beto_N__ez' }, AGENT_CALL, [
      'origin=withoutCamp',
      'agent2Call=1',
    ]);
    await stage.agent.phase('ringing');
    await stage.agent.pressSeen('Answer');
    await calling;
    await holdAndResume(await colleague.talking(), COLLEAGUE_HZ);
    expect(await callIdOf()).toBe('');
    expect(holdEvents()).toHaveLength(before);
  });

  it('a server that breaks down, or whose answer is lost, is not asked again, and the agent hears nothing of it', async () => {
    const { control } = stage.lab.omnileads;
    const customer = await stage.talking();
    const before = holdEvents().length;
    control.failNext(`POST ${HOLD_EVENT}`, 'http500');
    await stage.agent.press('Hold');
    await customer.hears(MUSIC_ON_HOLD_HZ);
    control.failNext(`POST ${HOLD_EVENT}`, 'commitThenDrop');
    await stage.agent.press('Resume call');
    await stage.hear(customer);
    await until(holdEvents, (all) => all.length === before + 2, 'each change posted');
    // The next change is posted after whatever a repetition would have been.
    await stage.agent.press('Hold');
    await until(holdEvents, (all) => all.length >= before + 3, 'the third change posted');
    expect(holdEvents()).toHaveLength(before + 3);
    expect((await stage.agent.state()).notices).toEqual([]);
  });

  it('the group may forbid it: there is no such control, and the one on hold could be taken back', async () => {
    stage.lab.omnileads.control.setFlag('grupo_full', 'on_hold', false);
    await stage.signInAgain();
    await stage.talking();
    expect(await has(stage.agent.panel, 'button', 'Hold')).toBe(false);
    stage.lab.omnileads.control.setFlag('grupo_full', 'on_hold', true);
  });
});

const AGENT_CALL = { context: 'oml-dial-internal', exten: 'AGENT' } as const;
