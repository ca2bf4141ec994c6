/**
 * A PBX made of a second SIP.js user agent on the fake network: challenges and accepts REGISTER, keeps the binding by
 * socket as the edge does (a request for the phone goes where its Contact was last seen), and places calls.
 */
import {
  Inviter,
  SessionState,
  TransportState,
  URI,
  UserAgent,
  type Core,
  type Session,
  type SessionDescriptionHandler,
  type Transport,
} from 'sip.js';
import { Signal } from '@/lib/sip/signal';
import type { FakeNetwork, Wire } from './fake-network';

export const PBX_URL = 'wss://pbx.test/ws';
export const OFFER =
  'v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\na=sendrecv\r\n';

export interface SeenRegister {
  readonly authorization: boolean;
  readonly contact: string;
  readonly from: string;
  readonly callId: string;
  readonly cseq: number;
  readonly at: number;
  readonly path: string;
}

export class FakePbx {
  readonly registers: SeenRegister[] = [];
  readonly infos: { body: string; type: string; at: number }[] = [];
  readonly reinvites: string[] = []; // bodies
  /** What the phone's 200 answer to REGISTER is; null = not answered. */
  answerRegister: (seen: SeenRegister) => { status: number; phrase?: string; headers?: string[] } | null =
    () => ({ status: 200 });
  /** What an UPDATE is answered, by how many came before; null = swallowed. Unset: unknown here (501), as in old PBXs. */
  answerUpdate: ((before: number) => { status: number; phrase: string } | null) | null = null;
  updates = 0;
  /** As a PBX whose BYE is still on its way: nothing but INVITEs that nobody answers. */
  swallowsInvites = false;
  infoStatus = 200;
  /** An INVITE outside every dialog: start line and headers. */
  onTakeover: (head: string) => void = () => undefined;
  takeoverStatus = 200;
  /** The ACK of an answered call is lost on its way. */
  losesAck = false;
  pongs = true;
  /** Requests inside dialogs go to the socket on which the phone last told its contact in that dialog. */
  dialogWire: Wire | null = null;
  wire: Wire | null = null;
  readonly userAgent: UserAgent;
  private readonly transport: PbxTransport;

  constructor(
    network: FakeNetwork,
    readonly url = PBX_URL,
  ) {
    network.servers.set(url, (wire) => this.accept(wire));
    this.userAgent = new UserAgent({
      uri: new URI('sip', 'pbx', 'pbx.test'),
      contactName: 'pbx',
      transportConstructor: PbxTransport,
      transportOptions: { send: (text: string) => this.send(text) },
      sessionDescriptionHandlerFactory: () => new FakeDescription(),
      logBuiltinEnabled: false,
      gracefulShutdown: false,
      delegate: {
        onRegisterRequest: (request) => this.register(request),
        onInvite: (invitation) => {
          invitation.delegate = { onBye: (bye) => void bye.accept(), onInfo: (info) => void info.accept() };
          if (this.takeoverStatus === 200) void invitation.accept();
          else void invitation.reject({ statusCode: this.takeoverStatus });
        },
      },
    });
    if (!(this.userAgent.transport instanceof PbxTransport)) throw new Error('other transport');
    this.transport = this.userAgent.transport;
    void this.userAgent.start();
  }

  /** Places a call to the phone's registered contact. */
  call(headers: readonly string[] = [], body = OFFER): FakeCall {
    const contact = this.registers.at(-1)?.contact ?? '';
    const user = /<sip:([^@]+)@([^;>]+)/.exec(contact);
    const target = new URI('sip', user?.[1] ?? '', user?.[2] ?? '', undefined, { transport: 'ws' });
    this.dialogWire = this.wire;
    return new FakeCall(this, new Inviter(this.userAgent, target, { extraHeaders: [...headers] }), body);
  }

  /** Raw text over the phone's socket. */
  inject(text: string): void {
    this.wire?.toClient(text);
  }

  private accept(wire: Wire): void {
    this.wire = wire;
    wire.onClientMessage = (text) => {
      if (text === '\r\n\r\n') {
        if (this.pongs) wire.toClient('\r\n');
        return;
      }
      if (text.startsWith('INFO '))
        this.infos.push({
          body: text.split('\r\n\r\n')[1] ?? '',
          type: /^Content-Type: (.*)$/m.exec(text)?.[1] ?? '',
          at: Date.now(),
        });
      if (text.startsWith('UPDATE ') && this.answerUpdate) {
        const answer = this.answerUpdate(this.updates++);
        if (answer) wire.toClient(answerTo(text, answer));
        return;
      }
      if (text.startsWith('INVITE ') && !/^To:.*;tag=/m.test(text))
        this.onTakeover(text.split('\r\n\r\n')[0] ?? '');
      if (text.startsWith('INVITE ')) {
        this.reinvites.push(text.split('\r\n\r\n').slice(1).join('\r\n\r\n'));
        if (this.swallowsInvites) return;
        this.dialogWire = wire; // a target refresh, as the edge's alias does
      }
      // SIP.js takes only requests for a user of its own; a registrar has none.
      this.transport.onMessage?.(
        text.replace(/^(REGISTER|INVITE) sip:(1005@)?pbx\.test/, '$1 sip:pbx@pbx.test'),
      );
    };
  }

