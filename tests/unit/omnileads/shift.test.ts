import { beforeEach, describe, expect, it } from 'vitest';
import type { OmnileadsClient } from '@/lib/omnileads';
import { FakeServer } from './fake';

let server: FakeServer;
let client: OmnileadsClient;
beforeEach(async () => {
  server = new FakeServer();
  client = await server.signedIn();
});
const ERROR = { json: { status: 'ERROR' } };

describe('presence', () => {
  it.each([
    [
      'joining the queues',
      'POST /api/v1/asterisk_login/',
      () => client.presence.pbxLogin(),
      'pbxLoginRefused',
    ],
    [
      'leaving the queues',
      'POST /api/v1/asterisk_logout/',
      () => client.presence.pbxLogout(),
      'pbxLoginRefused',
    ],
    ['a pause', 'POST /api/v1/asterisk_pause/', () => client.presence.setPause('1'), 'pauseRefused'],
    [
      'the end of a pause',
      'POST /api/v1/asterisk_unpause/',
      () => client.presence.leavePause('1'),
      'pauseRefused',
    ],
    ['ringing', 'POST /api/v1/asterisk_ringing/', () => client.presence.ringing(true), 'serverError'],
    ['no microphone', 'POST /api/v1/asterisk_disabled/', () => client.presence.disabled(), 'serverError'],
  ])('shows an ERROR at 200 for %s', async (_, endpoint, act, code) => {
    await expect(act()).resolves.toBeUndefined();
    server.on(endpoint, ERROR);
    await expect(act()).rejects.toMatchObject({ code });
  });

  it('sends pause ids as text: the number 0 would crash the view', async () => {
    await client.presence.setPause('0');
    expect(server.requests('POST /api/v1/asterisk_pause/')[0]?.body).toBe('{"pause_id":"0"}');
  });

  it('sends ringing as a form: JSON would mean READY', async () => {
    await client.presence.ringing(true);
    await client.presence.ringing(false);
    const [on, off] = server.requests('POST /api/v1/asterisk_ringing/');
    expect([on?.body, off?.body]).toEqual(['ringing=true', 'ringing=false']);
    expect(on?.headers['Content-Type']).toBeUndefined();
  });

  it('knows when the PBX has no row for a rejected call', async () => {
    expect(await client.presence.rejectCall()).toBe('recorded');
    server.on('POST /api/v1/asterisk_reject_call/', ERROR);
    expect(await client.presence.rejectCall()).toBe('noRow');
  });
});

describe('lists', () => {
  const rows = [
    { id: '10', full_name: 'Zoe', status: 'READY' },
    { id: '1', full_name: 'Ana Pérez', status: 'PAUSE-Supervision' },
    { id: '3', full_name: 'Carla', status: 'OFFLINE' },
    { id: 2, full_name: 'Beto', status: 'READY' },
  ];

  it('show the other agents, ready ones first, then by id', async () => {
    server.on('GET /api/v1/agent/transfer_options', { json: rows });
    expect((await client.directory.transferAgents()).map(({ id, ready }) => [id, ready])).toEqual([
      ['2', true],
      ['10', true],
      ['3', false],
    ]);
  });

  it('tell our own status', async () => {
    server.on('GET /api/v1/agent/transfer_options', { json: rows });
    expect(await client.directory.ownStatus()).toBe('PAUSE-Supervision');
    server.on('GET /api/v1/agent/transfer_options', { json: [] });
    expect(await client.directory.ownStatus()).toBeNull();
  });

  it('show inbound campaigns only', async () => {
    server.on('GET /service/campana/activas/', {
      json: {
        campanas: [
          { id: 1, nombre: 'manual_01', type: 1 },
          { id: 3, nombre: 'entrante_01', type: 3 },
        ],
      },
    });
    expect(await client.directory.inboundCampaigns()).toEqual([{ id: '3', name: 'entrante_01' }]);
  });

  it('show the agent’s own campaigns, those that the keypad may not call in among them', async () => {
    server.on('GET /api/v1/whatsapp/campaing', {
      json: {
        status: 'SUCCESS',
        data: [
          { id: 1, name: 'manual_01', type: 1, line_id: null, whatsapp_habilitado: false },
          { id: 4, name: 'preview_01', type: 4, line_id: null, whatsapp_habilitado: false },
        ],
      },
    });
    expect(await client.directory.ownCampaigns()).toEqual([
      { id: '1', name: 'manual_01', type: '1' },
      { id: '4', name: 'preview_01', type: '4' },
    ]);
  });

  it('show every agent', async () => {
    server.on('GET /api/v1/active_agents/', {
      json: {
        status: 'SUCCESS',
        activeAgents: [
          { agent_id: 2, agent_username: 'ag2', agent_full_name: 'Beto Núñez', agent_sip_id: 'SIP/1004' },
        ],
      },
    });
    expect(await client.directory.activeAgents()).toEqual([{ id: '2', name: 'Beto Núñez', userName: 'ag2' }]);
  });

  it.each([
    [
      'GET /api/v1/agent/transfer_options',
      { json: { status: 'OK' } },
      () => client.directory.transferAgents(),
    ],
    [
      'GET /service/campana/activas/',
      { json: { campanas: 'none' } },
      () => client.directory.inboundCampaigns(),
    ],
    ['GET /service/campana/activas/', { html: '<p>' }, () => client.directory.inboundCampaigns()],
    ['GET /api/v1/active_agents/', { json: [] }, () => client.directory.activeAgents()],
  ])('of another shape are refused: %s %j', async (endpoint, reply, list) => {
    server.on(endpoint, reply);
    await expect(list()).rejects.toMatchObject({ code: 'serverAnsweredPage' });
  });
});

