/** Tones as WAV bytes: no file to ship, no AudioContext to keep alive, and an <audio> can send them to any device. Pure. */

export interface ToneStep {
  /** Hz sounding together; none = silence. */
  readonly tones: readonly number[];
  readonly ms: number;
}

const SAMPLE_RATE_HZ = 16_000;
const HEADER_BYTES = 44;
/** A tone that starts or stops at once clicks. */
const FADE_MS = 8;
const LOUDNESS = 0.5;

/** Two soft bursts and a pause, repeated while it rings. */
export const RING: readonly ToneStep[] = [
  { tones: [523, 659], ms: 350 },
  { tones: [], ms: 150 },
  { tones: [523, 659], ms: 350 },
  { tones: [], ms: 1650 },
];
/** Short enough to be over before the customer has said a word. */
export const EAR_TONE: readonly ToneStep[] = [
  { tones: [880], ms: 90 },
  { tones: [], ms: 30 },
  { tones: [1109], ms: 110 },
];

export function toneWave(steps: readonly ToneStep[]): Uint8Array<ArrayBuffer> {
  const lengths = steps.map((step) => Math.round((step.ms * SAMPLE_RATE_HZ) / 1000));
  const samples = lengths.reduce((sum, n) => sum + n, 0);
  const bytes = new Uint8Array(HEADER_BYTES + samples * 2);
  const view = new DataView(bytes.buffer);
  writeHeader(view, samples);
  let at = HEADER_BYTES;
  steps.forEach((step, index) => {
    const length = lengths[index] ?? 0;
    for (let i = 0; i < length; i++, at += 2)
      view.setInt16(at, Math.round(sampleOf(step, i, length) * 32767), true);
  });
  return bytes;
}

function sampleOf({ tones }: ToneStep, index: number, length: number): number {
  if (tones.length === 0) return 0;
  const fade = (FADE_MS * SAMPLE_RATE_HZ) / 1000;
  const envelope = Math.min(1, index / fade, (length - 1 - index) / fade);
  const sum = tones.reduce((s, hz) => s + Math.sin((2 * Math.PI * hz * index) / SAMPLE_RATE_HZ), 0);
  return (LOUDNESS * envelope * sum) / tones.length;
}

/** PCM, mono, 16 bit. */
function writeHeader(view: DataView, samples: number): void {
  const text = (at: number, s: string) => [...s].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  const dataBytes = samples * 2;
  text(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); // length of the format block
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, SAMPLE_RATE_HZ, true);
  view.setUint32(28, SAMPLE_RATE_HZ * 2, true); // bytes a second
  view.setUint16(32, 2, true); // bytes a frame
  view.setUint16(34, 16, true); // bits a sample
  text(36, 'data');
  view.setUint32(40, dataBytes, true);
}
