import { describe, expect, it } from 'vitest';
import type { FieldView, FormReply, FormView } from '@/lib/drafts';
import type { CommandResult } from '@/lib/phone';
import { CALL_ID, campaignCall, createDesk, type Document } from './drafts-desk';
import { START } from './fakes';

const field = (form: FormView, name: string): FieldView => {
  const found = form.sections.flatMap(({ fields }) => fields).find((one) => one.name === name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
};
const born = async (phone: Document, contactId = '19', over = {}): Promise<string> =>
  (await phone.drafts.born(campaignCall(CALL_ID, contactId, over), contactId, START)) ?? '';
const type = (phone: Document, draftId: string, fields: Record<string, string>): Promise<CommandResult> =>
  phone.handle({ type: 'change', draftId, fields });
const save = (phone: Document, draftId: string) => phone.handle({ type: 'save', draftId });
const line = (phone: Document) => phone.view().list[0];
const WITH_CALL = /^GET \/agente\/calificar_llamada\//;

describe('the disposition form', () => {
  it('is loaded with the call data once, at the answer, with no panel in sight; later without', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone);
    await phone.until(() => office.requests(WITH_CALL).length > 0);
    const form = await phone.form(id);
    await phone.form(id);
    expect(office.requests(WITH_CALL)).toHaveLength(1);
    expect(office.requests(/update_calificacion/)).not.toHaveLength(0);
    expect(form).toMatchObject({ step: 'disposition', contactId: '19', fresh: true, contactOnly: false });
    expect(field(form, 'contact.nombre')).toMatchObject({ value: 'Nombre19', label: 'nombre' });
    expect(field(form, 'disposition.option').choices.map(({ label }) => label)).toContain('No contesta');
    expect(form.subs).toEqual({ '1': ['Interesado', 'Llamar luego'] });
  });

  it('is not asked for twice while it is on its way', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone);
    await Promise.all([phone.form(id), phone.form(id)]);
    expect(office.requests(/^GET \/(agente|formulario)/)).toHaveLength(1);
  });

  it('does not announce a call of an hour ago out of the blue', async () => {
    const { office, start, clock } = createDesk();
    const phone = await start();
    office.fail(WITH_CALL, 'serverTimeout', 1);
    const id = await born(phone);
    await phone.until(() => office.requests(WITH_CALL).length > 0);
    await clock.pass(3_600_000);
    await phone.form(id);
    expect(office.requests(WITH_CALL)).toHaveLength(1);
  });

  it('lays what was typed over what is stored, and takes a change back that is none', async () => {
    const phone = await createDesk().start();
    const id = await born(phone);
    await phone.form(id);
    await type(phone, id, {
      'contact.nombre': 'Ana',
      'disposition.option': '1',
      'disposition.comments': 'hola',
    });
    const form = await phone.form(id);
    expect(field(form, 'contact.nombre')).toMatchObject({ value: 'Ana', stored: 'Nombre19' });
    expect(field(form, 'disposition.sub')).toMatchObject({ required: true, choices: [{}, {}] });
    await type(phone, id, { 'contact.nombre': 'Nombre19' });
    const exported = await phone.handle({ type: 'export' });
    expect(JSON.parse((exported as { value: { text: string } }).value.text)).toMatchObject({
      drafts: [{ wanted: { disposition: { contact: {}, option: '1', comments: 'hola' } } }],
    });
  });

  it('refuses names that no form has', async () => {
    const phone = await createDesk().start();
    const id = await born(phone);
    expect(await type(phone, id, { 'agent.id': '7' })).toMatchObject({ code: 'messageInvalid' });
    expect(await type(phone, id, { 'callback.owner': '7' })).toMatchObject({ code: 'messageInvalid' });
    expect(await type(phone, id, { disposition: '7' })).toMatchObject({ code: 'messageInvalid' });
  });

  it('says which compulsory fields are empty before anything is sent', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone);
    await phone.form(id);
    await type(phone, id, { 'contact.telefono': '', 'disposition.option': '1' });
    expect(await save(phone, id)).toMatchObject({ ok: false, code: 'formIncomplete' });
    const form = await phone.form(id);
    const missing = form.sections.flatMap(({ fields }) => fields).filter((one) => one.missing);
    expect(missing.map(({ name }) => name)).toEqual(['contact.telefono', 'disposition.sub']);
    expect(office.requests(/^POST/)).toEqual([]);
  });

  it('is saved, confirmed by reading back, and what was typed leaves this computer', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone);
    await phone.form(id);
    await type(phone, id, {
      'disposition.option': '3',
      'disposition.comments': 'nadie',
      'contact.nombre': 'Ana',
    });
    expect(await save(phone, id)).toEqual({ ok: true });
    await phone.until(() => line(phone)?.status === 'sent');
    expect(office.dispositions.get('19')).toMatchObject({ option: '3', comments: 'nadie', callid: CALL_ID });
    expect(office.contacts.get('19')).toEqual({ telefono: '3515550019', nombre: 'Ana' });
    expect(line(phone)).toMatchObject({ outcome: 'No contesta', title: '3515550019' });
    expect(phone.view().current).toBeNull();
    expect(office.requests(/^POST/)).toHaveLength(1);
  });

  it('shows the server’s words beside the field it refused, and is sent when corrected', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone);
    await phone.form(id);
    office.refuse = { 'contacto_form-telefono': 'número inválido' };
    await type(phone, id, { 'disposition.option': '3', 'contact.telefono': '123' });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'refused');
    expect(phone.view().needYou).toBe(1);
    expect(field(await phone.form(id), 'contact.telefono').errors).toEqual(['número inválido']);
    await type(phone, id, { 'contact.telefono': '3515550020' });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'sent');
    expect(office.contacts.get('19')?.telefono).toBe('3515550020');
  });

  it('asks when somebody else dispositioned the contact meanwhile, and does as told', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone);
    await phone.form(id);
    await type(phone, id, { 'disposition.option': '3' });
    office.dispositions.set('19', {
      id: '7',
      option: '1',
      sub: 'Interesado',
      comments: 'theirs',
      callid: 'x',
    });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'conflict');
    expect((await phone.form(id)).conflict).toMatchObject({
      mine: { option: '3', optionName: 'No contesta' },
      theirs: { option: '1', optionName: 'Contactado', comments: 'theirs' },
    });
    await phone.handle({ type: 'resolve', draftId: id, keep: 'mine' });
    await phone.until(() => line(phone)?.status === 'sent');
    expect(office.dispositions.get('19')).toMatchObject({ option: '3' });
  });

  it('can be opened and changed again after it was sent', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone);
    await phone.form(id);
    await type(phone, id, { 'disposition.option': '3' });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'sent');
    await phone.handle({ type: 'open', draftId: id });
    expect(field(await phone.form(id), 'disposition.option').value).toBe('3');
    await type(phone, id, { 'disposition.comments': 'one thing more' });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'sent');
    expect(office.dispositions.get('19')).toMatchObject({ option: '3', comments: 'one thing more' });
  });
});

