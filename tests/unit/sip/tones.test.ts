import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from './harness';
import { createToneQueue, infoTones, rtpTones } from '@/lib/sip/tones';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const recorder = () => {
  const sent: { body: string; at: number }[] = [];
  return { sent, send: (body: string) => (sent.push({ body, at: Date.now() }), Promise.resolve(200)) };
};

describe('tones by SIP INFO', () => {
  it('go out 600 ms apart, and a second string waits for the first', async () => {
    const { sent, send } = recorder();
    const tones = createToneQueue(infoTones(send));
    const both = Promise.all([tones('12'), tones('#')]);
    await vi.advanceTimersByTimeAsync(3000);
    await both;
    expect(sent.map((s) => [s.body[7], s.at])).toEqual([
      ['1', 0],
      ['2', 600],
      ['#', 1100],
    ]);
  });

  it('wait two seconds for a comma, which is no tone itself', async () => {
    const { sent, send } = recorder();
    const done = createToneQueue(infoTones(send))('1,2');
    await vi.advanceTimersByTimeAsync(4000);
    await done;
    expect(sent.map((s) => [s.body[7], s.at])).toEqual([
      ['1', 0],
      ['2', 3200],
    ]);
  });

  it('don’t wait for slow answers: both digits of a feature code must be there within a second', async () => {
    const sent: number[] = [];
    const tones = createToneQueue(
      infoTones(() => (sent.push(Date.now()), new Promise((r) => setTimeout(() => r(200), 900)))),
    );
    const done = tones('##');
    await vi.advanceTimersByTimeAsync(2000);
    await done;
    expect(sent).toEqual([0, 600]);
  });

  it('are all refused when one of them isn’t a tone', async () => {
    const { sent, send } = recorder();
    await expect(createToneQueue(infoTones(send))('12x')).rejects.toMatchObject({ code: 'toneFailed' });
    expect(sent).toEqual([]);
  });

  it('stop before the next one on request, and say which went out', async () => {
    const { sent, send } = recorder();
    const abort = new AbortController();
    const heard: string[] = [];
    const done = failure(
      createToneQueue(infoTones(send))('123', { signal: abort.signal, onTone: (d) => heard.push(d) }),
    );
    await vi.advanceTimersByTimeAsync(100);
    abort.abort();
    await vi.advanceTimersByTimeAsync(2000);
    expect(await done).toMatchObject({ code: 'toneFailed', detail: 'stopped on request' });
    expect(sent).toHaveLength(1);
    expect(heard).toEqual(['1']);
  });

  it('after a failure leave the way free for the next string', async () => {
    let status = 488;
    const tones = createToneQueue(infoTones(() => Promise.resolve(status)));
    const first = failure(tones('1'));
    await vi.advanceTimersByTimeAsync(100);
    expect(await first).toMatchObject({ code: 'toneFailed', params: { digit: '1' } });
    status = 200;
    const second = tones('2');
    await vi.advanceTimersByTimeAsync(1000);
    await expect(second).resolves.toBeUndefined();
  });
});

class FakeToneSender extends EventTarget {
  canInsertDTMF = true;
  inserted: unknown[][] = [];
  insertDTMF(...args: unknown[]) {
    this.inserted.push(args);
  }
  play(tone: string) {
    this.dispatchEvent(Object.assign(new Event('tonechange'), { tone }));
  }
}
const asSender = (fake: FakeToneSender) => fake as unknown as RTCDTMFSender; // the browser's class can't be made by hand

describe('tones by RFC 4733', () => {
  it('go to the browser in one piece and are done when it says so', async () => {
    const fake = new FakeToneSender();
    const heard: string[] = [];
    const done = createToneQueue(rtpTones(() => asSender(fake)))('12*', { onTone: (d) => heard.push(d) });
    await vi.advanceTimersByTimeAsync(0);
    expect(fake.inserted).toEqual([['12*', 120, 250]]);
    for (const tone of ['1', '2', '*', '']) fake.play(tone);
    await done;
    expect(heard).toEqual(['1', '2', '*']);
  });

  it('are refused without telephone events, and given up when nothing is played', async () => {
    const fake = new FakeToneSender();
    fake.canInsertDTMF = false;
    await expect(createToneQueue(rtpTones(() => asSender(fake)))('1')).rejects.toMatchObject({
      code: 'toneFailed',
    });
    fake.canInsertDTMF = true;
    const stuck = failure(createToneQueue(rtpTones(() => asSender(fake)))('1'));
    await vi.advanceTimersByTimeAsync(5000);
    expect(await stuck).toMatchObject({
      code: 'toneFailed',
    });
  });

  it('are not given up while the browser waits for their commas', async () => {
    const fake = new FakeToneSender();
    const done = createToneQueue(rtpTones(() => asSender(fake)))('1,,,2');
    await vi.advanceTimersByTimeAsync(7500);
    fake.play('');
    await expect(done).resolves.toBeUndefined();
  });

  it('are emptied from the browser’s queue when stopped', async () => {
    const fake = new FakeToneSender();
    const abort = new AbortController();
    const done = failure(createToneQueue(rtpTones(() => asSender(fake)))('123', { signal: abort.signal }));
    await vi.advanceTimersByTimeAsync(0);
    abort.abort();
    expect(await done).toMatchObject({ code: 'toneFailed' });
    expect(fake.inserted.at(-1)).toEqual(['']);
  });
});
