/**
 * A microphone that is a sine: a WAV file that Chromium loops. Its loudness swells a little, as no voice is ever
 * constant: a level that never changes is what the phone calls a stuck microphone.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RATE = 48_000;
const SECONDS = 10; // a whole number of cycles for every integer frequency: no click when it loops
const GAIN = 0.3;
const SWELL = 0.1; // share of the gain
const SWELL_HZ = 0.7; // seven whole swells in a loop; never in step with the phone's look once a second
const HEADER_BYTES = 44;

export function writeTone(folder: string, hz: number): string {
  const samples = RATE * SECONDS;
  const wav = Buffer.alloc(HEADER_BYTES + samples * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20); // PCM
  wav.writeUInt16LE(1, 22); // mono
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1) {
    const turn = (2 * Math.PI * i) / RATE;
    const gain = GAIN * (1 + SWELL * Math.sin(turn * SWELL_HZ));
    wav.writeInt16LE(Math.round(Math.sin(turn * hz) * gain * 32767), HEADER_BYTES + i * 2);
  }
  const file = join(folder, `tone-${hz}.wav`);
  writeFileSync(file, wav);
  return file;
}
