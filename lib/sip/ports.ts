/**
 * The narrow interface behind which SIP.js lives: no SIP.js type leaves lib/sip (design.md §4).
 * The phone never originates: it registers, takes INVITEs, and acts inside dialogs.
 */
import type { CallDetails } from '@/lib/call/types';
import type { ErrorCode, Log } from '@/lib/diagnostics';

export type RegistrationPhase = 'off' | 'connecting' | 'registered' | 'lost' | 'refused';
export interface Registration {
  readonly phase: RegistrationPhase;
  readonly since: number;
  readonly reason?: ErrorCode; // why lost or refused, told apart: TLS, network, credentials, PBX
  readonly detail?: string; // the server's words, for diagnostics
  readonly retryAt?: number; // ms epoch of the next try
}

export interface SipAccount {
  readonly servers: readonly string[]; // ws/wss URLs, fail-over in order
  readonly user: string; // opaque, may contain ':'
  readonly password: string;
  readonly domain: string;
  readonly instanceId: string; // stable +sip.instance (urn:uuid)
  readonly iceServers: readonly {
    readonly urls: string;
    readonly username?: string;
    readonly credential?: string;
  }[];
  readonly tones: 'info' | 'rtp'; // SIP INFO (stock) or RFC 4733
}

/** Audio belongs to the phone document; lib/sip asks for it. */
export interface MediaPort {
  /** An open microphone stream, opened before any offer is made (platform.md §4.2, lab.md §5). Rejects with PhoneError. */
  microphone(): Promise<MediaStream>;
  /** Plays what the other side says; called once per session and again when tracks change. null = stop. */
  play(sessionId: string, stream: MediaStream | null): void;
}

export interface SessionEvents {
  /** State of the SIP session. `code`/`phrase` for failures. */
  onEnded(why: { by: 'remote' | 'local' | 'failed'; code?: number; phrase?: string }): void;
  onEstablished(): void;
  /** A re-INVITE or UPDATE came in; `assertedIdentity` is the user part of its P-Asserted-Identity ('' if none). */
  onReinvite(info: { assertedIdentity: string }): void;
  onMedia(state: 'connected' | 'disconnected' | 'failed'): void;
}

export interface SessionPort {
  readonly id: string;
  readonly details: CallDetails;
  /** 200 OK with the candidates gathered in ≤ 200 ms. Rejects with PhoneError (microphone…, mediaFailed). */
  answer(): Promise<void>;
  /**
   * 480 for a ringing call (what the stock phone sends), BYE for an established one. Resolves when the PBX has confirmed.
   * Rejects with PhoneError('sipUnreachable') when it hasn't within 2.5 s (ask OMniLeads to hang up then); off the socket
   * the call is silenced at once and the BYE still goes out as soon as the connection is back.
   */
  end(): Promise<void>;
  /** re-INVITE sendonly / sendrecv. Rejects with PhoneError('holdRefused'). */
  hold(on: boolean): Promise<void>;
  mute(on: boolean): void;
  /**
   * Sends tones one after the other, INFO `application/dtmf-relay` or RFC 4733 as the account says (interface §2.5).
   * `gapMs` between tones; `signal` stops before the next tone. Rejects with PhoneError('toneFailed') if one is refused.
   */
  tones(
    digits: string,
    options?: { durationMs?: number; gapMs?: number; signal?: AbortSignal; onTone?: (digit: string) => void },
  ): Promise<void>;
  replaceMicrophone(stream: MediaStream): Promise<void>;
  restartIce(): Promise<void>;
  stats(): Promise<RTCStatsReport | null>;
  /** How long it took from the INVITE (RFC 6076), ms; null = did not happen. */
  setup(): { readonly ringingMs: number | null; readonly answerMs: number | null };
  /** How long our BYE took to be confirmed, ms; null = we sent none, or nobody confirmed it. Settles after `onEnded`. */
  disconnected(): Promise<number | null>;
  /** Dialog identifiers for taking the call over with Replaces (RFC 3891), null before it is established. */
  dialog(): { callId: string; localTag: string; remoteTag: string; remoteTarget: string } | null;
}

/** What a phone document must remember of its call for the next one to take it over (issue F3). */
export interface LostCall {
  readonly dialog: NonNullable<ReturnType<SessionPort['dialog']>>;
  readonly details: CallDetails;
}

export interface SipEvents {
  onRegistration(state: Registration): void;
  /** Attach events and decide; a second INVITE while a session exists is refused by lib/phone through `end()`. */
  onInvite(session: SessionPort): SessionEvents;
}

export interface SipPhone {
  start(account: SipAccount): Promise<void>;
  /** New credentials without dropping a call (interface §2.1). */
  updateAccount(account: SipAccount): Promise<void>;
  /** Try to connect now instead of at retryAt. */
  retryNow(): void;
  /** Un-REGISTER (own contact only: `Contact: *` would also remove another client's) and close. */
  stop(): Promise<void>;
  registration(): Registration;
  /**
   * Takes over a call of a phone document that died, by INVITE with Replaces. Needs a registration. `attach` is called
   * with the session before the INVITE goes out. Rejects with PhoneError: microphone…, mediaFailed, phoneDocumentLost
   * (the PBX doesn't have that call any more, or won't hand it over), sipUnreachable (not connected).
   */
  takeOver(lost: LostCall, attach: (session: SessionPort) => SessionEvents): Promise<void>;
}
export type CreateSipPhone = (ports: {
  media: MediaPort;
  events: SipEvents;
  now?: () => number;
  log?: Log;
}) => SipPhone;