  private send(text: string): void {
    if (this.losesAck && text.startsWith('ACK ')) return;
    const inDialog = /^(BYE|INFO|ACK|INVITE)/.test(text) && /^To:.*;tag=/m.test(text);
    const wire = inDialog ? this.dialogWire : this.wire;
    wire?.toClient(text);
  }

  private register(request: Core.IncomingRegisterRequest): void {
    const { message } = request;
    const seen: SeenRegister = {
      authorization: message.hasHeader('authorization'),
      contact: message.getHeader('contact') ?? '',
      from: message.getHeader('from') ?? '',
      callId: message.callId,
      cseq: message.cseq,
      at: Date.now(),
      path: this.url,
    };
    this.registers.push(seen);
    if (!seen.authorization) {
      request.reject({
        statusCode: 401,
        extraHeaders: ['WWW-Authenticate: Digest realm="pbx.test", nonce="abc", algorithm=MD5'],
      });
      return;
    }
    const answer = this.answerRegister(seen);
    if (!answer) return;
    const options = {
      statusCode: answer.status,
      reasonPhrase: answer.phrase,
      extraHeaders: answer.headers ?? [`Contact: ${seen.contact}`],
    };
    if (answer.status < 300) request.accept(options);
    else request.reject(options);
  }
}

/** An answer that repeats what it must (RFC 3261 §8.2.6.2). */
function answerTo(request: string, { status, phrase }: { status: number; phrase: string }): string {
  const repeated = request.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line));
  return [`SIP/2.0 ${status} ${phrase}`, ...repeated, 'Content-Length: 0', '', ''].join('\r\n');
}

/** The customer's side of one call. */
export class FakeCall {
  readonly statuses: number[] = [];
  readonly session: Inviter;
  byeFromPhone = false;

  constructor(pbx: FakePbx, inviter: Inviter, body: string) {
    this.session = inviter;
    inviter.delegate = {
      onBye: (bye) => {
        this.byeFromPhone = true;
        void bye.accept();
      },
      onInfo: (info) =>
        void (pbx.infoStatus === 200 ? info.accept() : info.reject({ statusCode: pbx.infoStatus })),
      onInvite: () => undefined,
    };
    FakeDescription.next = body;
    const note = (r: { message: { statusCode?: number } }) =>
      void this.statuses.push(r.message.statusCode ?? 0);
    void inviter.invite({
      requestDelegate: { onProgress: note, onAccept: note, onReject: note, onRedirect: note },
    });
  }

  established(): boolean {
    return this.session.state === SessionState.Established;
  }
  over(): boolean {
    return this.session.state === SessionState.Terminated;
  }
  hangUp(reason?: string): Promise<unknown> {
    return this.session.bye({ requestOptions: { extraHeaders: reason ? [`Reason: ${reason}`] : [] } });
  }
  cancel(): Promise<void> {
    return this.session.cancel();
  }
  /** Connected-line change, as a transfer shows it (P-Asserted-Identity of the new party). */
  reinvite(headers: readonly string[] = []): Promise<unknown> {
    return this.session.invite({ requestOptions: { extraHeaders: [...headers] } });
  }
}

class FakeDescription implements SessionDescriptionHandler {
  static next = OFFER;
  private readonly body = FakeDescription.next;
  close(): void {
    // nothing held
  }
  getDescription() {
    return Promise.resolve({ body: this.body, contentType: 'application/sdp' });
  }
  hasDescription(): boolean {
    return true;
  }
  setDescription(): Promise<void> {
    return Promise.resolve();
  }
  rollbackDescription(): Promise<void> {
    return Promise.resolve();
  }
  sendDtmf(): boolean {
    return false;
  }
}

class PbxTransport implements Transport {
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  readonly state = TransportState.Connected;
  readonly stateChange = new Signal<TransportState>();
  readonly protocol = 'WSS';
  constructor(
    _logger: unknown,
    private readonly options: { send: (text: string) => void },
  ) {}
  isConnected(): boolean {
    return true;
  }
  connect(): Promise<void> {
    return Promise.resolve();
  }
  disconnect(): Promise<void> {
    return Promise.resolve();
  }
  dispose(): Promise<void> {
    return Promise.resolve();
  }
  send(message: string): Promise<void> {
    this.options.send(message);
    return Promise.resolve();
  }
}

export type { Session };
