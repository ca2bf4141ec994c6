/** A WebSocket between phone and edge that can be cut, made to swallow, and spoken into; keeps what passed. */
import { WebSocket, WebSocketServer } from 'ws';
import type { AddressInfo } from 'node:net';

export interface Passed {
  readonly from: 'phone' | 'server';
  readonly at: number; // ms, monotonic
  readonly text: string;
}

export class Wire {
  readonly passed: Passed[] = [];
  private refusing = false;
  private swallowing = false;
  private breaksAt: ((passed: Passed) => boolean) | null = null;
  private holdsAt: ((passed: Passed) => boolean) | null = null;
  /** While something is held: it and what came behind it, in order. */
  private held: (() => void)[] | null = null;
  private readonly pairs = new Set<{ phone: WebSocket; server: WebSocket }>();

  private constructor(
    private readonly front: WebSocketServer,
    private readonly upstream: string,
  ) {
    front.on('connection', (phone) => this.join(phone));
  }

  static open(upstream: string): Promise<Wire> {
    return new Promise((resolve) => {
      const front = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'sip' });
      front.once('listening', () => resolve(new Wire(front, upstream)));
    });
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.front.address() as AddressInfo).port}/ws`;
  }
  /** The socket breaks and no new one opens until `restore`. */
  cut(): void {
    this.refusing = true;
    this.breakAll();
  }
  restore(): void {
    this.refusing = false;
    this.swallowing = false;
    this.breaksAt = this.holdsAt = null;
    this.release();
  }
  /** The socket breaks; the next one opens at once. */
  breakAll(): void {
    for (const { phone, server } of this.pairs) {
      phone.terminate();
      server.terminate();
    }
    this.pairs.clear();
  }
  /** The next such message gets lost, together with the socket; the next socket opens at once. Resolves when it happened. */
  breakAtNext(test: (passed: Passed) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.breaksAt = (passed) => {
        if (!test(passed)) return false;
        this.breaksAt = null;
        this.breakAll();
        resolve();
        return true;
      };
    });
  }
  /** The next such message waits, and all that comes behind it either way, until `release`. Resolves when it is here. */
  holdAtNext(test: (passed: Passed) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.holdsAt = (passed) => {
        if (!test(passed)) return false;
        this.holdsAt = null;
        resolve();
        return true;
      };
    });
  }
  release(): void {
    const waiting = this.held ?? [];
    this.held = null;
    for (const pass of waiting) pass();
  }
  /** Nothing passes any more, and nobody is told. */
  swallow(): void {
    this.swallowing = true;
  }
  toPhone(text: string | Buffer): void {
    for (const { phone } of this.pairs) phone.send(text);
  }
  last(test: (p: Passed) => boolean): Passed | undefined {
    return this.passed.findLast(test);
  }
  close(): void {
    this.breakAll();
    this.front.close();
  }

  /** Notes what passes and passes it on, unless it is lost or held. */
  private take(from: Passed['from'], text: string, pass: () => void): void {
    const passed = { from, at: performance.now(), text };
    if (this.breaksAt?.(passed)) return;
    if (this.holdsAt?.(passed)) this.held = [];
    const go = () => {
      this.passed.push(passed);
      pass();
    };
    if (this.held) this.held.push(go);
    else go();
  }

  private join(phone: WebSocket): void {
    if (this.refusing) return phone.terminate();
    const server = new WebSocket(this.upstream, 'sip', { rejectUnauthorized: false });
    const pair = { phone, server };
    this.pairs.add(pair);
    const early: string[] = [];
    server.on('open', () => {
      for (const text of early) server.send(text);
    });
    phone.on('message', (data) => {
      if (this.swallowing) return;
      const text = data.toString();
      this.take('phone', text, () => {
        if (server.readyState === WebSocket.OPEN) server.send(text);
        else early.push(text);
      });
    });
    server.on('message', (data) => {
      if (this.swallowing) return;
      const text = data.toString();
      this.take('server', text, () => phone.send(text));
    });
    const end = () => {
      this.pairs.delete(pair);
      phone.terminate();
      server.terminate();
    };
    for (const socket of [phone, server]) {
      socket.on('close', end);
      socket.on('error', end);
    }
  }
}
