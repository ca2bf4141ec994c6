import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepWatch, type Watch } from '@/lib/phone/watch';

describe("the worker's watch over the phone document", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function watched() {
    const told: Watch[] = [];
    const problems: unknown[] = [];
    const scene = { pages: 0, tell: async (): Promise<void> => undefined };
    const onCall = keepWatch({
      pages: () => scene.pages,
      tell: (watch) => {
        told.push(watch);
        return scene.tell();
      },
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      onProblem: (error) => problems.push(error),
    });
    return { told, problems, scene, onCall, wait: () => vi.advanceTimersByTimeAsync(16_000) };
  }

  it('is close while no page would notice that it died', async () => {
    const { told, wait } = watched();
    await wait();
    expect(told).toEqual(['close']);
  });

  it('is wide while one would, and close again when the last has gone', async () => {
    const { told, scene, wait } = watched();
    scene.pages = 1;
    await wait();
    await wait();
    expect(told).toEqual(['wide']);
    scene.pages = 0;
    await wait();
    expect(told).toEqual(['wide', 'close']);
  });

  it('is close from the first moment of a call, whoever looks on, and wide some time after it', async () => {
    const { told, scene, onCall, wait } = watched();
    scene.pages = 3;
    await wait();
    onCall(true);
    expect(told).toEqual(['wide', 'close']);
    onCall(true);
    onCall(false);
    expect(told).toEqual(['wide', 'close']);
    await wait();
    expect(told).toEqual(['wide', 'close', 'wide']);
  });

  it('is asked for again when the worker did not hear it', async () => {
    const { told, problems, scene, wait } = watched();
    scene.tell = async () => Promise.reject(new Error('no worker'));
    await wait();
    scene.tell = async () => undefined;
    await wait();
    await wait();
    expect(told).toEqual(['close', 'close']);
    expect(problems).toHaveLength(1);
  });
});
