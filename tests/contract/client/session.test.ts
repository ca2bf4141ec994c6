/** The real client against the stand-in, over http and https, as the phone document uses it. */
import { Window } from 'happy-dom';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakePbx, startOmnileads, type FakePbx, type OmnileadsStandIn } from '@/lab/omnileads';
import type { PhoneError } from '@/lib/diagnostics';
import type { ConsoleMessage } from '@/lib/omnileads';
import { createBrowser, type Browser } from './browser';

const PASSWORD = '098098ZZZ'; // the seed's
const LOCK_LIMIT = 3;
const SECRET = 'contract-secret';

beforeAll(() => vi.stubGlobal('DOMParser', new Window().DOMParser)); // the phone document has one, node hasn't
afterAll(() => vi.unstubAllGlobals());

describe.each([
  ['http', 'withoutPort'],
  ['https', 'withoutPort'],
  ['https', 'withPort'],
] as const)('over %s, Host %s', (scheme, hostForm) => {
  let standIn: OmnileadsStandIn;
  let pbx: FakePbx;
  let server: string;
  let browser: Browser;
  beforeEach(async () => {
    pbx = createFakePbx();
    standIn = await startOmnileads({ secret: SECRET, pbx, hostForm, loginFailureLimit: LOCK_LIMIT });
    server = (scheme === 'https' ? standIn.httpsUrl : standIn.httpUrl) ?? '';
    browser = createBrowser();
  });
  afterEach(async () => {
    browser.closeSockets();
    await standIn.stop();
  });

  async function signedIn(user = 'ag1') {
    const phone = browser.phone();
    const agent = await phone.client.session.signIn({ server, user, password: PASSWORD });
    return { ...phone, agent };
  }

  it('signs in, with console, token and SIP credentials that the PBX will take', async () => {
    const { agent, client } = await signedIn();
    expect(agent).toMatchObject({
      agentId: '1',
      user: 'ag1',
      extension: '1003',
      hasToken: true,
      refererForm: scheme === 'https' ? hostForm : 'withoutPort',
    });
    expect(agent.console.pauses.length).toBeGreaterThan(0);
    expect(agent.console.campaigns.map(({ id }) => id)).toContain('1');
    const renewed = await client.sipCredentials();
    expect(renewed.extension).toBe('1003');
    expect(renewed.expiresAt).toBeGreaterThan(Date.now());
    expect(standIn.control.requests.filter(({ path }) => path === '/consola/')).toHaveLength(1);
  });

  it('says wrong password, then locked', async () => {
    const { client } = browser.phone();
    const attempt = (password: string) => client.session.signIn({ server, user: 'aglock', password });
    const codes: string[] = [];
    while (codes.length < LOCK_LIMIT + 2)
      codes.push(
        await attempt('bad').then(
          () => 'signed in',
          (error: PhoneError) => error.code,
        ),
      );
    // The recorded server locks two failures after its limit (exchanges #49–#60).
    expect(codes).toEqual([...Array<string>(LOCK_LIMIT + 1).fill('wrongPassword'), 'accountLocked']);
    await expect(attempt(PASSWORD)).rejects.toMatchObject({ code: 'accountLocked' });
  });

  it('knows a supervisor for somebody else', async () => {
    const { client } = browser.phone();
    await expect(client.session.signIn({ server, user: 'sup1', password: PASSWORD })).rejects.toMatchObject({
      code: 'notAnAgent',
    });
  });

  it('reuses the session of the same agent, also without a password', async () => {
    await signedIn();
    const logins = () =>
      standIn.control.requests.filter(({ method, path }) => method === 'POST' && path === '/accounts/login/')
        .length;
    const before = logins();
    await signedIn();
    const resumed = await browser.phone().client.session.resume(server, hostForm);
    expect(resumed).toMatchObject({ agentId: '1', hasToken: false });
    expect(logins()).toBe(before);
  });

  it('works a shift by token: queues, pause, ringing, calls', async () => {
    const { client } = await signedIn();
    await client.presence.pbxLogin();
    expect(await client.directory.ownStatus()).toBe('READY');
    await client.presence.setPause('1');
    expect(await client.directory.ownStatus()).toMatch(/^PAUSE-/);
    await client.presence.leavePause('1');
    await client.presence.ringing(true);
    expect(await client.directory.ownStatus()).toBe('RINGING');
    await client.presence.ringing(false);
    await client.calls.callOutside('3514441111');
    await client.calls.makeCall({ campaignId: '1', phone: '3515550002', contactId: '2' });
    expect(pbx.asked.filter(({ action }) => action === 'Originate')).toHaveLength(2);
    await client.presence.pbxLogout();
    expect(await client.directory.ownStatus()).toBe('OFFLINE');
  });

  it('works the same shift by session when the token is refused', async () => {
    const { client, events } = await signedIn();
    standIn.control.expireToken('ag1');
    await client.presence.pbxLogin();
    await client.presence.setPause('1');
    await client.calls.callOutside('3514441111');
    expect(events).toEqual([{ type: 'tokenLost' }]);
    expect(await client.directory.ownStatus()).toMatch(/^PAUSE-/);
  });

  it('shows what the server refuses', async () => {
    const { client } = await signedIn('ag3');
    await expect(client.calls.callOutside('3514441111')).rejects.toMatchObject({
      code: 'noPermissionOutside',
    });
    await expect(client.calls.makeCall({ campaignId: '5', phone: '3515550002' })).rejects.toMatchObject({
      code: 'agentUnknown',
    });
    await expect(client.calls.makeCall({ campaignId: '999', phone: '3515550002' })).rejects.toMatchObject({
      code: 'campaignUnknown',
    });
    await expect(client.calls.conferenceHold('1.2', 'client', true)).rejects.toMatchObject({
      code: 'conferenceHoldNotHere',
    });
    await expect(
      client.calls.surveyTransfer({ callId: '1.2', campaignId: '1', surveyId: '1' }),
    ).rejects.toMatchObject({ code: 'surveyNotHere' });
    expect(await client.directory.compulsoryStatus()).toEqual({ kind: 'clear' });
    expect(await client.presence.rejectCall()).toBe('noRow');
  });

  it('tells hold events, and stays silent about calls without a log row', async () => {
    const { client } = await signedIn();
    standIn.control.addCallLog({ username: 'ag1', callId: '1700000200.1' });
    expect(await client.calls.holdEvent('1700000200.1')).toBe('sent');
    expect(await client.calls.holdEvent('404.1')).toBe('unknown');
  });

  it('reads lists by session and by token', async () => {
    const { client } = await signedIn();
    expect((await client.directory.inboundCampaigns()).map(({ id }) => id)).toEqual(['3']);
    expect((await client.directory.activeAgents()).map(({ id }) => id)).toContain('2');
    expect((await client.directory.transferAgents()).every(({ id }) => id !== '1')).toBe(true);
  });

  it('knows a permission that is missing, by token and by session, from everything else', async () => {
    const { client, events } = await signedIn();
    standIn.control.denyPermission('ag1', 'api_make_pause');
    await expect(client.presence.setPause('1')).rejects.toMatchObject({ code: 'permissionDenied' });
    standIn.control.expireToken('ag1');
    await expect(client.presence.setPause('1')).rejects.toMatchObject({ code: 'permissionDenied' });
    await client.presence.pbxLogin();
    expect(events).toEqual([
      { type: 'denied', endpoint: 'pause' },
      { type: 'tokenLost' },
      { type: 'denied', endpoint: 'pause' },
    ]);
  });

  it('notices an expired session, keeps the token working, and signs in again', async () => {
    const { client, events } = await signedIn();
    standIn.control.expireSession('ag1');
    await expect(client.session.touch()).rejects.toMatchObject({ code: 'sessionExpired' });
    await expect(client.directory.inboundCampaigns()).rejects.toMatchObject({ code: 'sessionExpired' });
    await client.presence.pbxLogin();
    expect(events).toEqual([{ type: 'expired' }]);
    await client.session.signIn({ server, user: 'ag1', password: PASSWORD });
    await client.session.touch();
  });

  it('writes nothing once another agent signed in to the same browser', async () => {
    const { client, events } = await signedIn();
    await browser.phone().client.session.signIn({ server, user: 'ag2', password: PASSWORD });
    await expect(client.web.write(async () => 'written')).rejects.toMatchObject({
      code: 'otherAgentSignedIn',
      params: { extension: '1004' },
    });
    expect(events).toEqual([{ type: 'otherAgent', extension: '1004' }]);
    await client.presence.setPause('1'); // by token: still ours
    expect(await client.directory.ownStatus()).toMatch(/^PAUSE-/);
  });

  it('signs out, presence included', async () => {
    const { client } = await signedIn();
    await client.presence.pbxLogin();
    await client.session.signOut();
    expect(browser.cookies.has('sessionid')).toBe(false);
    expect(await browser.phone().client.session.resume(server, hostForm)).toBeNull();
  });

  it('hears its supervisor, and another console only once', async () => {
    const { client } = await signedIn();
    const heard: ConsoleMessage[] = [];
    client.notifications.start({ onMessage: (message) => heard.push(message) });
    await vi.waitFor(() => expect(client.notifications.phase()).toBe('open'));
    standIn.control.supervisor.message('ag1', 'hola');
    await standIn.control.supervisor.pause('ag1');
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard).toEqual([
      { type: 'supervisorMessage', text: 'hola', supervisor: 'sup1' },
      { type: 'pause', id: '00', name: expect.any(String) as string },
    ]);
    standIn.control.signInElsewhere('ag1');
    await vi.waitFor(() => expect(client.notifications.phase()).toBe('takenOver'));
    client.notifications.takeOver(); // the sign-in elsewhere ended our session
    await vi.waitFor(() => expect(client.notifications.phase()).toBe('signedOut'));
  });
});

