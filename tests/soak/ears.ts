/** Listens on both ends all along: who should hear whom, and for how long they did not. */
import type { Page } from 'puppeteer';
import type { Person } from '@/lab/people';
import { peaks } from '../e2e/harness/listen';
import type { Ledger } from './ledger';

const LISTEN_EVERY_MS = 200;
const TOLERANCE_HZ = 10;
/** After a change (hold, mute, transfer) both ends have this long to hear the new state. */
const SETTLE_MS = 4000;
/** One look that finds nothing is a click of the line, or a window between two tones. */
const LOOKS_THAT_COUNT = 2;
/** The listener itself was kept waiting: what it heard then says nothing. */
const LATE_MS = 400;

declare global {
  interface Window {
    soakPeers?: WeakRef<RTCPeerConnection>[];
  }
}

export interface Sound {
  readonly yes: readonly number[];
  readonly no: readonly number[];
}
export interface Hearing {
  readonly scene: number;
  readonly agent: Sound;
  readonly customer: Sound & { readonly person: Person };
}

/** One end: what it should hear, and since when it does not. */
class End {
  private heardOnce = false;
  private misses = 0;
  private missedSince = 0;
  private lastHeard = Date.now();
  private since = Date.now();
  private complained = false;
  private instead = '';

  constructor(
    private readonly who: 'agent' | 'customer',
    private readonly scene: number,
    private readonly ledger: Ledger,
  ) {}

  /** True when what is missing should be looked into now. */
  hear(good: boolean, at: number, heard: () => string): boolean {
    if (good) {
      if (this.heardOnce && this.misses >= LOOKS_THAT_COUNT) this.close(at);
      this.heardOnce = true;
      this.misses = 0;
      this.lastHeard = at;
      return false;
    }
    if (this.heardOnce) {
      if (this.misses === 0) this.missedSince = this.lastHeard;
      if (this.misses === LOOKS_THAT_COUNT - 1) this.instead = heard();
      this.misses += 1;
    } else if (!this.complained && at - this.since > SETTLE_MS) {
      this.complained = true;
      this.ledger.violated(`call ${this.scene}: the ${this.who} hears ${heard()} after ${SETTLE_MS} ms`);
    }
    return this.misses === LOOKS_THAT_COUNT;
  }
  /** What is missing when listening ends was missed as well. */
  finish(at: number): void {
    if (this.heardOnce && this.misses >= LOOKS_THAT_COUNT) this.close(at);
  }
  private close(at: number): void {
    const ms = at - this.missedSince;
    this.ledger.lost({ who: this.who, scene: this.scene, ms, instead: this.instead }, this.missedSince, at);
  }
}

export class Ears {
  private hearing: Hearing | null = null;
  private ends: { agent: End; customer: End } | null = null;
  private running = true;
  private readonly loop: Promise<void>;

  constructor(
    private readonly phone: Page,
    private readonly ledger: Ledger,
  ) {
    this.loop = keepPeers(phone).then(() => this.listen());
  }

  /** From now on they should hear this; null = nobody is listened to. */
  expect(hearing: Hearing | null): void {
    const now = Date.now();
    this.ends?.agent.finish(now);
    this.ends?.customer.finish(now);
    this.hearing = hearing;
    this.ends = hearing && {
      agent: new End('agent', hearing.scene, this.ledger),
      customer: new End('customer', hearing.scene, this.ledger),
    };
  }

  async stop(): Promise<void> {
    this.expect(null);
    this.running = false;
    await this.loop;
  }

  private async listen(): Promise<void> {
    while (this.running) {
      const before = Date.now();
      await new Promise((resolve) => setTimeout(resolve, LISTEN_EVERY_MS));
      const { hearing, ends } = this;
      if (!hearing || !ends) continue;
      const heard = await peaks(this.phone).catch((error: unknown) => String(error));
      const now = Date.now();
      if (typeof heard === 'string') {
        this.ledger.violated(`the phone document can't be listened to: ${heard}`);
        return;
      }
      if (now - before > LISTEN_EVERY_MS + LATE_MS || this.ends !== ends) continue;
      const has = (hz: number): boolean => heard.some((peak) => Math.abs(peak - hz) <= TOLERANCE_HZ);
      const list = (hz: readonly number[]): string => hz.join(', ') || 'nothing';
      const agentHears = hearing.agent.yes.every(has) && !hearing.agent.no.some(has);
      if (ends.agent.hear(agentHears, now, () => list(heard)))
        this.ledger.say(`call ${hearing.scene}: the agent hears ${list(heard)}: ${await sound(this.phone)}`);
      const { person, yes, no } = hearing.customer;
      ends.customer.hear(person.hearsNow(yes, no), now, () =>
        list(person.media.ear.loudest().map(({ hz }) => hz)),
      );
    }
  }
}

/** Peer connections made from now on can be asked how they fare. */
async function keepPeers(phone: Page): Promise<void> {
  await phone.evaluate(() => {
    const Original = RTCPeerConnection;
    const peers: WeakRef<RTCPeerConnection>[] = (window.soakPeers = []);
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        peers.splice(0, peers.length, new WeakRef(this));
      }
    };
  });
}

/** Whose fault is the silence: the player's, the line's, or the machine's? */
const sound = (phone: Page): Promise<string> =>
  phone.evaluate(async () => {
    const audio = document.querySelector<HTMLAudioElement>('#remote-audio');
    const stream = audio?.srcObject;
    const tracks = stream instanceof MediaStream ? stream.getTracks() : [];
    const player = `player ${audio?.paused ? 'paused' : 'plays'} ${tracks.map((one) => `${one.readyState}${one.muted ? ' muted' : ''}`).join() || 'nothing'}`;
    const peer = window.soakPeers?.[0]?.deref();
    if (!peer) return `${player}; no peer connection`;
    const read = async (): Promise<number> => {
      for (const one of (await peer.getStats()).values())
        if (one.type === 'inbound-rtp') return Number(one.packetsReceived);
      return 0;
    };
    const before = await read();
    await new Promise((resolve) => setTimeout(resolve, 200));
    return `${player}; ${peer.connectionState}, ${peer.signalingState}; ${(await read()) - before} packets in 200 ms`;
  });
