/** chrome.runtime in one process: connecting makes two ends of a port, told apart by their senders. */
import type { PortLike, RuntimeLike, SenderLike, ServingRuntime } from '@/lib/bridge';

export const ID = 'dfjcboaplglklkkmlfaoccckildldpof';
export const OWN = `chrome-extension://${ID}`;
export const PANEL: SenderLike = {
  id: ID,
  origin: OWN,
  url: `${OWN}/panel.html`,
  tab: { id: 5 },
  frameId: 3,
};
export const OPTIONS: SenderLike = {
  id: ID,
  origin: OWN,
  url: `${OWN}/options.html`,
  tab: { id: 6 },
  frameId: 0,
};
export const POPUP: SenderLike = { id: ID, origin: OWN, url: `${OWN}/popup.html` };
export const page = (origin: string, frameId = 0): SenderLike => ({
  id: ID,
  origin,
  url: `${origin}/x`,
  tab: { id: 5 },
  frameId,
});

/** What happens before anybody listens waits for the first listener, as it does between real contexts. */
class Ends<L extends (...args: never[]) => unknown> {
  private listeners: L[] = [];
  private early: Parameters<L>[] = [];
  addListener = (listener: L): void => {
    this.listeners.push(listener);
    for (const args of this.early.splice(0)) listener(...args);
  };
  fire(...args: Parameters<L>): void {
    if (this.listeners.length === 0) this.early.push(args);
    for (const listener of this.listeners) listener(...args);
  }
}
export class FakePort implements PortLike {
  readonly onMessage = new Ends<(message: unknown) => void>();
  readonly onDisconnect = new Ends<() => void>();
  readonly heard: unknown[] = [];
  peer!: FakePort;
  open = true;
  constructor(
    readonly name: string,
    readonly sender?: SenderLike,
  ) {}
  postMessage(message: unknown): void {
    if (!this.open) throw new Error('Attempting to use a disconnected port object');
    this.peer.heard.push(message);
    // Chrome copies messages: sharing an object between contexts would hide mistakes.
    this.peer.onMessage.fire(structuredClone(message));
  }
  disconnect(): void {
    if (!this.open) return;
    this.open = false;
    this.peer.open = false;
    this.peer.onDisconnect.fire();
  }
}

export class FakeRuntime implements ServingRuntime {
  readonly id = ID;
  readonly onConnect = new Ends<(port: PortLike) => void>();
  /** Whether a phone document listens. */
  alive = true;
  getURL = (path: string): string => `${OWN}${path}`;

  /** A client's view of the runtime, as a context with this sender. */
  as(
    sender: SenderLike,
    worker: (message: unknown) => unknown = () => ({ ok: true, value: null }),
  ): ClientRuntime {
    return new ClientRuntime(this, sender, worker);
  }
}

export class ClientRuntime implements RuntimeLike {
  id: string | undefined = ID;
  readonly asked: unknown[] = [];
  readonly ports: FakePort[] = [];
  constructor(
    private readonly server: FakeRuntime,
    private readonly sender: SenderLike,
    private readonly worker: (message: unknown) => unknown,
  ) {}
  connect({ name }: { name: string }): FakePort {
    if (this.id === undefined) throw new Error('Extension context invalidated.');
    const here = new FakePort(name);
    const there = new FakePort(name, this.sender);
    here.peer = there;
    there.peer = here;
    this.ports.push(here);
    if (this.server.alive) this.server.onConnect.fire(there);
    else queueMicrotask(() => there.disconnect());
    return here;
  }
  async sendMessage(message: unknown): Promise<unknown> {
    this.asked.push(message);
    return this.worker(message);
  }
  /** The phone document dies: every port of this context drops. */
  dropAll(): void {
    for (const port of this.ports) port.peer.disconnect();
  }
}