it('says unreachable where nothing listens', async () => {
  const standIn = await startOmnileads({ secret: SECRET, pbx: createFakePbx(), tls: false });
  const { httpUrl } = standIn;
  await standIn.stop();
  const { client } = createBrowser().phone();
  await expect(
    client.session.signIn({ server: httpUrl, user: 'ag1', password: PASSWORD }),
  ).rejects.toMatchObject({ code: 'serverUnreachable' });
});

it('tells a certificate that the browser refuses from a server that is not there', async () => {
  const standIn = await startOmnileads({ secret: SECRET, pbx: createFakePbx() });
  const signIn = (server: string) =>
    createBrowser({ trusted: false })
      .phone()
      .client.session.signIn({ server, user: 'ag1', password: PASSWORD });
  const { httpsUrl = '' } = standIn;
  await expect(signIn(httpsUrl)).rejects.toMatchObject({ code: 'certificateUntrusted' });
  await standIn.stop();
  await expect(signIn(httpsUrl)).rejects.toMatchObject({ code: 'serverUnreachable' });
});

it('says that it is not OMniLeads in front of something else', async () => {
  const { createServer } = await import('node:http');
  const other = createServer((_, response) => response.end('<h1>It works!</h1>'));
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { client } = createBrowser().phone();
  const signIn = client.session.signIn({
    server: `http://127.0.0.1:${port}`,
    user: 'ag1',
    password: PASSWORD,
  });
  await expect(signIn).rejects.toMatchObject({ code: 'notOmnileads' });
  other.close();
});
