/** Management form, callbacks and notes of the real outbox on the stand-in's forms. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { change, save, type WantedCallback } from '@/lib/drafts';
import { CAMPAIGN, openDesk, wish, type Desk } from './desk';
import { withDomParser } from './parse';

withDomParser();
let desk: Desk;
afterEach(() => desk.close());

const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const callback = (more: Partial<WantedCallback> = {}): WantedCallback => ({
  kind: 'personal',
  date: inDays(3),
  time: '10:30',
  phone: '3515550009',
  reason: 'volver a llamar',
  ...more,
});
const contact9 = { contactId: '9', phone: '3515550009' };

describe('management form', () => {
  beforeEach(async () => {
    desk = await openDesk();
  });

  it('follows its disposition, and is stored once', async () => {
    const { control } = desk.standIn;
    const answers = { producto: 'Plan A', monto: '10.50', nota: 'áéí & "x"' };
    await desk.write(contact9, { disposition: wish('2'), management: answers });
    expect((await desk.run()).sent).toBe(1);
    expect(control.managementAnswers()).toMatchObject([{ answers }]);
    expect(control.commits('management')).toHaveLength(1);
    expect(control.disposition(9, 1)).toMatchObject({ optionId: 2 });
  });

  it('says which answer is missing or wrong, and keeps the disposition that was saved', async () => {
    const { control } = desk.standIn;
    const draft = await desk.write(contact9, {
      disposition: wish('2'),
      management: { producto: '', monto: '1.234', nota: '' },
    });
    await desk.run();
    expect(await desk.read(draft.id)).toMatchObject({
      status: 'refused',
      problem: {
        step: 'management',
        fields: { producto: [expect.any(String)], monto: [expect.any(String)] },
      },
    });
    await desk.edit(draft.id, (now) => save(change(now, { management: { producto: 'Plan B' } }, 1), 1));
    expect((await desk.run()).sent).toBe(1);
    expect(control.managementAnswers()).toMatchObject([{ answers: { producto: 'Plan B' } }]);
    expect(control.commits('disposition')).toHaveLength(1);
  });
});

describe('callbacks', () => {
  beforeEach(async () => {
    desk = await openDesk();
  });

  it('is made personal, and changed by a later draft', async () => {
    const { control } = desk.standIn;
    await desk.write(contact9, { disposition: wish('5'), callback: callback() });
    expect((await desk.run()).sent).toBe(1);
    expect(control.callbacks()).toMatchObject([
      {
        contactId: 9,
        campaignId: 1,
        kind: 1,
        date: inDays(3),
        time: '10:30:00',
        observations: 'volver a llamar',
      },
    ]);
    expect(control.disposition(9, 1)).toMatchObject({ optionId: 5, scheduled: true, callbackKind: 1 });
    await desk.write(
      contact9,
      { disposition: wish('5'), callback: callback({ time: '16:00', phone: '0055515309' }) },
      (now) => ({ ...now, base: { option: '5', sub: '', comments: '' } }),
    );
    expect((await desk.run()).sent).toBe(1);
    expect(control.callbacks()).toMatchObject([{ id: 1, time: '16:00:00', phone: '0055515309' }]);
    expect(control.commits('callback').map(({ created }) => created)).toEqual([true, false]);
  });

  it('is global in a predictive campaign, once its dialer can be reached', async () => {
    const { control } = desk.standIn;
    control.setDialerReachable(false);
    const call = { campaignId: CAMPAIGN.dialer, campaignType: '2', contactId: '24', phone: '3515560004' };
    const draft = await desk.write(call, {
      disposition: wish('10'),
      callback: callback({ kind: 'global', date: '', time: '', phone: '3515560004' }),
    });
    await desk.run();
    expect(await desk.read(draft.id)).toMatchObject({ status: 'waiting', problem: { code: 'serverError' } });
    expect(control.callbacks()).toEqual([]);
    control.setDialerReachable(true);
    expect((await desk.runLater()).sent).toBe(1);
    expect(control.callbacks()).toMatchObject([{ contactId: 24, kind: 2 }]);
    expect(control.store.dialer.calls).toHaveLength(1);
    expect(control.disposition(24, 2)).toMatchObject({ callbackKind: 2 });
  });

  it('shows the phone that the contact does not have', async () => {
    const draft = await desk.write(contact9, {
      disposition: wish('5'),
      callback: callback({ phone: '999999' }),
    });
    await desk.run();
    expect(await desk.read(draft.id)).toMatchObject({
      status: 'refused',
      problem: { code: 'draftRefused', step: 'callback', fields: { telefono: [expect.any(String)] } },
    });
  });

  it('is listed and read back by the client', async () => {
    await desk.write(contact9, { disposition: wish('5'), callback: callback() });
    await desk.run();
    const [row] = await desk.client.callbacks.list(inDays(0), inDays(10));
    expect(row).toMatchObject({
      id: '1',
      contactId: '9',
      campaignId: '1',
      campaignType: '1',
      phone: '3515550009',
    });
    expect(await desk.client.callbacks.read('1')).toMatchObject({
      date: inDays(3),
      time: '10:30',
      kind: 'personal',
    });
    expect(await desk.client.callbacks.read('99')).toBeNull();
  });
});

it('schedules by REST where the server offers it', async () => {
  desk = await openDesk('ag1', 'next');
  const { control } = desk.standIn;
  await desk.write(contact9, { disposition: wish('5'), callback: callback() });
  expect((await desk.run()).sent).toBe(1);
  expect(control.callbacks()).toMatchObject([{ contactId: 9, date: inDays(3), time: '10:30:00' }]);
  const forms = control.requests.filter(
    ({ method, path }) => method === 'POST' && path.startsWith('/agenda_contacto/'),
  );
  expect(forms).toEqual([]);
});

describe('a group with limits', () => {
  beforeEach(async () => {
    desk = await openDesk('ag3');
  });

  it('explains a date beyond the window of days', async () => {
    const draft = await desk.write(contact9, {
      disposition: wish('5'),
      callback: callback({ date: inDays(30) }),
    });
    await desk.run();
    expect(await desk.read(draft.id)).toMatchObject({
      status: 'refused',
      problem: { code: 'agendaLimit', step: 'callback', fields: { '': [expect.stringContaining('7')] } },
    });
    await desk.edit(draft.id, (now) => save(change(now, { callback: callback({ date: inDays(2) }) }, 1), 1));
    expect((await desk.run()).sent).toBe(1);
  });

  it('explains that there may be no more of them, without losing the contact', async () => {
    const { control } = desk.standIn;
    await desk.write(contact9, { disposition: wish('5'), callback: callback() });
    await desk.run();
    const draft = await desk.write(
      { contactId: '10', phone: '3515550010' },
      {
        disposition: wish('5', { contact: { nombre: 'Diez' } }),
        callback: callback({ phone: '3515550010' }),
      },
    );
    await desk.run();
    expect(await desk.read(draft.id)).toMatchObject({ status: 'refused', problem: { code: 'agendaLimit' } });
    expect(control.callbacks()).toHaveLength(1);
    expect(control.disposition(10, 1)).toBeNull();
  });

  it('is released from its compulsory disposition by the outbox', async () => {
    const { control } = desk.standIn;
    const draft = await desk.write(contact9, { disposition: wish('3') });
    await desk.client.web.get(
      `/agente/calificar_llamada/${encodeURIComponent(JSON.stringify(draft.call.callData))}`,
    );
    expect(await desk.client.directory.compulsoryStatus()).toMatchObject({ kind: 'disposition' });
    expect((await desk.run()).sent).toBe(1);
    expect(await desk.client.directory.compulsoryStatus()).toEqual({ kind: 'clear' });
    expect(control.frames.map(({ frame }) => frame)).toEqual([
      { type: 'unpause', args: { id: draft.call.callId, dispositioned: false } },
      { type: 'unpause', args: { id: draft.call.callId, dispositioned: true } },
    ]);
  });

  it('stays locked until its management form is there', async () => {
    const draft = await desk.write(contact9, { disposition: wish('2') });
    await desk.run();
    expect(await desk.client.directory.compulsoryStatus()).toMatchObject({ kind: 'management' });
    await desk.edit(draft.id, (now) => save(change(now, { management: { producto: 'Plan A' } }, 1), 1));
    expect((await desk.run()).sent).toBe(1);
    expect(await desk.client.directory.compulsoryStatus()).toEqual({ kind: 'clear' });
  });
});

it("keeps a recording's note, whatever becomes of the rest", async () => {
  desk = await openDesk();
  const { control } = desk.standIn;
  const draft = await desk.write(contact9, { disposition: wish('1'), note: 'cliente molesto & ñ' });
  await desk.run();
  expect(await desk.read(draft.id)).toMatchObject({ status: 'refused' });
  expect(control.notes().get(draft.call.callId)).toBe('cliente molesto & ñ');
});

it('asks for the CRM page that a disposition triggers', async () => {
  desk = await openDesk();
  const { control } = desk.standIn;
  control.setCrm(1, {
    trigger: 'disposition',
    method: 'POST',
    format: 'json',
    target: 'newTab',
    url: 'https://crm.example/cases',
    interaction: 3,
    parameters: [
      { name: 'who', kind: 'contact', value: 'id_cliente' },
      { name: 'outcome', kind: 'disposition', value: 'name' },
      { name: 'call', kind: 'call', value: 'call_id' },
    ],
    optionIds: [3],
  });
  const draft = await desk.write(contact9, { disposition: wish('3') });
  expect((await desk.run()).sent).toBe(1);
  expect(desk.crm).toMatchObject([
    { trigger: 'automatic', action: { kind: 'json', url: 'https://crm.example/cases' } },
  ]);
  const action = desk.crm[0]?.action;
  expect(action?.kind === 'json' && JSON.parse(action.body)).toEqual({
    who: 'EXT-1-9',
    outcome: 'No contesta',
    call: draft.call.callId,
  });
});
