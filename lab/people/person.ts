import { setTimeout as delay } from 'node:timers/promises';
import type { Dialog } from './dialog';
import type { Media, Voice } from './media';
import { header } from './sip-message';

export interface HearOptions {
  /** Tones that must not sound at the same time. */
  not?: readonly number[];
  withinMs?: number;
}

const HEAR_TIMEOUT_MS = 8000;
const AGREEING_WINDOWS = 2; // 20 ms apart, so that a click doesn't pass for a tone
const TONE_MS = 100;
const TONE_GAP_MS = 500; // the stock phone's

/** Somebody on a call: speaks a sine of his own and hears what the PBX sends him. */
export class Person {
  /** Resolves when the call has ended, whoever ended it. */
  readonly ended: Promise<void>;
  #digits = '';
  #answeredVoice: Voice | undefined;
  #end: () => void = () => undefined;

  constructor(
    /** The number that was called, or the caller's own. */
    readonly number: string,
    readonly dialog: Dialog,
    readonly media: Media,
  ) {
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    dialog.describe = (direction) => media.sdp(direction);
    dialog.onSdp = (sdp) => media.talkTo(sdp);
    dialog.onInfo = (body) => {
      this.#digits += /Signal=\s*(\S)/.exec(body)?.[1] ?? '';
    };
    dialog.onEnd = () => {
      media.close();
      this.#end();
    };
  }

  get isOnCall(): boolean {
    return this.dialog.established;
  }

  /** What this person speaks now. May be changed during the call. */
  get spoken(): Voice {
    return this.media.voice;
  }

  speak(voice: Voice): void {
    this.media.voice = voice;
  }

  /** Digits received during the call, by RTP event or INFO. */
  get dtmf(): string {
    return this.media.digits + this.#digits;
  }

  /** Value of a header of the INVITE this person received; '' is a header without a value. */
  header(name: string): string | undefined {
    return this.dialog.invite && header(this.dialog.invite, name);
  }

  /** Waits until all these tones sound and none of `not`; rejects with what was heard instead. */
  hears(frequencies: readonly number[], options: HearOptions = {}): Promise<void> {
    const { not = [], withinMs = HEAR_TIMEOUT_MS } = options;
    const { ear } = this.media;
    return new Promise((resolve, reject) => {
      let agreeing = 0;
      const check = () => {
        agreeing = ear.matches(frequencies, not) ? agreeing + 1 : 0;
        if (agreeing >= AGREEING_WINDOWS) finish(resolve);
      };
      const stop = ear.onAudio(check);
      const poll = setInterval(check, 50); // silence brings no packets
      const late = setTimeout(() => {
        const heard = ear.loudest().map((one) => `${one.hz} Hz ${one.amplitude.toFixed(3)}`);
        const wish = `${frequencies.join('+') || 'silence'}${not.length ? ` without ${not.join('+')}` : ''}`;
        const state = this.isOnCall ? '' : ' (not on a call)';
        finish(() =>
          reject(
            new Error(`${this.number} heard [${heard.join(', ')}]${state} in ${withinMs} ms, not ${wish} Hz`),
          ),
        );
      }, withinMs);
      const finish = (then: () => void) => {
        stop();
        clearInterval(poll);
        clearTimeout(late);
        then();
      };
    });
  }

  /** True when these tones sound right now. */
  hearsNow(frequencies: readonly number[], not: readonly number[] = []): boolean {
    return this.media.ear.matches(frequencies, not);
  }

  /**
   * Rings as a carrier does: early media with the ringback tone in it. A plain 180 would make Asterisk play the tone by
   * itself on the agent's leg, and in one of two calls that leg then stays mute (Asterisk 22.10, Local channels).
   */
  ringOut(): void {
    const voice = this.media.voice;
    this.#answeredVoice = voice;
    this.media.voice = 'ringback';
    this.dialog.progress();
  }

  /** Takes the call and speaks. */
  answer(): void {
    if (this.#answeredVoice !== undefined) this.media.voice = this.#answeredVoice;
    this.dialog.answer();
  }

  async hangUp(): Promise<void> {
    await this.dialog.end();
  }

  /** Presses keys as OMniLeads' phone does: SIP INFO, 600 ms apart unless told otherwise. */
  async press(digits: string, gapMs = TONE_GAP_MS): Promise<void> {
    for (const digit of digits) {
      await this.dialog.info(digit, TONE_MS);
      await delay(TONE_MS + gapMs);
    }
  }
}
