/** Cuts one direction of a WebSocket connection into what may be lost or doubled as a whole: the HTTP head, then frames. */
const HEAD_END = '\r\n\r\n';
const MASKED = 0x80;
const LENGTH = 0x7f;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const MASK_BYTES = 4;
const OPCODE = 0x0f;
const DATA = new Set([1, 2]); // text, binary

export interface Unit {
  readonly bytes: Buffer;
  /** A frame that carries SIP; closing, pings and the handshake are the connection's own. */
  readonly isMessage: boolean;
}

export class Frames {
  #rest: Buffer = Buffer.alloc(0);
  #pastHead = false;

  /** What is complete by now, in order. */
  push(chunk: Buffer): Unit[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const units: Unit[] = [];
    for (let size = this.#next(); size > 0 && size <= this.#rest.length; size = this.#next()) {
      const bytes = this.#rest.subarray(0, size);
      units.push({ bytes, isMessage: this.#pastHead && DATA.has((bytes[0] ?? 0) & OPCODE) });
      this.#rest = this.#rest.subarray(size);
      this.#pastHead = true;
    }
    return units;
  }

  /** Size of the unit that begins here; 0 = not known yet. */
  #next(): number {
    const bytes = this.#rest;
    if (!this.#pastHead) {
      const end = bytes.indexOf(HEAD_END);
      return end < 0 ? 0 : end + HEAD_END.length;
    }
    if (bytes.length < 2) return 0;
    const second = bytes[1] ?? 0;
    const mask = second & MASKED ? MASK_BYTES : 0;
    const length = second & LENGTH;
    if (length === LENGTH_16) return bytes.length < 4 ? 0 : 4 + mask + bytes.readUInt16BE(2);
    if (length === LENGTH_64) return bytes.length < 10 ? 0 : 10 + mask + Number(bytes.readBigUInt64BE(2));
    return 2 + mask + length;
  }
}
