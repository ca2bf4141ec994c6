/** The least of a SIP server over WebSocket: lets anybody register, calls them, and times their 200 OK. */
import { WebSocketServer, type WebSocket } from 'ws';
import type { AddressInfo } from 'node:net';

export interface Registrar {
  readonly url: string;
  /** Calls whoever registered as `user` with this offer; ms from the INVITE sent to the 200 OK received. */
  callAndTime(user: string, offer: string): Promise<number>;
  stop(): Promise<void>;
}

const header = (message: string, name: string): string =>
  new RegExp(`^${name}\\s*:\\s*(.*)$`, 'im').exec(message)?.[1]?.trim() ?? '';
const CRLF = '\r\n';

function reply(request: string, status: string, extra: readonly string[] = []): string {
  const copied = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${header(request, name)}`);
  return [
    `SIP/2.0 ${status}`,
    ...copied,
    `To: ${header(request, 'To')};tag=bench`,
    ...extra,
    'Content-Length: 0',
    '',
    '',
  ].join(CRLF);
}

export async function startRegistrar(): Promise<Registrar> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' });
  await new Promise((resolve) => server.once('listening', resolve));
  const registered = new Map<string, { socket: WebSocket; contact: string }>();
  const waiting = new Map<string, (message: string) => void>();

  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const message = String(data);
      if (message.trim() === '') return void socket.send(CRLF); // keep-alive, RFC 7118
      if (message.startsWith('REGISTER')) {
        const user = /<?sip:([^@>]+)@/.exec(header(message, 'From'))?.[1] ?? '';
        registered.set(user, { socket, contact: /<([^>]+)>/.exec(header(message, 'Contact'))?.[1] ?? '' });
        socket.send(
          reply(message, '200 OK', [`Contact: ${header(message, 'Contact')};expires=300`, 'Expires: 300']),
        );
      } else if (message.startsWith('SIP/2.0 200') && header(message, 'CSeq').endsWith('INVITE')) {
        waiting.get(header(message, 'Call-ID'))?.(message);
      } else if (/^(BYE|OPTIONS|INFO)/.test(message)) {
        socket.send(reply(message, '200 OK'));
      }
    });
  });

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`,
    async callAndTime(user, offer) {
      const phone = registered.get(user);
      if (!phone) throw new Error(`${user} never registered`);
      const callId = `bench-${Math.random().toString(36).slice(2)}`;
      const common = [
        `Via: SIP/2.0/WS bench.invalid;branch=z9hG4bK${callId}`,
        'Max-Forwards: 70',
        `From: <sip:5551001@bench.invalid>;tag=${callId}`,
        `Call-ID: ${callId}`,
      ];
      const invite = [
        `INVITE ${phone.contact} SIP/2.0`,
        ...common,
        `To: <sip:${user}@bench.invalid>`,
        'CSeq: 1 INVITE',
        'Contact: <sip:5551001@bench.invalid;transport=ws>',
        'Origin: withoutCamp',
        'IDCamp: 0',
        'OMLOUTNUM: 5551001',
        'Content-Type: application/sdp',
        `Content-Length: ${Buffer.byteLength(offer)}`,
        '',
        offer,
      ].join(CRLF);
      const sentAt = performance.now();
      const ok = new Promise<string>((resolve) => waiting.set(callId, resolve));
      phone.socket.send(invite);
      const answer = await ok;
      const took = performance.now() - sentAt;
      const to = header(answer, 'To');
      const ack = (method: string, cseq: number): string =>
        [
          `${method} ${phone.contact} SIP/2.0`,
          ...common,
          `To: ${to}`,
          `CSeq: ${cseq} ${method}`,
          'Content-Length: 0',
          '',
          '',
        ].join(CRLF);
      phone.socket.send(ack('ACK', 1));
      phone.socket.send(ack('BYE', 2).replace('z9hG4bK', 'z9hG4bKb'));
      return took;
    },
    stop: () => {
      for (const client of server.clients) client.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
