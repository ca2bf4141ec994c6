/**
 * SIP over WebSocket (RFC 7118) as SIP.js' transport port. Why our own: SIP.js' transport waits for the close handshake
 * of a dead socket, has no pong, and lets an exception of a handler escape into the page.
 * `open` and `drop` are called by the connection; SIP.js only sends, and is told what arrives.
 */
import { TransportState, type Transport } from 'sip.js';
import { isAnswerable } from './answerable';
import { Signal } from './signal';

/** The part of a browser WebSocket that is used; tests join two phones with a fake one. */
export interface Socket {
  send(data: string): void;
  close(code?: number): void;
}
export interface SocketHandlers {
  opened(): void;
  closed(code: number, reason: string): void;
  received(data: unknown): void;
}
export type OpenSocket = (url: string, handlers: SocketHandlers) => Socket;

export const openBrowserSocket: OpenSocket = (url, handlers) => {
  const socket = new WebSocket(url, 'sip');
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => handlers.opened());
  socket.addEventListener('close', ({ code, reason }) => handlers.closed(code, reason));
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => handlers.received(data));
  return socket;
};

/** An attempt that is neither open nor closed by now is wedged (a firewall that swallows packets). */
export const OPEN_TIMEOUT_MS = 5000;
/** RFC 5626 §3.5.1: ping is a double CRLF, pong a single one. */
export const PING = '\r\n\r\n';
const PONG = /^(?:\r\n)+$/;
const NORMAL_CLOSURE = 1000;
/** A SIP message is a few KiB; beyond this the grammar would be kept busy by garbage. */
const MESSAGE_MAX_CHARS = 128 * 1024;

export interface SocketOptions {
  readonly openSocket: OpenSocket;
  /** Something arrived, whatever it was: the socket lives. */
  readonly onActivity: (kind: 'message' | 'pong') => void;
  /** The socket closed by itself. */
  readonly onLost: (why: string) => void;
  /** A handler threw on a message, which was dropped. */
  readonly onProblem: (what: string, error: unknown) => void;
}

export class SocketTransport implements Transport {
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  readonly stateChange = new Signal<TransportState>();
  private socket: Socket | null = null;
  private current: TransportState = TransportState.Disconnected;
  private url = 'wss://disconnected.invalid';
  /** Rises with every open and drop. */
  private opened = 0;

  constructor(
    _logger: unknown,
    private readonly options: SocketOptions,
  ) {}

  get state(): TransportState {
    return this.current;
  }
  /** Goes into Via, so that responses come back in kind. */
  get protocol(): string {
    return this.url.startsWith('wss:') ? 'WSS' : 'WS';
  }
  isConnected(): boolean {
    return this.current === TransportState.Connected;
  }
  /** SIP.js asks at its start; when to connect is the connection's decision. */
  connect(): Promise<void> {
    return Promise.resolve();
  }
  disconnect(): Promise<void> {
    this.drop();
    return Promise.resolve();
  }
  dispose(): Promise<void> {
    return this.disconnect();
  }

  /** Resolves once open. Rejects with the reason when it closes first or is wedged. */
  open(url: string, timeoutMs = OPEN_TIMEOUT_MS): Promise<void> {
    this.drop();
    this.url = url;
    this.become(TransportState.Connecting);
    const mine = ++this.opened; // a socket that was dropped may still speak; nobody listens to it any more
    const isCurrent = () => mine === this.opened;
    return new Promise((resolve, reject) => {
      const fail = (why: string) => {
        clearTimeout(wedged);
        if (isCurrent()) this.drop();
        reject(new Error(why));
      };
      const wedged = setTimeout(() => fail(`no answer from ${url} within ${timeoutMs} ms`), timeoutMs);
      const handlers: SocketHandlers = {
        opened: () => {
          clearTimeout(wedged);
          if (!isCurrent()) return;
          this.become(TransportState.Connected);
          this.onConnect?.();
          resolve();
        },
        closed: (code, reason) => {
          const why = `closed by ${url} (${code}${reason ? ` ${reason}` : ''})`;
          if (!isCurrent() || !this.isConnected()) return fail(why);
          this.drop();
          this.options.onLost(why);
        },
        received: (data) => {
          if (isCurrent()) this.receive(data);
        },
      };
      try {
        this.socket = this.options.openSocket(url, handlers);
      } catch (error) {
        fail(`cannot open ${url}: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
  }

  /** Forgets the socket at once: a dead one may take minutes to finish its close handshake. */
  drop(): void {
    const { socket } = this;
    const wasConnected = this.isConnected();
    this.socket = null;
    this.opened++;
    try {
      socket?.close(NORMAL_CLOSURE);
    } catch (error) {
      this.options.onProblem('closing the socket', error);
    }
    this.become(TransportState.Disconnected);
    if (wasConnected) this.onDisconnect?.(new Error('connection lost'));
  }

  send(message: string): Promise<void> {
    if (!this.socket || !this.isConnected()) return Promise.reject(new Error('not connected'));
    try {
      this.socket.send(message);
      return Promise.resolve();
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  ping(): void {
    this.send(PING).catch((error: unknown) => this.options.onProblem('sending a ping', error));
  }

  private receive(data: unknown): void {
    const text =
      typeof data === 'string' ? data : data instanceof ArrayBuffer ? new TextDecoder().decode(data) : '';
    if (PONG.test(text)) return this.options.onActivity('pong');
    this.options.onActivity('message');
    if (text === '' || text.length > MESSAGE_MAX_CHARS) return;
    if (!isAnswerable(text)) return this.options.onProblem('a malformed request was dropped', null);
    try {
      this.onMessage?.(text);
    } catch (error) {
      // Torture (RFC 4475) or a bug in the parser: one message is dropped, the call and the registration go on.
      this.options.onProblem('a SIP message was dropped', error);
    }
  }

  private become(state: TransportState): void {
    if (this.current === state) return;
    this.current = state;
    this.stateChange.emit(state);
  }
}
