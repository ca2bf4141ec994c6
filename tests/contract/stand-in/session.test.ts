import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';

import { createFakePbx, startOmnileads, type OmnileadsOptions, type OmnileadsStandIn } from '@/lab/omnileads';

import { locationOf, rest, tokenFor, visit } from './visitor';

const SECRET = 'shared with the edge';
let standIn: OmnileadsStandIn;
const start = async (options: Partial<OmnileadsOptions> = {}): Promise<OmnileadsStandIn> => {
  standIn = await startOmnileads({ secret: SECRET, pbx: createFakePbx(), ...options });
  return standIn;
};
const https = (): string => standIn.httpsUrl ?? '';
afterEach(() => standIn.stop());

describe('web sessions', () => {
  it('ends the session of the first browser when the agent signs in at a second one', async () => {
    await start();
    const [first, second] = [visit(standIn.httpUrl), visit(standIn.httpUrl)];
    await first.signIn('ag1');
    expect((await first.get('/blanco/')).status).toBe(200);
    await second.signIn('ag1');
    expect(locationOf(await first.get('/blanco/'))).toBe('/accounts/login/?next=/blanco/');
    expect((await second.get('/blanco/')).status).toBe(200);
  });

  it('rolls the expiry with every request and ends an idle session', async () => {
    await start({ sessionAgeS: 100 });
    const browser = visit(standIn.httpUrl);
    await browser.signIn('ag1');
    for (let n = 0; n < 3; n += 1) {
      standIn.control.moveClock(60_000);
      expect((await browser.get('/blanco/')).status).toBe(200);
    }
    standIn.control.moveClock(101_000);
    expect((await browser.get('/blanco/')).status).toBe(302);
  });

  it('refuses a CSRF token taken before the login', async () => {
    await start();
    const browser = visit(standIn.httpUrl);
    await browser.get('/accounts/login/');
    const old = /csrftoken=(\w+)/u.exec(browser.cookie())?.[1] ?? '';
    await browser.signIn('ag1');
    const refused = await browser.post(
      '/agente/llamar_sin_campana/',
      {},
      { 'X-CSRFToken': old, 'Content-Type': 'application/json' },
    );
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('CSRF');
    expect((await browser.post('/agente/llamar_sin_campana/')).status).toBe(302);
  });

  it('locks the web login after the limit and opens it again after the cool-off', async () => {
    await start({ loginFailureLimit: 2, lockoutCooloffS: 300 });
    const browser = visit(standIn.httpUrl);
    for (let n = 0; n < 4; n += 1) await browser.signIn('aglock', 'wrong');
    expect((await browser.signIn('aglock')).body).toContain('bloqueadas por 300 segundos');
    expect(await tokenFor(standIn.httpUrl, 'aglock')).toMatch(/^[0-9a-f]{40}$/u);
    standIn.control.moveClock(301_000);
    expect(locationOf(await browser.signIn('aglock'))).toBe('/consola/');
  });

  it('records sign-in, pauses and a second console in the activity log', async () => {
    await start();
    const browser = visit(standIn.httpUrl);
    await browser.signIn('ag1');
    await browser.get('/consola/');
    const token = await tokenFor(standIn.httpUrl, 'ag1');
    await rest(standIn.httpUrl, token, 'POST', '/api/v1/asterisk_pause/', '{"pause_id":"1"}');
    await browser.get('/consola/');
    expect(standIn.control.store.activityLog.map(({ event }) => event)).toEqual([
      'LOGIN',
      'PAUSE',
      'UNPAUSE',
      'LOGOUT',
      'LOGIN',
    ]);
  });
});

describe('https as nginx serves it', () => {
  it.each([
    { hostForm: 'withoutPort' as const, port: false },
    { hostForm: 'withPort' as const, port: true },
  ])('wants the Referer to be $hostForm of the Host it sees', async ({ hostForm, port }) => {
    await start({ hostForm });
    const withPort = `${https()}/`;
    const withoutPort = 'https://127.0.0.1/';
    const good = visit(https(), port ? withPort : withoutPort);
    const bad = visit(https(), port ? withoutPort : withPort);
    expect((await bad.signIn('ag1')).status).toBe(403);
    expect(locationOf(await good.signIn('ag1'))).toBe('/consola/');
    const console_ = await good.get('/consola/');
    expect(console_.body).toContain(`id="externalport" value="${new URL(https()).port}"`);
    expect(console_.body).toContain('id="nginxhost" value="127.0.0.1"');
  });

  it('answers plain HTTP on the TLS port with a 400 page', async () => {
    await start();
    const answer = await visit(https().replace('https:', 'http:')).get('/');
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('plain HTTP request was sent to HTTPS port');
  });
});

describe('credentials and tokens', () => {
  it('signs "<expiry>:<extension>" with the shared secret', async () => {
    await start({ credentialTtlS: 20 });
    const token = await tokenFor(standIn.httpUrl, 'ag1');
    const answer = await rest(standIn.httpUrl, token, 'GET', '/api/v1/sip/credentials/agent/');
    const { sip_user: user, sip_password: password } = JSON.parse(answer.body) as Record<string, string>;
    const [expiry, extension] = (user ?? '').split(':');
    expect(extension).toBe('1003');
    expect(Math.abs(Number(expiry) - (Date.now() / 1000 + 20))).toBeLessThan(3);
    expect(password).toBe(
      createHmac('sha1', SECRET)
        .update(user ?? '')
        .digest('base64'),
    );
  });

  it('refuses an expired token and a codename taken from the user', async () => {
    await start();
    const token = await tokenFor(standIn.httpUrl, 'ag1');
    standIn.control.denyPermission('ag1', 'api_make_pause');
    const denied = await rest(standIn.httpUrl, token, 'POST', '/api/v1/asterisk_pause/', '{"pause_id":"1"}');
    expect([denied.status, denied.body]).toEqual([
      403,
      '{"detail": "Usted no tiene permiso para realizar esta acción."}',
    ]);
    standIn.control.expireToken('ag1');
    expect((await rest(standIn.httpUrl, token, 'GET', '/api/v1/sip/credentials/agent/')).body).toBe(
      '{"detail": "The Token is expired"}',
    );
  });
});
