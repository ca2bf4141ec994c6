/** What a recording of the PBX holds: a WAV file of 8 kHz, 16 bit, one channel, listened to as a person would. */
import { readFileSync } from 'node:fs';
import { Ear, FRAME_SAMPLES } from '@/lab/people/hearing';

const HEADER_BYTES = 44;
const FULL_SCALE = 32_768;

/** Whether all these tones sound at the same time somewhere in the file. */
export function holds(path: string, frequencies: readonly number[]): boolean {
  const samples = readFileSync(path).subarray(HEADER_BYTES);
  const ear = new Ear();
  for (let at = 0; at + FRAME_SAMPLES * 2 <= samples.length; at += FRAME_SAMPLES * 2) {
    const frame = Float32Array.from(
      { length: FRAME_SAMPLES },
      (_, i) => samples.readInt16LE(at + i * 2) / FULL_SCALE,
    );
    ear.push(frame);
    if (ear.matches(frequencies, [])) return true;
  }
  return false;
}
