const HEADER_BYTES = 44;
const PCM = 1;
const FULL_SCALE = 0x7fff;

/** A mono 16-bit WAV file. `level` gives each sample, -1 to 1. */
export function wav(rateHz: number, samples: number, level: (sample: number) => number): Buffer {
  const file = Buffer.alloc(HEADER_BYTES + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(PCM, 20);
  file.writeUInt16LE(1, 22); // channels
  file.writeUInt32LE(rateHz, 24);
  file.writeUInt32LE(rateHz * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1)
    file.writeInt16LE(Math.round(level(i) * FULL_SCALE), HEADER_BYTES + i * 2);
  return file;
}
