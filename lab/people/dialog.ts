import { randomBytes } from 'node:crypto';
import { LOOPBACK } from '@/lab/ports';
import { header, headerValues, tagOf, uriOf, type SipMessage } from './sip-message';
import { localTag, type Respond, type SipHeaders, type SipSocket } from './sip-socket';

/** One call between a simulated person and the PBX, seen from the person. */
export class Dialog {
  readonly callId: string;
  /** Headers of the INVITE that a person received; empty when the person calls. */
  readonly invite: SipMessage | undefined;
  /** P-Asserted-Identity of the INVITE and every re-INVITE or UPDATE, oldest first. */
  readonly identities: string[] = [];
  /** Directions offered by the PBX, oldest first: `sendrecv`, `sendonly`… */
  readonly directions: string[] = [];
  onInfo: (body: string) => void = () => undefined;
  onSdp: (sdp: string) => void = () => undefined;
  onEnd: () => void = () => undefined;
  /** Answers a description of the PBX. */
  describe: (direction: string) => string = () => '';
  #local: string;
  #remote: string;
  #target: string;
  #sequence = 1;
  #branchSequence = 1;
  #over = false;
  #established = false;
  #respond: Respond | undefined;

  private constructor(
    private readonly socket: SipSocket,
    parts: {
      callId: string;
      local: string;
      remote: string;
      target: string;
      invite?: SipMessage;
      respond?: Respond;
    },
  ) {
    this.callId = parts.callId;
    this.#local = parts.local;
    this.#remote = parts.remote;
    this.#target = parts.target;
    this.invite = parts.invite;
    this.#respond = parts.respond;
  }

  static incoming(socket: SipSocket, invite: SipMessage, respond: Respond): Dialog {
    const dialog = new Dialog(socket, {
      callId: header(invite, 'call-id') ?? '',
      local: `${header(invite, 'to') ?? ''};tag=${localTag(invite)}`,
      remote: header(invite, 'from') ?? '',
      target: uriOf(header(invite, 'contact') ?? ''),
      invite,
      respond,
    });
    dialog.#note(invite);
    return dialog;
  }

  static outgoing(socket: SipSocket, number: string, callerId: string): Dialog {
    const target = `sip:${number}@${LOOPBACK}:${socket.peerPort}`;
    return new Dialog(socket, {
      callId: randomBytes(12).toString('hex'),
      local: `<sip:${callerId}@${LOOPBACK}:${socket.port}>;tag=${randomBytes(6).toString('hex')}`,
      remote: `<${target}>`,
      target,
    });
  }

  get established(): boolean {
    return this.#established && !this.#over;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Calls and resolves with the final status. */
  async call(sdp: string): Promise<number> {
    const response = await this.#request('INVITE', sdp, (answer) => {
      const to = header(answer, 'to') ?? '';
      if (tagOf(to)) this.#remote = to;
      const contact = header(answer, 'contact');
      if (contact) this.#target = uriOf(contact);
    });
    await this.#request('ACK', '', undefined, this.#branchSequence);
    if (response.status >= 300) {
      this.#finish();
      return response.status;
    }
    this.#established = true;
    this.onSdp(response.body);
    return response.status;
  }

  ring(): void {
    if (!this.#over) this.#respond?.(180, { headers: this.#contact() });
  }

  /** Early media: the PBX hears us before we answer. */
  progress(): void {
    if (this.#over) return;
    const sdp = this.invite?.body ?? '';
    this.#respond?.(183, { headers: this.#contact(), body: this.describe(answerTo(sdp)) });
    this.onSdp(sdp);
  }

  answer(): void {
    if (this.#over || this.#established) return;
    this.#established = true;
    const sdp = this.invite?.body ?? '';
    this.#respond?.(200, { headers: this.#contact(), body: this.describe(answerTo(sdp)) });
    this.onSdp(sdp);
  }

  refuse(status: number): void {
    if (this.#over || this.#established) return;
    this.#respond?.(status);
    this.#finish();
  }

  /** Ends the call whatever state it is in. */
  async end(): Promise<void> {
    if (this.#over) return;
    if (!this.#established) {
      this.refuse(480);
      return;
    }
    this.#finish();
    await this.#request('BYE', '').catch(() => undefined); // the PBX has gone: the call is over all the same
  }

  /** One digit as SIP INFO, as OMniLeads' phone sends it. */
  async info(digit: string, durationMs: number): Promise<void> {
    const body = `Signal=${digit}\r\nDuration=${durationMs}\r\n`;
    await this.#request('INFO', body, undefined, undefined, [['Content-Type', 'application/dtmf-relay']]);
  }

  /** A request of the PBX inside this call. */
  receive(request: SipMessage, respond: Respond): void {
    switch (request.method) {
      case 'BYE':
        respond(200);
        this.#finish();
        return;
      case 'CANCEL':
        respond(200);
        if (!this.#established) this.refuse(487);
        return;
      case 'INVITE':
      case 'UPDATE':
        this.#note(request);
        respond(200, {
          headers: this.#contact(),
          body: request.body && this.describe(answerTo(request.body)),
        });
        if (request.body) this.onSdp(request.body);
        return;
      case 'INFO':
        respond(200);
        this.onInfo(request.body);
        return;
      case 'ACK':
        return;
      default:
        respond(200);
    }
  }

  #note(request: SipMessage): void {
    const identity = headerValues(request, 'p-asserted-identity')[0];
    if (identity) this.identities.push(identity);
    if (request.body) this.directions.push(directionOf(request.body));
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.onEnd();
  }

  #contact(): SipHeaders {
    return [['Contact', `<sip:person@${LOOPBACK}:${this.socket.port}>`]];
  }

  #request(
    method: string,
    body: string,
    onResponse?: (response: SipMessage) => void,
    sequence?: number,
    extra: SipHeaders = [],
  ): Promise<SipMessage> {
    if (sequence === undefined) {
      this.#sequence += 1;
      this.#branchSequence = this.#sequence;
    }
    const type: SipHeaders = body && method === 'INVITE' ? [['Content-Type', 'application/sdp']] : [];
    const headers: SipHeaders = [
      ['From', this.#local],
      ['To', this.#remote],
      ['Call-ID', this.callId],
      ['CSeq', `${sequence ?? this.#sequence} ${method}`],
      ...this.#contact(),
      ...type,
      ...extra,
    ];
    return this.socket.request({ method, requestUri: this.#target, headers, body }, onResponse);
  }
}

const directionOf = (sdp: string): string =>
  /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(sdp)?.[1] ?? 'sendrecv';

function answerTo(sdp: string): string {
  const offered = directionOf(sdp);
  return offered === 'sendonly' ? 'recvonly' : offered === 'recvonly' ? 'sendonly' : offered;
}
