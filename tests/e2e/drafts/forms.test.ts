/** Every form that follows a call, filled in through the panel; what the stand-in has afterwards is compared to the byte. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { find, has, press } from '../harness/aria';
import { until } from '../harness/until';
import { changedRows, contactNumber, Paperwork, serverDay } from './paperwork';

/** Rings for ever, and is no contact's. */
const NOBODY = '3515551215';

let desk: Paperwork;
beforeAll(async () => {
  desk = await Paperwork.open();
});
afterAll(() => desk?.close());
afterEach(async () => {
  await desk.stage.rest();
  await desk.putAway();
});

describe('the disposition', () => {
  it('with a sub-disposition and a changed column: the contact differs in that column and in nothing else', async () => {
    const { server } = desk;
    server.setColumn(1, 'telefono2', { hidden: true });
    server.setColumn(1, 'apellido', { locked: true });
    const before = desk.contacts();
    const { id, callId } = await desk.called(contactNumber(3));
    await desk.choose('Disposition', 'Contactado');
    await desk.save();
    await desk.complains('combobox', 'Sub-disposition', 'Fill this in');
    await desk.choose('Sub-disposition', 'Interesado');
    await desk.write('Comments', 'Quiere el plan «B» & más — ñandú');
    await press(desk.panel, 'Edit contact');
    expect(await has(desk.panel, 'textbox', 'telefono2')).toBe(false);
    await desk.write('email', 'tres.nuevo@example.com');
    await desk.saveAndSend(id);
    expect(server.disposition(3, 1)).toMatchObject({
      optionId: desk.optionOf(1, 'Contactado'),
      sub: 'Interesado',
      comments: 'Quiere el plan «B» & más — ñandú',
      callId,
    });
    const was = before.get(3) ?? '';
    expect([...changedRows(before, desk.contacts())]).toEqual([
      [3, was.replace('c3@example.com', 'tres.nuevo@example.com')],
    ]);
    expect(desk.counts(callId)).toEqual({ disposition: 1 });
    server.setColumn(1, 'telefono2', { hidden: false });
    server.setColumn(1, 'apellido', { locked: false });
  });

  it('of every number of the contact, where the campaign asks for it', async () => {
    const { server } = desk;
    server.setDispositionsPerPhone(1, true);
    const before = desk.contacts();
    const { id } = await desk.called(contactNumber(4));
    await desk.choose('Disposition', 'No contesta');
    await desk.choose('telefono', 'No contesta');
    await desk.choose('telefono2', 'Contactado');
    await desk.saveAndSend(id);
    const byColumn = server
      .phoneDispositions()
      .map(({ contactId, column, option }) => [contactId, column, option]);
    expect(byColumn).toEqual([
      [4, 'telefono', 'No contesta'],
      [4, 'telefono2', 'Contactado'],
    ]);
    expect([...changedRows(before, desk.contacts())]).toEqual([]);
    server.setDispositionsPerPhone(1, false);
  });

  it('of several numbers dialled at once is that of the one who answered', async () => {
    const { agent, server, stage } = desk;
    const before = desk.contacts();
    await agent.free();
    await desk.choose('Campaign', 'manual_01');
    const answers = stage.lab.people.expect(contactNumber(17));
    await agent.dial(`${NOBODY}, ${contactNumber(17)}`);
    const customer = await answers;
    await find(desk.panel, 'form', 'Disposition');
    const { id, callId } = await desk.draft();
    await desk.says('Nombre17');
    await customer.hangUp();
    await agent.phase('idle', 15_000);
    await desk.choose('Disposition', 'No contesta');
    await desk.saveAndSend(id);
    expect(server.disposition(17, 1)).toMatchObject({ optionId: desk.optionOf(1, 'No contesta'), callId });
    expect([...changedRows(before, desk.contacts())]).toEqual([]);
  });

  it('with its management form, whose answers are checked before anything is sent', async () => {
    const { server } = desk;
    const { id, callId } = await desk.called(contactNumber(6));
    await desk.choose('Disposition', 'Venta');
    await find(desk.panel, 'combobox', 'producto');
    await desk.save();
    await desk.complains('combobox', 'producto', 'Fill this in');
    expect(server.disposition(6, 1)).toBeNull();
    await desk.choose('producto', 'Plan B');
    await desk.write('monto', '1250,50'); // as people write it here; OMniLeads knows the point only
    await desk.write('nota', 'paga en «dos» veces');
    await desk.saveAndSend(id);
    const disposition = server.disposition(6, 1);
    expect(disposition).toMatchObject({ optionId: desk.optionOf(1, 'Venta'), callId });
    expect(server.managementAnswers()).toMatchObject([
      {
        dispositionId: disposition?.id,
        answers: { producto: 'Plan B', monto: '1250.50', nota: 'paga en «dos» veces' },
      },
    ]);
    expect(desk.counts(callId)).toMatchObject({ disposition: 1, management: 1 });
  });
});

