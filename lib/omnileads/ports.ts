/**
 * What the client asks of its surroundings. It runs in the phone document, where of chrome.* only runtime exists:
 * cookies and request rules live in the worker and are reached through `Host` (session.md §1.3, §6).
 */
import type { Log } from '@/lib/diagnostics';

/** Which host the Referer names: behind the product's proxy Django sees Host without the port (session.md §1.3). */
export type RefererForm = 'withoutPort' | 'withPort';

export interface Host {
  /** Sets the session rule that adds `Referer` to our https requests. Needed before the first POST, idempotent. */
  refererRule(server: string, form: RefererForm): Promise<void>;
  /** Puts the present session cookie into the rule of the console socket. False: there is no session cookie. */
  socketRule(server: string): Promise<boolean>;
  /** A text that changes when the session cookie's value does (a hash, never the value itself); '' = no cookie. */
  cookieFingerprint(server: string): Promise<string>;
}

/** The part of WebSocket that the console socket uses; tests give their own. */
export interface SocketLike {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  close(): void;
}

/** What the client tells by itself, outside the answer to a call. */
export type SessionEvent =
  /** The web session is gone; once per loss. Token calls may still work. */
  | { readonly type: 'expired' }
  /** Another agent signed in to OMniLeads in this browser: no session request is written any more. */
  | { readonly type: 'otherAgent'; readonly extension: string }
  /** The Bearer token is no longer taken; REST goes on by session. */
  | { readonly type: 'tokenLost' }
  /** An endpoint answered 403: its control is to be disabled (issue D7). */
  | { readonly type: 'denied'; readonly endpoint: string };

export interface OmnileadsDeps {
  readonly host: Host;
  readonly log: Log;
  readonly onSession?: (event: SessionEvent) => void;
  readonly fetch?: typeof globalThis.fetch;
  readonly now?: () => number; // ms epoch
  readonly random?: () => number; // 0..1, jitter of reconnections
  readonly openSocket?: (url: string) => SocketLike;
}
