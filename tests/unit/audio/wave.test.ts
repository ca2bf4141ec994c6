import { describe, expect, it } from 'vitest';
import { EAR_TONE, RING, toneWave } from '@/lib/phone/audio/wave';

const samplesOf = (bytes: Uint8Array) => new Int16Array(bytes.buffer.slice(44));
/** Strength of one frequency in a stretch of samples (Goertzel). */
const strength = (samples: Int16Array, hz: number): number => {
  let [a, b] = [0, 0];
  const k = 2 * Math.cos((2 * Math.PI * hz) / 16_000);
  for (const s of samples) [a, b] = [s + k * a - b, a];
  return Math.sqrt(a * a + b * b - k * a * b) / samples.length;
};

describe('generated tones', () => {
  it('are WAV files of the length they say', () => {
    const bytes = toneWave(RING);
    expect(new TextDecoder().decode(bytes.slice(0, 4))).toBe('RIFF');
    const view = new DataView(bytes.buffer);
    expect(view.getUint32(4, true)).toBe(bytes.length - 8);
    expect(view.getUint32(40, true)).toBe(bytes.length - 44);
    expect(samplesOf(bytes)).toHaveLength(2500 * 16); // 2.5 s at 16 kHz
  });

  it('sound where they should and are silent between', () => {
    const ring = samplesOf(toneWave(RING));
    const burst = ring.slice(0, 350 * 16);
    expect(strength(burst, 523)).toBeGreaterThan(20 * strength(burst, 800));
    expect(ring.slice(351 * 16, 499 * 16).every((s) => s === 0)).toBe(true);
  });

  it('begin and end without a click, and the ear tone is over within 300 ms', () => {
    const ear = samplesOf(toneWave(EAR_TONE));
    expect(Math.abs(ear[0] ?? 1)).toBe(0);
    expect(Math.abs(ear.at(-1) ?? 1)).toBe(0);
    expect(ear.length / 16).toBeLessThan(300);
  });
});
