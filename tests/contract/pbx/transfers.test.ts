/** Transfers by tones, as interface §5.5, §5.6, A.1 and A.2 have them; proved by who hears whom. */
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { MUSIC_ON_HOLD_HZ } from '@/lab/pbx';
import { CUSTOMER_HZ, Desk, INBOUND_DID, press, transfer, SOON } from './desk';

const BUSY_HZ = [480, 620];
const OUTSIDE_HZ = 850; // of numbers 555 16xx
let desk: Desk;

// All at once: most of the time is the PBX waiting for more digits.
vi.setConfig({ maxConcurrency: 12 });

beforeAll(async () => {
  desk = await Desk.open({
    world: {
      agents: Array.from({ length: 24 }, (_, i) => ({
        agentId: 101 + i,
        extension: 1011 + i,
        memberName: `${101 + i}_Agent`,
      })),
      campaigns: [
        { id: 1, name: 'manual_01', type: 1 },
        { id: 3, name: 'entrante_01', type: 3, survey: '9', forceDisposition: true },
        { id: 31, name: 'entrante_31', type: 3 },
      ],
      dids: [{ number: INBOUND_DID, campaignId: 3 }],
    },
  });
});
afterAll(async () => {
  await desk.close();
});

let used = 0;
const A_HZ = 440;
const B_HZ = 540;

/** Two agents of their own for each test, the second one READY, and a customer on the line with the first. */
async function stage(): Promise<Awaited<ReturnType<typeof build>>> {
  const extension = 1011 + used;
  used += 2;
  return build(extension);
}

async function build(extension: number) {
  const a = await desk.people.agent(extension, { voice: A_HZ });
  const b = await desk.people.agent(extension + 1, { voice: B_HZ });
  const bId = extension + 1 - 910;
  await desk.pbx.setPresence(bId, 'READY');
  const talk = await desk.talking(a, `351${extension}5551001`.slice(0, 14));
  await Promise.all([talk.customer.hears([A_HZ]), talk.leg.hears([CUSTOMER_HZ])]);
  return { a, b, bId, ...talk };
}

describe.concurrent('blind transfer', () => {
  it('to a ready agent: the customer waits with music, then talks to the other', async ({ expect }) => {
    const { leg, customer, b, bId } = await stage();
    await transfer(leg, '##', `0000${bId}`);
    await customer.hears(MUSIC_ON_HOLD_HZ, { not: [A_HZ] });
    const other = await b.talking(15_000);
    await leg.ended;
    await Promise.all([customer.hears([B_HZ], { not: [A_HZ] }), other.hears([CUSTOMER_HZ])]);
    expect(other.header('Transfer')).toBe('1');
    expect(other.header('Origin')).toBe('transfer');
    expect(other.header('OMLFROMAGENT')).toBe(`${bId - 1}_Agent`);
    expect(other.header('IDCliente')).toBe('42');
    expect(other.header('Omlrecfilename')).toBeUndefined();
    expect(other.header('OMLCAMPRECFILENAME')).toBe('');
    expect(other.header('OMLCALLID')).toBe(leg.header('OMLCALLID'));
    await customer.hangUp();
    await other.ended;
  });

  it('to an agent who is not ready loses the customer, who hears the busy tone first', async () => {
    const { leg, customer, bId } = await stage();
    await desk.pbx.setPresence(bId, 'PAUSE-break');
    await transfer(leg, '##', `0000${bId}`);
    await leg.ended;
    await customer.hears(BUSY_HZ, { withinMs: 15_000 });
    await customer.ended;
  });

  it('to a campaign: queue music, then an agent with Transfer: 3 and the destination campaign', async ({
    expect,
  }) => {
    const { leg, customer, b } = await stage();
    await desk.addToQueue(b.extension, '31_entrante_31');
    b.behaviour = 'ringsForever';
    await transfer(leg, '##', '999931');
    const other = await b.call(15_000);
    await customer.hears(MUSIC_ON_HOLD_HZ, { not: [A_HZ] });
    other.answer();
    await Promise.all([customer.hears([B_HZ]), other.hears([CUSTOMER_HZ])]);
    expect(other.header('Transfer')).toBe('3');
    expect(other.header('IDCamp')).toBe('31');
    expect(other.header('OMLCALLTYPEIDTYPE')).toBe('8');
    expect(other.header('OMLCAMPTYPE')).toBeUndefined();
    expect(other.header('OMLFROMAGENT')).toBe(customer.number);
    await customer.hangUp();
  });

  it('to a number, and 8888 with a campaign id is nothing but a number', async () => {
    const { leg, customer } = await stage();
    const outside = desk.people.expect('8888315551600');
    await transfer(leg, '##', '8888315551600');
    const other = await outside;
    await customer.hears([OUTSIDE_HZ], { not: MUSIC_ON_HOLD_HZ, withinMs: 15_000 });
    await other.hears([CUSTOMER_HZ]);
    await leg.ended;
  });

  it('with an unknown extension brings the customer back', async () => {
    const { leg, customer } = await stage();
    await transfer(leg, '##', '7');
    await customer.hears(MUSIC_ON_HOLD_HZ);
    await customer.hears([A_HZ], { not: MUSIC_ON_HOLD_HZ, withinMs: 15_000 });
    await leg.hears([CUSTOMER_HZ]);
  });
});