describe('without network or session', () => {
  it('shows the form that was kept, also in the next document, and sends when both are back', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone);
    await phone.form(id);
    await type(phone, id, { 'disposition.option': '3', 'disposition.comments': 'typed before the crash' });
    office.signedIn = false;
    const after = await start();
    const form = await after.form(id);
    expect(form.fresh).toBe(false);
    expect(field(form, 'disposition.comments').value).toBe('typed before the crash');
    expect(await save(after, id)).toEqual({ ok: true });
    await after.until(() => after.view().waiting === 1);
    office.signedIn = true;
    await after.signIn();
    await after.until(() => line(after)?.status === 'sent');
    expect(office.dispositions.get('19')).toMatchObject({ comments: 'typed before the crash' });
  });

  it('posts once what the server committed before its answer was lost', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone);
    await phone.form(id);
    await type(phone, id, { 'disposition.option': '3' });
    office.losing = /^POST/;
    await save(phone, id);
    await phone.until(() => office.dispositions.has('19'));
    const after = await start(); // the document died between post and answer
    await after.until(() => line(after)?.status === 'sent', 5_000);
    expect(office.requests(/^POST/)).toHaveLength(1);
  });

  it('tells why there is no form when none was kept', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    office.signedIn = false;
    const id = await born(phone);
    const result = await phone.handle({ type: 'form', draftId: id, step: 'disposition' });
    expect(result).toMatchObject({ ok: false, code: 'sessionExpired' });
  });

  it('sends nothing in the name of another agent', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone);
    await phone.form(id);
    await type(phone, id, { 'disposition.option': '3' });
    office.who = { kind: 'agent', extension: '1004' };
    await save(phone, id);
    await phone.until(() => office.requests(/^check/).length > 0);
    expect(office.requests(/^POST/)).toEqual([]);
    expect(line(phone)?.status).toBe('waiting');
  });
});

