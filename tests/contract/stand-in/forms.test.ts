/** What the recordings don't show of dispositions, callbacks and the CRM: from interface §6.6–6.8, §7, §11.4. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createFakePbx, startOmnileads, type OmnileadsStandIn } from '@/lab/omnileads';

import { callPath, CONTACT_2 } from './call-form';
import { locationOf, rest, tokenFor, visit, type Visitor } from './visitor';

let standIn: OmnileadsStandIn;
let browser: Visitor;
beforeEach(async () => {
  standIn = await startOmnileads({ secret: 'forms', pbx: createFakePbx(), tls: false });
  browser = visit(standIn.httpUrl);
  await browser.signIn('ag1');
});
afterEach(() => standIn.stop());

const names = (html: string): string[] =>
  [...html.matchAll(/ name="([^"]+)"/gu)].map(([, name = '']) => name);

describe('whom a call is with', () => {
  it('is remembered for the call once its contact was made, and told to the console', async () => {
    const path = callPath({ telefono: '3517770001', id_contacto: '-1' });
    await browser.get(path);
    const saved = await browser.post(path, {
      opcion_calificacion: '3',
      'contacto_form-telefono': '3517770002',
    });
    const [contact] = standIn.control.contactsWithPhone(1, '3517770002');
    expect(locationOf(saved)).toContain(`/formulario/1/calificacion/${contact?.id}/update_recalificacion/`);
    // The number of the call leads to nobody; the call itself does.
    const again = await browser.get(path);
    expect(again.body).toContain('value="3517770002"');
    expect(standIn.control.frames.map(({ frame }) => frame.type)).toEqual(['contact_saved', 'contact_saved']);
    standIn.control.moveClock(2 * 3_600_000 + 1);
    await browser.signIn('ag1');
    expect((await browser.get(path)).body).toContain('value="3517770001"');
  });

  it('is asked on a page whose rows lead to the form of each contact', async () => {
    const path = callPath({ id_campana: '3', call_type: '3', telefono: '3515579999', id_contacto: '' });
    const page = await browser.get(locationOf(await browser.get(path)) ?? '');
    const links = [...page.body.matchAll(/href="(\/agente\/calificar_llamada_con_contacto\/\d+\/[^"]+)"/gu)];
    expect(links.map(([, link = '']) => /contacto\/(\d+)\//u.exec(link)?.[1])).toEqual(['51', '52']);
    const form = await browser.get((links[1]?.[1] ?? '').replaceAll('&#x27;', "'"));
    expect(form.body).toContain('value="Ent12"');
  });

  it('is not looked up for a withheld number', async () => {
    const form = await browser.get(callPath({ telefono: 'anonymous', id_contacto: '-1' }));
    expect(form.body).toContain('value="anonymous"');
    expect(form.body).not.toContain('value="Nombre');
  });

  it('can be given by the number alone, as a disposition made by hand', async () => {
    const path = '/formulario/1/calificacion_create/3515550004/';
    expect((await browser.get(path)).body).toContain('value="EXT-1-4"');
    const saved = await browser.post(path, {
      opcion_calificacion: '3',
      'contacto_form-telefono': '3515550004',
    });
    expect(locationOf(saved)).toBe('/formulario/1/calificacion/4/update_recalificacion/');
    expect(standIn.control.disposition(4, 1)).toMatchObject({ manual: true, callId: null });
  });
});

it('leaves hidden columns out, disables locked ones, and keeps both', async () => {
  const { control } = standIn;
  control.setColumn(1, 'telefono2', { hidden: true, locked: true });
  control.setColumn(1, 'email', { locked: true });
  const before = control.contact(2);
  const form = await browser.get(callPath({}));
  expect(names(form.body)).not.toContain('contacto_form-telefono2');
  expect(form.body).toMatch(/name="contacto_form-email" value="c2@example.com"[^>]* disabled/u);
  await browser.post(callPath({}), {
    ...CONTACT_2,
    'contacto_form-email': 'x@example.com',
    'contacto_form-telefono2': '1',
    opcion_calificacion: '3',
  });
  expect(control.contact(2)).toEqual(before);
});

describe('a compulsory disposition', () => {
  it('takes the text "False" for true, and nothing else from the call for it', async () => {
    const { control } = standIn;
    const status = async (): Promise<unknown> =>
      JSON.parse(
        (
          await rest(
            standIn.httpUrl,
            await tokenFor(standIn.httpUrl, 'ag1'),
            'POST',
            '/api/v1/calificar_llamada/',
            '{}',
          )
        ).body,
      );
    await browser.get(callPath({ force_disposition: false }));
    expect(await status()).toEqual({ calificada: 'True' });
    await browser.get(callPath({ force_disposition: 'False' }));
    expect(await status()).toMatchObject({ calificada: 'False' });
    expect(control.frames).toEqual([]); // the group neither asks nor un-pauses
  });

  it('un-pauses by the callback where the disposition was one', async () => {
    const { control } = standIn;
    control.setFlag('grupo_full', 'obligar_calificacion', true);
    control.setFlag('grupo_full', 'obligar_despausa', true);
    await browser.get(callPath({}));
    await browser.post(callPath({}), { ...CONTACT_2, opcion_calificacion: '5' });
    await browser.get('/agenda_contacto/2/create/1/');
    const form = {
      contacto: '2',
      agente: '1',
      campana: '1',
      fecha: '2099-01-01',
      hora: '10:00',
      tipo_agenda: '1',
    };
    await browser.post('/agenda_contacto/2/create/1/', { ...form, telefono: '3515550002' });
    expect(control.frames.map(({ frame }) => ('args' in frame ? frame.args : {}))).toEqual([
      { id: '1700000777.1', dispositioned: false },
      { id: null, dispositioned: true },
    ]);
  });
});

it('deletes the personal callback of whoever dispositions otherwise', async () => {
  const { control } = standIn;
  await browser.get(callPath({}));
  await browser.post(callPath({}), { ...CONTACT_2, opcion_calificacion: '5' });
  const form = { contacto: '2', campana: '1', fecha: '2099-01-01', hora: '10:00', tipo_agenda: '1' };
  const made = await browser.post('/agenda_contacto/2/create/1/', { ...form, telefono: '3515550002' });
  expect(locationOf(made)).toBe('/agenda_contacto/1/detalle/');
  const again = await browser.post(callPath({}), { ...CONTACT_2, opcion_calificacion: '5' });
  expect(locationOf(again)).toBe('/agenda_contacto/update/1/');
  await browser.post(callPath({}), { ...CONTACT_2, opcion_calificacion: '3' });
  expect(control.callbacks()).toEqual([]);
  expect(control.disposition(2, 1)).toMatchObject({ scheduled: false, callbackKind: null });
});

describe('the CRM', () => {
  const crm = {
    trigger: 'automatic',
    method: 'GET',
    format: 'urlencoded',
    target: 'embedded',
    url: 'https://crm.example/{1}/view?from=oml',
    interaction: 3,
    parameters: [
      { name: '{1}', kind: 'contact', value: 'id_cliente' },
      { name: 'call', kind: 'call', value: 'call_id' },
      { name: 'team', kind: 'constant', value: 'a & b' },
    ],
    optionIds: [],
  } as const;

  it('takes the form away when it is to be shown in its place, but only while the call is received', async () => {
    standIn.control.setCrm(1, crm);
    expect(locationOf(await browser.get(callPath({})))).toBe(
      'https://crm.example/EXT-1-2/view?from=oml&call=1700000777.1&team=a+%26+b',
    );
    expect((await browser.get(callPath({ en_recepcion_de_llamada: false }))).status).toBe(200);
    expect((await browser.get('/formulario/1/calificacion/2/update_calificacion/')).status).toBe(200);
  });

  it('is configured in the page for a button', async () => {
    standIn.control.setCrm(1, { ...crm, trigger: 'agent', method: 'POST', format: 'json', target: 'newTab' });
    const value = /id="configuracionSitioExterno" value="([^"]*)"/u.exec(
      (await browser.get(callPath({}))).body,
    )?.[1];
    expect(JSON.parse((value ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&'))).toEqual({
      dispara_agente: true,
      formato: 'application/json',
      formato_es_JSON: true,
      url: 'https://crm.example/EXT-1-2/view?from=oml',
      abre_pestana: true,
      metodo: 'POST',
      parametros: { call: '1700000777.1', team: 'a & b' },
    });
  });

  it('is asked by the server itself, and the console hears how that went', async () => {
    const asked: string[] = [];
    const site: Server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end();
    });
    await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/{1}`;
    standIn.control.setCrm(1, { ...crm, trigger: 'server', url });
    await browser.get(callPath({}));
    await new Promise((closed) => site.close(closed));
    await browser.get(callPath({ call_id: '1700000778.1' }));
    expect(asked).toEqual(['GET /EXT-1-2?call=1700000777.1&team=a+%26+b']);
    expect(standIn.control.crmRequests().map(({ error }) => error === null)).toEqual([true, false]);
    expect(standIn.control.frames.map(({ frame }) => frame.type)).toEqual([
      'external_site_interaction_error',
      'external_site_interaction_error',
    ]);
  });
});

it('copies a campaign for what the seed lacks', async () => {
  const id = standIn.control.copyCampaign(1, 'con_telefonos');
  standIn.control.setDispositionsPerPhone(id, true);
  const form = await browser.get(`/formulario/${id}/calificacion/2/update_calificacion/`);
  expect(names(form.body)).toEqual(
    expect.arrayContaining(['form-TOTAL_FORMS', 'form-1-campo_contacto', 'form-1-calificacion']),
  );
  expect(names((await browser.get('/formulario/1/calificacion/2/update_calificacion/')).body)).not.toContain(
    'form-TOTAL_FORMS',
  );
});

it('does the work of a request whose answer is lost', async () => {
  standIn.control.failNext('POST /agente/calificar_llamada', 'commitThenDrop');
  await browser.get(callPath({}));
  await expect(browser.post(callPath({}), { ...CONTACT_2, opcion_calificacion: '3' })).rejects.toThrow(
    /socket hang up|ECONNRESET/u,
  );
  expect(standIn.control.disposition(2, 1)).toMatchObject({ optionId: 3, callId: '1700000777.1' });
});
