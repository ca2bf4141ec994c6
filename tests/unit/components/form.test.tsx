import { cleanup, fireEvent, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { Candidate } from '@/lib/drafts';
import type { CommandResult, DraftCommand, PhoneCommand, PhoneState } from '@/lib/phone';
import {
  asReplies,
  CALLBACK,
  CONTACT,
  draft,
  field,
  FORM,
  MANAGEMENT,
  withDrafts,
  withFields,
  wrapUp,
  type Replies,
} from '../../e2e/screens/forms';
import { inCall, NOW, READY } from '../../e2e/screens/states';
import { showPhone } from './render';

afterEach(cleanup);

/** A phone that answers with these forms; `say` may answer otherwise. */
function open(
  state: PhoneState,
  replies: Replies | (() => Replies),
  say: (command: DraftCommand) => CommandResult | undefined = () => undefined,
) {
  const view = showPhone(state, (command: PhoneCommand) => {
    if (command.type !== 'draft') return undefined;
    const said = say(command.command);
    if (said || command.command.type !== 'form') return said;
    const value = (typeof replies === 'function' ? replies() : replies)[command.command.step];
    return value ? { ok: true, value } : { ok: false, code: 'serverUnreachable', params: {} };
  });
  const commands = (type: DraftCommand['type']): DraftCommand[] =>
    view.sent.flatMap((command) =>
      command.type === 'draft' && command.command.type === type ? [command.command] : [],
    );
  const changes = (): Record<string, string> =>
    Object.assign({}, ...commands('change').map((one) => ('fields' in one ? one.fields : {})));
  const choose = (name: string, value: string): void =>
    void fireEvent.change(view.getByRole('combobox', { name }), { target: { value } });
  const write = (name: string, value: string): void =>
    void fireEvent.input(view.getByRole('textbox', { name }), { target: { value } });
  return { ...view, commands, changes, choose, write };
}
const box = (element: HTMLElement): HTMLInputElement => element as HTMLInputElement;

describe('the disposition form', () => {
  it('offers the controls that tests and assistive technology rely on', async () => {
    const { getByRole, findByRole, choose, queryByRole } = open(wrapUp(), asReplies(FORM, CALLBACK));
    await findByRole('combobox', { name: 'Disposition' });
    expect(getByRole('form', { name: 'Disposition' })).toBeTruthy();
    expect(getByRole('textbox', { name: 'Comments' })).toBeTruthy();
    expect(getByRole('button', { name: 'Save' })).toBeTruthy();
    expect(queryByRole('combobox', { name: 'Sub-disposition' })).toBeNull();
    choose('Disposition', '32');
    expect(getByRole('combobox', { name: 'Sub-disposition' }).textContent).toContain('Ya tiene servicio');
    choose('Disposition', '33');
    await findByRole('radiogroup', { name: 'Callback type' });
    for (const name of ['Callback date', 'Callback time', 'Reason'])
      expect(getByRole('textbox', { name })).toBeTruthy();
    expect(getByRole('combobox', { name: 'Callback number' })).toBeTruthy();
    for (const name of ['Personal', 'Global']) expect(getByRole('radio', { name })).toBeTruthy();
  });

  it('sends everything that is typed, by itself, and hands it over on Save', async () => {
    const { findByRole, getByRole, choose, write, changes, commands } = open(wrapUp(), asReplies(FORM));
    await findByRole('combobox', { name: 'Disposition' });
    choose('Disposition', '32');
    choose('Sub-disposition', 'Precio');
    write('Comments', 'llamar en marzo');
    await waitFor(() =>
      expect(changes()).toEqual({
        'disposition.option': '32',
        'disposition.sub': 'Precio',
        'disposition.comments': 'llamar en marzo',
      }),
    );
    fireEvent.click(getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(commands('save')).toEqual([{ type: 'save', draftId: 'd1' }]));
  });

  it('forgets the sub-disposition when another disposition is chosen', async () => {
    const form = withFields(FORM, {
      'disposition.option': { value: '32' },
      'disposition.sub': { value: 'Precio' },
    });
    const { findByRole, choose, changes } = open(wrapUp(), asReplies(form));
    await findByRole('combobox', { name: 'Sub-disposition' });
    choose('Disposition', '34');
    await waitFor(() => expect(changes()).toEqual({ 'disposition.option': '34', 'disposition.sub': '' }));
  });

  it.each<[string, (form: HTMLElement, view: ReturnType<typeof open>) => void]>([
    ['when the field is left', (form) => fireEvent.focusOut(form)],
    ['when the page goes', () => window.dispatchEvent(new Event('pagehide'))],
    ['when its place on the screen goes', (_, { show }) => show(READY)],
  ])('is sent at once %s', async (_, leave) => {
    const view = open(wrapUp(), asReplies(FORM));
    await view.findByRole('combobox', { name: 'Disposition' });
    view.write('Comments', 'a');
    expect(view.changes()).toEqual({});
    leave(view.getByRole('form', { name: 'Disposition' }), view);
    expect(view.changes()).toEqual({ 'disposition.comments': 'a' });
  });

  it('never lets what comes back overwrite what is being typed', async () => {
    let reply = FORM;
    const view = open(wrapUp(), () => asReplies(reply));
    await view.findByRole('combobox', { name: 'Disposition' });
    view.write('Comments', 'half a sen');
    reply = withFields(FORM, {
      'disposition.comments': { value: 'old' },
      'contact.nombre': { value: 'Rosalía', stored: 'Rosalía' },
    });
    view.show(wrapUp({ status: 'refused', error: { code: 'draftRefused', params: {} } }));
    await view.findByText('Rosalía');
    view.write('Comments', 'half a sentence');
    expect(box(view.getByRole('textbox', { name: 'Comments' })).value).toBe('half a sentence');
  });

  it('keeps form and words where they are when the call ends under the agent’s hands', async () => {
    const talking = withDrafts(inCall('talking'), [draft()]);
    const { findByRole, getByRole, write, show } = open(talking, asReplies(FORM));
    await findByRole('combobox', { name: 'Disposition' });
    const comments = getByRole('textbox', { name: 'Comments' });
    comments.focus();
    write('Comments', 'corta');
    show(wrapUp());
    expect(getByRole('textbox', { name: 'Comments' })).toBe(comments);
    expect(document.activeElement).toBe(comments);
  });

  it('loses nothing when the phone is gone for a while', async () => {
    let there = true;
    const view = open(wrapUp(), asReplies(FORM), ({ type }) =>
      type === 'change' && !there ? { ok: false, code: 'phoneDocumentLost', params: {} } : undefined,
    );
    await view.findByRole('combobox', { name: 'Disposition' });
    there = false;
    view.write('Comments', 'no perder');
    view.show(null);
    expect(view.queryByRole('form')).toBeNull();
    there = true;
    view.show(wrapUp());
    await waitFor(() => expect(box(view.getByRole('textbox', { name: 'Comments' })).value).toBe('no perder'));
    await waitFor(() => expect(view.commands('change').length).toBeGreaterThan(1));
    expect(view.changes()).toEqual({ 'disposition.comments': 'no perder' });
  });

  it('can be written in while the server can’t be asked, and is asked again', async () => {
    let reply: Replies = {};
    const view = open(wrapUp(), () => reply);
    await view.findByText('OMniLeads does not answer.');
    view.write('Comments', 'sin red');
    await waitFor(() => expect(view.changes()).toEqual({ 'disposition.comments': 'sin red' }));
    reply = asReplies(FORM);
    fireEvent.click(view.getByRole('button', { name: 'Try now' }));
    await view.findByRole('combobox', { name: 'Disposition' });
  });
});

describe('what is wrong with a form', () => {
  it('is said beside the fields, and the first one gets the focus', async () => {
    let reply = FORM;
    const view = open(
      wrapUp(),
      () => asReplies(reply),
      ({ type }) => (type === 'save' ? { ok: false, code: 'formIncomplete', params: {} } : undefined),
    );
    await view.findByRole('combobox', { name: 'Disposition' });
    reply = withFields(FORM, { 'disposition.option': { missing: true } });
    fireEvent.click(view.getByRole('button', { name: 'Save' }));
    const option = view.getByRole('combobox', { name: 'Disposition' });
    await waitFor(() => expect(document.activeElement).toBe(option));
    expect(option.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(option.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Fill this in',
    );
    view.choose('Disposition', '34');
    expect(option.getAttribute('aria-invalid')).toBeNull();
  });

  it('in the server’s own words opens the contact for writing', async () => {
    const reply = withFields(FORM, { 'contact.nombre': { errors: ['Demasiado largo.'] } });
    const { findByRole, getByText } = open(wrapUp({ status: 'refused' }), asReplies(reply));
    const name = await findByRole('textbox', { name: 'nombre' });
    expect(name.getAttribute('aria-describedby')).toBe(getByText('Demasiado largo.').id);
  });

  it.each([
    ['Callback date', 'pasado', 'Type a date, for example 11/25/2026'],
    ['Callback time', '25:00', 'Type a time, for example 15:30'],
  ])('is seen before anything is handed over: %s %s', async (name, typed, words) => {
    const reply = withFields(FORM, { 'disposition.option': { value: '33' } });
    const { findByRole, getByRole, getByText, write, commands } = open(wrapUp(), asReplies(reply, CALLBACK));
    const input = await findByRole('textbox', { name });
    input.focus();
    write(name, typed);
    fireEvent.submit(getByRole('form', { name: 'Disposition' }));
    await waitFor(() => expect(getByText(words)).toBeTruthy());
    expect(document.activeElement).toBe(input);
    expect(commands('save')).toEqual([]);
  });
});

describe('the contact in the form', () => {
  it('is read until it is edited; locked columns are shown, not editable', async () => {
    const { findByRole, getByRole, queryByRole, write, changes } = open(wrapUp(), asReplies(FORM));
    fireEvent.click(await findByRole('button', { name: 'Edit contact' }));
    expect(box(getByRole('textbox', { name: 'dni' })).readOnly).toBe(true);
    expect(getByRole('textbox', { name: 'telefono' }).getAttribute('aria-required')).toBe('true');
    write('domicilio', 'Mitre 20');
    await waitFor(() => expect(changes()).toEqual({ 'contact.domicilio': 'Mitre 20' }));
    expect(queryByRole('button', { name: 'Edit contact' })).toBeNull();
  });

  it('is saved alone after an inbound call', async () => {
    const { findByRole, commands } = open(wrapUp(), asReplies({ ...FORM, contactOnly: true }));
    fireEvent.click(await findByRole('button', { name: 'Save contact only' }));
    await waitFor(() => expect(commands('save')).toEqual([{ type: 'save', draftId: 'd1', only: 'contact' }]));
  });

  it('with a number that others have is confirmed by a box', async () => {
    const shared = field('contact.confirmar_duplicado', 'checkbox', { errors: ['Ya existe.'] });
    const reply = {
      ...FORM,
      sections: [{ part: 'contact' as const, fields: [...CONTACT, shared] }, ...FORM.sections.slice(1)],
    };
    const { findByRole, changes } = open(wrapUp({ status: 'refused' }), asReplies(reply));
    fireEvent.click(
      await findByRole('checkbox', { name: 'Another contact has this number. Save it anyway.' }),
    );
    await waitFor(() => expect(changes()).toEqual({ 'contact.confirmar_duplicado': 'on' }));
  });

  it('is chosen when several share the number, or none of them', async () => {
    const candidates: Candidate[] = [
      { contactId: '1', phone: '5411', columns: { nombre: 'Rosa', ciudad: 'Lanús' } },
      { contactId: '2', phone: '5411', columns: { nombre: 'Ana' } },
    ];
    const { findByRole, getByRole, commands } = open(
      wrapUp(),
      { disposition: { kind: 'candidates', candidates } },
      ({ type }) => (type === 'choose' ? { ok: true, value: { kind: 'form', form: FORM } } : undefined),
    );
    fireEvent.click(await findByRole('button', { name: /Rosa.*Lanús/ }));
    await findByRole('combobox', { name: 'Disposition' });
    expect(commands('choose')).toEqual([{ type: 'choose', draftId: 'd1', contactId: '1' }]);
    expect(getByRole('form')).toBeTruthy();
  });

  it('leads to OMniLeads’ own page as a last resort', async () => {
    const { findByRole, openServer } = open(wrapUp(), asReplies(FORM));
    fireEvent.click(await findByRole('button', { name: 'Open in OMniLeads' }));
    expect(openServer).toHaveBeenCalledWith('/campana/12/contacto/4821/update/');
  });
});

describe('a callback', () => {
  const chosen = withFields(FORM, { 'disposition.option': { value: '33' } });

  it('takes dates and times as people write them', async () => {
    const { findByRole, write, changes } = open(wrapUp(), asReplies(chosen, CALLBACK));
    await findByRole('textbox', { name: 'Callback date' });
    write('Callback date', '25/11');
    write('Callback time', '930');
    await waitFor(() =>
      expect(changes()).toEqual({ 'callback.date': '2026-11-25', 'callback.time': '09:30' }),
    );
  });

  it('that is global has no date, and says what it means; back to personal the date is said again', async () => {
    const dated = withFields(CALLBACK, {
      'callback.date': { value: '2026-11-25' },
      'callback.time': { value: '09:30' },
    });
    const { findByRole, queryByRole, getByText, changes } = open(wrapUp(), asReplies(chosen, dated));
    fireEvent.click(await findByRole('radio', { name: 'Global' }));
    expect(queryByRole('textbox', { name: 'Callback date' })).toBeNull();
    expect(getByText(/No date can be chosen/)).toBeTruthy();
    await waitFor(() => expect(changes()).toEqual({ 'callback.kind': 'global' }));
    fireEvent.click(await findByRole('radio', { name: 'Personal' }));
    await waitFor(() =>
      expect(changes()).toEqual({
        'callback.kind': 'personal',
        'callback.date': '2026-11-25',
        'callback.time': '09:30',
      }),
    );
  });

  it('offers global only where there is a dialler', async () => {
    const personal = withFields(CALLBACK, {
      'callback.kind': { choices: [{ value: 'personal', label: '' }] },
    });
    const { findByRole } = open(wrapUp(), asReplies(chosen, personal));
    expect(box(await findByRole('radio', { name: 'Global' })).disabled).toBe(true);
  });

  it('says the server’s zone when it is another one, and what the moment is here', async () => {
    const own = -new Date().getTimezoneOffset();
    const far = withFields(
      { ...CALLBACK, zoneMin: own + 120, serverTime: '17:02' },
      { 'callback.date': { value: '2026-11-25' }, 'callback.time': { value: '10:00' } },
    );
    const { findByText, show, queryByText } = open(wrapUp(), asReplies(chosen, far));
    const words = await findByText(/it is 17:02 there now/);
    expect(words.textContent).toContain(`For you: Wed`);
    show(READY);
    expect(queryByText(/there now/)).toBeNull();
  });

  it('of the list is changed in the same form, without a disposition', async () => {
    const state = withDrafts(READY, [draft({ about: 'callback', step: 'callback', callId: '' })]);
    const { findByRole, queryByRole, commands } = open(state, asReplies(CALLBACK));
    await findByRole('textbox', { name: 'Callback date' });
    expect(queryByRole('combobox', { name: 'Disposition' })).toBeNull();
    expect(commands('form')).toEqual([{ type: 'form', draftId: 'd1', step: 'callback' }]);
  });
});

describe('the campaign’s own form', () => {
  const chosen = withFields(FORM, { 'disposition.option': { value: '31' } });

  it('has a control for each kind of question', async () => {
    const { findByRole, getByRole, write, changes, choose } = open(wrapUp(), asReplies(chosen, MANAGEMENT));
    await findByRole('combobox', { name: 'Plan contratado' });
    choose('Plan contratado', 'Fibra 600');
    write('Fecha de instalación', '+2');
    write('Cuotas', '1.5');
    write('Importe', '1999,90');
    write('Indicaciones para el instalador', 'timbre roto');
    expect(getByRole('textbox', { name: 'Cuotas' }).getAttribute('aria-invalid')).toBe('true');
    expect(getByRole('textbox', { name: 'Importe' }).getAttribute('aria-invalid')).toBeNull();
    await waitFor(() =>
      expect(changes()).toMatchObject({
        'management.Plan contratado': 'Fibra 600',
        'management.Fecha de instalación': '2026-11-25',
        'management.Indicaciones': 'timbre roto',
      }),
    );
  });

  it('is asked for after the option is with the phone', async () => {
    const view = open(wrapUp(), asReplies(FORM, MANAGEMENT));
    await view.findByRole('combobox', { name: 'Disposition' });
    view.choose('Disposition', '31');
    await view.findByRole('combobox', { name: 'Plan contratado' });
    const order = view.sent.flatMap((command) => (command.type === 'draft' ? [command.command.type] : []));
    expect(order.filter((type) => type !== 'history')).toEqual(['form', 'change', 'form']);
  });

  it('that the server shows later says so', async () => {
    const { findByText } = open(wrapUp(), { ...asReplies(chosen), management: { kind: 'later' } });
    await findByText('OMniLeads asks for this once the disposition is saved.');
  });
});

describe('the contact’s history', () => {
  const past = (days: number, option: string, comments = '') => ({
    at: NOW - days * 86_400_000,
    option,
    comments,
    agent: 'Beto Núñez',
  });
  const ENTRIES = [past(0, 'No contesta'), past(9, 'Agenda', 'after six'), past(30, 'Contactado')];
  const openWith = (history: CommandResult) =>
    open(wrapUp(), asReplies(FORM), ({ type }) => (type === 'history' ? history : undefined));

  it('stands beside the contact: the latest two, the others on demand', async () => {
    const view = openWith({ ok: true, value: { entries: ENTRIES } });
    const section = await view.findByRole('region', { name: 'Earlier dispositions' });
    const lines = () => [...section.querySelectorAll('li')].map(({ textContent }) => textContent);
    expect(lines()).toHaveLength(2);
    expect(lines()[1]).toMatch(/Agenda.*\d.*Beto Núñez.*after six/);
    fireEvent.click(view.getByRole('button', { name: 'Show all (3)' }));
    expect(lines()).toHaveLength(3);
  });

  it('leaves no trace where the server doesn’t tell', async () => {
    const view = openWith({ ok: false, code: 'permissionDenied', params: {} });
    await waitFor(() => expect(view.commands('history')).toHaveLength(1));
    await view.findByRole('combobox', { name: 'Disposition' });
    expect(view.queryByRole('region', { name: 'Earlier dispositions' })).toBeNull();
    expect(view.queryByRole('alert')).toBeNull();
  });
});

describe('a disposition that somebody else changed', () => {
  it('shows both versions and asks which one stays', async () => {
    const conflict = {
      mine: { option: '31', sub: '', comments: 'mío', optionName: 'Venta' },
      theirs: { option: '32', sub: 'Precio', comments: '', optionName: 'No le interesa' },
    };
    const { findByRole, getByText, queryByRole, commands } = open(
      wrapUp({ status: 'conflict' }),
      asReplies({ ...FORM, conflict }),
    );
    const theirs = await findByRole('button', { name: 'Keep theirs' });
    for (const words of ['mío', 'No le interesa · Precio', 'No comments'])
      expect(getByText(words)).toBeTruthy();
    expect(queryByRole('button', { name: 'Save' })).toBeNull();
    fireEvent.click(theirs);
    await waitFor(() =>
      expect(commands('resolve')).toEqual([{ type: 'resolve', draftId: 'd1', keep: 'theirs' }]),
    );
  });
});

describe('a draft that was handed over', () => {
  it('is folded away, says how far it got, and comes back to be changed', async () => {
    const { getByText, getByRole, queryByRole, findByRole, show } = open(
      wrapUp({ status: 'waiting', outcome: 'Venta' }),
      asReplies(FORM),
    );
    expect(getByText('Waiting to be sent')).toBeTruthy();
    expect(queryByRole('form')).toBeNull();
    fireEvent.click(getByRole('button', { name: 'Edit' }));
    await findByRole('combobox', { name: 'Disposition' });
    cleanup();
    const sent = open(wrapUp({ status: 'sent', step: '' }), {});
    expect(sent.getByText('OMniLeads has it')).toBeTruthy();
    show(READY);
  });

  it('opens the form that stands in the way of the next call', async () => {
    const { getByRole, findByRole, sent } = showPhone(withDrafts(READY, [draft()], null), (command) =>
      command.type === 'call' ? { ok: false, code: 'callGated', params: {} } : undefined,
    );
    fireEvent.input(getByRole('textbox', { name: 'Number' }), { target: { value: '4001' } });
    fireEvent.click(getByRole('button', { name: 'Call' }));
    const list = getByRole('list', { name: 'Outbox' });
    fireEvent.click(await findByRole('button', { name: 'Open' }));
    expect(list).toBeTruthy();
    expect(sent.at(-1)).toEqual({ type: 'draft', command: { type: 'open', draftId: 'd1' } });
  });
});