describe('what follows a disposition', () => {
  it('asks for the management form that the server wants, and is done when it is filled in', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone);
    await phone.form(id);
    expect(await phone.handle({ type: 'form', draftId: id, step: 'management' })).toEqual({
      ok: true,
      value: { kind: 'later' },
    });
    await type(phone, id, { 'disposition.option': '2' });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'open');
    expect(line(phone)).toMatchObject({ step: 'management' });
    expect(phone.view().current).toBe(id);
    const form = await phone.form(id, 'management');
    expect(field(form, 'management.producto')).toMatchObject({
      kind: 'select',
      required: true,
      label: 'producto',
    });
    expect(await save(phone, id)).toMatchObject({ code: 'formIncomplete' });
    await type(phone, id, { 'management.producto': 'Plan A', 'management.nota': 'ñ' });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'sent');
    expect([...office.answers.values()]).toEqual([{ producto: 'Plan A', nota: 'ñ' }]);
    expect(office.dispositions.size).toBe(1);
  });

  it('offers the management form at once where the options’ JSON tells it, and sends all with one save', async () => {
    const { office, start } = createDesk();
    const nota = { name: 'nota', kind: 'text', choices: [], required: false, decimals: null } as const;
    const producto = {
      ...nota,
      name: 'producto',
      kind: 'select',
      choices: ['Plan A'],
      required: true,
    } as const;
    office.options = [{ id: '2', name: 'Venta', kind: 'management', fields: [producto, nota] }];
    const phone = await start();
    const id = await born(phone);
    expect((await phone.form(id)).optionKinds).toEqual({ '2': 'management' });
    await type(phone, id, { 'disposition.option': '2' });
    const form = await phone.form(id, 'management');
    expect(field(form, 'management.producto').choices.map(({ value }) => value)).toEqual(['', 'Plan A']);
    await type(phone, id, { 'management.producto': 'Plan A' });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'sent');
    expect([...office.answers.values()]).toEqual([{ producto: 'Plan A', nota: '' }]);
  });

  it('remembers what followed an option, for the next call and the next document', async () => {
    const { start } = createDesk();
    const phone = await start();
    const id = await born(phone);
    await phone.form(id);
    await type(phone, id, { 'disposition.option': '3' });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'sent');
    const after = await start();
    const again = await after.drafts.born(campaignCall('1795000000.2'), '19', START);
    expect((await after.form(again ?? '')).optionKinds).toEqual({ '3': 'plain' });
  });

  it('asks for the callback, and shows it in the list once OMniLeads has it', async () => {
    const { office, start } = createDesk();
    office.momentsJson = '["2026-11-24T10:30:00-03:00"]';
    const phone = await start();
    const id = await born(phone);
    await phone.form(id);
    await type(phone, id, { 'disposition.option': '5' });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'open');
    expect(line(phone)).toMatchObject({ step: 'callback' });
    const form = await phone.form(id, 'callback');
    expect(field(form, 'callback.kind').choices.map(({ value }) => value)).toEqual(['personal']);
    expect(field(form, 'callback.phone').value).toBe('3515550019');
    expect(await save(phone, id)).toMatchObject({ code: 'formIncomplete' });
    await type(phone, id, {
      'callback.date': '2026-11-24',
      'callback.time': '10:30',
      'callback.reason': 'llamar',
    });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'sent');
    expect([...office.callbacks.values()]).toMatchObject([
      { contactId: '19', date: '2026-11-24', time: '10:30', phone: '3515550019', reason: 'llamar' },
    ]);
    await phone.until(() => phone.callbacks().length === 1);
    expect(phone.told).toContain('zone -180');
    expect(phone.callbacks()[0]).toMatchObject({
      at: Date.parse('2026-11-24T10:30:00-03:00'),
      reason: 'llamar',
    });
  });

  it('drops what was typed for another option', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone);
    await phone.form(id);
    await phone.form(id, 'callback');
    await type(phone, id, {
      'disposition.option': '5',
      'callback.date': '2026-11-24',
      'callback.time': '10:30',
    });
    await type(phone, id, { 'disposition.option': '3' });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'sent');
    expect(office.callbacks.size).toBe(0);
  });
});

