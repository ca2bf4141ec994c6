/** Sound that gets lost at the media relay: all of one direction, or a share of it in slices. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Pbx, RtpDirection } from '@/lab/pbx';

/** The relay blocks or lets pass; a share is its time blocked. Twelve packets: a burst, as a bad Wi-Fi makes them. */
const SLICE_MS = 240;

export class RtpLoss {
  #running: { stopped: boolean; readonly done: Promise<void> } | null = null;

  constructor(private readonly pbx: Pbx) {}

  async start(direction: RtpDirection, share: number): Promise<void> {
    if (share >= 1) return this.pbx.rtp().drop(direction);
    await this.stop();
    const running = { stopped: false, done: Promise.resolve() };
    running.done = this.#alternate(direction, share, () => running.stopped);
    this.#running = running;
  }

  /** Whatever was lost is heard again. */
  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running) {
      running.stopped = true;
      await running.done;
    }
    if (!this.pbx.core) await this.pbx.rtp().restore();
  }

  async #alternate(direction: RtpDirection, share: number, stopped: () => boolean): Promise<void> {
    const relay = this.pbx.rtp();
    while (!stopped()) {
      await relay.drop(direction);
      await delay(SLICE_MS * share);
      await relay.restore();
      await delay(SLICE_MS * (1 - share));
    }
  }
}
