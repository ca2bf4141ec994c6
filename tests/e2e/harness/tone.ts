/**
 * A microphone that is a sine: a WAV file that Chromium loops. Its loudness swells a little, as no voice is ever
 * constant: a level that never changes is what the phone calls a stuck microphone.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wav } from '@/lab/pbx';

const RATE = 48_000;
const SECONDS = 10; // a whole number of cycles for every integer frequency: no click when it loops
const GAIN = 0.3;
const SWELL = 0.1; // share of the gain
const SWELL_HZ = 0.7; // seven whole swells in a loop; never in step with the phone's look once a second

export function writeTone(folder: string, hz: number): string {
  const sound = wav(RATE, RATE * SECONDS, (i) => {
    const turn = (2 * Math.PI * i) / RATE;
    return Math.sin(turn * hz) * GAIN * (1 + SWELL * Math.sin(turn * SWELL_HZ));
  });
  const file = join(folder, `tone-${hz}.wav`);
  writeFileSync(file, sound);
  return file;
}
