import { beforeEach, describe, expect, it } from 'vitest';
import { agents, FakeServer, NOW, PASSWORD, SERVER, sipUser } from './fake';

const PAUSE = 'POST /api/v1/asterisk_pause/';
const AGENTS = 'GET /api/v1/agent/transfer_options';
const NO = { status: 403, json: { detail: 'Usted no tiene permiso' } };

let server: FakeServer;
beforeEach(() => {
  server = new FakeServer();
});
const types = () => server.events.map(({ type }) => type);

describe('REST with the token', () => {
  it('sends no cookies', async () => {
    const client = await server.signedIn();
    await client.presence.setPause('1');
    expect(server.requests(PAUSE)).toMatchObject([
      { credentials: 'omit', headers: { Authorization: 'Bearer token-of-ag1' } },
    ]);
  });

  it('goes on when the web session has died', async () => {
    const client = await server.signedIn();
    server.signInAs(null);
    await expect(client.presence.setPause('1')).resolves.toBeUndefined();
  });

  it('says permission denied when the token is good elsewhere, and disables only that endpoint', async () => {
    const client = await server.signedIn();
    server.on(PAUSE, NO);
    await expect(client.presence.setPause('1')).rejects.toMatchObject({
      code: 'permissionDenied',
      params: { endpoint: 'pause' },
    });
    expect(server.events).toEqual([{ type: 'denied', endpoint: 'pause' }]);
    expect(server.requests(PAUSE)).toHaveLength(1);
    await expect(client.presence.pbxLogin()).resolves.toBeUndefined();
  });

  it('repeats the refused request by session when the token is no longer taken, and tells so once', async () => {
    const client = await server.signedIn();
    server.tokensTaken = false;
    await client.presence.setPause('1');
    await client.presence.leavePause('1');
    expect(types()).toEqual(['tokenLost']);
    expect(server.requests(PAUSE).map(({ credentials }) => credentials)).toEqual(['omit', 'include']);
    expect(server.requests(PAUSE)[1]?.headers['X-CSRFToken']).toBe(server.csrf);
  });

  it('is not used past its end', async () => {
    server.on('POST /api/v1/login', {
      json: { user: { first_name: '', last_name: '', agent_id: 1 }, expires_in: '30', token: 'short' },
    });
    const client = await server.signedIn();
    await client.presence.setPause('1');
    expect(server.requests(PAUSE).map(({ credentials }) => credentials)).toEqual(['include']);
  });

  it('does not take a 403 page of a proxy for a dead token', async () => {
    const client = await server.signedIn();
    server.on(PAUSE, { status: 403, html: 'blocked' });
    await expect(client.presence.setPause('1')).rejects.toMatchObject({ code: 'permissionDenied' });
    expect(types()).toEqual(['denied']);
  });

  it('renews SIP credentials by session when their own endpoint refuses the token', async () => {
    const client = await server.signedIn();
    server.tokensTaken = false;
    const credentials = await client.sipCredentials();
    expect(credentials).toMatchObject({ user: sipUser('1003'), extension: '1003' });
    expect(types()).toEqual(['tokenLost']);
  });
});

