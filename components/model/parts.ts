/**
 * A state that is heard part by part: a view that reads `state.agent` is drawn again when the agent has changed, and for nothing
 * else. All panels of a browser share one thread.
 */
import { batch, signal, type Signal } from '@preact/signals';
import type { PhoneState } from '@/lib/phone';
import { same } from './same';

export interface Parts {
  /** Always the same object; its properties are what was heard last. Whoever reads one while it is drawn hears of its changes. */
  readonly state: PhoneState;
  /** All changes at once: no view is drawn between two of them. */
  hear(next: PhoneState): void;
}

export function partsOf(first: PhoneState): Parts {
  const parts = Object.entries(first).map(
    ([key, value]) => [key as keyof PhoneState, signal<unknown>(value)] as const,
  );
  const getter = ([key, part]: readonly [string, Signal<unknown>]) =>
    [key, { enumerable: true, get: () => part.value }] as const;
  return {
    state: Object.defineProperties({}, Object.fromEntries(parts.map(getter))) as PhoneState,
    hear(next) {
      batch(() => {
        for (const [key, part] of parts) if (!same(part.peek(), next[key])) part.value = next[key];
      });
    },
  };
}
