import { wav } from './wav';

const SAMPLE_RATE = 8000; // Hz, telephony
const LOUDNESS = 0.25; // of full scale, for all sines together

/**
 * A mono 16-bit WAV file with the given sines, then silence. Whole seconds and whole frequencies loop without a click.
 */
export function toneWav(frequencies: readonly number[], seconds: number, silentSeconds = 0): Buffer {
  const sounding = SAMPLE_RATE * seconds;
  const amplitude = LOUDNESS / Math.max(frequencies.length, 1);
  return wav(SAMPLE_RATE, sounding + SAMPLE_RATE * silentSeconds, (i) => {
    if (i >= sounding) return 0;
    let value = 0;
    for (const hz of frequencies) value += Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE);
    return amplitude * value;
  });
}
