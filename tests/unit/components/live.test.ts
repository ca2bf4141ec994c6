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

  it('is what the phone says', () => {
    const { live, drawn } = followed();
    live.hear(PAUSED);
    live.hear({ ...PAUSED, revision: 4 });
    expect(drawn).toEqual(['paused']);
  });

  it('is nothing from the moment when the phone is lost, and what it says when it is back', () => {
    const { live, drawn } = followed();
    live.hear(null);
    live.hear(PAUSED);
    expect(drawn).toEqual([null, 'paused']);
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
