/**
 * CRX3, the signed form of an extension (Chromium, components/crx_file/crx3.proto): "Cr24", the version, a header with key and
 * signature, then the zip. The id is made of the key's digest, so whoever holds the key decides who "the extension" is.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';

const MAGIC = 'Cr24';
const VERSION = 3;
const FIXED_PART = 12; // magic, version, length of the header: four bytes each
const CONTEXT = Buffer.from('CRX3 SignedData\0');
const KEY_BITS = 2048; // as the keys that the web store makes
const ID_BYTES = 16;

/** Fields of the header (crx3.proto). */
const RSA_PROOF = 2;
const SIGNED_HEADER = 10_000;
const PUBLIC_KEY = 1;
const SIGNATURE = 2;
const CRX_ID = 1;

export function newKey(): string {
  return generateKeyPairSync('rsa', { modulusLength: KEY_BITS }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;
}

/** DER of the public half: what the manifest's "key" holds in base64. Throws when the text is no RSA key. */
export function publicKeyOf(privateKey: string): Buffer {
  const key = createPrivateKey(privateKey);
  if (key.asymmetricKeyType !== 'rsa') throw new Error('the key must be an RSA key');
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

const digest = (publicKey: Buffer): Buffer =>
  createHash('sha256').update(publicKey).digest().subarray(0, ID_BYTES);
/** 32 letters a–p: hexadecimal with other digits. */
export const idOf = (publicKey: Buffer): string =>
  digest(publicKey)
    .toString('hex')
    .replace(/./g, (nibble) => String.fromCharCode(97 + Number.parseInt(nibble, 16)));

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    const more = rest >= 128;
    bytes.push((rest % 128) + (more ? 128 : 0));
    if (!more) return Buffer.from(bytes);
  }
}
/** A length-delimited field of a protocol buffer. */
const field = (number: number, value: Buffer): Buffer =>
  Buffer.concat([varint(number * 8 + 2), varint(value.length), value]);
const length32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const whatIsSigned = (signedHeader: Buffer, zip: Buffer): Buffer =>
  Buffer.concat([CONTEXT, length32(signedHeader.length), signedHeader, zip]);

export function makeCrx(zip: Buffer, privateKey: string): Buffer {
  const publicKey = publicKeyOf(privateKey);
  const signedHeader = field(CRX_ID, digest(publicKey));
  const signature = sign('sha256', whatIsSigned(signedHeader, zip), privateKey);
  const proof = Buffer.concat([field(PUBLIC_KEY, publicKey), field(SIGNATURE, signature)]);
  const header = Buffer.concat([field(RSA_PROOF, proof), field(SIGNED_HEADER, signedHeader)]);
  return Buffer.concat([Buffer.from(MAGIC), length32(VERSION), length32(header.length), header, zip]);
}

export interface Verified {
  readonly id: string;
  readonly zip: Buffer;
}

/** As Chrome does before installing. Throws with what is wrong. */
export function verifyCrx(crx: Buffer): Verified {
  if (crx.length < FIXED_PART || crx.toString('latin1', 0, 4) !== MAGIC || crx.readUInt32LE(4) !== VERSION)
    throw new Error('not a CRX3 file');
  const end = FIXED_PART + crx.readUInt32LE(8);
  if (end > crx.length) throw new Error('the header is cut off');
  const header = fieldsOf(crx.subarray(FIXED_PART, end));
  const proof = fieldsOf(header.get(RSA_PROOF) ?? Buffer.alloc(0));
  const signedHeader = header.get(SIGNED_HEADER) ?? Buffer.alloc(0);
  const publicKey = proof.get(PUBLIC_KEY);
  const signature = proof.get(SIGNATURE);
  if (!publicKey || !signature) throw new Error('not signed');
  const zip = crx.subarray(end);
  const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
  if (!verify('sha256', whatIsSigned(signedHeader, zip), key, signature))
    throw new Error('the signature does not fit');
  if (!fieldsOf(signedHeader).get(CRX_ID)?.equals(digest(publicKey)))
    throw new Error('signed for another id');
  return { id: idOf(publicKey), zip };
}

function fieldsOf(message: Buffer): ReadonlyMap<number, Buffer> {
  const fields = new Map<number, Buffer>();
  let at = 0;
  const number = (): number => {
    for (let value = 0, scale = 1; at < message.length; scale *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
    throw new Error('the header is cut off');
  };
  while (at < message.length) {
    const tag = number();
    if (tag % 8 !== 2) throw new Error('the header has an unknown kind of field');
    const length = number();
    if (at + length > message.length) throw new Error('the header is cut off');
    fields.set(Math.floor(tag / 8), message.subarray(at, at + length));
    at += length;
  }
  return fields;
}