describe('what is known of the customer', () => {
  it('earlier dispositions by whomever, and our own earlier calls, stand beside the call', async () => {
    const { server } = desk;
    server.byAnotherAgent('ag2', {
      contactId: 14,
      campaignId: 1,
      option: 'No contesta',
      comments: 'después de las seis',
    });
    const { id } = await desk.called(contactNumber(14));
    await desk.choose('Disposition', 'Contactado');
    await desk.choose('Sub-disposition', 'Interesado');
    await desk.write('Comments', 'pide una oferta');
    await desk.saveAndSend(id);

    const customer = await desk.onTheLine(contactNumber(14));
    const region = async (name: string): Promise<string> =>
      (await find(desk.panel, 'region', name)).evaluate((one) => (one as HTMLElement).innerText);
    const earlier = await region('Earlier dispositions');
    expect(earlier).toMatch(
      /Contactado\s+.*\d.*Ana.*\s+pide una oferta\s+No contesta\s+.*\d.*Beto.*\s+después de las seis/,
    );
    expect(await region('Earlier calls')).toMatch(/\d.* · Contactado · 0:\d\d/);
    await customer.hangUp();
    await desk.agent.phase('idle', 15_000);
  });

  it('a call of today is dispositioned again from the list of recent calls', async () => {
    const { server } = desk;
    const { id } = await desk.called(contactNumber(15));
    await desk.choose('Disposition', 'No contesta');
    await desk.saveAndSend(id);
    await desk.putAway();
    await desk.agent.free();
    await until(
      () => desk.lines('Recent calls'),
      ([line = '']) => line.includes('No contesta'),
      'the call should tell what came of it',
    );
    await press(desk.panel, `Open disposition: ${contactNumber(15)}`);
    await press(desk.panel, 'Edit');
    await desk.choose('Disposition', 'Contactado');
    await desk.choose('Sub-disposition', 'Llamar luego');
    await desk.save();
    await until(
      () => server.disposition(15, 1)?.sub,
      (sub) => sub === 'Llamar luego',
      'the server should have the new one',
    );
    await desk.sent(id);
    expect(server.dispositionHistory().filter(({ contactId }) => contactId === 15)).toHaveLength(2);
  });

  it('is as much as the role may ask for: the form goes on without the rest', async () => {
    const { server } = desk;
    server.failNext(/^GET \/api\/v1\/whatsapp\/disposition_chat\/\d+\/history/, '403', 1000);
    const { id } = await desk.called(contactNumber(14));
    await until(
      async () => (await desk.agent.state()).abilities.denied,
      (denied) => denied.includes('dispositionHistory'),
      'the history should be forbidden',
    );
    expect(await has(desk.panel, 'region', 'Earlier dispositions')).toBe(false);
    await desk.says('Last disposition: Contactado');
    await desk.choose('Disposition', 'No contesta');
    await desk.saveAndSend(id);
  });
});

