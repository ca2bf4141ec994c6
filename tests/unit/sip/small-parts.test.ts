import { afterEach, describe, expect, it, vi } from 'vitest';
import { isAnswerable } from '@/lib/sip/answerable';
import { candidatesGathered } from '@/lib/sip/ice-gathering';
import { createLiveness } from '@/lib/sip/liveness';
import { createMediaWatch } from '@/lib/sip/media-watch';
import { expiryOf, refusalReason } from '@/lib/sip/refusal';
import { readReason } from '@/lib/sip/in-dialog';
import { whyUnreachable } from '@/lib/sip/why-unreachable';

afterEach(() => void vi.useRealTimers());

class FakeGathering extends EventTarget {
  iceGatheringState: RTCIceGatheringState = 'gathering';
  sdp = 'v=0\r\n';
  get localDescription() {
    return { sdp: this.sdp } as RTCSessionDescription;
  }
}
const settled = async (p: Promise<void>) => {
  let at: number | null = null;
  void p.then(() => (at = Date.now()));
  await vi.advanceTimersByTimeAsync(5000);
  return at;
};

describe('gathering candidates', () => {
  const start = () => {
    vi.useFakeTimers({ now: 0 });
    return new FakeGathering();
  };
  it('is over at once when the browser says complete', async () => {
    const pc = start();
    pc.iceGatheringState = 'complete';
    expect(await settled(candidatesGathered(pc))).toBe(0);
  });
  it('takes at most 200 ms with a STUN server that never answers', async () => {
    const pc = start();
    pc.sdp += 'a=candidate:1 1 udp 1 192.0.2.1 4000 typ host\r\n';
    expect(await settled(candidatesGathered(pc))).toBeLessThanOrEqual(200);
  });
  it('waits for a first candidate, but not for ever', async () => {
    const late = start();
    setTimeout(() => {
      late.sdp += 'a=candidate:1 1 udp 1 192.0.2.1 4000 typ host\r\n';
      late.dispatchEvent(new Event('icecandidate'));
    }, 700);
    expect(await settled(candidatesGathered(late))).toBe(700);
    vi.useFakeTimers({ now: 0 });
    expect(await settled(candidatesGathered(new FakeGathering()))).toBe(2000);
  });
});

describe('liveness', () => {
  it('is not doubted on a server that has never ponged', async () => {
    vi.useFakeTimers();
    const dead = vi.fn();
    const liveness = createLiveness({ ping: vi.fn(), dead });
    liveness.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(dead).not.toHaveBeenCalled();
  });
  it('is gone within 10 s of the last pong, said once', async () => {
    vi.useFakeTimers();
    const dead = vi.fn();
    const liveness = createLiveness({ ping: vi.fn(), dead });
    liveness.start();
    liveness.pong();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(dead).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(dead).toHaveBeenCalledTimes(1);
  });
});

describe('media that breaks', () => {
  const watched = () => {
    vi.useFakeTimers();
    const restart = vi.fn(() => Promise.resolve());
    const world = { connected: true };
    return { restart, world, watch: createMediaWatch({ restart, connected: () => world.connected }) };
  };
  it('is restarted after two seconds, again every five, and left alone once it is back', async () => {
    const { restart, watch } = watched();
    watch.changed('disconnected');
    await vi.advanceTimersByTimeAsync(1999);
    expect(restart).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(restart).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(restart).toHaveBeenCalledTimes(2);
    watch.changed('connected');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(restart).toHaveBeenCalledTimes(2);
  });
  it('is left alone when it comes back by itself, and after the call', async () => {
    const { restart, watch } = watched();
    watch.changed('disconnected');
    watch.changed('connected');
    watch.changed('failed');
    watch.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(restart).not.toHaveBeenCalled();
  });
  it('waits for a socket', async () => {
    const { restart, world, watch } = watched();
    world.connected = false;
    watch.changed('failed');
    await vi.advanceTimersByTimeAsync(4000);
    expect(restart).not.toHaveBeenCalled();
    world.connected = true;
    await vi.advanceTimersByTimeAsync(1000);
    expect(restart).toHaveBeenCalledTimes(1);
  });
});

