/** The few members of chrome.runtime that the bridge stands on: small enough for tests to fake. */
export interface EventLike<L extends (...args: never[]) => unknown> {
  addListener(listener: L): void;
}
export interface SenderLike {
  readonly id?: string;
  readonly origin?: string;
  readonly url?: string;
  readonly frameId?: number;
  readonly tab?: { readonly id?: number; readonly url?: string };
}
export interface PortLike {
  readonly name: string;
  readonly sender?: SenderLike;
  postMessage(message: unknown): void;
  disconnect(): void;
  readonly onMessage: EventLike<(message: unknown) => void>;
  readonly onDisconnect: EventLike<() => void>;
}
export interface RuntimeLike {
  /** undefined once the extension was updated under us: nothing will ever answer again. */
  readonly id?: string;
  connect(info: { name: string }): PortLike;
  sendMessage(message: unknown): Promise<unknown>;
}
export interface ServingRuntime {
  readonly id?: string;
  getURL(path: string): string;
  readonly onConnect: EventLike<(port: PortLike) => void>;
}