describe('whose call it was', () => {
  const repeated = '/campana/1/contactos_telefono_repetido/3515550019/%7B%7D';
  const row = (id: number) =>
    `<tr><td>3515550019</td><td>Ana ${id}</td><td><a href="/agente/calificar_llamada_con_contacto/${id}/%7B%7D">x</a></td></tr>`;
  const html = `<table><tr><th>Teléfono</th><th>Nombre</th><th></th></tr>${row(51)}${row(52)}</table>`;

  it('is asked where several contacts share the number', async () => {
    const { office, start } = createDesk();
    office.contacts.set('52', { telefono: '3515550019', nombre: 'Ana 52' });
    office.instead.set(/calificar_llamada\/.*"id_contacto":"-1".*/, { path: repeated, html });
    const phone = await start();
    const id = await born(phone, '-1');
    const result = await phone.handle({ type: 'form', draftId: id, step: 'disposition' });
    expect(result).toEqual({
      ok: true,
      value: {
        kind: 'candidates',
        candidates: [51, 52].map((n) => ({
          contactId: String(n),
          phone: '3515550019',
          columns: { Teléfono: '3515550019', Nombre: `Ana ${n}` },
        })),
      },
    });
    const chosen = await phone.handle({ type: 'choose', draftId: id, contactId: '52' });
    const { value } = chosen as { value: Extract<FormReply, { kind: 'form' }> };
    expect(field(value.form, 'contact.nombre').value).toBe('Ana 52');
    expect(value.form.contactId).toBe('52');
    // Only with the chosen one the server knows of the call: it is told once, and nothing opens the CRM twice.
    await phone.form(id);
    const told = office.requests(/con_contacto\/52\/\{/);
    expect(told).toHaveLength(1);
    expect(told[0]).not.toContain('en_recepcion');
  });

  it('waits for the choice when the form was sent without one', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone, '-1');
    await phone.form(id);
    await type(phone, id, { 'disposition.option': '3' });
    office.instead.set(/calificar_llamada\/.*"id_contacto":"-1".*/, { path: repeated, html });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'refused');
    expect(line(phone)?.error?.code).toBe('contactAmbiguous');
    expect(office.requests(/^POST/)).toEqual([]);
  });

  it('may be none of them: a new contact with the same number', async () => {
    const { office, start } = createDesk();
    office.instead.set(/"telefono":"3515550019".*"id_contacto":"-1"/, { path: repeated, html });
    const phone = await start();
    const id = await born(phone, '-1');
    await phone.handle({ type: 'form', draftId: id, step: 'disposition' });
    await phone.handle({ type: 'choose', draftId: id, contactId: '' });
    await type(phone, id, { 'disposition.option': '3', 'contact.nombre': 'Nueva' });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'sent');
    expect([...office.contacts.values()]).toContainEqual({ telefono: '3515550019', nombre: 'Nueva' });
    expect(office.contacts.size).toBe(2);
  });

  it('may be somebody new: saving makes the contact', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await born(phone, '-1', { telefono: '3519999999' });
    const form = await phone.form(id);
    expect(field(form, 'contact.telefono').value).toBe('3519999999');
    await type(phone, id, { 'disposition.option': '3', 'contact.nombre': 'Reciente' });
    await save(phone, id);
    await phone.until(() => line(phone)?.status === 'sent');
    expect([...office.contacts.values()]).toContainEqual({ telefono: '3519999999', nombre: 'Reciente' });
  });

  it('is all that is saved of an inbound call, if the agent wants so', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const call = { ...campaignCall(CALL_ID, '19', { call_type: '3' }), callType: '3' };
    const id = (await phone.drafts.born(call, '19', START)) ?? '';
    expect((await phone.form(id)).contactOnly).toBe(true);
    await type(phone, id, { 'contact.nombre': 'Ana' });
    expect(await phone.handle({ type: 'save', draftId: id, only: 'contact' })).toEqual({ ok: true });
    await phone.until(() => office.contacts.get('19')?.nombre === 'Ana');
    await phone.until(() => line(phone)?.status === 'open');
    expect(office.dispositions.size).toBe(0);
  });

  it('cannot be saved alone in other calls', async () => {
    const phone = await createDesk().start();
    const id = await born(phone);
    expect(await phone.handle({ type: 'save', draftId: id, only: 'contact' })).toMatchObject({
      code: 'commandNotAllowed',
    });
  });
});

