import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { LOOPBACK } from '@/lab/ports';

/** Which sound is lost: what the browser sends, what it should hear, or both. */
export type RtpDirection = 'fromBrowser' | 'toBrowser' | 'both';

type Value = string | number | readonly Value[] | { readonly [key: string]: Value };
type Dictionary = { readonly [key: string]: Value };

const ANSWER_TIMEOUT_MS = 2000;
const BROWSER_PROTOCOL = /SAVPF?$/;

/** rtpengine's control protocol: bencoded dictionaries over UDP. */
export class RtpengineControl {
  constructor(private readonly port: number) {}

  /** Drops packets of every call that is up now. */
  async drop(direction: RtpDirection): Promise<void> {
    await this.#eachLeg(direction, 'block media');
  }

  async restore(): Promise<void> {
    await this.#eachLeg('both', 'unblock media');
  }

  async #eachLeg(direction: RtpDirection, command: string): Promise<void> {
    const { calls } = await this.#ask({ command: 'list' });
    for (const callId of Array.isArray(calls) ? (calls as string[]) : []) {
      const { tags } = await this.#ask({ command: 'query', 'call-id': callId });
      for (const [tag, leg] of Object.entries(tags as Dictionary)) {
        const isBrowser = BROWSER_PROTOCOL.test(protocolOf(leg as Dictionary));
        const wanted = direction === 'both' || isBrowser === (direction === 'fromBrowser');
        if (wanted) await this.#ask({ command, 'call-id': callId, 'from-tag': tag });
      }
    }
  }

  #ask(request: Dictionary): Promise<Dictionary> {
    return new Promise((resolve, reject) => {
      const socket = createSocket('udp4');
      const done = (then: () => void) => {
        clearTimeout(late);
        socket.close();
        then();
      };
      const late = setTimeout(
        () => done(() => reject(new Error('rtpengine stays silent'))),
        ANSWER_TIMEOUT_MS,
      );
      socket.once('error', (error) => done(() => reject(error)));
      socket.once('message', (bytes) => {
        const text = bytes.toString('latin1');
        const answer = decode(text, text.indexOf(' ') + 1).value as Dictionary;
        done(() => {
          if (answer.result === 'ok') resolve(answer);
          else reject(new Error(`rtpengine: ${String(answer['error-reason'] ?? answer.result)}`));
        });
      });
      const cookie = randomBytes(8).toString('hex'); // an answer is repeated to who repeats a cookie
      socket.send(`${cookie} ${encode(request)}`, this.port, LOOPBACK);
    });
  }
}

function protocolOf(leg: Dictionary): string {
  const [media] = leg.medias as readonly Dictionary[];
  return String(media?.protocol ?? '');
}

function encode(value: Value): string {
  if (typeof value === 'number') return `i${value}e`;
  if (typeof value === 'string') return `${Buffer.byteLength(value)}:${value}`;
  if (Array.isArray(value)) return `l${value.map(encode).join('')}e`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `d${entries.map(([key, one]) => encode(key) + encode(one)).join('')}e`;
}

/** One value starting at `at`, and where the next one starts. */
function decode(text: string, at: number): { value: Value; next: number } {
  const kind = text[at];
  if (kind === 'i') {
    const end = text.indexOf('e', at);
    return { value: Number(text.slice(at + 1, end)), next: end + 1 };
  }
  if (kind === 'l' || kind === 'd') {
    const items: Value[] = [];
    let next = at + 1;
    while (next < text.length && text[next] !== 'e') {
      const item = decode(text, next);
      items.push(item.value);
      next = item.next;
    }
    return { value: kind === 'l' ? items : pairs(items), next: next + 1 };
  }
  const colon = text.indexOf(':', at);
  const end = colon + 1 + Number(text.slice(at, colon));
  return { value: text.slice(colon + 1, end), next: end };
}

function pairs(items: readonly Value[]): Dictionary {
  const result: Record<string, Value> = {};
  for (let i = 0; i + 1 < items.length; i += 2) result[String(items[i])] = items[i + 1] ?? '';
  return result;
}
