/** What goes wrong in real networks and servers, at the press of a key. */
import type { FailureKind, OmnileadsControl } from '@/lab/omnileads';
import type { Pbx, RtpDirection } from '@/lab/pbx';
import { RtpLoss } from './rtp-loss';
import type { SipDirection, SipWire } from './sip-wire';

export type { RtpDirection } from '@/lab/pbx';
export { SipWire, type SipDirection } from './sip-wire';

/** Every request of the agent's server that isn't a file. */
const ANY = /^(GET|POST|PUT) /;
const ALL = Number.POSITIVE_INFINITY;
type Server = Pick<OmnileadsControl, 'stall' | 'failNext' | 'clearFailures' | 'moveClock'>;

export class Faults {
  readonly #rtpLoss: RtpLoss;
  #skewMs = 0;

  constructor(
    private readonly wire: SipWire,
    private readonly pbx: Pbx,
    private readonly server?: Server,
  ) {
    this.#rtpLoss = new RtpLoss(pbx);
  }

  /** Breaks every SIP connection and refuses new ones for a while; returns how many were broken. */
  cutSip(refuseForMs = 0): number {
    return this.wire.cut(refuseForMs);
  }

  /** The server closes the phones' sockets by itself, as when it is restarted gracefully; returns how many. */
  closeSip(): Promise<number> {
    return this.pbx.closeSockets();
  }

  /** Delays SIP in both directions, in ms. */
  delaySip(ms: number): void {
    this.wire.delay(ms);
  }

  /** Loses a share (0 to 1) of the SIP messages. */
  loseSip(share: number, direction?: SipDirection): void {
    this.wire.lose(share, direction);
  }

  /** A share of the SIP messages arrives twice. */
  duplicateSip(share: number, direction?: SipDirection): void {
    this.wire.duplicate(share, direction);
  }

  /** SIP disappears without a word. */
  stallSip(): void {
    this.wire.stall();
  }

  /** Ends the faults of the SIP line. */
  restoreSip(): void {
    this.wire.restore();
  }

  /** Loses the sound of all present calls in one direction, all of it or a share (0 to 1); needs the edge. */
  async dropRtp(direction: RtpDirection, share = 1): Promise<void> {
    await this.#rtpLoss.start(direction, share);
  }

  async restoreRtp(): Promise<void> {
    await this.#rtpLoss.stop();
  }

  async restartAsterisk(downMs = 0): Promise<void> {
    await this.pbx.restartAsterisk(downMs);
  }

  /** The server takes requests and answers none until `restoreHttp`. */
  stallHttp(): void {
    this.#server().stall(true);
  }

  /** The next requests fail alike; all of them until `restoreHttp` unless told how many. */
  failHttp(kind: FailureKind = 'http500', times = ALL, pattern: RegExp | string = ANY): void {
    this.#server().failNext(pattern, kind, times);
  }

  restoreHttp(): void {
    this.#server().clearFailures();
  }

  /** How far the server's clock is ahead of everybody else's; 0 sets it right. */
  skewClock(ms: number): void {
    this.#server().moveClock(ms - this.#skewMs);
    this.#skewMs = ms;
  }

  /** Nothing goes wrong any more. */
  async restore(): Promise<void> {
    this.restoreSip();
    await this.restoreRtp();
    if (!this.server) return;
    this.restoreHttp();
    this.skewClock(0);
  }

  #server(): Server {
    if (!this.server) throw new Error('these faults were made without a server');
    return this.server;
  }
}
