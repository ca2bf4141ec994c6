/** Blind transfers: the customer goes at once, the agent is free, and the PBX heard exactly the keys that were meant. */
import { describe, expect, it } from 'vitest';
import { MUSIC_ON_HOLD_HZ } from '@/lab/pbx';
import { find, words } from '../harness/aria';
import { until } from '../harness/until';
import { AGENT_HZ, COLLEAGUE_HZ, CUSTOMER_HZ, INBOUND, OUTSIDE_HZ, QUICK_CONTACT } from './cast';
import { floorOf } from './floor';

const on = floorOf(2);

describe('blind transfer', () => {
  it.concurrent(
    'to an agent',
    on(async (scene) => {
      const customer = await scene.talking();
      await scene.transfer('Blind', scene.toColleague());
      await scene.music();
      const other = await scene.phone.talking(20_000);
      await scene.agent.phase('idle');
      await Promise.all([customer.hears([COLLEAGUE_HZ], { not: [AGENT_HZ] }), other.hears([CUSTOMER_HZ])]);
      expect(other.header('Transfer')).toBe('1');
      expect((await scene.agent.state()).call.lastEnd?.why).toBe('transferred');
      expect(scene.digits()).toBe(scene.keyed('Blind', scene.toColleague()));
    }),
  );

  it.concurrent(
    'to a number',
    on(async (scene) => {
      const customer = await scene.talking();
      const called = scene.expectOutside();
      await scene.transfer('Blind', scene.toOutside());
      await scene.agent.says('Sent. OMniLeads doesn’t tell the outcome.');
      const other = await called;
      await Promise.all([
        customer.hears([OUTSIDE_HZ], { not: MUSIC_ON_HOLD_HZ, withinMs: 15_000 }),
        other.hears([CUSTOMER_HZ]),
      ]);
      await scene.agent.phase('idle');
      expect(scene.digits()).toBe(`##${scene.outside}`);
    }),
  );

  it.concurrent(
    'to an inbound campaign: its agent is called with the campaign’s headers',
    on(async (scene) => {
      const customer = await scene.talking('manual_01');
      const other = await scene.inQueue(scene.colleague.extension, async () => {
        await scene.transfer('Blind', { to: 'Campaign', name: INBOUND.name });
        return scene.phone.talking(25_000);
      });
      await Promise.all([customer.hears([COLLEAGUE_HZ], { not: [AGENT_HZ] }), other.hears([CUSTOMER_HZ])]);
      expect([other.header('Transfer'), other.header('IDCamp')]).toEqual(['3', INBOUND.campaignId]);
      await scene.agent.phase('idle');
      expect(scene.digits()).toBe(`##9999${INBOUND.campaignId}`);
    }),
  );

  it.concurrent(
    'to a quick contact',
    on(async (scene) => {
      const customer = await scene.talking();
      const called = scene.expectOutside('answers', QUICK_CONTACT.number);
      await scene.transfer('Blind', { to: 'Quick contact', name: QUICK_CONTACT.name });
      const other = await called;
      await Promise.all([
        customer.hears([OUTSIDE_HZ], { not: MUSIC_ON_HOLD_HZ, withinMs: 15_000 }),
        other.hears([CUSTOMER_HZ]),
      ]);
      await scene.agent.phase('idle');
      expect(scene.digits()).toBe(`##${QUICK_CONTACT.number}`);
    }),
  );
});

describe('before anything is sent', () => {
  it.concurrent(
    'an agent who is not ready: the phone warns that the customer would be lost',
    on(async (scene) => {
      await scene.talking();
      await scene.fill('Blind', scene.toColleague());
      // Gone between the list and the start.
      await scene.presence('PAUSE-almuerzo');
      await scene.start(async () => (await scene.question()) !== null);
      expect(await scene.question()).toBe('The destination is not ready');
      await scene.agent.says('With a blind transfer the customer would be lost.');
      await scene.press('Cancel');
      await scene.together();
      expect([scene.digits(), (await scene.agent.state()).call.phase]).toEqual(['', 'talking']);
    }),
  );

  it.concurrent(
    'what can be no destination: each is refused in words, and no key is pressed',
    on(async (scene) => {
      await scene.talking();
      const says = (text: string) => async () => (await words(scene.agent.panel)).includes(text);
      for (const [number, why] of [
        ['35a1', 'Only digits, * and #'],
        ['00007', 'This number would be taken for an internal code'],
        ['88881234', 'This number would be taken for an internal code'],
      ] as const) {
        await scene.fill('Blind', { to: 'Number', number });
        await scene.start(says(why));
      }
      // The PBX knows agents of up to four digits.
      const { presence } = scene.lab.omnileads.control.store;
      const name = 'Larga Serie';
      presence.set(12345, { name, sip: '1099', status: 'READY', at: Date.now(), pauseId: null });
      await scene.press('Close');
      await scene.fill('Blind', { to: 'Agent', name });
      presence.delete(12345);
      await scene.start(says('can’t be transferred'));
      // Ready in the list, gone before the start.
      await scene.fill('Consultative', scene.toColleague());
      await scene.presence('OFFLINE');
      await scene.start(says('not available'));
      await scene.together();
      expect([scene.digits(), (await scene.agent.state()).call.phase]).toEqual(['', 'talking']);
    }),
  );

  it.concurrent(
    'a contact that is not saved: the phone asks, and both questions when both are true',
    on(async (scene) => {
      const customer = await scene.answered();
      await scene.presence('PAUSE-almuerzo');
      await scene.transfer('Blind', scene.toColleague());
      expect(await scene.question()).toBe('The contact is not saved');
      await scene.pressUntil(
        'Transfer anyway',
        async () => (await scene.question()) === 'The destination is not ready',
      );
      await scene.press('Cancel');
      expect(scene.digits()).toBe('');
      await scene.together();
      await scene.presence('READY');
      await scene.start(async () => (await scene.question()) !== null);
      expect(await scene.question()).toBe('The contact is not saved');
      await scene.pressUntil(
        'Transfer anyway',
        async () => (await scene.agent.state()).call.phase !== 'talking',
      );
      const other = await scene.phone.talking(25_000);
      await Promise.all([customer.hears([COLLEAGUE_HZ]), other.hears([CUSTOMER_HZ])]);
      expect(other.header('IDCliente')).toBe('-1');
      await scene.agent.phase('idle');
      expect(scene.digits()).toBe(scene.keyed('Blind', scene.toColleague()));
    }),
  );
});

describe('a transfer cancelled before its first digit', () => {
  for (const [kind, code] of [
    ['Blind', '##'],
    ['Consultative', '*2'],
  ] as const) {
    it.concurrent(
      `${kind.toLowerCase()}: nothing more is sent, and the PBX brings the customer back`,
      on(async (scene) => {
        await scene.talking();
        await scene.transfer(kind, scene.toOutside());
        // Earlier the PBX would know of no transfer at all.
        await until(
          () => scene.digits(),
          (heard) => heard === code,
          'the code should be out',
        );
        await scene.press('Cancel transfer');
        await scene.agent.says('The exchange brings the customer back by itself');
        await scene.music();
        await scene.together(20_000);
        await scene.agent.phase('talking', 15_000);
        expect(scene.digits()).toBe(code);
        await find(scene.agent.panel, 'button', 'Transfer');
      }),
    );
  }
});
