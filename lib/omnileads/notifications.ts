/**
 * The console's WebSocket (interface §9.1, session.md §6). Whoever connects last throws the other consoles of the agent out,
 * so after a `logout` message nothing reconnects by itself: two consoles would do it for ever.
 * An open socket proves nothing about the session: it outlives it.
 */
import { PhoneError } from '@/lib/diagnostics';
import type { Context } from './memory';
import { parseMessage } from './messages';
import type { SocketLike } from './ports';
import type { ConsoleMessage } from './types';
import type { Web } from './web';

const CONNECT_TIMEOUT_MS = 10_000;
const FIRST_RETRY_MS = 1_000;
/** A phone without its socket is deaf to its supervisor, so even after a long cut it asks twice a minute. */
const LONGEST_RETRY_MS = 30_000;
/** A socket that lives this long was a real one: the back-off starts anew. Without it, accept-then-close would loop fast. */
const STABLE_AFTER_MS = 10_000;

export type SocketPhase =
  | 'off'
  | 'connecting'
  | 'open'
  | 'waiting' // lost, tries again by itself
  | 'takenOver' // another console of this agent connected; waits for takeOver()
  | 'signedOut'; // the web session is gone; waits for start() after the next sign-in

export interface NotificationListener {
  onMessage(message: ConsoleMessage): void;
  onPhase?(phase: SocketPhase): void;
}
export interface Notifications {
  /** Connects for the present session. Again after a new sign-in. */
  start(listener: NotificationListener): void;
  /** Connects although another console is there; that one is thrown out. */
  takeOver(): void;
  /** The network changed: a socket may be dead without knowing, a waiting one needn't wait. */
  refresh(): void;
  stop(): void;
  phase(): SocketPhase;
}

/** ms until the n-th retry (from 0): doubling, with jitter so that an office doesn't come back at once. */
export function retryDelay(attempt: number, random: number): number {
  const delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10));
  return Math.round(delay * (0.5 + random / 2));
}

export function createNotifications(
  context: Context,
  web: Pick<Web, 'alive'>,
  openSocket: (url: string) => SocketLike,
): Notifications {
  const { host, memory, log, random } = context;
  let listener: NotificationListener | null = null;
  let phase: SocketPhase = 'off';
  let socket: SocketLike | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let generation = 0; // what belongs to an older one is late and ignored

  function become(next: SocketPhase): void {
    if (phase === next) return;
    phase = next;
    log.info('omnileads', 'console socket', { phase });
    listener?.onPhase?.(next);
  }

  /** Forgets the present socket and timer: nothing of them is heard any more. */
  function drop(): number {
    clearTimeout(timer);
    socket?.close();
    socket = null;
    return ++generation;
  }

  function retryLater(): void {
    drop();
    become('waiting');
    timer = setTimeout(() => void connect(true), retryDelay(attempt++, random()));
  }

  async function connect(check: boolean): Promise<void> {
    const mine = drop();
    become('connecting');
    try {
      // The handshake of a dead session fails like a dead network (1006): ask before, not after.
      if (check) await web.alive();
      const ruled = mine === generation && (await host.socketRule(memory.server));
      if (mine !== generation) return;
      if (!ruled) return void become('signedOut');
      open(mine);
    } catch (thrown) {
      if (mine !== generation) return;
      if (thrown instanceof PhoneError && thrown.code === 'sessionExpired') return void become('signedOut');
      log.warn('omnileads', 'console socket could not connect', { error: String(thrown) });
      retryLater();
    }
  }

  function open(mine: number): void {
    const opened = openSocket(`${memory.server.replace(/^http/, 'ws')}/channels/agent-console`);
    socket = opened;
    timer = setTimeout(retryLater, CONNECT_TIMEOUT_MS);
    opened.addEventListener('open', () => {
      if (mine !== generation) return;
      clearTimeout(timer);
      timer = setTimeout(() => (attempt = 0), STABLE_AFTER_MS);
      become('open');
    });
    opened.addEventListener('close', () => mine === generation && retryLater());
    opened.addEventListener('error', () => undefined); // always followed by close, which acts
    opened.addEventListener('message', ({ data }) => mine === generation && hear(data));
  }

  function hear(data: unknown): void {
    const message = parseMessage(data);
    if (!message) return void log.warn('omnileads', 'unknown console message', { size: String(data).length });
    if (message.type === 'logout') {
      drop();
      become('takenOver');
    }
    listener?.onMessage(message);
  }

  return {
    start(next) {
      listener = next;
      attempt = 0;
      void connect(false);
    },
    takeOver() {
      attempt = 0;
      if (listener) void connect(true); // the other sign-in has usually ended our session
    },
    refresh() {
      if (phase !== 'open' && phase !== 'waiting' && phase !== 'connecting') return;
      attempt = 0;
      void connect(true);
    },
    stop() {
      drop();
      become('off');
      listener = null;
    },
    phase: () => phase,
  };
}
