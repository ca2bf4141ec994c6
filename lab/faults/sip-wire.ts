import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { LOOPBACK } from '@/lab/ports';
import { Frames } from './frames';

/** Which messages: what the phone sends, what it should receive, or both. */
export type SipDirection = 'fromPhone' | 'toPhone' | 'both';
interface Mangling {
  readonly share: number;
  readonly direction: SipDirection;
}
const NONE: Mangling = { share: 0, direction: 'both' };

/** A TCP line between the web server's `/ws` and the edge that can be spoiled in the ways networks do. */
export class SipWire {
  #pairs = new Set<{ client: Socket; edge: Socket }>();
  #refuseUntilMs = 0;
  #delayMs = 0;
  #stalled = false;
  #lost = NONE;
  #doubled = NONE;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
    private readonly random: () => number,
  ) {
    server.on('connection', (client) => this.#join(client));
  }

  static open(edgeUrl: string, random: () => number = Math.random): Promise<SipWire> {
    return new Promise((resolve, reject) => {
      const server = createServer();
      const wire = new SipWire(server, new URL(edgeUrl), random);
      server.once('error', reject);
      server.listen(0, LOOPBACK, () => resolve(wire));
    });
  }

  /** Where phones connect instead of to the edge. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `${this.target.protocol}//${LOOPBACK}:${port}${this.target.pathname}`;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** Breaks every connection now and refuses new ones for a while; returns how many were broken. */
  cut(refuseForMs = 0): number {
    this.#refuseUntilMs = Date.now() + refuseForMs;
    const count = this.#pairs.size;
    for (const { client, edge } of this.#pairs) {
      client.resetAndDestroy();
      edge.destroy();
    }
    this.#pairs.clear();
    return count;
  }

  /** Everything takes this much longer, in both directions; 0 ends it. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** This share (0 to 1) of the SIP messages gets lost on its way, as behind a server that drops packets. */
  lose(share: number, direction: SipDirection = 'both'): void {
    this.#lost = { share, direction };
  }

  /** This share of the SIP messages arrives twice. */
  duplicate(share: number, direction: SipDirection = 'both'): void {
    this.#doubled = { share, direction };
  }

  /** What is sent gets lost and nobody is told, as when a router dies; a stalled line stays stalled. */
  stall(): void {
    this.#stalled = true;
  }

  /** Lines opened from now on work; the stalled ones are broken, since bytes are missing on them. */
  restore(): void {
    if (this.#stalled) this.cut();
    this.#stalled = false;
    this.#delayMs = 0;
    this.#lost = this.#doubled = NONE;
    this.#refuseUntilMs = 0;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  #join(client: Socket): void {
    if (Date.now() < this.#refuseUntilMs) {
      client.resetAndDestroy();
      return;
    }
    const edge = connect(Number(this.target.port), this.target.hostname);
    const pair = { client, edge };
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      client.destroy();
      edge.destroy();
    };
    this.#pass(client, edge, 'fromPhone', end);
    this.#pass(edge, client, 'toPhone', end);
  }

  #copies(direction: SipDirection): number {
    const befalls = ({ share, direction: which }: Mangling): boolean =>
      (which === 'both' || which === direction) && this.random() < share;
    if (befalls(this.#lost)) return 0;
    return befalls(this.#doubled) ? 2 : 1;
  }

  #pass(from: Socket, to: Socket, direction: SipDirection, end: () => void): void {
    const frames = new Frames();
    let last = Promise.resolve(); // keeps the order when the delay changes meanwhile
    const write = async (chunk: Buffer, before: Promise<void>, wait: number): Promise<void> => {
      await Promise.all([before, wait > 0 ? delay(wait) : undefined]);
      if (!to.destroyed) to.write(chunk);
    };
    from.on('data', (chunk: Buffer) => {
      if (this.#stalled) return;
      for (const { bytes, isMessage } of frames.push(chunk)) {
        const copies = isMessage ? this.#copies(direction) : 1;
        for (let copy = 0; copy < copies; copy += 1) last = write(bytes, last, this.#delayMs);
      }
    });
    from.on('error', end);
    from.on('close', end);
  }
}
