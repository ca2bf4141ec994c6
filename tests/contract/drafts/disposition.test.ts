/** Dispositions of the real outbox on the stand-in's forms. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { change, chooseContact, resolve, save, saveContact } from '@/lib/drafts';
import { CAMPAIGN, openDesk, wish, type Desk } from './desk';
import { withDomParser } from './parse';

withDomParser();
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const OPTION = { contacted: '1', sale: '2', noAnswer: '3' };
const contact5 = { contactId: '5', phone: '3515550005' };

describe('a known contact', () => {
  it('is dispositioned once, and its record stays as it was', async () => {
    const { control } = desk.standIn;
    const before = JSON.stringify(control.contact(5));
    const draft = await desk.write(contact5, {
      disposition: wish(OPTION.noAnswer, { comments: 'buzón\nñandú' }),
    });
    expect(await desk.run()).toMatchObject({ sent: 1, nextAt: null, halted: null });
    expect(control.dispositionHistory()).toMatchObject([
      {
        contactId: 5,
        optionId: 3,
        comments: expect.stringMatching(/^buzón\r?\nñandú$/),
        callId: draft.call.callId,
      },
    ]);
    expect(JSON.stringify(control.contact(5))).toBe(before);
    expect(await desk.read(draft.id)).toMatchObject({ status: 'sent', contactId: '5' });
  });

  it('changes only the columns that the agent changed', async () => {
    const { control } = desk.standIn;
    const before = control.contact(5);
    await desk.write(contact5, {
      disposition: wish(OPTION.noAnswer, { contact: { email: 'nuevo+ñ@example.com' } }),
    });
    expect((await desk.run()).sent).toBe(1);
    expect(control.contact(5)).toEqual({
      ...before,
      columns: { ...before.columns, email: 'nuevo+ñ@example.com' },
    });
  });

  it('keeps locked and hidden columns byte for byte', async () => {
    const { control } = desk.standIn;
    control.setColumn(1, 'telefono', { locked: true });
    control.setColumn(1, 'email', { locked: true });
    control.setColumn(1, 'id_cliente', { locked: true });
    control.setColumn(1, 'telefono2', { hidden: true, locked: true });
    const before = control.contact(5);
    await desk.write(contact5, {
      disposition: wish(OPTION.noAnswer, { contact: { nombre: 'Otro', email: 'not@allowed.example' } }),
    });
    await desk.run();
    expect(control.contact(5)).toEqual({ ...before, columns: { ...before.columns, nombre: 'Otro' } });
  });

  it('asks for a compulsory column that is empty, and takes it', async () => {
    const { control } = desk.standIn;
    control.setColumn(1, 'apellido', { required: true });
    const draft = await desk.write(contact5, {
      disposition: wish(OPTION.noAnswer, { contact: { apellido: '' } }),
    });
    await desk.run();
    const refused = await desk.read(draft.id);
    expect(refused).toMatchObject({
      status: 'refused',
      problem: { code: 'draftRefused', fields: { 'contacto_form-apellido': [expect.any(String)] } },
    });
    expect(control.dispositionHistory()).toEqual([]);
  });

  it('takes a sub-disposition, and needs one where the option has some', async () => {
    const { control } = desk.standIn;
    const draft = await desk.write(contact5, { disposition: wish(OPTION.contacted) });
    await desk.run();
    expect(await desk.read(draft.id)).toMatchObject({
      status: 'refused',
      problem: {
        code: 'draftRefused',
        step: 'disposition',
        fields: { subcalificacion: [expect.any(String)] },
      },
    });
    expect(control.dispositionHistory()).toEqual([]);
    await desk.edit(draft.id, (now) =>
      save(change(now, { disposition: wish(OPTION.contacted, { sub: 'Llamar luego' }) }, 1), 1),
    );
    expect((await desk.run()).sent).toBe(1);
    expect(control.disposition(5, 1)).toMatchObject({ optionId: 1, sub: 'Llamar luego' });
  });

  it('says which field the server refuses', async () => {
    const draft = await desk.write(contact5, {
      disposition: wish(OPTION.noAnswer, { contact: { telefono: 'abc', telefono2: '12' } }),
    });
    await desk.run();
    expect((await desk.read(draft.id)).problem?.fields).toEqual({
      'contacto_form-telefono': [expect.any(String)],
      'contacto_form-telefono2': [expect.any(String)],
    });
  });

  it("is refused in somebody else's campaign", async () => {
    const draft = await desk.write(
      { campaignId: CAMPAIGN.foreign, contactId: '61', phone: '3515590001' },
      { disposition: wish('23') },
    );
    await desk.run();
    expect(await desk.read(draft.id)).toMatchObject({
      status: 'refused',
      problem: { code: 'permissionDenied' },
    });
  });

  it('is a conflict when another agent dispositioned it meanwhile; the agent decides', async () => {
    const { control } = desk.standIn;
    control.byAnotherAgent('ag2', { contactId: 5, campaignId: 1, option: 'No contesta', comments: 'de ag2' });
    const wanted = wish(OPTION.contacted, { sub: 'Interesado' });
    const draft = await desk.write(contact5, { disposition: wanted }, (now) => ({
      ...now,
      base: { option: '', sub: '', comments: '' },
    }));
    await desk.run();
    const stopped = await desk.read(draft.id);
    expect(stopped).toMatchObject({
      status: 'conflict',
      problem: { theirs: { option: '3', comments: 'de ag2' } },
    });
    await desk.edit(draft.id, (now) => resolve(now, 'mine', 1));
    expect((await desk.run()).sent).toBe(1);
    expect(control.dispositionsOf('ag2')).toEqual([]);
    expect(control.dispositionsOf('ag1')).toMatchObject([{ contactId: 5, optionId: 1, sub: 'Interesado' }]);
  });

  it('gets a disposition for each phone where the campaign asks for it', async () => {
    const { control } = desk.standIn;
    control.setDispositionsPerPhone(1, true);
    await desk.write(contact5, {
      disposition: wish(OPTION.noAnswer, { phones: { telefono2: 'No contesta' } }),
    });
    expect((await desk.run()).sent).toBe(1);
    expect(control.phoneDispositions()).toMatchObject([
      { contactId: 5, campaignId: 1, column: 'telefono2', option: 'No contesta' },
    ]);
  });
});

describe('a contact that is not known', () => {
  it('is made once, with its disposition', async () => {
    const { control } = desk.standIn;
    const draft = await desk.write(
      { phone: '3512223333' },
      { disposition: wish(OPTION.noAnswer, { contact: { nombre: 'Recién', apellido: 'Llegada' } }) },
    );
    expect((await desk.run()).sent).toBe(1);
    const made = control.contactsWithPhone(1, '3512223333');
    expect(made).toMatchObject([
      { original: false, columns: { nombre: 'Recién', apellido: 'Llegada', email: '' } },
    ]);
    expect(control.commits('contact')).toHaveLength(1);
    expect(control.dispositionHistory()).toMatchObject([
      { contactId: made[0]?.id, callId: draft.call.callId },
    ]);
    expect(control.frames).toMatchObject([
      { frame: { type: 'contact_saved', args: { id: draft.call.callId, contact_id: made[0]?.id } } },
    ]);
  });

  it('is found by its number', async () => {
    await desk.write({ phone: '3515550007' }, { disposition: wish(OPTION.noAnswer) });
    expect((await desk.run()).sent).toBe(1);
    expect(desk.standIn.control.disposition(7, 1)).toMatchObject({ optionId: 3 });
  });

  it('is asked for when several share the number', async () => {
    const { control } = desk.standIn;
    const draft = await desk.write(
      { campaignId: CAMPAIGN.inbound, campaignType: '3', phone: '3515579999' },
      { disposition: wish('13') },
    );
    await desk.run();
    expect(await desk.read(draft.id)).toMatchObject({
      status: 'refused',
      problem: { code: 'contactAmbiguous' },
    });
    await desk.edit(draft.id, (now) => save(chooseContact(now, '52', 1), 1));
    expect((await desk.run()).sent).toBe(1);
    expect(control.disposition(52, 3)).toMatchObject({ optionId: 13 });
    expect(control.disposition(51, 3)).toBeNull();
  });

  it('is made although others share the number, once the agent has confirmed it', async () => {
    const { control } = desk.standIn;
    const disposition = wish(OPTION.noAnswer, { contact: { nombre: 'Gemela' } });
    const draft = await desk.write({ phone: '3515550008' }, { disposition }, (now) => ({
      ...now,
      newContact: true,
    }));
    await desk.run();
    expect(await desk.read(draft.id)).toMatchObject({
      status: 'refused',
      problem: { fields: { 'contacto_form-confirmar_duplicado': [expect.any(String)] } },
    });
    await desk.edit(draft.id, (now) =>
      save(change(now, { disposition: { ...disposition, confirmDuplicate: true } }, 1), 1),
    );
    expect((await desk.run()).sent).toBe(1);
    expect(control.contactsWithPhone(1, '3515550008').map(({ columns }) => columns['nombre'])).toEqual([
      'Nombre8',
      'Gemela',
    ]);
  });

  it('is refused where the campaign forbids a second one with the number', async () => {
    const draft = await desk.write(
      { campaignId: '6', phone: '3515590002' },
      { disposition: wish('28', { confirmDuplicate: true }) },
      (now) => ({ ...now, newContact: true }),
    );
    await desk.run();
    expect(await desk.read(draft.id)).toMatchObject({ status: 'refused', problem: { code: 'draftRefused' } });
    expect(desk.standIn.control.contactsWithPhone(5, '3515590002')).toHaveLength(1);
  });
});

describe('an inbound call', () => {
  const inbound = { campaignId: CAMPAIGN.inbound, campaignType: '3' };

  it('may bring the contact alone; the disposition follows later', async () => {
    const { control } = desk.standIn;
    const draft = await desk.write(
      { ...inbound, phone: '3514445555' },
      { disposition: wish('', { contact: { nombre: 'Llamó', apellido: 'Sola' } }) },
      (now) => saveContact(now, 1),
    );
    await desk.run();
    const [made] = control.contactsWithPhone(3, '3514445555');
    expect(made).toMatchObject({ columns: { nombre: 'Llamó', apellido: 'Sola' } });
    expect(control.dispositionHistory()).toEqual([]);
    expect(await desk.read(draft.id)).toMatchObject({ status: 'open', contactId: String(made?.id) });
    await desk.edit(draft.id, (now) => save(change(now, { disposition: wish('13') }, 1), 1));
    expect((await desk.run()).sent).toBe(1);
    expect(control.disposition(made?.id ?? 0, 3)).toMatchObject({ optionId: 13, callId: draft.call.callId });
    expect(control.commits('contact')).toHaveLength(1);
  });

  it('changes a known contact alone, and nothing else of it', async () => {
    const { control } = desk.standIn;
    const before = control.contact(43);
    await desk.write(
      { ...inbound, contactId: '43', phone: '3515570003' },
      { disposition: wish('', { contact: { apellido: 'Cambiada' } }) },
      (now) => saveContact(now, 1),
    );
    await desk.run();
    expect(control.contact(43)).toEqual({ ...before, columns: { ...before.columns, apellido: 'Cambiada' } });
    expect(control.dispositionHistory()).toEqual([]);
  });
});