describe('a callback', () => {
  it('is personal: date, time, number and reason; then it is in the list, is changed there, and called with one click', async () => {
    const { server, panel } = desk;
    const { id, callId } = await desk.called(contactNumber(5));
    await desk.choose('Disposition', 'agenda');
    await find(panel, 'textbox', 'Callback date');
    await desk.write('Callback date', serverDay(2));
    await desk.write('Callback time', '15:30');
    await desk.choose('Callback number', '0055515305');
    await desk.write('Reason', 'pidió por la tarde');
    await desk.saveAndSend(id);
    const made = { contactId: 5, campaignId: 1, agentId: 1, kind: 1, phone: '0055515305' };
    expect(server.callbacks()).toMatchObject([
      { ...made, date: serverDay(2), time: '15:30:00', observations: 'pidió por la tarde' },
    ]);
    expect(desk.counts(callId)).toMatchObject({ disposition: 1, callback: 1 });
    const number = server.callbacks()[0]?.id;

    await desk.says('pidió por la tarde');
    await press(panel, 'Change callback: 0055515305');
    await desk.write('Callback time', '9:15');
    await desk.write('Reason', 'mejor temprano');
    const change = await desk.draft();
    await desk.saveAndSend(change.id);
    expect(server.callbacks()).toMatchObject([
      { ...made, id: number, date: serverDay(2), time: '09:15:00', observations: 'mejor temprano' },
    ]);
    expect(server.commits('callback').map(({ created }) => created)).toEqual([true, false]);

    await desk.says('mejor temprano');
    await desk.stage.agent.free();
    const called = desk.stage.lab.people.expect('0055515305');
    await desk.stage.pressRow('Callbacks', '0055515305');
    const customer = await called;
    expect((await desk.agent.state()).call.call?.contactId).toBe('5');
    await customer.hangUp();
  });

  it('made elsewhere appears: overdue, today and later in groups', async () => {
    const { server, panel } = desk;
    await desk.agent.free();
    const { callbacks } = server.store;
    const add = (id: number, contactId: number, date: string, time: string, observations: string): void =>
      void callbacks.set(id, {
        id,
        agentId: 1,
        contactId,
        campaignId: 1,
        date,
        time,
        kind: 1,
        phone: contactNumber(contactId),
        observations,
      });
    add(901, 15, serverDay(-1), '10:00:00', 'la de ayer');
    add(902, 16, serverDay(0), '23:59:00', 'la de hoy');
    add(903, 17, serverDay(3), '10:00:00', 'la de otro día');
    await press(panel, 'Refresh callbacks');
    await desk.says('la de otro día');
    const lines = await desk.lines('Callbacks');
    expect(lines.find((line) => line.includes('la de ayer'))).toMatch(/^Overdue/);
    expect(lines.find((line) => line.includes('la de hoy'))).toMatch(/^Today/);
    expect(lines.find((line) => line.startsWith('Later'))).toBeDefined();
    for (const id of [901, 902, 903]) callbacks.delete(id);
    await press(panel, 'Refresh callbacks');
    await desk.stage.agent.state();
  });

  it('is global in a predictive campaign: no date is asked for, and the current ones are posted', async () => {
    const { server, panel } = desk;
    const { id, callId } = await desk.called('3515560004', 'dialer_01');
    await desk.choose('Disposition', 'agenda');
    await find(panel, 'textbox', 'Callback date');
    await desk.pick('Global');
    await desk.says('No date can be chosen');
    expect(await has(panel, 'textbox', 'Callback date')).toBe(false);
    await desk.saveAndSend(id);
    const [made] = server.callbacks().filter(({ campaignId }) => campaignId === 2);
    expect(made).toMatchObject({ contactId: 24, kind: 2, date: serverDay(0) });
    expect(desk.counts(callId)).toMatchObject({ disposition: 1, callback: 1 });
    expect(server.disposition(24, 2)).toMatchObject({ scheduled: true, callbackKind: 2 });
    expect(server.store.dialer.calls).toHaveLength(1);
  });

  it("is refused beyond the group's limit, in the server's words, and nothing that was written is lost", async () => {
    const { server, panel } = desk;
    server.setFlag('grupo_full', 'limitar_agendas_personales_en_dias', true);
    server.setFlag('grupo_full', 'tiempo_maximo_para_agendar', 7);
    const { id } = await desk.called(contactNumber(7));
    await desk.choose('Disposition', 'agenda');
    await find(panel, 'textbox', 'Callback date');
    await desk.write('Callback date', serverDay(30));
    await desk.write('Callback time', '10:00');
    await desk.write('Reason', 'en un mes');
    await desk.save();
    await desk.stands(id, ['refused']);
    await desk.says(/\b7\b/);
    expect(await desk.written('Reason')).toBe('en un mes');
    await desk.write('Callback date', serverDay(5));
    await desk.saveAndSend(id);
    expect(server.callbacks()).toContainEqual(
      expect.objectContaining({ contactId: 7, date: serverDay(5), observations: 'en un mes' }),
    );

    server.setFlag('grupo_full', 'limitar_agendas_personales', true);
    server.setFlag('grupo_full', 'cantidad_agendas_personales', 1);
    const next = await desk.called(contactNumber(8));
    await desk.choose('Disposition', 'agenda');
    await find(panel, 'textbox', 'Callback date');
    await desk.write('Callback date', serverDay(1));
    await desk.write('Callback time', '10:00');
    await desk.write('Comments', 'no entra');
    await desk.save();
    expect(await desk.stands(next.id, ['refused'])).toMatchObject({ error: { code: 'agendaLimit' } });
    await desk.says('limit');
    expect(server.disposition(8, 1)).toBeNull();
    expect(await desk.written('Comments')).toBe('no entra');
    await desk.choose('Disposition', 'No contesta');
    await desk.saveAndSend(next.id);
    expect(server.disposition(8, 1)).toMatchObject({ comments: 'no entra' });
    server.setFlag('grupo_full', 'limitar_agendas_personales_en_dias', false);
    server.setFlag('grupo_full', 'limitar_agendas_personales', false);
  });
});