describe.concurrent('consultative transfer', () => {
  it('completes when the agent hangs up; the target is announced by identity while it is dialled', async ({
    expect,
  }) => {
    const { leg, customer, b, bId } = await stage();
    b.behaviour = 'ringsForever';
    await transfer(leg, '*2', `1111${bId}`);
    await customer.hears(MUSIC_ON_HOLD_HZ, { not: [A_HZ] });
    const other = await b.call(15_000);
    await expect.poll(() => leg.dialog.identities.at(-1), SOON).toContain(String(b.extension));
    other.answer();
    await Promise.all([leg.hears([B_HZ], { not: [CUSTOMER_HZ] }), other.hears([A_HZ])]);
    expect(other.header('Transfer')).toBe('2');
    expect(other.header('OMLFROMAGENT')).toBe(`${bId - 1}_Agent`);
    await leg.hangUp();
    await Promise.all([customer.hears([B_HZ], { not: MUSIC_ON_HOLD_HZ }), other.hears([CUSTOMER_HZ])]);
  });

  it('cancelled by *1 gives the customer back, while it rings and after', async () => {
    const { leg, customer, b, bId } = await stage();
    b.behaviour = 'ringsForever';
    await transfer(leg, '*2', `1111${bId}`);
    await b.call(15_000);
    await press(leg, '*1');
    await Promise.all([customer.hears([A_HZ], { not: MUSIC_ON_HOLD_HZ }), leg.hears([CUSTOMER_HZ])]);
    b.behaviour = 'answers';
    await transfer(leg, '*2', `1111${bId}`);
    const other = await b.talking(15_000);
    await leg.hears([B_HZ]);
    await press(leg, '*1');
    await other.ended;
    await Promise.all([customer.hears([A_HZ], { not: MUSIC_ON_HOLD_HZ }), leg.hears([CUSTOMER_HZ])]);
  });

  it('becomes a conference by *3, and the others talk on when the agent leaves', async () => {
    const { leg, customer, b, bId } = await stage();
    await transfer(leg, '*2', `1111${bId}`);
    const other = await b.talking(15_000);
    await leg.hears([B_HZ]);
    await press(leg, '*3');
    await Promise.all([
      customer.hears([A_HZ, B_HZ]),
      leg.hears([CUSTOMER_HZ, B_HZ]),
      other.hears([CUSTOMER_HZ, A_HZ]),
    ]);
    await leg.hangUp();
    await Promise.all([customer.hears([B_HZ], { not: [A_HZ] }), other.hears([CUSTOMER_HZ])]);
  });

  it('to an agent who is not ready: the agent hears the busy tone and gets the customer back', async ({
    expect,
  }) => {
    const { leg, customer, bId } = await stage();
    await desk.pbx.setPresence(bId, 'PAUSE-break');
    await transfer(leg, '*2', `1111${bId}`);
    await leg.hears(BUSY_HZ, { withinMs: 15_000 });
    await customer.hears([A_HZ], { not: MUSIC_ON_HOLD_HZ });
    await leg.hears([CUSTOMER_HZ]);
    await expect.poll(() => leg.dialog.identities.at(-1), SOON).toContain(customer.number);
  });

  it('when the target declines, the customer comes back with their identity', async ({ expect }) => {
    const { leg, customer, b, bId } = await stage();
    b.behaviour = 'declines';
    await transfer(leg, '*2', `1111${bId}`);
    await customer.hears([A_HZ], { not: MUSIC_ON_HOLD_HZ, withinMs: 25_000 });
    await expect.poll(() => leg.dialog.identities.at(-1), SOON).toContain(customer.number);
  });

  it('when nobody answers for 25 s, the PBX gives the customer back by itself', async ({ expect }) => {
    const { leg, customer, b, bId } = await stage();
    b.behaviour = 'ringsForever';
    await transfer(leg, '*2', `1111${bId}`);
    const ringing = await b.call(15_000);
    const start = Date.now();
    await ringing.ended;
    await customer.hears([A_HZ], { not: MUSIC_ON_HOLD_HZ });
    await leg.hears([CUSTOMER_HZ]);
    expect((Date.now() - start) / 1000).toBeGreaterThan(18);
    expect((Date.now() - start) / 1000).toBeLessThan(28);
  });

  it('when the customer leaves meanwhile, the two agents stay together', async ({ expect }) => {
    const { leg, customer, b, bId } = await stage();
    await transfer(leg, '*2', `1111${bId}`);
    const other = await b.talking(15_000);
    await leg.hears([B_HZ]);
    await customer.hangUp();
    await expect
      .poll(
        async () => (await desk.pbx.channels()).some((one) => one.Channel?.includes(customer.number)),
        SOON,
      )
      .toBe(false);
    await Promise.all([leg.hears([B_HZ]), other.hears([A_HZ])]);
  });
});
