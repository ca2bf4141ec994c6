/** The stand-in's forms as people are shown them: loaded with and without the call's data, chosen among contacts, their kinds asked. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFormSource, type FormPage, type FormStep, type LoadedForm } from '@/lib/drafts';
import { CAMPAIGN, openDesk, wish, type Desk } from './desk';
import { withDomParser } from './parse';

withDomParser();
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

type Call = Parameters<Desk['write']>[0];
const contact9: Call = { contactId: '9', phone: '3515550009' };
/** Two contacts of the inbound campaign have this number (seed.md). */
const shared: Call = {
  campaignId: CAMPAIGN.inbound,
  campaignType: '3',
  contactId: '-1',
  phone: '3515579999',
};

async function load(call: Call, step: FormStep, announce = false, change = {}): Promise<LoadedForm> {
  const draft = await desk.write(call, {}, (written) => ({ ...written, ...change }));
  return createFormSource(desk.client, Date.now).load(draft, step, { announce, known: [] });
}
const pageOf = (loaded: LoadedForm): FormPage => {
  if (loaded.kind !== 'page') throw new Error(`no page but ${loaded.kind}`);
  return loaded.page;
};
const names = (page: FormPage): string[] =>
  page.sections.flatMap(({ fields }) => fields).map(({ name }) => name);
const value = (page: FormPage, name: string): string | undefined =>
  page.sections.flatMap(({ fields }) => fields).find((field) => field.name === name)?.value;

describe('the disposition form', () => {
  it.each([true, false])('of a known contact is shown with all columns (announced: %s)', async (announce) => {
    const page = pageOf(await load(contact9, 'disposition', announce));
    expect(names(page)).toEqual(
      expect.arrayContaining(['contact.telefono', 'contact.nombre', 'disposition.option', 'disposition.sub']),
    );
    expect(value(page, 'contact.telefono')).toBe('3515550009');
    expect(page.subs).toEqual({ '1': ['Interesado', 'Llamar luego'] });
    expect(page.stored.option).toBe('');
  });

  it('of nobody known is empty but for the number', async () => {
    const page = pageOf(await load({ contactId: '-1', phone: '3519998877' }, 'disposition', true));
    expect(value(page, 'contact.telefono')).toBe('3519998877');
    expect(value(page, 'contact.nombre')).toBe('');
  });

  it('of a number that several contacts share asks whose it was', async () => {
    const loaded = await load(shared, 'disposition', true);
    expect(loaded).toMatchObject({ kind: 'candidates' });
    const ids = loaded.kind === 'candidates' ? loaded.candidates.map(({ contactId }) => contactId) : [];
    expect(ids.sort()).toEqual(['51', '52']);
  });

  it('of the one who was chosen among them tells the server of the call, as the stock phone does', async () => {
    const { directory } = desk.client;
    const forced: Call = { ...shared, callData: { force_disposition: 'True' } };
    await load(forced, 'disposition', true);
    expect(await directory.compulsoryStatus()).toEqual({ kind: 'clear' });
    const page = pageOf(await load(forced, 'disposition', true, { contactId: '52' }));
    expect(value(page, 'contact.telefono')).toBe('3515579999');
    expect(await directory.compulsoryStatus()).toMatchObject({
      kind: 'disposition',
      callData: { telefono: '3515579999' },
    });
  });

  it('of none of them is a new contact with that number', async () => {
    const page = pageOf(await load(shared, 'disposition', false, { newContact: true, contactId: '' }));
    expect(value(page, 'contact.telefono')).toBe('3515579999');
    expect(value(page, 'contact.nombre')).toBe('');
  });

  it('of a campaign that is not the agent’s is refused', async () => {
    const foreign = { ...contact9, campaignId: CAMPAIGN.foreign, contactId: '61' };
    await expect(load(foreign, 'disposition', true)).rejects.toMatchObject({ code: 'permissionDenied' });
  });
});

describe('none of several contacts', () => {
  it('makes one new contact with the shared number, once', async () => {
    const { control } = desk.standIn;
    const disposition = wish('13', { contact: { nombre: 'Nueva' }, confirmDuplicate: true });
    const draft = await desk.write(shared, { disposition }, (written) => ({
      ...written,
      newContact: true,
      contactId: '',
    }));
    expect((await desk.run()).sent).toBe(1);
    expect((await desk.read(draft.id)).status).toBe('sent');
    expect(control.contactsWithPhone(3, '3515579999')).toHaveLength(3);
  });
});

describe('what follows an option', () => {
  it('is told by the options’ JSON, with the management form’s fields', async () => {
    const options = await desk.client.dispositions.options(CAMPAIGN.manual);
    const kinds = Object.fromEntries(options.map(({ id, kind }) => [id, kind]));
    expect(kinds).toMatchObject({ '1': 'plain', '2': 'management', '3': 'plain', '5': 'callback' });
    expect(options.find(({ id }) => id === '2')?.fields).toMatchObject([
      { name: 'producto', kind: 'select', choices: ['Plan A', 'Plan B'], required: true },
      { name: 'monto', kind: 'number', required: false },
      { name: 'nota', required: false },
    ]);
  });
});

describe('the callback’s form', () => {
  it('offers a known contact’s phones, and the global kind to dialer campaigns only', async () => {
    const page = pageOf(await load(contact9, 'callback'));
    const fields = page.sections.flatMap((section) => section.fields);
    const choices = (name: string) =>
      fields.find((field) => field.name === name)?.choices.map((one) => one.value);
    expect(choices('callback.kind')).toEqual(['personal']);
    expect(choices('callback.phone')).toContain('3515550009');
    const dialer = { campaignId: CAMPAIGN.dialer, campaignType: '2', contactId: '22', phone: '3515560002' };
    const other = pageOf(await load(dialer, 'callback')).sections.flatMap((section) => section.fields);
    expect(other.find(({ name }) => name === 'callback.kind')?.choices.map((one) => one.value)).toEqual([
      'personal',
      'global',
    ]);
  });
});
