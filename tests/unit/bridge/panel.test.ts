import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectPanel, servePorts, type News, type Served } from '@/lib/bridge';
import { createLog } from '@/lib/diagnostics';
import type { CommandResult, CommandSource, PhoneCommand, PhoneState } from '@/lib/phone';
import { initialState } from '@/lib/phone/initial';
import { FakeRuntime, OPTIONS, PANEL, POPUP, page } from './fake-runtime';

let runtime: FakeRuntime;
let served: Served;
let news: News;
let asked: [PhoneCommand, CommandSource][];
let answer: (command: PhoneCommand) => Promise<CommandResult>;

function serve(): void {
  served = servePorts({
    runtime,
    log: createLog(),
    now: Date.now,
    handle: (command, source) => (asked.push([command, source]), answer(command)),
    site: () => null,
    numbers: (candidates) => candidates,
    placed: () => undefined,
    news: () => news,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    launcher: (state) => ({
      phase: state.call.phase,
      tone: 'ready',
      since: 0,
      texts: { open: '', close: '', call: '' },
    }),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  runtime = new FakeRuntime();
  asked = [];
  news = 'news';
  answer = () => Promise.resolve({ ok: true });
  serve();
});
afterEach(() => vi.useRealTimers());

describe('a view', () => {
  it('is sent the whole state first, then again on every change', () => {
    served.publish(initialState('boot', 1));
    const states: PhoneState[] = [];
    connectPanel((state) => states.push(state), vi.fn(), runtime.as(PANEL));
    expect(states).toHaveLength(1);
    served.publish({ ...initialState('boot', 1), revision: 7 });
    expect(states.at(-1)?.revision).toBe(7);
  });

  const revision = (number: number, worth: News): void => {
    news = worth;
    served.publish({ ...initialState('boot', 1), revision: number });
  };
  const watching = (): number[] => {
    const heard: number[] = [];
    connectPanel((state) => heard.push(state.revision), vi.fn(), runtime.as(PANEL));
    return heard;
  };

  it('is not sent what it would draw as what it shows', () => {
    revision(1, 'news');
    const heard = watching();
    revision(2, 'none');
    vi.runAllTimers();
    expect(heard).toEqual([1]);
    expect(watching()).toEqual([2]); // who comes now has the latest
  });

  it.each([
    ['takes back', 'none', [1]],
    ['completes', 'news', [1, 3]],
  ] as const)('is spared a step that the next one %s', (_does, worth, revisions) => {
    revision(1, 'news');
    const heard = watching();
    revision(2, 'passing');
    revision(3, worth);
    vi.runAllTimers();
    expect(heard).toEqual(revisions);
  });

  it('has that step when the next one takes longer, however often it is said meanwhile', () => {
    revision(1, 'news');
    const heard = watching();
    revision(2, 'passing');
    vi.advanceTimersByTime(60);
    revision(3, 'passing');
    vi.advanceTimersByTime(60);
    expect(heard).toEqual([1, 3]);
  });

  it('that comes during such a step is not left with it: all have it then, and hear that it was taken back', () => {
    revision(1, 'news');
    const heard = watching();
    revision(2, 'passing');
    const later = watching();
    revision(3, 'news');
    vi.runAllTimers();
    expect(heard).toEqual([1, 2, 3]);
    expect(later).toEqual([2, 3]);
  });

  it('that connects before the phone is ready is sent the state when it is', () => {
    const states: PhoneState[] = [];
    connectPanel((state) => states.push(state), vi.fn(), runtime.as(PANEL));
    expect(states).toEqual([]);
    served.publish(initialState('boot', 1));
    expect(states).toHaveLength(1);
  });

  it('has each command answered, in whatever order the answers come', async () => {
    served.publish(initialState('boot', 1));
    const link = connectPanel(vi.fn(), vi.fn(), runtime.as(PANEL));
    let first: (result: CommandResult) => void = () => undefined;
    answer = ({ type }) =>
      type === 'hold'
        ? new Promise((resolve) => (first = resolve))
        : Promise.resolve({ ok: false, code: 'callBusy', params: {} });
    const hold = link.send({ type: 'hold' });
    expect(await link.send({ type: 'redial' })).toMatchObject({ code: 'callBusy' });
    first({ ok: true });
    expect(await hold).toEqual({ ok: true });
  });

  it('hears of a command that broke as a refusal, not as silence', async () => {
    served.publish(initialState('boot', 1));
    answer = () => Promise.reject(new Error('bug'));
    const link = connectPanel(vi.fn(), vi.fn(), runtime.as(PANEL));
    expect(await link.send({ type: 'redial' })).toMatchObject({ code: 'unexpected' });
  });

  it('cannot smuggle in what is not a command', async () => {
    served.publish(initialState('boot', 1));
    const link = connectPanel(vi.fn(), vi.fn(), runtime.as(PANEL));
    const odd = [
      { type: 'explode' },
      { type: 'mute' },
      { type: 'mute', on: true, extra: 1 },
      { type: 'tones', digits: 5 },
    ];
    for (const command of odd) {
      expect(await link.send(command as unknown as PhoneCommand)).toMatchObject({ code: 'messageInvalid' });
    }
    expect(asked).toEqual([]);
  });

  it.each([
    [PANEL, 'panel'],
    [OPTIONS, 'options'],
    [POPUP, 'popup'],
    [{ ...OPTIONS, frameId: 2 }, 'panel'], // options in a frame could be inside somebody's page
  ] as const)('is known by its sender %#', async (sender, source) => {
    served.publish(initialState('boot', 1));
    await connectPanel(vi.fn(), vi.fn(), runtime.as(sender)).send({ type: 'redial' });
    expect(asked).toEqual([[{ type: 'redial' }, source]]);
  });
});

describe('a content script', () => {
  it('is refused the views’ port, whatever it says it is', () => {
    served.publish(initialState('boot', 1));
    const states: PhoneState[] = [];
    const client = runtime.as(page('https://evil.example'));
    connectPanel((state) => states.push(state), vi.fn(), client);
    expect(states).toEqual([]);
    expect(client.ports[0]?.open).toBe(false);
  });
});

describe('a port that drops', () => {
  it('is said at once, and what was asked is answered as lost', async () => {
    served.publish(initialState('boot', 1));
    const lost = vi.fn();
    answer = () => new Promise(() => undefined);
    const client = runtime.as(PANEL);
    const link = connectPanel(vi.fn(), lost, client);
    const asking = link.send({ type: 'redial' });
    client.dropAll();
    expect(lost).toHaveBeenCalledTimes(1);
    expect(await asking).toMatchObject({ code: 'phoneDocumentLost' });
    expect(await link.send({ type: 'redial' })).toMatchObject({ code: 'phoneDocumentLost' });
  });

  it('has the phone document created and comes back with its state', async () => {
    served.publish(initialState('boot', 1));
    const states: PhoneState[] = [];
    const client = runtime.as(PANEL, () => {
      runtime.alive = true;
      return { ok: true, value: null };
    });
    connectPanel((state) => states.push(state), vi.fn(), client);
    runtime.alive = false;
    client.dropAll();
    await vi.advanceTimersByTimeAsync(10);
    expect(client.asked[0]).toEqual({ to: 'worker', request: { type: 'ensurePhone' } });
    expect(states).toHaveLength(2);
  });

  it('is tried again for ever, without a storm', async () => {
    runtime.alive = false;
    const client = runtime.as(PANEL, () => Promise.reject(new Error('no worker')));
    const lost = vi.fn();
    connectPanel(vi.fn(), lost, client);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.ports.length).toBeGreaterThan(30);
    expect(client.ports.length).toBeLessThan(60);
    expect(lost).not.toHaveBeenCalled(); // it never had a state to lose
  });

  it('of an updated extension is left alone', async () => {
    served.publish(initialState('boot', 1));
    const client = runtime.as(PANEL);
    const lost = vi.fn();
    connectPanel(vi.fn(), lost, client);
    client.id = undefined;
    client.dropAll();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lost).toHaveBeenCalledTimes(1);
    expect(client.ports).toHaveLength(1);
  });

  it('that was closed by the view is not opened again', async () => {
    served.publish(initialState('boot', 1));
    const client = runtime.as(PANEL);
    connectPanel(vi.fn(), vi.fn(), client).close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.ports).toHaveLength(1);
    expect(served.counts().views).toBe(0);
  });
});
