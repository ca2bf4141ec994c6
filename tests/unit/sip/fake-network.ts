/** Sockets in memory: a network that can be cut, swallow packets, or be refused; and the PBX at its other end. */
import type { Socket, SocketHandlers } from '@/lib/sip/socket-transport';

export class FakeNetwork {
  /** Servers by URL; a URL without one refuses the connection. */
  readonly servers = new Map<string, (wire: Wire) => void>();
  readonly opened: { url: string; at: number }[] = [];
  reachable = true;
  /** Packets vanish without an error, as behind a firewall that forgot the flow. */
  swallowing = false;
  private wires: Wire[] = [];

  openSocket = (url: string, handlers: SocketHandlers): Socket => {
    this.opened.push({ url, at: Date.now() });
    const wire = new Wire(this, url, handlers);
    if (!this.swallowing) {
      queueMicrotask(() => {
        const server = this.servers.get(url);
        if (!this.reachable || !server) return wire.closeFromServer(1006);
        this.wires.push(wire);
        server(wire);
        handlers.opened();
      });
    }
    return wire.socket;
  };

  /** All sockets close and none opens until restored. */
  cut(): void {
    this.reachable = false;
    this.closeAll();
  }
  restore(): void {
    this.reachable = true;
  }
  /** The server closes every socket (a restart) and takes new ones at once. */
  closeAll(): void {
    const wires = this.wires;
    this.wires = [];
    for (const wire of wires) wire.closeFromServer(1006);
  }
}

/** One connection. The phone holds `socket`, the server the rest. */
export class Wire {
  readonly sent: string[] = [];
  onClientMessage: ((text: string) => void) | null = null;
  closed = false;
  readonly socket: Socket;

  constructor(
    private readonly network: FakeNetwork,
    readonly url: string,
    private readonly handlers: SocketHandlers,
  ) {
    this.socket = {
      send: (data) => {
        this.sent.push(data);
        if (!network.swallowing && !this.closed) queueMicrotask(() => this.onClientMessage?.(data));
      },
      close: () => {
        this.closed = true;
      },
    };
  }

  toClient(text: string): void {
    if (this.network.swallowing || this.closed) return;
    queueMicrotask(() => this.handlers.received(text));
  }
  closeFromServer(code: number): void {
    this.closed = true;
    this.handlers.closed(code, '');
  }
}
