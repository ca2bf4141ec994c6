import { beforeEach, describe, expect, it } from 'vitest';
import { agents, consoleHtml, FakeServer, NOW, PASSWORD, SERVER, sipUser } from './fake';

let server: FakeServer;
beforeEach(() => {
  server = new FakeServer();
});
const signIn = (user = 'ag1', password = PASSWORD) =>
  server.client().session.signIn({ server: SERVER, user, password });

describe('signing in', () => {
  it('gives the agent, the console and the first SIP credentials', async () => {
    const signedIn = await signIn();
    expect(signedIn).toMatchObject({
      server: SERVER,
      agentId: '1',
      user: 'ag1',
      displayName: 'Ana Pérez',
      extension: '1003',
      refererForm: 'withoutPort',
      hasToken: true,
    });
    expect(signedIn.credentials.user).toBe(sipUser('1003'));
    expect(signedIn.credentials.expiresAt).toBe(NOW + 28_800_000);
    expect(signedIn.credentials.renewAt).toBeGreaterThan(NOW);
    expect(signedIn.credentials.renewAt).toBeLessThan(signedIn.credentials.expiresAt);
  });

  it('sets the Referer rule before any request, on https only', async () => {
    await signIn();
    expect(server.refererForms).toEqual(['withoutPort']);
    const plain = new FakeServer('http://oml.example');
    await plain.client().session.signIn({ server: 'http://oml.example', user: 'ag1', password: PASSWORD });
    expect(plain.refererForms).toEqual([]);
  });

  it('reads the console from the answer of the sign-in and never asks for it again', async () => {
    await signIn();
    expect(server.requests('GET /consola/')).toHaveLength(0);
    expect(server.requests('POST /accounts/login/')).toHaveLength(1);
  });

  it('takes the token without cookies', async () => {
    await signIn();
    expect(server.requests('POST /api/v1/login').map(({ credentials }) => credentials)).toEqual(['omit']);
  });

  it('uses a session of the same agent that is already in the browser', async () => {
    server.signInAs(agents.ag1);
    const signedIn = await signIn();
    expect(signedIn.agentId).toBe('1');
    expect(server.requests('POST /accounts/login/')).toHaveLength(0);
    expect(server.requests('GET /consola/')).toHaveLength(1);
  });

  it('signs another agent out first', async () => {
    server.signInAs(agents.ag2);
    const signedIn = await signIn();
    expect(signedIn.agentId).toBe('1');
    expect(server.requests('GET /accounts/logout/')).toHaveLength(1);
    expect(server.requests('GET /consola/')).toHaveLength(0);
  });

  it('signs a supervisor out first', async () => {
    server.signInAs('supervisor');
    expect((await signIn()).agentId).toBe('1');
  });

  it('signs an administrator out, for whom the probe crashes on the server', async () => {
    server.signInAs('supervisor');
    server.on('GET /api/v1/sip/credentials/agent/', { status: 500, html: 'Error Interno' });
    expect((await signIn()).agentId).toBe('1');
  });

  it('says wrong password when the form comes back', async () => {
    await expect(signIn('ag1', 'no')).rejects.toMatchObject({ code: 'wrongPassword' });
  });

  it('says locked when the page comes back without its form', async () => {
    server.on('POST /accounts/login/', { html: '<p>Haz tratado de loguearte 12 veces</p>' });
    await expect(signIn()).rejects.toMatchObject({ code: 'accountLocked' });
  });

  it('says not an agent when the sign-in ends elsewhere, and keeps no such session', async () => {
    await expect(signIn('boss')).rejects.toMatchObject({ code: 'notAnAgent' });
    expect(server.jar).toBeNull();
  });

  it('tries the other Referer once after a 403 and reports the one that worked', async () => {
    let refused = 0;
    server.on('POST /accounts/login/', ({ body }) => {
      if (server.refererForms.at(-1) === 'withoutPort') {
        refused += 1;
        return { status: 403, html: 'Prohibido' };
      }
      server.signInAs(agents.ag1);
      expect(body).toContain('csrf-login');
      return { html: consoleHtml(), endsAt: '/consola/' };
    });
    const signedIn = await signIn();
    expect(refused).toBe(1);
    expect(signedIn.refererForm).toBe('withPort');
    expect(server.refererForms).toEqual(['withoutPort', 'withPort']);
  });

  it('gives up after both Referers and goes back to the first', async () => {
    server.on('POST /accounts/login/', { status: 403, html: 'Prohibido' });
    await expect(signIn()).rejects.toMatchObject({ code: 'csrfRejected' });
    expect(server.refererForms).toEqual(['withoutPort', 'withPort', 'withoutPort']);
    expect(server.requests('POST /accounts/login/')).toHaveLength(2);
  });

  it('goes on without a token when the token sign-in refuses the account', async () => {
    server.on('POST /api/v1/login', {
      status: 404,
      json: { detail: 'Invalid Credentials or activate account' },
    });
    expect((await signIn()).hasToken).toBe(false);
  });

  it("does not use a token that is another agent's", async () => {
    server.on('POST /api/v1/login', {
      json: { user: { first_name: '', last_name: '', agent_id: 9 }, expires_in: '9', token: 'x' },
    });
    expect((await signIn()).hasToken).toBe(false);
  });

  it.each([
    ['a site that knows nothing of the probe', { status: 404, html: 'Not found' }],
    ['a site that answers everything with a page', { html: '<h1>Welcome</h1>' }],
  ])('says it is not OMniLeads: %s', async (_, reply) => {
    server.on('GET /api/v1/sip/credentials/agent/', reply);
    await expect(signIn()).rejects.toMatchObject({ code: 'notOmnileads' });
  });

  it('says it is not OMniLeads when the console lacks the agent', async () => {
    server.on('POST /accounts/login/', { html: '<p>hello</p>', endsAt: '/consola/' });
    await expect(signIn()).rejects.toMatchObject({ code: 'notOmnileads' });
  });

  it('says it is not OMniLeads when there is no sign-in form', async () => {
    server.on('GET /accounts/login/', { html: '<p>hello</p>' });
    await expect(signIn()).rejects.toMatchObject({ code: 'notOmnileads' });
  });

  it('names the right address when the server sends us to another origin', async () => {
    server.on('GET /api/v1/sip/credentials/agent/', { json: {}, endsAt: 'https://www.oml.example/x' });
    await expect(signIn()).rejects.toMatchObject({
      code: 'serverAddressInvalid',
      params: { address: 'https://www.oml.example' },
    });
  });

  it('says server error when the console crashes after the sign-in', async () => {
    server.on('POST /accounts/login/', { status: 500, html: 'Error Interno', endsAt: '/consola/' });
    await expect(signIn()).rejects.toMatchObject({ code: 'serverError' });
  });

  it('says server error when a proxy has nothing behind it', async () => {
    server.on('GET /api/v1/sip/credentials/agent/', { status: 502, html: 'Bad Gateway' });
    await expect(signIn()).rejects.toMatchObject({ code: 'serverError' });
  });

  it.each(['', 'ftp://oml.example', 'https://', 'https://a:b@oml.example', 'http://exa mple'])(
    'refuses the address %j',
    async (typed) => {
      await expect(
        server.client().session.signIn({ server: typed, user: 'u', password: 'p' }),
      ).rejects.toMatchObject({
        code: 'serverAddressInvalid',
      });
      expect(server.seen).toHaveLength(0);
    },
  );

  it('takes an address without scheme or with a path', async () => {
    const signedIn = await server
      .client()
      .session.signIn({ server: ' oml.example/accounts/login/ ', user: 'ag1', password: PASSWORD });
    expect(signedIn.server).toBe(SERVER);
  });

  it('leaves password, token and SIP secret out of log, errors and events', async () => {
    server.on('POST /api/v1/asterisk_login/', { status: 500, html: `trace ${PASSWORD}` });
    const client = await server.signedIn();
    const errors = await Promise.allSettled([client.presence.pbxLogin(), signIn('ag1', `${PASSWORD}!`)]);
    const told =
      JSON.stringify([errors, server.log.lines(), server.events]) +
      errors.map((e) => (e.status === 'rejected' ? String(e.reason) : '')).join();
    expect(errors.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    for (const secret of [PASSWORD, agents.ag1.token, 'c2VjcmV0', 'csrf-'])
      expect(told).not.toContain(secret);
  });

  it('keeps the present session when signing in again fails', async () => {
    const client = await server.signedIn();
    await expect(
      client.session.signIn({ server: SERVER, user: 'ag1', password: 'no' }),
    ).rejects.toMatchObject({ code: 'wrongPassword' });
    await client.presence.pbxLogin();
    expect(server.requests('POST /api/v1/asterisk_login/')[0]?.headers.Authorization).toBe(
      'Bearer token-of-ag1',
    );
  });
});

describe('going on with a session of the browser', () => {
  it('needs no password and has no token', async () => {
    server.signInAs(agents.ag1);
    const signedIn = await server.client().session.resume(SERVER);
    expect(signedIn).toMatchObject({ agentId: '1', hasToken: false, displayName: '' });
    expect(server.requests('GET /consola/')).toHaveLength(1);
  });

  it.each([['nobody', null] as const, ['a supervisor', 'supervisor'] as const])(
    'gives nothing for %s',
    async (_, jar) => {
      server.signInAs(jar);
      expect(await server.client().session.resume(SERVER)).toBeNull();
      expect(server.requests('GET /consola/')).toHaveLength(0);
    },
  );
});

describe('before any sign-in', () => {
  it('every request says that there is no session, and nothing is asked', async () => {
    const client = server.client();
    await expect(client.presence.pbxLogin()).rejects.toMatchObject({ code: 'sessionExpired' });
    await expect(client.web.get('/blanco/')).rejects.toMatchObject({ code: 'sessionExpired' });
    expect(await client.session.check()).toEqual({ kind: 'nobody' });
    expect([server.seen, server.events]).toEqual([[], []]);
  });
});

describe('signing out', () => {
  it('is no loss of the session: nothing is told afterwards', async () => {
    const client = await server.signedIn();
    await client.session.signOut();
    await expect(client.directory.inboundCampaigns()).rejects.toMatchObject({ code: 'sessionExpired' });
    expect(server.events).toEqual([]);
  });

  it('ends the session with its presence, then forgets the token', async () => {
    const client = await server.signedIn();
    await client.session.signOut();
    expect(server.requests('GET /agente/logout/')).toHaveLength(1);
    expect(server.jar).toBeNull();
    await expect(client.presence.pbxLogin()).rejects.toMatchObject({ code: 'sessionExpired' });
    expect(
      server.requests('POST /api/v1/asterisk_login/').every(({ headers }) => !headers.Authorization),
    ).toBe(true);
  });

  it.each([500, 403])('ends at least the web login when the presence part answers %i', async (status) => {
    const client = await server.signedIn();
    server.on('GET /agente/logout/', { status, html: 'no' });
    await client.session.signOut();
    expect(server.requests('GET /accounts/logout/')).toHaveLength(1);
    expect(server.jar).toBeNull();
  });

  it('does not end the session of another agent', async () => {
    const client = await server.signedIn();
    server.signInAs(agents.ag2);
    await client.session.signOut();
    expect(server.jar).toBe(agents.ag2);
  });

  it('never fails, even without a network', async () => {
    const client = await server.signedIn();
    server.on('GET /agente/logout/', 'network');
    await expect(client.session.signOut()).resolves.toBeUndefined();
  });
});