describe('the CRM', () => {
  it('is opened by the browser when the server sends the form’s request there, and the form loads without', async () => {
    const { office, start } = createDesk();
    const answer = { path: '/customers?id=19', origin: 'https://crm.example', status: 404 };
    office.instead.set(/GET|calificar_llamada\/\{.*"call_type":"1"(?!.*en_recepcion).*/, answer);
    const phone = await start();
    const id = await born(phone);
    const form = await phone.form(id);
    expect(phone.told).toContain('crm open https://crm.example/customers?id=19');
    expect(form.sections).not.toEqual([]);
    expect(phone.told.filter((line_) => line_.startsWith('crm'))).toHaveLength(1);
  });

  it('behind a site that may not be read is offered by a button', async () => {
    const { office, start } = createDesk();
    office.fail(WITH_CALL, 'serverUnreachable', 1);
    const phone = await start();
    const id = await born(phone);
    const form = await phone.form(id);
    expect(form.crm).toMatchObject({ trigger: 'agent', action: { kind: 'open' } });
    await phone.handle({ type: 'openCrm', draftId: id });
    expect(phone.told.at(-1)).toMatch(/^crm open https:\/\/oml\.example\/agente\/calificar_llamada\//);
  });

  it('is opened by itself once, or by the agent’s button, as the page says', async () => {
    const { office, start } = createDesk();
    const parametros = { id: '19', nombre: 'Ana' };
    const crm = {
      dispara_agente: false,
      formato: 'text/html',
      formato_es_JSON: false,
      url: 'https://crm.example/c?x=1',
      abre_pestana: true,
      metodo: 'GET',
      parametros,
    };
    office.crm = crm;
    const phone = await start();
    const id = await born(phone);
    await phone.form(id);
    await phone.form(id);
    expect(phone.told.filter((told) => told.startsWith('crm'))).toEqual([
      'crm open https://crm.example/c?x=1&id=19&nombre=Ana',
    ]);
  });
});

describe('the history of the contact', () => {
  const PAST = { at: START - 3_600_000, option: 'No contesta', comments: 'call after six', agent: 'Ana Dos' };
  const history = (phone: Document, draftId: string) => phone.handle({ type: 'history', draftId });
  const disposition = { id: '70', option: '3', sub: '', comments: '', callid: '1.1' };
  const asks = (office: { asked: string[] }) =>
    office.asked.filter((line) => /^(identify|history)/.test(line));

  it('is that of its disposition in this campaign, asked once for all panels', async () => {
    const { office, start, clock } = createDesk();
    office.contacts.set('20', { telefono: '3515550019', nombre: 'Namesake' });
    office.dispositions.set('19', disposition);
    office.past.set('70', [PAST]);
    const phone = await start();
    const id = await born(phone);
    const replies = await Promise.all([history(phone, id), history(phone, id)]);
    for (const reply of replies) expect(reply).toEqual({ ok: true, value: { entries: [PAST] } });
    expect(asks(office)).toEqual(['identify 1 15550019', 'history 70']);
    await clock.pass(60_000);
    await history(phone, id);
    expect(asks(office)).toHaveLength(4);
  });

  it('is nobody’s while several have the number and none is chosen, or where none was dispositioned', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    expect(await history(phone, await born(phone))).toEqual({ ok: true, value: { entries: [] } });
    office.contacts.set('20', { telefono: '3515550019', nombre: 'Namesake' });
    office.dispositions.set('20', disposition);
    office.past.set('70', [PAST]);
    const other = await phone.drafts.born(campaignCall('2.2', '', { contactId: '' }), '', START);
    expect(await history(phone, other ?? '')).toEqual({ ok: true, value: { entries: [] } });
    expect(asks(office)).not.toContain('history 70');
  });

  it('is refused with the reason where the role may not ask, and asked again later', async () => {
    const { office, start, clock } = createDesk();
    office.dispositions.set('19', disposition);
    office.past.set('70', [PAST]);
    office.fail(/^history/, 'permissionDenied');
    const phone = await start();
    const id = await born(phone);
    expect(await history(phone, id)).toMatchObject({ ok: false, code: 'permissionDenied' });
    await clock.pass(60_000);
    expect(await history(phone, id)).toEqual({ ok: true, value: { entries: [PAST] } });
  });
});
