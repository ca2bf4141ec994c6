import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

/** Where the manager interface listens and who may use it. */
export interface AmiAddress {
  host: string;
  port: number;
  username: string;
  secret: string;
}

/** One event or response. A field that came several times is joined with newlines. */
export type AmiMessage = Readonly<Record<string, string>>;
export type AmiFields = Readonly<Record<string, string | number | readonly string[]>>;

export class AmiError extends Error {
  constructor(
    readonly action: string,
    readonly response: AmiMessage,
  ) {
    super(`AMI ${action}: ${response.Message ?? response.Response ?? 'no answer'}`);
  }
}

/**
 * A client of Asterisk's manager interface. One connection handles its actions one after the other: a synchronous
 * Originate blocks all that follow on it until the call is answered, so use a connection of its own for that.
 */
export class Ami {
  readonly #socket: Socket;
  readonly #pending = new Map<
    string,
    { action: string; resolve(m: AmiMessage): void; reject(e: Error): void }
  >();
  readonly #listeners = new Set<(event: AmiMessage) => void>();
  #buffer = '';
  #lastId = 0;
  #closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.#read(text));
    socket.on('error', () => this.#end()); // 'close' follows and rejects what is pending
    socket.on('close', () => this.#end());
  }

  /** Connects and signs in. Rejects when nothing listens or the password is wrong. */
  static async connect(address: AmiAddress): Promise<Ami> {
    const socket = connect(address.port, address.host);
    await once(socket, 'connect');
    const ami = new Ami(socket);
    await ami.action('Login', { Username: address.username, Secret: address.secret });
    return ami;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Sends one action. Rejects with {@link AmiError} unless the answer is Success (or Follows, Goodbye). */
  action(name: string, fields: AmiFields = {}): Promise<AmiMessage> {
    if (this.#closed) return Promise.reject(new Error('the AMI connection is closed'));
    this.#lastId += 1;
    const id = `lab-${this.#lastId}`;
    const lines = [`Action: ${name}`, `ActionID: ${id}`];
    for (const [key, value] of Object.entries(fields)) {
      const values = typeof value === 'object' ? value : [value];
      for (const one of values) lines.push(`${key}: ${String(one).replace(/[\r\n]+/g, ' ')}`);
    }
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { action: name, resolve, reject });
      this.#socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    });
  }

  /** Runs a console command and returns what it prints. */
  async command(text: string): Promise<string> {
    return (await this.action('Command', { Command: text })).Output ?? '';
  }

  /** Runs an action that answers with a list of events and returns those called `item`. */
  async list(name: string, item: string): Promise<AmiMessage[]> {
    const found: AmiMessage[] = [];
    let finished = () => undefined as void;
    const complete = new Promise<void>((resolve) => {
      finished = resolve;
    });
    let id: string | undefined;
    const stop = this.onEvent((event) => {
      if (event.Event === item) found.push(event);
      if (event.EventList === 'Complete' && (id === undefined || event.ActionID === id)) finished();
    });
    try {
      id = (await this.action(name)).ActionID;
      await complete;
    } finally {
      stop();
    }
    return found.filter((event) => event.ActionID === id);
  }

  async dbPut(family: string, key: string, value: string): Promise<void> {
    await this.action('DBPut', { Family: family, Key: key, Val: value });
  }

  /** Calls `listener` with every event from now on; the returned function ends it. */
  onEvent(listener: (event: AmiMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` once, when the connection has ended for whatever reason. */
  onClose(listener: () => void): void {
    this.#socket.once('close', listener);
  }

  /** The next event that satisfies `wanted`. */
  nextEvent(wanted: (event: AmiMessage) => boolean, timeoutMs = 10_000): Promise<AmiMessage> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`no such AMI event within ${timeoutMs} ms`));
      }, timeoutMs);
      const stop = this.onEvent((event) => {
        if (!wanted(event)) return;
        clearTimeout(timer);
        stop();
        resolve(event);
      });
    });
  }

  close(): void {
    this.#socket.destroy();
    this.#end();
  }

  #read(text: string): void {
    this.#buffer += text;
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const message = parse(this.#buffer.slice(0, end));
      this.#buffer = this.#buffer.slice(end + 4);
      this.#dispatch(message);
    }
  }

  #dispatch(message: AmiMessage): void {
    const waiting = message.Response ? this.#pending.get(message.ActionID ?? '') : undefined;
    if (!waiting) {
      if (message.Event) for (const listener of this.#listeners) listener(message);
      return;
    }
    this.#pending.delete(message.ActionID ?? '');
    if (message.Response === 'Error') waiting.reject(new AmiError(waiting.action, message));
    else waiting.resolve(message);
  }

  #end(): void {
    this.#closed = true;
    for (const { action, reject } of this.#pending.values()) {
      reject(new Error(`the AMI connection closed before ${action} was answered`));
    }
    this.#pending.clear();
  }
}

function parse(block: string): AmiMessage {
  const message: Record<string, string> = {};
  for (const line of block.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue; // the greeting line
    const key = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    message[key] = key in message ? `${message[key]}\n${value}` : value;
  }
  return message;
}
