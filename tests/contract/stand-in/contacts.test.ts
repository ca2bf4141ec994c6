/** What the recordings don't show of preview, contact pages and lists: from interface §4.6, §6.10, §8.4–8.6. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createFakePbx, startOmnileads, type FakePbx, type OmnileadsStandIn } from '@/lab/omnileads';

import { callPath, CONTACT_2 } from './call-form';
import { locationOf, rest, tokenFor, visit, type Visitor } from './visitor';

let standIn: OmnileadsStandIn;
let pbx: FakePbx;
let browser: Visitor;
beforeEach(async () => {
  pbx = createFakePbx();
  standIn = await startOmnileads({ secret: 'forms', pbx, tls: false });
  browser = visit(standIn.httpUrl);
  await browser.signIn('ag1');
});
afterEach(() => standIn.stop());

describe('a preview campaign', () => {
  const next = async (): Promise<Record<string, unknown>> =>
    JSON.parse((await browser.post('/campana_preview/4/contacto/obtener/')).body) as Record<string, unknown>;
  const call = (contact: unknown): Promise<unknown> =>
    browser.post('/agente/llamar/', {
      pk_campana: '4',
      pk_contacto: String(contact),
      telefono: '',
      click2call_type: 'preview',
      '404_on_error': 'x',
    });

  it('delivers one contact after the other, until one is called', async () => {
    expect(await next()).toMatchObject({ contacto_id: 53, estado: 1, code: 'contacto-entregado' });
    const second = await next();
    expect(second).toMatchObject({ contacto_id: 54 });
    expect(await call(53)).toMatchObject({ status: 404 }); // not delivered any more
    expect(await call(54)).toMatchObject({ status: 302 });
    expect(pbx.asked.at(-1)).toMatchObject({ action: 'Originate' });
    expect(await next()).toMatchObject({ contacto_id: 54, estado: 3, code: 'contacto-asignado' });
    const assigned = { pk_campana: '4', pk_contacto: '54' };
    expect(
      JSON.parse((await browser.post('/campana_preview/validar_contacto_asignado/', assigned)).body),
    ).toEqual({
      contacto_asignado: true,
      obligar_calificacion: false,
    });
    const release = '/agente/campanas_preview/liberar_contacto_asignado/';
    expect(JSON.parse((await browser.post(release, { campana_id: '4' })).body)).toEqual({ status: 'OK' });
    expect(JSON.parse((await browser.post(release, { campana_id: '4' })).body)).toEqual({ status: 'ERROR' });
  });

  it('ends with the dispositions of its contacts', async () => {
    for (let contactId = 53; contactId <= 60; contactId += 1)
      standIn.control.byAnotherAgent('ag2', { contactId, campaignId: 4, option: 'No contesta' });
    expect(await next()).toMatchObject({ result: 'Error', code: 'error-no-contactos' });
  });
});

describe('contact pages', () => {
  it('find contacts for a keypad call, and make one and call it', async () => {
    const page = await browser.get('/campana/1/identificar_contacto_a_llamar/3515550002/');
    expect(page.body.replaceAll('&#x27;', "'")).toContain(
      "makeClick2Call('1', '1', '2', '3515550002', 'contactos');",
    );
    const path = '/campana/1/nuevo_contacto_a_llamar/3518880001/';
    await browser.get(path);
    const made = await browser.post(path, { telefono: '3518880001', nombre: 'Llamada' });
    expect(locationOf(made)).toBe('/blanco/');
    const [contact] = standIn.control.contactsWithPhone(1, '3518880001');
    expect(pbx.asked.at(-1)).toMatchObject({ action: 'Originate' });
    expect(contact?.columns).toMatchObject({ nombre: 'Llamada' });
    expect((await browser.get('/campana/999/identificar_contacto_a_llamar/1/')).status).toBe(404);
    expect((await browser.get('/campana/5/identificar_contacto_a_llamar/1/')).status).toBe(403);
  });

  it('change a contact, and refuse what the form refuses', async () => {
    const path = '/campana/1/contacto/3/update/';
    const fields = {
      telefono: '3515550003',
      id_externo: 'EXT-1-4',
      nombre: 'N',
      apellido: 'A',
      email: '',
      telefono2: '',
    };
    await browser.get(path);
    expect((await browser.post(path, fields)).body).toContain('errorlist');
    expect(locationOf(await browser.post(path, { ...fields, id_externo: 'EXT-1-3' }))).toBe(
      '/contacto/list/',
    );
    expect(standIn.control.contact(3).columns).toMatchObject({ nombre: 'N', email: '' });
    expect((await browser.post('/contacto/list/', { campana: '1' })).body).toContain('20 contactos');
  });

  it('list what the agent did today', async () => {
    standIn.control.addCallLog({
      username: 'ag1',
      callId: '1700000777.1',
      campaignId: 1,
      phone: '3515550002',
    });
    await browser.get(callPath({}));
    await browser.post(callPath({}), { ...CONTACT_2, opcion_calificacion: '3' });
    const history = (await browser.get('/reportes/historico_llamadas_del_dia/')).body;
    expect(history).toContain('data-callid="1700000777.1"');
    expect(history).toContain('No contesta');
    const report = (await browser.get('/agente/reporte/calificaciones/')).body;
    const form = /href="(\/formulario\/1\/calificacion\/2\/update_reporte\/)"/u.exec(report)?.[1] ?? '';
    await browser.get(form);
    const changed = await browser.post(form, {
      ...CONTACT_2,
      opcion_calificacion: '1',
      subcalificacion: 'Interesado',
    });
    expect(locationOf(changed)).toBe('/agente/reporte/calificaciones/');
    expect(standIn.control.dispositionHistory().map(({ reason }) => reason)).toEqual([
      'calificacion',
      'reporte',
    ]);
  });

  it('are forbidden where the group says so', async () => {
    for (const flag of [
      'acceso_contactos_agente',
      'acceso_calificaciones_agente',
      'acceso_campanas_preview_agente',
    ] as const)
      standIn.control.setFlag('grupo_full', flag, false);
    for (const path of [
      '/contacto/list/',
      '/agente/reporte/calificaciones/',
      '/agente/campanas_preview/activas/',
    ])
      expect((await browser.get(path)).status).toBe(403);
  });
});

describe("the chat module's JSON", () => {
  const ask = async (method: string, path: string, body = ''): Promise<{ data: unknown }> => {
    const token = await tokenFor(standIn.httpUrl, 'ag1');
    const answer = await rest(standIn.httpUrl, token, method, `/api/v1/whatsapp${path}`, body);
    return JSON.parse(answer.body) as { data: unknown };
  };

  it('tells kinds, sub-dispositions and forms of options, and what a column may', async () => {
    standIn.control.setColumn(1, 'email', { locked: true });
    const { data: options } = await ask('GET', '/disposition_chat/options/1');
    expect(options).toMatchObject([
      { id: 1, type: 0, subcalificaciones: "['Interesado', 'Llamar luego']" },
      {
        id: 2,
        type: 1,
        form_fields: [{ name: 'producto', type: 3, is_required: true }, { name: 'monto' }, { name: 'nota' }],
      },
      { id: 3 },
      { id: 4 },
      { id: 5, type: 2 },
    ]);
    const { data: fields } = await ask('GET', '/contact/1/db_fields');
    expect(fields).toContainEqual({
      name: 'email',
      mandatory: false,
      block: true,
      hide: false,
      is_phone_field: false,
    });
    const { data: found } = await ask('GET', '/contact/1?search=nombre20');
    expect(found).toMatchObject([
      { id: 20, phone: '3515550020', data: { nombre: 'Nombre20' }, disposition: null },
    ]);
  });

  it('wipes what a replaced contact does not name', async () => {
    await ask('PUT', '/contact/1/6', JSON.stringify({ nombre: 'Solo' }));
    expect(standIn.control.contact(6).columns).toMatchObject({ nombre: 'Solo', apellido: '', email: '' });
  });
});

it('takes survey transfers once there is a survey', async () => {
  const token = await tokenFor(standIn.httpUrl, 'ag1');
  const transfer = (survey: number) =>
    rest(
      standIn.httpUrl,
      token,
      'POST',
      '/api/v1/reportes/survey_transfer/',
      JSON.stringify({ callid: '1.1', campaign_id: 3, survey_id: survey }),
    );
  expect((await transfer(7)).body).toContain('SYSTEM');
  standIn.control.addSurvey(3, 7);
  expect((await transfer(7)).status).toBe(200);
  expect((await transfer(8)).body).toContain('parameters');
});
