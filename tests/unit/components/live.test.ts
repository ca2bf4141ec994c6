import { effect } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLive } from '@/entrypoints/options/live';
import type { PhoneState } from '@/lib/phone';
import { READY } from '../../e2e/screens/states';

const pause = { id: '1', name: 'break', maxS: 0 };
const next = (patch: Partial<PhoneState['agent']>, revision: number): PhoneState => ({
  ...READY,
  revision,
  agent: { ...READY.agent, ...patch },
});
const PAUSING = next({ phase: 'pausing', pause }, 2);
const PAUSED = next({ phase: 'paused', pause }, 3);

describe('what a view is given to draw', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const followed = () => {
    const live = createLive('en');
    const drawn: (string | null)[] = [];
    effect(() => void drawn.push(live.state.value?.agent.phase ?? null));
    live.hear(READY);
    drawn.length = 0;
    return { live, drawn };
  };

  it('leaves out a pause being asked for that OMniLeads answers at once', () => {
    const { live, drawn } = followed();
    live.hear(PAUSING);
    live.hear(PAUSED);
    vi.runAllTimers();
    expect(drawn).toEqual(['paused']);
  });

  it('has it when the answer takes longer, however often it is said meanwhile', () => {
    const { live, drawn } = followed();
    live.hear(PAUSING);
    vi.advanceTimersByTime(60);
    live.hear({ ...PAUSING, revision: 4 });
    vi.advanceTimersByTime(60);
    expect(drawn).toEqual(['pausing']);
  });

  it('leaves it out when it was taken back', () => {
    const { live, drawn } = followed();
    live.hear(PAUSING);
    live.hear({ ...READY, revision: 5 });
    vi.runAllTimers();
    expect(drawn).toEqual([]);
  });

  it('has the loss of the phone at once', () => {
    const { live, drawn } = followed();
    live.hear(PAUSING);
    live.hear(null);
    vi.runAllTimers();
    expect(drawn).toEqual([null]);
  });

  it('writes the language into the document only when it is another one', () => {
    const { live } = followed();
    const written = vi.spyOn(document.documentElement, 'lang', 'set');
    live.hear(PAUSED);
    expect(written).not.toHaveBeenCalled();
    live.hear({ ...PAUSED, language: 'es' });
    expect(written).toHaveBeenCalledExactlyOnceWith('es');
    written.mockRestore();
  });
});
