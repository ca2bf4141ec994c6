import { createSocket, type Socket } from 'node:dgram';
import { randomBytes } from 'node:crypto';
import { LOOPBACK } from '@/lab/ports';
import { formatSip, header, parseSip, tagOf, type SipMessage } from './sip-message';

const RESEND_MS = 500; // T1 of RFC 3261
const GIVE_UP_MS = 8000;

export type SipHeaders = readonly (readonly [string, string])[];

/** Sends a response to one request; the last one is repeated when the request is. */
export type Respond = (status: number, extra?: { headers?: SipHeaders; body?: string }) => void;

/** A SIP socket over UDP with the few transactions that the simulated people need. */
export class SipSocket {
  readonly #socket: Socket;
  readonly #answers = new Map<string, string>();
  readonly #waiting = new Map<string, (response: SipMessage) => void>();
  /** Called once per request, not for repetitions. */
  onRequest: (request: SipMessage, respond: Respond) => void = () => undefined;

  private constructor(
    socket: Socket,
    readonly peerPort: number,
  ) {
    this.#socket = socket;
    socket.on('message', (bytes) => this.#receive(bytes.toString('utf8')));
  }

  /** `port` 0 takes a free one; `peerPort` is where the PBX listens. */
  static open(port: number, peerPort: number): Promise<SipSocket> {
    return new Promise((resolve, reject) => {
      const socket = createSocket('udp4');
      socket.once('error', reject);
      socket.bind(port, LOOPBACK, () => resolve(new SipSocket(socket, peerPort)));
    });
  }

  get port(): number {
    return this.#socket.address().port;
  }

  close(): void {
    this.#socket.removeAllListeners('message');
    this.#socket.close();
  }

  /**
   * Sends a request and gives every response to `onResponse`. Resolves with the final one; rejects when the PBX stays
   * silent. ACK is sent and forgotten.
   */
  request(
    message: Omit<SipMessage, 'status' | 'reason'>,
    onResponse: (response: SipMessage) => void = () => undefined,
  ): Promise<SipMessage> {
    const branch = `z9hG4bK${randomBytes(8).toString('hex')}`;
    const via: readonly [string, string] = [
      'Via',
      `SIP/2.0/UDP ${LOOPBACK}:${this.port};branch=${branch};rport`,
    ];
    const text = formatSip({
      ...message,
      status: 0,
      headers: [via, ['Max-Forwards', '70'], ...message.headers],
    });
    this.#send(text);
    if (message.method === 'ACK') return Promise.resolve({ ...message, status: 0, reason: '' });
    return new Promise((resolve, reject) => {
      const repeat = setInterval(() => this.#send(text), RESEND_MS);
      const silence = setTimeout(
        () => finish(() => reject(new Error(`no answer to ${message.method}`))),
        GIVE_UP_MS,
      );
      const finish = (then: () => void) => {
        clearInterval(repeat);
        clearTimeout(silence);
        this.#waiting.delete(branch);
        then();
      };
      this.#waiting.set(branch, (response) => {
        clearInterval(repeat);
        clearTimeout(silence);
        onResponse(response);
        if (response.status >= 200) finish(() => resolve(response));
      });
    });
  }

  #receive(text: string): void {
    const message = parseSip(text);
    if (!message) return;
    const branch = /branch=([^;,\s]+)/.exec(header(message, 'via') ?? '')?.[1] ?? '';
    if (message.status) {
      this.#waiting.get(branch)?.(message);
      return;
    }
    const key = `${branch} ${message.method}`;
    const repeated = this.#answers.get(key);
    if (repeated) this.#send(repeated);
    else if (repeated === undefined) {
      this.#answers.set(key, '');
      this.onRequest(message, (status, extra) => this.#respond(key, message, status, extra));
    }
  }

  #respond(
    key: string,
    request: SipMessage,
    status: number,
    extra: { headers?: SipHeaders; body?: string } = {},
  ): void {
    const kept = request.headers.filter(([name]) =>
      /^(via|from|call-id|cseq|record-route|v|f|i)$/i.test(name),
    );
    const to = header(request, 'to') ?? '';
    const tagged = tagOf(to) || status === 100 ? to : `${to};tag=${localTag(request)}`;
    const body = extra.body ?? '';
    const type: SipHeaders = body ? [['Content-Type', 'application/sdp']] : [];
    const headers: SipHeaders = [...kept, ['To', tagged], ...(extra.headers ?? []), ...type];
    const text = formatSip({ method: request.method, status, requestUri: '', headers, body });
    this.#answers.set(key, text);
    this.#send(text);
  }

  #send(text: string): void {
    this.#socket.send(text, this.peerPort, LOOPBACK);
  }
}

/** Our tag in a dialog that the other side opened: any function of its Call-ID does. */
export function localTag(request: SipMessage): string {
  return `p${Buffer.from(header(request, 'call-id') ?? '')
    .toString('hex')
    .slice(0, 16)}`;
}
