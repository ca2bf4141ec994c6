export const SAMPLE_RATE = 8000; // Hz
export const FRAME_SAMPLES = 160; // 20 ms
const WINDOW_SAMPLES = 2000; // 250 ms: tells tones 16 Hz apart
const SILENT_AFTER_MS = 200; // no packet for this long is silence, whatever was heard last
const AUDIBLE = 0.004; // amplitude of a tone, full scale = 1; -48 dB
const RELATIVE = 0.08; // quieter than this share of the loudest asked tone is leakage, not a tone

/** The last quarter of a second that somebody heard. */
export class Ear {
  readonly #samples = new Float32Array(WINDOW_SAMPLES);
  #next = 0;
  #lastMs = 0;
  #listeners = new Set<() => void>();

  /** Samples of one packet, full scale = 1. */
  push(samples: Float32Array): void {
    for (const sample of samples) {
      this.#samples[this.#next] = sample;
      this.#next = (this.#next + 1) % WINDOW_SAMPLES;
    }
    this.#lastMs = Date.now();
    for (const listener of this.#listeners) listener();
  }

  onAudio(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Amplitude of one frequency, 0 to 1 (Goertzel, Hann window). */
  amplitude(hz: number): number {
    if (Date.now() - this.#lastMs > SILENT_AFTER_MS) return 0;
    const coefficient = 2 * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE);
    let s1 = 0;
    let s2 = 0;
    for (let i = 0; i < WINDOW_SAMPLES; i += 1) {
      const sample = this.#samples[(this.#next + i) % WINDOW_SAMPLES] ?? 0;
      const s0 = sample * (HANN[i] ?? 0) + coefficient * s1 - s2;
      s2 = s1;
      s1 = s0;
    }
    const power = s1 * s1 + s2 * s2 - coefficient * s1 * s2;
    return (4 * Math.sqrt(Math.max(power, 0))) / WINDOW_SAMPLES; // 4: half the spectrum, half the window's area
  }

  /** True when every tone of `wanted` sounds and none of `unwanted` does. */
  matches(wanted: readonly number[], unwanted: readonly number[]): boolean {
    const levels = wanted.map((hz) => this.amplitude(hz));
    const floor = Math.max(AUDIBLE, Math.max(0, ...levels) * RELATIVE);
    if (levels.some((level) => level < floor)) return false;
    return unwanted.every((hz) => this.amplitude(hz) < Math.max(AUDIBLE, floor));
  }

  /** The loudest tones, for messages. */
  loudest(count = 4): { hz: number; amplitude: number }[] {
    const scan: { hz: number; amplitude: number }[] = [];
    for (let hz = 200; hz <= 3400; hz += 5) scan.push({ hz, amplitude: this.amplitude(hz) });
    const peaks = scan.filter((one, i) => {
      const before = scan[i - 1]?.amplitude ?? 0;
      const after = scan[i + 1]?.amplitude ?? 0;
      return one.amplitude >= AUDIBLE && one.amplitude >= before && one.amplitude > after;
    });
    return peaks.sort((a, b) => b.amplitude - a.amplitude).slice(0, count);
  }
}

const HANN = Float32Array.from(
  { length: WINDOW_SAMPLES },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW_SAMPLES),
);