describe('a call that came in', () => {
  it('from a number that nobody knows: the contact alone is saved, and the disposition later for the same one', async () => {
    const { server, panel } = desk;
    const before = desk.contacts();
    const { id } = await desk.wasCalledBy('3515559123');
    await desk.says('New contact');
    await desk.write('nombre', 'Recién');
    await desk.write('apellido', 'Llegada');
    await press(panel, 'Save contact only');
    const [made, ...more] = await until(
      () => [...changedRows(before, desk.contacts()).keys()],
      (rows) => rows.length > 0,
      'the contact should be saved',
    );
    await desk.stands(id, ['open']);
    expect(more).toEqual([]);
    expect(server.contact(made ?? 0).columns).toEqual({
      telefono: '3515559123',
      nombre: 'Recién',
      apellido: 'Llegada',
    });
    expect(server.disposition(made ?? 0, 3)).toBeNull();
    await desk.choose('Disposition', 'No contesta');
    await desk.saveAndSend(id);
    expect(server.disposition(made ?? 0, 3)).toMatchObject({ optionId: desk.optionOf(3, 'No contesta') });
    expect(server.store.contacts.size).toBe(before.size + 1);
  });

  it('from a number that two contacts share: the agent says which one it was', async () => {
    const { server, panel } = desk;
    const before = desk.contacts();
    const { id } = await desk.wasCalledBy('3515579999');
    await desk.says('Several contacts have this number. Which one was it?');
    const rows = await find(panel, 'list', 'Several contacts have this number. Which one was it?');
    const [, second] = await rows.$$('button');
    await second?.click();
    await desk.choose('Disposition', 'No contesta');
    await desk.saveAndSend(id);
    expect(server.disposition(51, 3)).toBeNull();
    expect(server.disposition(52, 3)).toMatchObject({ optionId: desk.optionOf(3, 'No contesta') });
    expect([...changedRows(before, desk.contacts())]).toEqual([]);
  });

  it('from the same number, of neither of them: a new contact, once the agent has said that the number is meant', async () => {
    const { server, panel } = desk;
    const { id } = await desk.wasCalledBy('3515579999');
    await press(panel, 'None of them: new contact');
    await desk.write('nombre', 'Tercera');
    await desk.choose('Disposition', 'No contesta');
    await desk.save();
    await desk.stands(id, ['refused']);
    await press(panel, 'Another contact has this number. Save it anyway.', 'checkbox');
    await desk.saveAndSend(id);
    const sharing = server.contactsWithPhone(3, '3515579999').map(({ columns }) => columns.nombre);
    expect(sharing).toHaveLength(3);
    expect(sharing).toContain('Tercera');
  });

  it('from a private number: no contact is looked for; what the agent writes makes one', async () => {
    const { server } = desk;
    const before = desk.contacts();
    const { id } = await desk.wasCalledBy('anonymous');
    await desk.says('New contact');
    await desk.write('nombre', 'Privada');
    await desk.choose('Disposition', 'No contesta');
    await desk.saveAndSend(id);
    const [made] = [...changedRows(before, desk.contacts()).keys()];
    expect(server.contact(made ?? 0).columns).toMatchObject({ nombre: 'Privada' });
    expect(server.disposition(made ?? 0, 3)).not.toBeNull();
  });
});
