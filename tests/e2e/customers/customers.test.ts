/** Customers before a call, with keys alone and through the panel: found, listed page by page, chosen among several, saved, handed out. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CallStage, CUSTOMER_HZ } from '../calls/stage';
import { contactNumber } from '../drafts/paperwork';
import { choose, find, says, type } from '../harness/aria';
import { axe } from '../harness/axe';
import { Keys } from '../harness/keys';
import { until } from '../harness/until';

const FIRST = 1;
const LAST = 20;
/** More contacts than fit on a page of 25. */
const ADDED = 35;
/** The group keeps preview campaigns off the keypad; their contacts are handed out all the same (interface §1.8). */
const KEYPAD_ONLY_MANUAL = {
  restringir_tipo_llamadas_manuales: true,
  permitir_llamadas_manuales_a_preview: false,
} as const;

let stage: CallStage;
let keys: Keys;
beforeAll(async () => {
  stage = await CallStage.open({
    prepare({ omnileads: { control } }) {
      for (const [flag, on] of Object.entries(KEYPAD_ONLY_MANUAL))
        control.setFlag('grupo_full', flag as keyof typeof KEYPAD_ONLY_MANUAL, on);
      const { contacts } = control.store;
      const model = contacts.get(LAST);
      if (!model) throw new Error('the seed has no contact 20');
      for (let n = 0; n < ADDED; n += 1)
        contacts.set(500 + n, {
          ...model,
          id: 500 + n,
          phone: `35155501${String(n).padStart(2, '0')}`,
          externalId: null,
        });
    },
  });
  keys = new Keys(stage.agent);
});
afterAll(() => stage?.close());
afterEach(async () => {
  await stage.rest();
});

const state = () => stage.agent.state();
const contacts = () => stage.lab.omnileads.control.store.contacts;
const rowsShown = async (): Promise<string[]> =>
  (await find(stage.agent.panel, 'list', 'Contacts')).evaluate((list) =>
    [...list.children].map((row) => (row as HTMLElement).innerText.replace(/\s+/g, ' ')),
  );
async function isAccessible(): Promise<void> {
  const { problems, passes } = await axe(stage.agent.panel);
  expect(problems).toEqual([]);
  expect(passes).toBeGreaterThan(10);
}
/** The contacts of manual_01, opened by keys. */
async function openContacts(): Promise<void> {
  await stage.agent.free();
  await choose(stage.agent.panel, 'Campaign', 'manual_01');
  await keys.use('Contacts');
  await keys.arrives('Name or number');
}
/** What the server was asked to call last. */
const callsMade = () =>
  stage.lab.omnileads.control.requests
    .filter(({ path }) => path.startsWith('/api/v1/makeCall/'))
    .map(({ body }) => JSON.parse(body) as Record<string, string>);

