import { act, renderHook } from '@testing-library/preact';
import type { ComponentChildren } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskProvider, type Desk } from '@/components/context';
import { useNow } from '@/components/hooks';
import { NOW } from '../../e2e/screens/states';

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

const desk = { now: () => Date.now() } as Desk; // all that the clock asks of it
const wrapper = ({ children }: { children: ComponentChildren }) => (
  <DeskProvider value={desk}>{children}</DeskProvider>
);

describe('the time in a view', () => {
  it('changes at the whole seconds of what it counts, whenever the view came', async () => {
    const since = NOW - 12_900;
    const { result } = renderHook(() => useNow(true, since), { wrapper });
    expect(result.current - since).toBe(12_900);
    await act(() => void vi.advanceTimersByTime(100));
    expect(result.current - since).toBe(13_000);
    await act(() => void vi.advanceTimersByTime(1000));
    expect(result.current - since).toBe(14_000);
  });

  it('changes at whole minutes where seconds are not shown', async () => {
    const since = NOW - 59_000;
    const { result } = renderHook(() => useNow(true, since, 60_000), { wrapper });
    await act(() => void vi.advanceTimersByTime(900));
    expect(result.current).toBe(NOW);
    await act(() => void vi.advanceTimersByTime(100));
    expect(result.current - since).toBe(60_000);
    await act(() => void vi.advanceTimersByTime(60_000));
    expect(result.current - since).toBe(120_000);
  });

  it('stands still where nothing is counted', async () => {
    const { result } = renderHook(() => useNow(false), { wrapper });
    await act(() => void vi.advanceTimersByTime(5000));
    expect(result.current).toBe(NOW);
  });
});
