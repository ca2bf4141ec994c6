import { beforeEach, describe, expect, it } from 'vitest';
import { agents, FakeServer } from './fake';

let server: FakeServer;
beforeEach(() => {
  server = new FakeServer();
});

describe('writing by session', () => {
  it('runs one job at a time, in order', async () => {
    const client = await server.signedIn();
    const log: string[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const first = client.web.write(async () => {
      log.push('first begins');
      await gate;
      log.push('first ends');
    });
    const second = client.web.write(async () => void log.push('second'));
    release();
    await Promise.all([first, second]);
    expect(log).toEqual(['first begins', 'first ends', 'second']);
  });

  it('goes on after a job that failed', async () => {
    const client = await server.signedIn();
    const failed = client.web.write(() => Promise.reject(new Error('mine')));
    const next = client.web.write(async () => 'done');
    await expect(failed).rejects.toThrow('mine');
    expect(await next).toBe('done');
  });

  it('asks who we are only when the cookie changed', async () => {
    const client = await server.signedIn();
    await client.web.write(async () => undefined);
    expect(server.requests()).toHaveLength(0);
    server.signInAs(agents.ag1); // the same agent signed in in a tab
    await client.web.write(async () => undefined);
    await client.web.write(async () => undefined);
    expect(server.requests('GET /api/v1/sip/credentials/agent/')).toHaveLength(1);
  });

  it('writes nothing as another agent, until the browser is ours again', async () => {
    const client = await server.signedIn();
    server.signInAs(agents.ag2);
    let ran = 0;
    const write = () => client.web.write(async () => (ran += 1));
    await expect(write()).rejects.toMatchObject({ code: 'otherAgentSignedIn' });
    await expect(write()).rejects.toMatchObject({ code: 'otherAgentSignedIn' });
    expect(ran).toBe(0);
    expect(server.events[0]).toEqual({ type: 'otherAgent', extension: '1004' });
    server.signInAs(agents.ag1);
    expect(await write()).toBe(1);
  });

  it('writes nothing as a supervisor', async () => {
    const client = await server.signedIn();
    server.signInAs('supervisor');
    await expect(client.notes.noteRecording('1.2', 'x')).rejects.toMatchObject({
      code: 'otherAgentSignedIn',
    });
    expect(server.requests('POST /node/grabacion/marcar/')).toHaveLength(0);
  });

  it('says session expired when the cookie is gone', async () => {
    const client = await server.signedIn();
    server.signInAs(null);
    await expect(client.web.write(async () => undefined)).rejects.toMatchObject({ code: 'sessionExpired' });
    expect(server.events).toEqual([{ type: 'expired' }]);
  });

  it('writes nothing while it can not ask who we are', async () => {
    const client = await server.signedIn();
    server.cookie += 1;
    server.on('GET /api/v1/sip/credentials/agent/', 'network');
    await expect(client.web.write(async () => 'written')).rejects.toMatchObject({
      code: 'serverUnreachable',
    });
  });
});

describe('forms by session', () => {
  it('gives pages with the path at which they ended', async () => {
    const client = await server.signedIn();
    server.on('GET /formulario/1/calificacion/2/update_calificacion/', {
      html: '<form>',
      endsAt: '/formulario/1/calificacion/2/x/',
    });
    const page = await client.web.get('/formulario/1/calificacion/2/update_calificacion/');
    expect(page).toMatchObject({
      status: 200,
      path: '/formulario/1/calificacion/2/x/',
      redirected: true,
      html: '<form>',
    });
  });

  it('posts exactly the pairs it is given, repeated names included', async () => {
    const client = await server.signedIn();
    const pairs = [
      ['csrfmiddlewaretoken', server.csrf],
      ['a', '1'],
      ['a', 'ñ & 2'],
    ] as const;
    await client.web.write(({ post }) => post('/formulario/1/', pairs));
    expect([...new URLSearchParams(server.requests('POST /formulario/1/')[0]?.body)]).toEqual(pairs);
  });

  it('says CSRF rejected for a form whose token was rotated, and repeats nothing by itself', async () => {
    const client = await server.signedIn();
    const posting = client.web.write(({ post }) =>
      post('/agente/calificar_llamada/%7B%22telefono%22:%223515550001%22%7D', [
        ['csrfmiddlewaretoken', 'old'],
      ]),
    );
    const error = await posting.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'csrfRejected' });
    expect(JSON.stringify(error) + String(error)).not.toContain('3515550001');
    expect(server.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('asks REST addresses for JSON: else they answer with their browsable page', async () => {
    const client = await server.signedIn();
    server.on('GET /api/v1/disposition/', ({ headers }) =>
      headers.Accept === 'application/json' ? { json: [] } : { html: '<h1>Disposition List</h1>' },
    );
    expect((await client.web.get('/api/v1/disposition/')).json).toEqual([]);
  });

  it('tells a dead session from a missing permission at a REST address', async () => {
    const client = await server.signedIn();
    server.on('GET /api/v1/disposition/', { status: 403, json: { detail: 'no' } });
    await expect(client.web.get('/api/v1/disposition/')).rejects.toMatchObject({ code: 'permissionDenied' });
    server.signInAs(null);
    await expect(client.web.get('/api/v1/disposition/')).rejects.toMatchObject({ code: 'sessionExpired' });
  });

  it.each([
    ['the login page', { html: 'login', endsAt: '/accounts/login/?next=/x' }, 'sessionExpired'],
    ['a server error', { status: 500, html: '' }, 'serverError'],
    ['a forbidden page', { status: 403, html: '' }, 'permissionDenied'],
  ])('throws for %s', async (_, reply, code) => {
    const client = await server.signedIn();
    server.on('GET /agenda_contacto/eventos/', reply);
    await expect(client.web.get('/agenda_contacto/eventos/')).rejects.toMatchObject({ code });
  });
});
