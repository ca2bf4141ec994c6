/** Calls without a campaign: numbers, extensions, colleagues, quick contacts; again from the lists; and what the group forbids. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { find, has, press, type, words } from '../harness/aria';
import { AGENT_HZ, CallStage, COLLEAGUE_HZ, NUMBER, until } from './stage';

let stage: CallStage;
beforeAll(async () => {
  stage = await CallStage.open();
});
afterAll(() => stage?.close());
afterEach(() => stage.rest());

const requests = (): readonly string[] => stage.posted('/api/v1/make_call_outside_campaign/');

describe('a colleague', () => {
  it('is found in the list, ready ones first, called by id, and both hear each other', async () => {
    const { agent } = stage;
    await stage.presence('ag3', 'PAUSE-break');
    const colleague = await stage.colleague();
    await agent.free();
    await agent.press('Call an agent');
    const list = await find(agent.panel, 'list', 'Call an agent');
    const names = () =>
      list.evaluate((ul) => [...ul.querySelectorAll('.row-title')].map((row) => row.textContent));
    await until(names, (all) => all[0] === 'Beto Núñez', 'the ready colleague should come first');
    await type(agent.panel, 'Search agents', 'nunez', 'searchbox');
    await until(names, (all) => all.length === 1, 'the search should leave one');
    await agent.pressSeen('Beto Núñez Ready');
    const leg = await colleague.talking(15_000);
    await stage.hear(leg, COLLEAGUE_HZ);
    expect(leg.header('Origin')).toBe('agentCall');
    await agent.says('Beto Núñez');
    await agent.press('Hang up');
    await leg.ended;
    expect((await agent.state()).recents[0]).toMatchObject({
      agentId: '2',
      name: 'Beto Núñez',
      direction: 'out',
    });
  });

  it('is called back from the recent calls by id', async () => {
    const colleague = await stage.colleague();
    await stage.agent.free();
    await stage.pressRow('Recent calls', 'Beto Núñez');
    await stage.hear(await colleague.talking(15_000), COLLEAGUE_HZ);
  });

  it('who went away after the list was shown is refused in words, and nothing is dialled', async () => {
    const { agent } = stage;
    await stage.colleague();
    await agent.free();
    await agent.press('Call an agent');
    await find(agent.panel, 'button', 'Beto Núñez Ready');
    await stage.presence('ag2', 'ONCALL');
    const before = requests().length;
    await agent.pressSeen('Beto Núñez Ready');
    await agent.says('not available');
    expect(requests()).toHaveLength(before);
    expect((await agent.state()).call.phase).toBe('idle');
  });
});

describe('a number', () => {
  it('of the company’s own exchange, as short as two digits, with punctuation typed in between', async () => {
    const { agent } = stage;
    await agent.free();
    await agent.dial('2 (1)');
    await until(
      requests,
      (all) => all.at(-1)?.includes('"destination":"21"') ?? false,
      'two digits asked for',
    );
    await agent.phase('idle', 20_000);
  });

  it('with a plus is dialled as people here dial it: the PBX knows digits only', async () => {
    const { agent, lab } = stage;
    await agent.free();
    const called = lab.people.expect(NUMBER);
    await agent.dial('+54 9 351 555-1001');
    const customer = await called;
    await customer.hears([AGENT_HZ]);
    expect(requests().at(-1)).toContain(`"destination":"${NUMBER}"`);
    await agent.press('Hang up');
    await customer.ended;
  });

  it('with letters in it is refused in words, and nothing is asked', async () => {
    const { agent } = stage;
    await agent.free();
    const before = requests().length;
    await type(agent.panel, 'Number', '12a4');
    await until(
      async () => {
        await press(agent.panel, 'Call');
        return words(agent.panel);
      },
      (text) => text.includes('Only digits'),
      'the panel should say what is wrong',
    );
    expect(requests()).toHaveLength(before);
    await type(agent.panel, 'Number', ' ');
  });

  it('is called again by Redial and by its line among the recent calls', async () => {
    const first = await stage.talking();
    await stage.agent.press('Hang up');
    await first.ended;
    for (const again of [
      () => stage.agent.pressSeen('Redial'),
      () => stage.pressRow('Recent calls', NUMBER),
    ]) {
      await stage.agent.free();
      const called = stage.lab.people.expect(NUMBER);
      await again();
      const customer = await called;
      await customer.hears([AGENT_HZ]);
      await stage.agent.press('Hang up');
      await customer.ended;
    }
  });

  it('of a quick contact is called with one click in its list', async () => {
    const { agent, lab } = stage;
    await agent.free();
    const [contact] = (await agent.state()).directory.quickContacts;
    if (!contact) throw new Error('the server has no quick contact');
    const called = lab.people.expect(contact.number, {
      behaviour: { kind: 'answers', afterMs: 300, voice: 600 },
    });
    await agent.press('Quick contacts');
    await stage.pressRow('Quick contacts', contact.name);
    await stage.hear(await called);
    await agent.says(contact.name);
  });
});

describe('what the group forbids', () => {
  it('is not offered: calls outside campaigns, calls to colleagues, quick contacts', async () => {
    const { control } = stage.lab.omnileads;
    control.setFlag('grupo_full', 'call_off_camp', false);
    control.setFlag('grupo_full', 'call_another_agent', false);
    await stage.signInAgain();
    const { panel } = stage.agent;
    await find(panel, 'button', 'Redial');
    expect(await has(panel, 'button', 'Call an agent')).toBe(false);
    expect(await has(panel, 'button', 'Quick contacts')).toBe(false);
    const entries = await (
      await find(panel, 'combobox', 'Campaign')
    ).evaluate((box) => [...(box as HTMLSelectElement).options].map((option) => option.text));
    expect(entries).not.toContain('Outside campaigns');
  });
});
