import { createSocket, type Socket } from 'node:dgram';
import { LOOPBACK } from '@/lab/ports';
import { fromAlaw, toAlaw } from './alaw';
import { Ear, FRAME_SAMPLES, SAMPLE_RATE } from './hearing';

const FRAME_MS = 20;
const PCMA = 8;
const TELEPHONE_EVENT = 101;
export const RINGBACK_HZ = 425;
const RINGBACK_ON_S = 1;
const RINGBACK_PERIOD_S = 5;
const HEADER_BYTES = 12;
const LOUDNESS = 0.25;
const SILENCE = toAlaw(0);
const DIGITS = '0123456789*#ABCD';
const MOST_FRAMES_AT_ONCE = 25; // after a long stall the rest is dropped, as a real sound card does

/** What somebody speaks: a sine in Hz, 0 = silence, what is heard, or the tone of a phone that rings. */
export type Voice = number | 'echo' | 'ringback';

/** Sound both ways of one leg: a sine out, an {@link Ear} in. */
export class Media {
  readonly ear = new Ear();
  /** Digits that came as RTP events (RFC 4733). */
  digits = '';
  voice: Voice;
  packetsIn = 0;
  #socket: Socket;
  #remote: { host: string; port: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sequence = Math.floor(Math.random() * 0xffff);
  #timestamp = 0;
  #sample = 0;
  #lastEvent = -1;
  #startedMs = 0;
  #framesSent = 0;
  readonly #ssrc = Math.floor(Math.random() * 0xffffffff);

  private constructor(socket: Socket, voice: Voice) {
    this.#socket = socket;
    this.voice = voice;
    socket.on('message', (packet) => this.#receive(packet));
    socket.on('error', () => this.close());
  }

  static open(voice: Voice): Promise<Media> {
    return new Promise((resolve, reject) => {
      const socket = createSocket('udp4');
      socket.once('error', reject);
      socket.bind(0, LOOPBACK, () => resolve(new Media(socket, voice)));
    });
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Our half of the description; `direction` answers the other's. */
  sdp(direction = 'sendrecv'): string {
    return [
      'v=0',
      `o=- 1 1 IN IP4 ${LOOPBACK}`,
      's=-',
      `c=IN IP4 ${LOOPBACK}`,
      't=0 0',
      `m=audio ${this.port} RTP/AVP ${PCMA} ${TELEPHONE_EVENT}`,
      `a=rtpmap:${PCMA} PCMA/8000`,
      `a=rtpmap:${TELEPHONE_EVENT} telephone-event/8000`,
      `a=fmtp:${TELEPHONE_EVENT} 0-16`,
      'a=ptime:20',
      `a=${direction}`,
      '',
    ].join('\r\n');
  }

  /** Starts (or goes on) talking to where the other's description says. */
  talkTo(sdp: string): void {
    const host = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1];
    const port = Number(/^m=audio (\d+)/m.exec(sdp)?.[1] ?? 0);
    if (!host || !port) return;
    this.#remote = { host, port };
    if (this.#timer) return;
    this.#startedMs = Date.now();
    this.#timer = setInterval(() => this.#sendDue(), FRAME_MS);
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = undefined;
    this.#socket.removeAllListeners('message');
    this.#socket.close();
    this.close = () => undefined;
  }

  /** Timers come late when the machine is busy; the missed frames are sent at once so that the tone has no gap. */
  #sendDue(): void {
    const due = Math.floor((Date.now() - this.#startedMs) / FRAME_MS);
    if (due - this.#framesSent > MOST_FRAMES_AT_ONCE) this.#framesSent = due - 1;
    while (this.#framesSent < due) {
      this.#framesSent += 1;
      if (this.voice !== 'echo') this.#send(this.#frame(this.voice));
    }
  }

  #frame(voice: number | 'ringback'): Uint8Array {
    const second = (this.#sample / SAMPLE_RATE) % RINGBACK_PERIOD_S;
    const hz = voice !== 'ringback' ? voice : second < RINGBACK_ON_S ? RINGBACK_HZ : 0;
    const frame = new Uint8Array(FRAME_SAMPLES);
    for (let i = 0; i < FRAME_SAMPLES; i += 1) {
      frame[i] =
        hz === 0 ? SILENCE : toAlaw(LOUDNESS * Math.sin((2 * Math.PI * hz * this.#sample) / SAMPLE_RATE));
      this.#sample += 1;
    }
    return frame;
  }

  #send(payload: Uint8Array): void {
    if (!this.#remote) return;
    const packet = Buffer.alloc(HEADER_BYTES + payload.length);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#timestamp = (this.#timestamp + FRAME_SAMPLES) >>> 0;
    packet[0] = 0x80;
    packet[1] = PCMA;
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(this.#timestamp, 4);
    packet.writeUInt32BE(this.#ssrc, 8);
    packet.set(payload, HEADER_BYTES);
    this.#socket.send(packet, this.#remote.port, this.#remote.host);
  }

  #receive(packet: Buffer): void {
    if (packet.length <= HEADER_BYTES) return;
    const type = (packet[1] ?? 0) & 0x7f;
    const payload = packet.subarray(HEADER_BYTES);
    if (type === PCMA) {
      this.packetsIn += 1;
      this.ear.push(fromAlaw(payload));
      if (this.voice === 'echo') this.#send(payload);
    } else if (type === TELEPHONE_EVENT) {
      const timestamp = packet.readUInt32BE(4); // the same for all packets of one digit
      if (timestamp === this.#lastEvent) return;
      this.#lastEvent = timestamp;
      this.digits += DIGITS[payload[0] ?? 0] ?? '';
    }
  }
}
