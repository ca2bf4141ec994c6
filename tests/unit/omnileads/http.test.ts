import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ORIGINATE_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from '@/lib/omnileads/http';
import { FakeServer, SERVER } from './fake';

let server: FakeServer;
beforeEach(() => {
  server = new FakeServer();
});
afterEach(() => vi.useRealTimers());

describe('a request that gets no answer', () => {
  it('is unreachable when the host refuses plain http too', async () => {
    const client = await server.signedIn();
    server.on('POST /api/v1/asterisk_login/', 'network');
    await expect(client.presence.pbxLogin()).rejects.toMatchObject({
      code: 'serverUnreachable',
      params: { endpoint: 'pbxLogin' },
    });
  });

  it('is an untrusted certificate when plain http on the same port is answered', async () => {
    const asked: string[] = [];
    server.plainHttp = async (url) => {
      asked.push(url.href);
      return {} as Response;
    };
    server.on('GET /api/v1/sip/credentials/agent/', 'network');
    const signIn = server.client().session.signIn({ server: SERVER, user: 'ag1', password: 'x' });
    await expect(signIn).rejects.toMatchObject({ code: 'certificateUntrusted' });
    expect(asked).toEqual(['http://oml.example:443/']);
  });

  it('asks on the port of the address', async () => {
    const other = new FakeServer('https://oml.example:8443');
    const asked: string[] = [];
    other.plainHttp = async (url) => {
      asked.push(url.href);
      throw new TypeError('Failed to fetch');
    };
    other.on('GET /api/v1/sip/credentials/agent/', 'network');
    const signIn = other.client().session.signIn({ server: other.origin, user: 'ag1', password: 'x' });
    await expect(signIn).rejects.toMatchObject({ code: 'serverUnreachable' });
    expect(asked).toEqual(['http://oml.example:8443/']);
  });

  it('asks nothing more when the server has no certificate', async () => {
    const plain = new FakeServer('http://oml.example');
    plain.plainHttp = async () => {
      throw new Error('must not be asked');
    };
    plain.on('GET /api/v1/sip/credentials/agent/', 'network');
    const signIn = plain.client().session.signIn({ server: plain.origin, user: 'ag1', password: 'x' });
    await expect(signIn).rejects.toMatchObject({ code: 'serverUnreachable' });
  });

  it.each([
    ['a presence request', 'POST /api/v1/asterisk_login/', REQUEST_TIMEOUT_MS] as const,
    [
      'a call, whose originate is synchronous,',
      'POST /api/v1/make_call_outside_campaign/',
      ORIGINATE_TIMEOUT_MS,
    ] as const,
  ])('times out for %s', async (_, endpoint, timeoutMs) => {
    const client = await server.signedIn();
    vi.useFakeTimers();
    server.on(endpoint, 'silence');
    const { presence, calls } = client;
    let settled = false;
    const asked = (endpoint.includes('login') ? presence.pbxLogin() : calls.callOutside('5551234'))
      .catch((thrown: unknown) => thrown)
      .finally(() => (settled = true));
    await vi.advanceTimersByTimeAsync(timeoutMs - 1);
    expect(settled).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await asked).toMatchObject({ code: 'serverTimeout' });
  });
});

describe('an answer of the wrong kind', () => {
  it.each([
    ['a page instead of JSON', { html: '<h1>maintenance</h1>' }, 'serverAnsweredPage'],
    ['malformed JSON', { type: 'application/json', html: '{"status": "O' }, 'serverAnsweredPage'],
    ['JSON that says it is text', { type: 'text/plain', html: '{"status": "OK"}' }, 'serverAnsweredPage'],
    ['a server error page', { status: 500, html: 'Error Interno' }, 'serverError'],
    ['a gateway page', { status: 503, html: 'nginx' }, 'serverError'],
    ['the login page', { html: 'login', endsAt: '/accounts/login/?next=/x' }, 'sessionExpired'],
  ])('is told apart: %s', async (_, reply, code) => {
    const client = await server.signedIn();
    server.on('POST /api/v1/asterisk_login/', reply);
    await expect(client.presence.pbxLogin()).rejects.toMatchObject({ code });
  });

  it("keeps the server's words of a JSON error for the diagnostics, shortened, and no page", async () => {
    const client = await server.signedIn();
    server.on('POST /api/v1/make_call_outside_campaign/', {
      status: 400,
      json: { status: 'ERROR', message: 'x'.repeat(999) },
    });
    const error = await client.calls.callOutside('5551234').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'numberRefused', params: { status: 400 } });
    expect((error as { detail: string }).detail).toHaveLength(200);
  });
});
