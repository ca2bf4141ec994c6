import { beforeEach, describe, expect, it } from 'vitest';
import type { OmnileadsClient } from '@/lib/omnileads';
import { FakeServer } from './fake';

let server: FakeServer;
let client: OmnileadsClient;
beforeEach(async () => {
  server = new FakeServer();
  client = await server.signedIn();
});

describe('contacts', () => {
  it('have the columns of their campaign', async () => {
    server.on('POST /api/v1/campaign/database_metadata/', {
      json: { status: 'OK', main_phone: 'telefono', external_id: null, fields: ['telefono', 'nombre'] },
    });
    expect(await client.contacts.databaseMetadata('3')).toEqual({
      mainPhone: 'telefono',
      externalId: null,
      fields: ['telefono', 'nombre'],
    });
  });

  it('of a campaign that is not the agent’s are refused', async () => {
    server.on('POST /api/v1/campaign/database_metadata/', {
      status: 400,
      json: { status: 'ERROR', message: 'x', errors: {} },
    });
    await expect(client.contacts.databaseMetadata('5')).rejects.toMatchObject({ code: 'campaignUnknown' });
  });

  it('are listed with all four parameters, in bounded pages', async () => {
    server.on('GET /api/v1/campaign/1/contacts/', {
      json: {
        draw: 1,
        recordsTotal: 20,
        recordsFiltered: 1,
        data: [[1, '3515550001', 'Nombre1', '---', null, '']],
      },
    });
    const page = await client.contacts.list('1', { search: 'nom', start: -5, length: 9999 });
    expect(page).toEqual({
      total: 20,
      matching: 1,
      rows: [{ id: '1', phone: '3515550001', values: ['Nombre1', '', ''] }],
    });
    expect(Object.fromEntries(server.requests('GET /api/v1/campaign/1/contacts/')[0]?.search ?? [])).toEqual({
      draw: '1',
      start: '0',
      length: '100',
      'search[value]': 'nom',
    });
  });

  it('are created by JSON, and what was wrong comes back beside its column', async () => {
    const create = () =>
      client.contacts.create({ campaignId: '1', columns: { telefono: '3514440001', nombre: 'N' } });
    server.on('POST /api/v1/new_contact/', { json: { status: 'OK', id: 66, contacto: {} } });
    expect(await create()).toEqual({ ok: true, id: '66' });
    expect(JSON.parse(sentContact())).toEqual({ idCampaign: '1', telefono: '3514440001', nombre: 'N' });
    for (const [errors, told] of [
      [{ id_cliente: ['Ya existe'] }, { id_cliente: ['Ya existe'] }],
      [['foo'], { foo: ['msg'] }],
      ['telefono', { telefono: ['msg'] }],
      [undefined, { __all__: ['msg'] }],
    ] as const) {
      server.on('POST /api/v1/new_contact/', {
        status: 400,
        json: { status: 'ERROR', message: 'msg', errors },
      });
      expect(await create()).toEqual({ ok: false, errors: told });
    }
  });
  const sentContact = () => server.requests('POST /api/v1/new_contact/')[0]?.body ?? '';

  it('behind a number are found by its digits', async () => {
    server.on('GET /api/v1/whatsapp/contact/1', {
      json: {
        status: 'SUCCESS',
        data: [{ id: 7, phone: '3515550007', data: { nombre: 'Ana', email: null }, disposition: 12 }],
      },
    });
    expect(await client.contacts.identify('1', '+351 555-0007')).toEqual([
      {
        id: '7',
        campaignId: '1',
        phone: '3515550007',
        columns: { nombre: 'Ana', email: '' },
        dispositionId: '12',
      },
    ]);
    expect(server.requests('GET /api/v1/whatsapp/contact/1')[0]?.search.get('search')).toBe('3515550007');
  });

  it('are not searched without digits: the server would send the whole database', async () => {
    expect(await client.contacts.identify('1', 'no digits')).toEqual([]);
    expect(server.seen).toHaveLength(0);
  });

  it.each([
    ['is not there', { status: 404, html: '' }],
    ['is not granted', { status: 403, json: { detail: 'no' } }],
    ['has changed', { json: { results: [] } }],
    ['crashes', { status: 500, html: '' }],
  ])('are found on the stock page when the search %s', async (_, reply) => {
    const button = (id: string) =>
      `<td><a onclick="makeClick2Call('1','1','${id}','3515550007','contactos');">call</a></td>`;
    server.on('GET /api/v1/whatsapp/contact/1', reply);
    server.on('GET /campana/1/identificar_contacto_a_llamar/3515550007/', {
      html: `<table><tr><th>Nombre</th><th>Telefono</th><th></th></tr>
        <tr><td>Ana</td><td>3515550007</td>${button('7')}</tr><tr><td>-</td><td>-</td>${button('-1')}</tr></table>`,
    });
    expect(await client.contacts.identify('1', '3515550007')).toEqual([
      {
        id: '7',
        campaignId: '1',
        phone: '3515550007',
        columns: { Nombre: 'Ana', Telefono: '3515550007' },
        dispositionId: null,
      },
    ]);
  });

  it('of an unknown campaign are refused', async () => {
    server.on('GET /api/v1/whatsapp/contact/99', { status: 500, html: '' });
    server.on('GET /campana/99/identificar_contacto_a_llamar/351/', { status: 404, html: '' });
    await expect(client.contacts.identify('99', '351')).rejects.toMatchObject({ code: 'campaignUnknown' });
  });
});

describe('preview', () => {
  const NEXT = 'POST /campana_preview/4/contacto/obtener/';
  const contact = {
    id: 2,
    contacto_id: 54,
    campana_id: 4,
    telefono_contacto: '3515580002',
    datos_contacto: { nombre: 'Nombre2', email: null },
    result: 'OK',
  };

  it('gives the next contact', async () => {
    server.on(NEXT, { json: { ...contact, code: 'contacto-entregado' } });
    expect(await client.preview.next('4')).toEqual({
      contactId: '54',
      campaignId: '4',
      phone: '3515580002',
      columns: { nombre: 'Nombre2', email: '' },
      state: 'delivered',
    });
    server.on(NEXT, { json: { ...contact, code: 'contacto-asignado' } });
    expect(await client.preview.next('4')).toMatchObject({ state: 'assigned' });
  });

  it('gives nothing when no contact is left, and an error when two agents collided', async () => {
    server.on(NEXT, { json: { result: 'Error', code: 'error-no-contactos', data: 'x' } });
    expect(await client.preview.next('4')).toBeNull();
    server.on(NEXT, { json: { result: 'Error', code: 'error-concurrencia', data: 'x' } });
    await expect(client.preview.next('4')).rejects.toMatchObject({ code: 'serverError' });
  });

  it('checks and releases a contact', async () => {
    server.on('POST /campana_preview/validar_contacto_asignado/', {
      json: { contacto_asignado: true, obligar_calificacion: false },
    });
    expect(await client.preview.validate('4', '54')).toEqual({
      assigned: true,
      dispositionCompulsory: false,
    });
    server.on('POST /agente/campanas_preview/liberar_contacto_asignado/', { json: { status: 'ERROR' } });
    expect(await client.preview.release('4')).toBe(false);
  });
});