describe('the compulsory disposition', () => {
  it.each([
    [{ calificada: 'True' }, { kind: 'clear' }],
    [
      { calificada: 'False', calldata: '{"id_campana":"1","call_type":1}' },
      { kind: 'disposition', callData: { id_campana: '1', call_type: '1' } },
    ],
    [
      { calificada: 'False', calldata: 'None' },
      { kind: 'disposition', callData: {} },
    ],
    [
      { calldata: '{"call_id":"1.2"}', gestion: 'True', id_calificacion: '9' },
      { kind: 'management', dispositionId: '9', callData: { call_id: '1.2' } },
    ],
  ])('of %j is %j', async (json, status) => {
    server.on('POST /api/v1/calificar_llamada/', { json });
    expect(await client.directory.compulsoryStatus()).toEqual(status);
  });

  it('of another shape is refused, not taken for clear', async () => {
    server.on('POST /api/v1/calificar_llamada/', { json: {} });
    await expect(client.directory.compulsoryStatus()).rejects.toMatchObject({ code: 'serverAnsweredPage' });
  });
});

describe('the note on a recording', () => {
  const stored = (descripcion: string) =>
    server.on('GET /grabacion/descripcion/1700000200.1/', { json: { result: 'x', descripcion } });
  beforeEach(() => server.on('POST /node/grabacion/marcar/', { json: { result: 'OK' } }));
  const save = (text: string) => client.notes.noteRecording('1700000200.1', text);

  it('is saved by form and read back', async () => {
    stored('molesto & ñ\r\nllamar');
    await save('molesto & ñ\nllamar ');
    const { body, headers } = server.requests('POST /node/grabacion/marcar/')[0] ?? { body: '', headers: {} };
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      callid: '1700000200.1',
      descripcion: 'molesto & ñ\nllamar ',
    });
    expect(headers).toMatchObject({ 'X-CSRFToken': server.csrf });
  });

  it('is not saved when another text is read back', async () => {
    stored('No se encontró');
    await expect(save('hello')).rejects.toMatchObject({ code: 'draftRefused' });
  });

  it('is not saved when the server says so', async () => {
    server.on('POST /node/grabacion/marcar/', { json: { result: 'failed by x' } });
    await expect(save('hello')).rejects.toMatchObject({ code: 'draftRefused' });
  });

  it('is not saved when the answer is the login page at 200', async () => {
    server.on('POST /node/grabacion/marcar/', { html: 'login', endsAt: '/accounts/login/' });
    await expect(save('hello')).rejects.toMatchObject({ code: 'sessionExpired' });
  });

  it('needs a call id that the server can give back', async () => {
    await expect(client.notes.noteRecording('nope', 'x')).rejects.toMatchObject({ code: 'draftRefused' });
    expect(server.seen).toHaveLength(0);
  });
});