describe('why a REGISTER was refused', () => {
  const now = Date.UTC(2026, 0, 1);
  it.each([
    [403, '1600000000:1005', 'credentialsExpired'],
    [401, '1600000000:1005', 'credentialsExpired'],
    [403, '4102444800:1005', 'registrationRefused'],
    [403, '1005', 'registrationRefused'],
    [500, '1600000000:1005', 'pbxUnreachable'],
  ])('%i for %s is %s', (status, user, reason) => {
    expect(refusalReason(status, user, now)).toBe(reason);
  });
  it('an extension is not an expiry', () => {
    expect(expiryOf('1005')).toBeNull();
    expect(expiryOf('1767225600:1005')).toBe(1767225600000);
  });
});

describe('why a socket does not open', () => {
  const fetchOf = (answering: string[]) => (url: string) =>
    answering.some((a) => url.startsWith(a))
      ? Promise.resolve({})
      : Promise.reject(new TypeError('Failed to fetch'));
  it.each([
    ['the certificate, when only plain HTTP is answered', ['http://pbx.test:443'], 'sipTls'],
    ['the exchange, when HTTPS is answered', ['https://pbx.test:443'], 'pbxUnreachable'],
    ['the network, when nothing is answered', [], 'sipUnreachable'],
  ])('is %s', async (_what, answering, reason) => {
    expect(await whyUnreachable('wss://pbx.test/ws', fetchOf(answering))).toBe(reason);
  });
  it('is never the certificate without TLS, nor for what isn’t an address', async () => {
    expect(await whyUnreachable('ws://pbx.test/ws', fetchOf(['http']))).toBe('pbxUnreachable');
    expect(await whyUnreachable('ws://pbx.test/ws', fetchOf([]))).toBe('sipUnreachable');
    expect(await whyUnreachable('::', fetchOf(['http']))).toBe('sipUnreachable');
  });
});

describe('the reason of a hang-up', () => {
  it('is read where it is given', () => {
    expect(readReason('SIP;cause=200;text="Call completed elsewhere"')).toEqual({
      code: 200,
      phrase: 'Call completed elsewhere',
    });
    expect(readReason(undefined)).toEqual({});
  });
});

describe('a request that may be answered', () => {
  const request = (via: string, cseq = '1 OPTIONS') =>
    `OPTIONS sip:a@b SIP/2.0\r\n${via}\r\nCSeq: ${cseq}\r\n\r\n`;
  it.each([
    [
      'the edge’s, with its two spaces',
      request('Via: SIP/2.0/WS  127.0.0.1:20806;branch=z9hG4bKa13c.f3de.0'),
    ],
    [
      'two Vias in one line, folded, in short form',
      request('v: SIP/2.0/UDP a.b;branch=z9hG4bK1,\r\n SIP / 2.0 / TLS [::1]:5061'),
    ],
    ['a response', 'SIP/2.0 200 OK\r\nVia: nonsense\r\n\r\n'],
  ])('is %s', (_what, text) => expect(isAnswerable(text)).toBe(true));
  it.each([
    ['a version nobody knows', request('Via: SIP/.0/WS pbx.test;branch=z9hG4bK1')],
    ['a second Via that isn’t one', request('Via: SIP/2.0/WS pbx.test\r\nVia: é')],
    [
      'a header folded into the Via',
      request('Via: SIP/2.0/WS pbx.test;branch=z9hG4bK1\r\n Max-Forwards: 70'),
    ],
    ['no Via', request('X: y')],
    ['a CSeq of another method', request('Via: SIP/2.0/WS pbx.test', '1 INVITE')],
    ['a CSeq beyond its limit', request('Via: SIP/2.0/WS pbx.test', '4294967296 OPTIONS')],
    ['a start line that isn’t one', 'nonsense\r\nVia: SIP/2.0/WS pbx.test\r\n\r\n'],
    ['nothing', ''],
  ])('is not one with %s', (_what, text) => expect(isAnswerable(text)).toBe(false));
});