describe('contacts by keyboard alone', () => {
  it('are paged through within what the server gives at once, found by name and called; the focus never gets lost', async () => {
    await openContacts();
    const total = LAST - FIRST + 1 + ADDED;
    await says(stage.agent.panel, `1–25 of ${total}`);
    expect(await rowsShown()).toHaveLength(25);
    await isAccessible();
    await keys.use('Next page');
    await says(stage.agent.panel, `26–50 of ${total}`);
    await keys.arrives('Next page');
    await keys.press('Enter');
    await says(stage.agent.panel, `51–${total} of ${total}`);
    expect(await rowsShown()).toHaveLength(total - 50);
    // Off, with the reason, and still where the focus is.
    await keys.arrives('Next page');
    await keys.press('Enter');
    await says(stage.agent.panel, `51–${total} of ${total}`);
    expect(
      stage.lab.omnileads.control.requests.filter(({ path }) => /contacts\/\?.*length=25/.test(path)).length,
    ).toBe(3);

    await keys.tabTo('Name or number');
    await keys.type('nombre7');
    await keys.press('Enter');
    await until(
      rowsShown,
      (rows) => rows.length === 1 && /Nombre7/.test(rows[0] ?? ''),
      'Nombre7 should be found',
    );
    const called = stage.lab.people.expect(contactNumber(7), { voice: CUSTOMER_HZ });
    await keys.use(/^Nombre7/);
    await stage.hear(await called);
    expect((await state()).call.call?.contactId).toBe('7');
    expect(callsMade().at(-1)).toMatchObject({ idCampaign: '1', idContact: '7', phone: contactNumber(7) });
  });

  it('new: the form has the focus as soon as it is there, its mistakes are told, and it is called once saved', async () => {
    const number = '3515551077';
    await openContacts();
    await keys.type(number);
    await keys.press('Enter');
    await says(stage.agent.panel, `no contact has ${number}`);
    await keys.use('New contact');
    await keys.arrives(/^telefono/);
    await isAccessible();
    await keys.use('Back to contacts');
    await keys.arrives('Name or number');
    await keys.use('New contact');
    await keys.tabTo('nombre');
    await keys.type('Tecla');
    const called = stage.lab.people.expect(number, { voice: CUSTOMER_HZ });
    await keys.press('Enter');
    await stage.hear(await called);
    const contactId = Number((await state()).call.call?.contactId);
    expect(contacts().get(contactId)).toMatchObject({ phone: number });
    expect(JSON.stringify(contacts().get(contactId))).toContain('Tecla');
  });

  it('of several with one number the agent chooses the one; with all their numbers at once, the first to answer wins', async () => {
    const [rosa, iris] = [contacts().get(11), contacts().get(12)];
    if (!rosa || !iris) throw new Error('the seed has no contacts 11 and 12');
    const own = iris.phone;
    iris.phone = rosa.phone;
    await openContacts();
    await keys.type(rosa.phone);
    await keys.press('Enter');
    await says(stage.agent.panel, `Several contacts have ${rosa.phone}`);
    await isAccessible();
    const called = stage.lab.people.expect(rosa.phone, { voice: CUSTOMER_HZ });
    await keys.use(/^Nombre12/);
    await stage.hear(await called);
    expect((await state()).call.call?.contactId).toBe('12');
    await stage.rest();
    iris.phone = own;

    // The second number rings out; the first to answer is who one talks to.
    const { columns } = stage.lab.omnileads.control.contact(13);
    const second = columns['telefono2'] ?? '';
    await openContacts();
    await keys.type(own.slice(0, -2) + '13');
    await keys.press('Enter');
    const answered = stage.lab.people.expect(contactNumber(13), { voice: CUSTOMER_HZ });
    await keys.use(/^Call all 2 numbers at once/);
    const customer = await answered;
    await customer.hears([440]);
    expect(callsMade().at(-1)).toMatchObject({ phone: `${contactNumber(13)}_${second}`, idContact: '13' });
  });
});

describe('a preview campaign by keyboard alone', () => {
  it('hands out its contacts though the keypad may not call in it: got, another one, given back, called', async () => {
    const { agent } = stage;
    await agent.free();
    expect((await state()).directory.campaigns.map(({ name }) => name)).not.toContain('preview_01');
    await keys.use('Get a contact');
    const first = (await until(state, ({ preview }) => preview !== null, 'a contact should be there'))
      .preview;
    // What asked for it is gone; its place says what came.
    await keys.arrives(/^Preview$/);
    await isAccessible();
    await keys.use('Another contact');
    const second = (
      await until(
        state,
        ({ preview }) => preview?.contact.id !== first?.contact.id,
        'another one should be there',
      )
    ).preview;
    await keys.arrives('Another contact');
    await keys.use('Give back');
    await until(state, ({ preview }) => preview === null, 'it should be given back');
    await keys.arrives(/^Preview$/);
    await keys.use('Get a contact');
    const third = (await until(state, ({ preview }) => preview !== null, 'a contact should be there'))
      .preview;
    const called = stage.lab.people.expect(third?.contact.phone ?? '', { voice: CUSTOMER_HZ });
    await keys.use('Call contact');
    await stage.hear(await called);
    expect((await state()).call.call).toMatchObject({ contactId: third?.contact.id });
    expect((await state()).call.call?.details?.origin).toBe('preview');
    await says(agent.panel, 'preview_01');
    expect(second?.campaignName).toBe('preview_01');
  });
});

describe('the campaign chosen in a page', () => {
  it('is that of clicks on its numbers, after a reload and in the next tab, and of no other site', async () => {
    const { agent, lab } = stage;
    await agent.free();
    await choose(agent.panel, 'Campaign', 'manual_01');
    await until(
      async () => (await state()).siteCampaigns[lab.crm.url],
      (campaign) => campaign === '1',
      'the site should remember it',
    );
    const link = await agent.crm.waitForSelector('a[href^="tel:"]');
    const before = callsMade().length;
    await link?.click();
    await agent.phase('talking', 15_000);
    expect(callsMade().slice(before)).toMatchObject([{ idCampaign: '1' }]);
    await stage.rest();
    await agent.crm.reload();
    await agent.reopenPanel();
    await until(
      async () =>
        (await find(agent.panel, 'combobox', 'Campaign')).evaluate((box) => (box as HTMLSelectElement).value),
      (campaign) => campaign === '1',
      'the panel should know it after a reload',
    );
    await choose(agent.panel, 'Campaign', 'Outside campaigns');
    await agent.free();
    await type(agent.panel, 'Number', '');
  });
});
