/** The signalling half of a browser phone: SIP over WebSocket with digest, no sound. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import WebSocket from 'ws';
import { formatSip, header, parseSip, tagOf, uriOf, type SipMessage } from '@/lab/people/sip-message';

const REGISTER_EXPIRES_S = 120;
const ANSWER_TIMEOUT_MS = 5000;

interface Account {
  url: string;
  domain: string;
  user: string;
  password: string;
}

type Headers = [string, string][];

export class WsPhone {
  /** Requests that came in, oldest first, without keep-alives. */
  readonly received: SipMessage[] = [];
  #waiting: { wanted: (message: SipMessage) => boolean; resolve: (message: SipMessage) => void }[] = [];
  #sequence = 1;
  readonly #callId = randomBytes(8).toString('hex');
  readonly #host = `${randomBytes(6).toString('hex')}.invalid`;
  readonly #tag = randomBytes(6).toString('hex');

  private constructor(
    private readonly socket: WebSocket,
    private readonly account: Account,
  ) {
    socket.on('message', (data: Buffer) => {
      const message = parseSip(data.toString());
      if (!message) return;
      if (!message.status) this.received.push(message);
      const found = this.#waiting.find((one) => one.wanted(message));
      if (!found) return;
      this.#waiting = this.#waiting.filter((one) => one !== found);
      found.resolve(message);
    });
  }

  static async open(account: Account): Promise<WsPhone> {
    const socket = new WebSocket(account.url, 'sip', { rejectUnauthorized: false });
    await once(socket, 'open');
    return new WsPhone(socket, account);
  }

  close(): void {
    this.socket.terminate();
  }

  /** Registers, answering the challenge; resolves with the final status. `preemptive` sends credentials unasked. */
  async register(expires = REGISTER_EXPIRES_S, contact = this.#contact()): Promise<number> {
    const headers: Headers = [
      ['Contact', contact === '*' ? '*' : `${contact};expires=${expires}`],
      ['Expires', String(expires)],
    ];
    return (await this.authenticated('REGISTER', `sip:${this.account.domain}`, headers)).status;
  }

  /** Sends a request and, when challenged, sends it again with credentials. */
  async authenticated(method: string, uri: string, extra: Headers, body = ''): Promise<SipMessage> {
    const first = await this.#send(method, uri, extra, body);
    if (first.status !== 401 && first.status !== 407) return first;
    const proxy = first.status === 407;
    const challenge = header(first, proxy ? 'proxy-authenticate' : 'www-authenticate') ?? '';
    const name = proxy ? 'Proxy-Authorization' : 'Authorization';
    return this.#send(method, uri, [...extra, [name, this.#digest(challenge, method, uri)]], body);
  }

  /** The next INVITE, or one that is here already. */
  async invite(): Promise<SipMessage> {
    return (
      this.received.find((one) => one.method === 'INVITE') ??
      this.#next((one) => one.method === 'INVITE' && !one.status)
    );
  }

  respond(request: SipMessage, status: number, body = ''): void {
    const kept = request.headers.filter(([name]) => /^(via|from|call-id|cseq|record-route)$/i.test(name));
    const to = header(request, 'to') ?? '';
    const headers: Headers = [
      ...(kept as Headers),
      ['To', tagOf(to) ? to : `${to};tag=${this.#tag}`],
      ['Contact', this.#contact()],
      ...(body ? ([['Content-Type', 'application/sdp']] as Headers) : []),
    ];
    this.socket.send(formatSip({ method: request.method, status, requestUri: '', headers, body }));
  }

  /** A request inside the dialog that `invite` opened and we answered. */
  async within(invite: SipMessage, method: string, extra: Headers = [], body = ''): Promise<SipMessage> {
    const routes: Headers = invite.headers
      .filter(([name]) => /^record-route$/i.test(name))
      .map(([, value]) => ['Route', value]);
    const to = header(invite, 'to') ?? '';
    this.#sequence += 1;
    const headers: Headers = [
      ...routes,
      ['From', tagOf(to) ? to : `${to};tag=${this.#tag}`],
      ['To', header(invite, 'from') ?? ''],
      ['Call-ID', header(invite, 'call-id') ?? ''],
      ['CSeq', `${this.#sequence} ${method}`],
      ...extra,
    ];
    return this.#exchange(method, uriOf(header(invite, 'contact') ?? ''), headers, body);
  }

  #send(method: string, uri: string, extra: Headers, body: string): Promise<SipMessage> {
    const { user, domain } = this.account;
    this.#sequence += 1;
    const own = `sip:${user}@${domain}`;
    const hasContact = extra.some(([name]) => name === 'Contact');
    const headers: Headers = [
      ['From', `<${own}>;tag=${this.#tag}`],
      ['To', `<${method === 'REGISTER' ? own : uri}>`],
      ['Call-ID', `${this.#callId}${method}`],
      ['CSeq', `${this.#sequence} ${method}`],
      ...(hasContact ? [] : ([['Contact', this.#contact()]] as Headers)),
      ...(body ? ([['Content-Type', 'application/sdp']] as Headers) : []),
      ...extra,
    ];
    return this.#exchange(method, uri, headers, body);
  }

  #exchange(method: string, uri: string, headers: Headers, body: string): Promise<SipMessage> {
    const branch = `z9hG4bK${randomBytes(8).toString('hex')}`;
    const all: Headers = [
      ['Via', `SIP/2.0/WS ${this.#host};branch=${branch}`],
      ['Max-Forwards', '70'],
      ...headers,
    ];
    const answer = this.#next((one) => one.status >= 200 && (header(one, 'via') ?? '').includes(branch));
    this.socket.send(formatSip({ method, status: 0, requestUri: uri, headers: all, body }));
    return answer;
  }

  #next(wanted: (message: SipMessage) => boolean): Promise<SipMessage> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the edge stays silent')), ANSWER_TIMEOUT_MS);
      this.#waiting.push({
        wanted,
        resolve: (message) => {
          clearTimeout(late);
          resolve(message);
        },
      });
    });
  }

  #contact(): string {
    return `<sip:phone@${this.#host};transport=ws>`;
  }

  #digest(challenge: string, method: string, uri: string): string {
    const part = (name: string) => new RegExp(`${name}="?([^",]+)"?`).exec(challenge)?.[1] ?? '';
    const md5 = (text: string) => createHash('md5').update(text).digest('hex');
    const { user, password } = this.account;
    const realm = part('realm');
    const nonce = part('nonce');
    const response = md5(`${md5(`${user}:${realm}:${password}`)}:${nonce}:${md5(`${method}:${uri}`)}`);
    return `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5`;
  }
}