describe('REST by session', () => {
  beforeEach(() => server.on('POST /api/v1/login', { status: 404, json: {} }));

  it('fetches a CSRF token once and keeps it', async () => {
    const client = await server.signedIn();
    await client.presence.setPause('1');
    await client.presence.leavePause('1');
    expect(server.requests('GET /campana/selecciona/')).toHaveLength(1);
    expect(server.requests(PAUSE)[0]).toMatchObject({ credentials: 'include', body: '{"pause_id":"1"}' });
  });

  it('renews a rotated CSRF token once, with the Referer rule set again', async () => {
    const client = await server.signedIn();
    await client.presence.setPause('1');
    server.csrf = 'csrf-rotated';
    server.refererForms = [];
    await client.presence.setPause('2');
    expect(server.requests(PAUSE)).toHaveLength(3);
    expect(server.refererForms).toEqual(['withoutPort']);
  });

  it('says permission denied when a fresh CSRF token is refused too', async () => {
    const client = await server.signedIn();
    server.on(PAUSE, NO);
    await expect(client.presence.setPause('1')).rejects.toMatchObject({ code: 'permissionDenied' });
    expect(server.requests(PAUSE)).toHaveLength(2);
  });

  it('says CSRF rejected when no page gives a token', async () => {
    const client = await server.signedIn();
    for (const page of ['/campana/selecciona/', '/agenda_contacto/eventos/', '/contacto/list/'])
      server.on(`GET ${page}`, { status: 403, html: '' });
    await expect(client.presence.setPause('1')).rejects.toMatchObject({ code: 'csrfRejected' });
    expect(server.requests(PAUSE)).toHaveLength(0);
  });

  it('takes the token from another page when the first is forbidden', async () => {
    const client = await server.signedIn();
    server.on('GET /campana/selecciona/', { status: 403, html: '' });
    server.on('GET /agenda_contacto/eventos/', {
      html: `<input name="csrfmiddlewaretoken" value="${server.csrf}">`,
    });
    await expect(client.presence.setPause('1')).resolves.toBeUndefined();
  });

  it('says session expired for a write, told once by event', async () => {
    const client = await server.signedIn();
    server.signInAs(null);
    await expect(client.presence.setPause('1')).rejects.toMatchObject({ code: 'sessionExpired' });
    await expect(client.presence.setPause('1')).rejects.toMatchObject({ code: 'sessionExpired' });
    expect(types()).toEqual(['expired']);
    expect(client.session.expired).toBe(true);
  });

  it('says session expired for a read that a live session might also be denied', async () => {
    const client = await server.signedIn();
    server.signInAs(null);
    await expect(client.directory.transferAgents()).rejects.toMatchObject({ code: 'sessionExpired' });
  });

  it('says permission denied for a read when the session lives', async () => {
    const client = await server.signedIn();
    server.on(AGENTS, NO);
    await expect(client.directory.transferAgents()).rejects.toMatchObject({ code: 'permissionDenied' });
  });

  it('never takes the SIP credentials of another agent for ours', async () => {
    const client = await server.signedIn();
    server.signInAs(agents.ag2);
    await expect(client.sipCredentials()).rejects.toMatchObject({
      code: 'otherAgentSignedIn',
      params: { extension: '1004' },
    });
    expect(server.events).toEqual([{ type: 'otherAgent', extension: '1004' }]);
  });
});

describe('SIP credentials', () => {
  it("count the server's life of them by our clock when the clocks differ", async () => {
    const client = await server.signedIn();
    server.on('GET /api/v1/sip/credentials/agent/', {
      json: { status: 'OK', sip_user: `${NOW / 1000 + 3600 + 20}:1003`, sip_password: 'x' },
      date: NOW + 3_600_000, // an hour ahead of us
    });
    const { expiresAt, renewAt } = await client.sipCredentials();
    expect(expiresAt).toBe(NOW + 20_000);
    expect(renewAt).toBe(NOW + 14_000);
  });

  it('say server error when the server could not make them', async () => {
    const client = await server.signedIn();
    server.on('GET /api/v1/sip/credentials/agent/', { json: { status: 'ERROR', message: 'hash' } });
    await expect(client.sipCredentials()).rejects.toMatchObject({ code: 'serverError' });
  });

  it('are refused when their user has another form', async () => {
    const client = await server.signedIn();
    server.on('GET /api/v1/sip/credentials/agent/', {
      json: { status: 'OK', sip_user: 'abc', sip_password: 'x' },
    });
    await expect(client.sipCredentials()).rejects.toMatchObject({ code: 'notOmnileads' });
  });
});

describe('looking after the session', () => {
  it('touches /blanco/ to keep it alive, and notices its end', async () => {
    const client = await server.signedIn();
    await client.session.touch();
    expect(server.requests('GET /blanco/')).toHaveLength(1);
    server.signInAs(null);
    await expect(client.session.touch()).rejects.toMatchObject({ code: 'sessionExpired' });
    expect(types()).toEqual(['expired']);
  });

  it('tells whose the browser is now', async () => {
    const client = await server.signedIn();
    expect(await client.session.check()).toEqual({ kind: 'agent', extension: '1003' });
    server.signInAs(agents.ag2);
    expect(await client.session.check()).toEqual({ kind: 'agent', extension: '1004' });
    server.signInAs('supervisor');
    expect(await client.session.check()).toEqual({ kind: 'notAgent' });
    server.signInAs(null);
    expect(await client.session.check()).toEqual({ kind: 'nobody' });
    expect(types()).toEqual(['otherAgent', 'otherAgent', 'expired']);
  });

  it('is alive again after signing in again', async () => {
    const client = await server.signedIn();
    server.signInAs(null);
    await expect(client.session.touch()).rejects.toMatchObject({ code: 'sessionExpired' });
    await client.session.signIn({ server: SERVER, user: 'ag1', password: PASSWORD });
    expect(client.session.expired).toBe(false);
  });
});
