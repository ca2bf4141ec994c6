// Draws the extension's icons into public/icons: a handset on a rounded square. Run it after changing the shape.
import { mkdirSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const SIZES = [16, 32, 48, 128];
const SAMPLES = 4; // per axis and pixel: smooth edges at 16 px
const GROUND = [26, 127, 75];
const INK = [255, 255, 255];

const folder = new URL('../public/icons/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const size of SIZES) writeFileSync(new URL(`${size}.png`, folder), png(size));

function png(size) {
  const rows = [];
  for (let y = 0; y < size; y++) {
    const row = [0]; // filter: none
    for (let x = 0; x < size; x++) row.push(...pixel(x, y, size));
    rows.push(Buffer.from(row));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8); // 8 bits, RGBA
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc(body), body.length + 4);
  return framed;
}

function crc(bytes) {
  if (typeof crc32 === 'function') return crc32(bytes);
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}

function pixel(x, y, size) {
  let ground = 0;
  let ink = 0;
  for (let j = 0; j < SAMPLES; j++) {
    for (let i = 0; i < SAMPLES; i++) {
      const u = (x + (i + 0.5) / SAMPLES) / size;
      const v = (y + (j + 0.5) / SAMPLES) / size;
      if (!inSquare(u, v)) continue;
      ground += 1;
      if (inHandset(u, v)) ink += 1;
    }
  }
  const total = SAMPLES * SAMPLES;
  const share = ground === 0 ? 0 : ink / ground;
  return [...GROUND.map((c, k) => Math.round(c + (INK[k] - c) * share)), Math.round((255 * ground) / total)];
}

function inSquare(u, v) {
  const radius = 0.22;
  const dx = Math.max(radius - u, u - (1 - radius), 0);
  const dy = Math.max(radius - v, v - (1 - radius), 0);
  return dx * dx + dy * dy <= radius * radius;
}

/** A bow with two pads, turned by 45 degrees. */
function inHandset(u, v) {
  const x = (u - 0.5 + (v - 0.5)) * Math.SQRT1_2;
  const y = (v - 0.5 - (u - 0.5)) * Math.SQRT1_2;
  const bow = Math.hypot(x, y + 0.26);
  const onBow = bow > 0.28 && bow < 0.42 && y > -0.06;
  const pad = (cx) => Math.abs(x - cx) < 0.095 && Math.abs(y + 0.09) < 0.11;
  return onBow || pad(-0.3) || pad(0.3);
}
