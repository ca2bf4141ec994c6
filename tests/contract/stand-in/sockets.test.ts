import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import { createFakePbx, startOmnileads, type OmnileadsStandIn } from '@/lab/omnileads';

import { rest, tokenFor, visit } from './visitor';

let standIn: OmnileadsStandIn;
let edge: WebSocketServer;
const open: WebSocket[] = [];

beforeEach(async () => {
  edge = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' });
  await once(edge, 'listening');
  edge.on('connection', (socket) => socket.on('message', (data) => socket.send(`echo ${String(data)}`)));
  const address = edge.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  standIn = await startOmnileads({
    secret: 's',
    pbx: createFakePbx(),
    kamailioWsUrl: `ws://127.0.0.1:${port}/ws`,
  });
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate();
  await standIn.stop();
  for (const client of edge.clients) client.terminate();
  await new Promise((done) => edge.close(done));
});

function connect(
  url: string,
  headers: Record<string, string> = {},
  protocols: string[] = [],
): { socket: WebSocket; frames: string[] } {
  const socket = new WebSocket(url, protocols, { headers, rejectUnauthorized: false });
  const frames: string[] = [];
  socket.on('message', (data) => frames.push(String(data)));
  open.push(socket);
  return { socket, frames };
}
const opened = (socket: WebSocket): Promise<unknown> => once(socket, 'open');
async function refusal(url: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  const { socket } = connect(url, headers);
  socket.on('error', () => undefined); // the refused handshake is reported by 'unexpected-response' too
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode?: number }];
  return response.statusCode;
}
const consoleUrl = (): string => `${standIn.httpUrl.replace('http', 'ws')}/channels/agent-console`;
async function cookieOf(username: string): Promise<string> {
  const browser = visit(standIn.httpUrl);
  await browser.signIn(username);
  return browser.cookie();
}

describe('the console socket', () => {
  it('accepts an agent by its session cookie and nobody else', async () => {
    const token = await tokenFor(standIn.httpUrl, 'ag1');
    expect(await refusal(consoleUrl())).toBe(403);
    expect(await refusal(consoleUrl(), { Authorization: `Bearer ${token}` })).toBe(403);
    expect(await refusal(`${consoleUrl()}?token=${token}`)).toBe(403);
    expect(await refusal(consoleUrl(), { Cookie: await cookieOf('sup1') })).toBe(403);
    expect(await refusal(consoleUrl().replace('agent-console', 'nope'))).toBe(500);
    const { socket } = connect(consoleUrl(), { Cookie: await cookieOf('ag1') });
    await opened(socket);
  });

  it('tells the first socket to log out when the second connects, over ws and wss', async () => {
    const Cookie = await cookieOf('ag1');
    const first = connect(consoleUrl(), { Cookie });
    await opened(first.socket);
    const told = once(first.socket, 'message');
    const second = connect(`${(standIn.httpsUrl ?? '').replace('https', 'wss')}/channels/agent-console`, {
      Cookie,
    });
    await opened(second.socket);
    await told;
    expect(first.frames).toEqual(['{"type": "logout"}']);
    expect(second.frames).toEqual([]);
  });

  it('closes with 1011 on a frame that is not JSON, and ignores one that is', async () => {
    const { socket } = connect(consoleUrl(), { Cookie: await cookieOf('ag1') });
    await opened(socket);
    socket.send('{"hello": 1}');
    socket.send('not JSON');
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1011);
  });

  it('carries what supervisors and other phones do, word for word as recorded', async () => {
    const { socket, frames } = connect(consoleUrl(), { Cookie: await cookieOf('ag1') });
    await opened(socket);
    const [supervisor, agent] = [
      await tokenFor(standIn.httpUrl, 'sup1'),
      await tokenFor(standIn.httpUrl, 'ag2'),
    ];
    const action = (accion: string): Promise<unknown> =>
      rest(
        standIn.httpUrl,
        supervisor,
        'POST',
        '/api/v1/supervision/action_on_agent/1/',
        JSON.stringify({ accion }),
      );
    const boss = visit(standIn.httpUrl);
    await boss.signIn('sup1');
    await boss.post('/api/v1/supervision/enviar_mensaje_agentes/', {
      'recipient-id': '1',
      'recipient-type': 'agent',
      'message-text': 'Hola Ana',
    });
    await rest(standIn.httpUrl, agent, 'POST', '/api/v1/notify_end_transferred_call/', '{"agent_id": 1}');
    await rest(
      standIn.httpUrl,
      agent,
      'POST',
      '/api/v1/asterisk/notify_attended_multinum_call/',
      '{"agent_id": 1, "phone": "3515550001"}',
    );
    await action('AGENTPAUSE');
    await action('AGENTUNPAUSE');
    await action('AGENTLOGOUT');
    await expect.poll(() => frames.length).toBe(5);
    expect(frames).toEqual([
      '{"type": "supervisor_send_message", "args": {"msg": "Hola Ana", "supervisor": "sup1"}}',
      '{"type": "end_transferred_call", "args": {"end_transferred_call": true}}',
      '{"type": "attended_multinum_call", "args": {"phone": "3515550001"}}',
      '{"type": "pause", "args": {"id": "00", "name": "Supervision"}}',
      '{"type": "unpause", "args": {"id": "00"}}',
    ]);
    expect(socket.readyState).toBe(WebSocket.OPEN); // a forced logout ends the session, not the socket
    expect(standIn.control.presenceLog.slice(-3).map(({ status }) => status)).toEqual([
      'PAUSE-Supervision',
      'READY',
      'OFFLINE',
    ]);
  });
});

describe('/ws', () => {
  it('reaches the edge on http and https, sub-protocol included', async () => {
    for (const base of [standIn.httpUrl, standIn.httpsUrl ?? '']) {
      const { socket } = connect(`${base.replace('http', 'ws')}/ws`, {}, ['sip']);
      await opened(socket);
      expect(socket.protocol).toBe('sip');
      const answer = once(socket, 'message');
      socket.send('REGISTER');
      expect(String((await answer)[0])).toBe('echo REGISTER');
    }
  });

  it('can be cut and kept down', async () => {
    const { socket } = connect(`${standIn.httpUrl.replace('http', 'ws')}/ws`, {}, ['sip']);
    await opened(socket);
    const closed = once(socket, 'close');
    standIn.control.sip.setDown(true);
    expect(standIn.control.sip.cut()).toBe(1);
    await closed;
    expect(await refusal(`${standIn.httpUrl.replace('http', 'ws')}/ws`)).toBe(502);
  });
});
