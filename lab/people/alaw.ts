// G.711 A-law, the codec of the simulated world.

const TO_LINEAR = Float32Array.from({ length: 256 }, (_, code) => decode(code));

function decode(code: number): number {
  const value = code ^ 0x55;
  const exponent = (value & 0x70) >> 4;
  const mantissa = value & 0x0f;
  const magnitude = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
  return (value & 0x80 ? magnitude : -magnitude) / 0x8000;
}

/** Samples, full scale = 1. */
export function fromAlaw(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, (code) => TO_LINEAR[code] ?? 0);
}

/** One sample, -1 to 1. */
export function toAlaw(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.round(Math.abs(sample) * 0x8000), 0x7fff);
  let exponent = 7;
  for (let mask = 0x4000; exponent > 0 && (magnitude & mask) === 0; mask >>= 1) exponent -= 1;
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}
