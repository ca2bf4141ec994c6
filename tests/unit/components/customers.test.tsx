/** The customers of a campaign before a call: looked up, listed, saved, handed out; and the campaign a site remembers. */
import { cleanup, fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { contactDetail, contactTitle, numbersOf } from '@/components/model/customers';
import { checkNumbers } from '@/components/model/numbers';
import type { CommandResult, ContactCard, PhoneCommand, PhoneState } from '@/lib/phone';
import { CUSTOMER_SHOTS, IN_CAMPAIGN, ROSA, SITE } from '../../e2e/screens/catalogue-customers';
import { inCall, READY } from '../../e2e/screens/states';
import { showPhone } from './render';

afterEach(cleanup);

/** What the phone answers in the picture of this name. */
function answersOf(name: string): (command: PhoneCommand) => CommandResult | undefined {
  const shot = CUSTOMER_SHOTS.find((one) => one.name === name);
  if (!shot) throw new Error(`no screen ${name}`);
  return ({ type }) => shot.answers?.[type];
}
function atSite(state: PhoneState, answers: Parameters<typeof showPhone>[1] = []) {
  const screen = showPhone(state, answers, 'en', SITE);
  const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
  const typeInto = (name: string, value: string) =>
    fireEvent.input(screen.getByRole('textbox', { name }), { target: { value } });
  return { ...screen, press, typeInto };
}
async function contactsOf(name: string, typed = '') {
  const screen = atSite(IN_CAMPAIGN, answersOf(name));
  if (typed) screen.typeInto('Number', typed);
  screen.press('Contacts');
  return screen;
}
const NUMBER = '541143218765';
const call = (contactId: string, number = NUMBER): PhoneCommand => ({
  type: 'call',
  number,
  campaignId: '12',
  contactId,
  via: 'panel',
});

describe('the campaign of a site', () => {
  const campaign = (screen: ReturnType<typeof atSite>) =>
    screen.getByRole('combobox', { name: 'Campaign' }) as HTMLSelectElement;

  it('is there again, and is kept when it is changed', async () => {
    const screen = atSite(IN_CAMPAIGN);
    expect(campaign(screen).value).toBe('12');
    fireEvent.change(campaign(screen), { target: { value: '15' } });
    await waitFor(() =>
      expect(screen.sent).toEqual([{ type: 'chooseCampaign', origin: SITE, campaignId: '15' }]),
    );
    screen.show({ ...IN_CAMPAIGN, siteCampaigns: { [SITE]: '15' } });
    expect(campaign(screen).value).toBe('15');
  });

  it('changed in another tab of the site is changed here', async () => {
    const screen = atSite(IN_CAMPAIGN);
    fireEvent.change(campaign(screen), { target: { value: '15' } });
    await waitFor(() => expect(screen.sent).toHaveLength(1));
    screen.show({ ...IN_CAMPAIGN, siteCampaigns: { [SITE]: '18' } });
    await waitFor(() => expect(campaign(screen).value).toBe('18'));
  });

  it('that the administrator has fixed can be another one for the calls of this panel', async () => {
    const screen = atSite(IN_CAMPAIGN, () => ({ ok: false, code: 'commandNotAllowed', params: {} }));
    fireEvent.change(campaign(screen), { target: { value: '15' } });
    await waitFor(() => expect(screen.sent).toHaveLength(1));
    expect(campaign(screen).value).toBe('15');
    expect(screen.queryByText('The phone doesn’t accept this from here.')).toBeNull();
  });

  it('is nobody’s any more when the agent is not in it', () => {
    const screen = atSite({ ...READY, siteCampaigns: { [SITE]: '99' } });
    expect(campaign(screen).value).toBe('');
  });
});

describe('several numbers at once', () => {
  it('are one call in a campaign', async () => {
    const screen = atSite(IN_CAMPAIGN);
    screen.typeInto('Number', '351 555-1001, 3515551002');
    screen.press('Call');
    await waitFor(() => expect(screen.sent).toMatchObject([{ number: '3515551001_3515551002' }]));
  });

  it('are refused outside campaigns, where only one can be dialled', () => {
    const screen = atSite(READY);
    screen.typeInto('Number', '3515551001, 3515551002');
    screen.press('Call');
    expect(screen.getByText('Several numbers at once only in a campaign')).toBeTruthy();
    expect(screen.sent).toEqual([]);
  });

  it.each([
    ['3515551001; 3515551002', '3515551001_3515551002'],
    ['3515551001,', '3515551001'],
  ])('%s are read', (typed, number) => expect(checkNumbers(typed)).toEqual({ ok: true, number }));

  it('are told apart when one of them is wrong, or they are too many', () => {
    expect(checkNumbers('3515551001, x')).toEqual({ ok: false, why: 'number.chars' });
    expect(checkNumbers(Array(11).fill('3515551001').join())).toEqual({ ok: false, why: 'number.many' });
  });

  it('are read as people write them while they are being called', () => {
    const number = '3515551001_3515551002';
    const screen = atSite(inCall('requested', { requested: { number } as never, contactId: '' }, null));
    expect(screen.getByText('3515551001, 3515551002')).toBeTruthy();
  });
});

describe('a contact in words', () => {
  it('is headed by its names, then what else is known', () => {
    expect(contactTitle(ROSA)).toBe('Rosa Benítez');
    expect(contactDetail(ROSA)).toBe('541143218765 · 5491150123456 · Fibra 300 Mb con televisión');
  });
  it.each<[ContactCard['columns'], string]>([
    [{ razon_social: 'El Tornillo S.R.L.', plan: 'x' }, 'El Tornillo S.R.L.'],
    [{ dni: '30123456', empresa: 'ACME' }, 'ACME'],
    [{}, '3515551001'],
  ])('%j is %s', (columns, title) => {
    expect(contactTitle({ id: '1', phone: '3515551001', columns })).toBe(title);
  });
  it('has the numbers of its telephone columns, each once', () => {
    const columns = { dni: '30123456', celular: '351 555-1002', telefono2: '3515551001' };
    expect(numbersOf({ id: '1', phone: '3515551001', columns })).toEqual(['3515551001', '3515551002']);
  });
});

describe('who has a number', () => {
  it('known: one click calls the contact, another all its numbers', async () => {
    const screen = await contactsOf('contacts-known', '54 11 4321-8765');
    await waitFor(() => expect(screen.getByText('Known contact')).toBeTruthy());
    expect(screen.sent).toEqual([{ type: 'lookUp', number: NUMBER, campaignId: '12' }]);
    screen.press(/^Rosa Benítez/);
    screen.press(/^Call all 2 numbers at once/);
    await waitFor(() =>
      expect(screen.sent.slice(1)).toEqual([call('4821'), call('4821', `${NUMBER}_5491150123456`)]),
    );
  });

  it('several: the chosen one is called', async () => {
    const screen = await contactsOf('contacts-several', NUMBER);
    await waitFor(() => expect(screen.getByText('and 3 more')).toBeTruthy());
    screen.press(/^Iris/);
    await waitFor(() => expect(screen.sent.at(-1)).toEqual(call('4822')));
  });

  it('nobody: called without a contact, or saved first', async () => {
    const screen = await contactsOf('contacts-nobody', NUMBER);
    await waitFor(() => expect(screen.getByText(`New number: no contact has ${NUMBER}`)).toBeTruthy());
    expect(screen.getByRole('button', { name: 'New contact' })).toBeTruthy();
    screen.press('Call without a contact');
    await waitFor(() => expect(screen.sent.at(-1)).toEqual(call('')));
  });
});

describe('the list of the campaign', () => {
  it('is searched and paged within what the server gives at once', async () => {
    const screen = await contactsOf('contacts-list');
    await waitFor(() => expect(screen.getByText('1–4 of 132')).toBeTruthy());
    screen.press('Next page');
    await waitFor(() => expect(screen.sent.at(-1)).toMatchObject({ search: '', start: 25 }));
    const search = screen.getByRole('searchbox', { name: 'Name or number' });
    fireEvent.input(search, { target: { value: 'benítez' } });
    screen.press('Search');
    await waitFor(() => expect(screen.sent.at(-1)).toMatchObject({ search: 'benítez', start: 0 }));
  });

  it('that can’t be had says why and is asked for again', async () => {
    const screen = await contactsOf('contacts-trouble');
    await waitFor(() =>
      expect(screen.getByRole('alert').textContent).toContain('OMniLeads is taking too long'),
    );
    screen.press('Try now');
    await waitFor(() => expect(screen.sent).toHaveLength(2));
  });
});

describe('a new contact', () => {
  const writing = async (name: string) => {
    const screen = await contactsOf(name, NUMBER);
    screen.press('New contact');
    await waitFor(() => screen.getByRole('textbox', { name: /^telefono/ }));
    screen.typeInto('nombre', 'Rosa');
    return screen;
  };

  it('has the database’s columns, and what the server finds wrong beside them', async () => {
    const screen = await writing('new-contact-wrong');
    screen.press('Save');
    const phone = screen.getByRole('textbox', { name: /^telefono/ }) as HTMLInputElement;
    await waitFor(() => expect(phone.getAttribute('aria-invalid')).toBe('true'));
    expect(screen.getByText('El número ya existe en la base de datos.').id).toBe(
      phone.getAttribute('aria-describedby'),
    );
    expect(screen.getByText('No se pudo guardar el contacto.')).toBeTruthy();
    expect(screen.sent.at(-1)).toEqual({
      type: 'newContact',
      campaignId: '12',
      columns: { telefono: NUMBER, nombre: 'Rosa' },
    });
    expect((screen.getByRole('textbox', { name: 'nombre' }) as HTMLInputElement).value).toBe('Rosa');
  });

  it('is saved and called as the contact it became', async () => {
    const base = answersOf('new-contact');
    const screen = atSite(IN_CAMPAIGN, (command) =>
      command.type === 'newContact' ? { ok: true, value: { saved: true, contactId: '77' } } : base(command),
    );
    screen.typeInto('Number', NUMBER);
    screen.press('Contacts');
    screen.press('New contact');
    await waitFor(() => screen.getByRole('textbox', { name: /^telefono/ }));
    screen.press('Save and call');
    await waitFor(() => expect(screen.sent).toContainEqual(call('77')));
  });

  it('is still being written after a call that came between', async () => {
    const screen = await writing('new-contact');
    screen.show(inCall('ringing'));
    expect(screen.queryByRole('textbox', { name: 'nombre' })).toBeNull();
    screen.show(IN_CAMPAIGN);
    await waitFor(() => screen.getByRole('textbox', { name: 'nombre' }));
    expect((screen.getByRole('textbox', { name: 'nombre' }) as HTMLInputElement).value).toBe('Rosa');
  });
});

describe('a preview campaign', () => {
  it('is asked for a contact, which is called, changed or given back', async () => {
    const screen = atSite(READY);
    screen.press('Get a contact');
    const held = CUSTOMER_SHOTS.find(({ name }) => name === 'preview-delivered')?.state ?? null;
    screen.show(held);
    expect(screen.queryByRole('button', { name: 'Get a contact' })).toBeNull();
    for (const name of ['Call contact', 'Another contact', 'Give back']) screen.press(name);
    await waitFor(() =>
      expect(screen.sent).toEqual([
        { type: 'previewNext', campaignId: '18' },
        { type: 'previewCall' },
        { type: 'previewNext', campaignId: '18' },
        { type: 'previewRelease' },
      ]),
    );
  });
});

describe('a role without an endpoint', () => {
  const held = CUSTOMER_SHOTS.find(({ name }) => name === 'preview-delivered')?.state ?? READY;
  const paused: PhoneState = { ...READY, agent: { ...READY.agent, phase: 'paused' } };
  /** Endpoint → the controls it switches off, in the state that shows them. */
  const ROWS: readonly (readonly [string, PhoneState, readonly string[]])[] = [
    ['callOutside', IN_CAMPAIGN, ['Call an agent', 'Quick contacts']],
    ['makeCall', IN_CAMPAIGN, ['Call']],
    ['pause', IN_CAMPAIGN, ['Pause']],
    ['unpause', paused, ['Resume work']],
    ['callbackList', IN_CAMPAIGN, ['Refresh callbacks']],
    ['previewNext', READY, ['Get a contact']],
    ['callContact', held, ['Call contact']],
    ['previewRelease', held, ['Give back']],
    // Their places are in the contacts' sheet, which stays.
    ['contacts', IN_CAMPAIGN, []],
    ['identify', IN_CAMPAIGN, []],
    ['newContact', IN_CAMPAIGN, []],
  ];
  const off = (screen: ReturnType<typeof atSite>) =>
    screen
      .getAllByRole('button')
      .filter((button) => button.getAttribute('aria-disabled'))
      .map((button) => button.getAttribute('aria-label') ?? button.textContent ?? '');

  it.each(ROWS)('%s switches off its control and nothing else', (endpoint, state, names) => {
    const before = atSite({ ...state, recents: [] });
    const always = off(before);
    before.unmount();
    const screen = atSite({ ...state, recents: [], abilities: { ...state.abilities, denied: [endpoint] } });
    const now = off(screen).filter((name) => !always.includes(name));
    for (const name of names) expect(now.some((one) => one.startsWith(name))).toBe(true);
    const others = now.filter((one) => !names.some((name) => one.startsWith(name)));
    // Callbacks of a campaign are calls in it.
    expect(others.filter((one) => endpoint !== 'makeCall' || !/^\d/.test(one))).toEqual([]);
  });

  it('to list contacts still lets numbers be looked up, and the other way round', async () => {
    const denied = (endpoint: string): PhoneState => ({
      ...IN_CAMPAIGN,
      abilities: { ...READY.abilities, denied: [endpoint] },
    });
    const screen = atSite(denied('contacts'), answersOf('contacts-known'));
    screen.typeInto('Number', NUMBER);
    screen.press('Contacts');
    await waitFor(() => expect(screen.getByText('Known contact')).toBeTruthy());
    cleanup();
    const other = atSite(denied('identify'), answersOf('contacts-list'));
    other.press('Contacts');
    await waitFor(() => expect(other.getByText('1–4 of 132')).toBeTruthy());
  });
});
