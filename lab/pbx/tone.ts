const SAMPLE_RATE = 8000; // Hz, telephony
const HEADER_BYTES = 44;
const PCM = 1;
const LOUDNESS = 0.25; // of full scale, for all sines together

/**
 * A mono 16-bit WAV file with the given sines, then silence. Whole seconds and whole frequencies loop without a click.
 */
export function toneWav(frequencies: readonly number[], seconds: number, silentSeconds = 0): Buffer {
  const samples = SAMPLE_RATE * seconds;
  const wav = Buffer.alloc(HEADER_BYTES + (samples + SAMPLE_RATE * silentSeconds) * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(PCM, 20);
  wav.writeUInt16LE(1, 22); // channels
  wav.writeUInt32LE(SAMPLE_RATE, 24);
  wav.writeUInt32LE(SAMPLE_RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(wav.length - HEADER_BYTES, 40);
  const amplitude = (0x7fff * LOUDNESS) / Math.max(frequencies.length, 1);
  for (let i = 0; i < samples; i += 1) {
    let value = 0;
    for (const hz of frequencies) value += Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE);
    wav.writeInt16LE(Math.round(amplitude * value), HEADER_BYTES + i * 2);
  }
  return wav;
}
