/** Holds the one PhoneState and tells of its changes, many changes at a time. */
import type { Cancel, Clock } from './ports';
import type { PhoneState } from './state';

/** One frame. A timer, because requestAnimationFrame never fires in a hidden document. */
const COALESCE_MS = 16;

export interface Store {
  get(): PhoneState;
  /** Same values again change nothing and tell nobody. */
  set(patch: Partial<Omit<PhoneState, 'revision' | 'bootId'>>): void;
  /** Publishes what is waiting now: the answer to a command must not overtake the state that it made. */
  flush(): void;
}

export function createStore(initial: PhoneState, clock: Clock, publish: (state: PhoneState) => void): Store {
  let state = initial;
  let scheduled: Cancel | null = null;
  const send = (): void => {
    scheduled = null;
    publish(state);
  };
  return {
    get: () => state,
    set(patch) {
      const keys = Object.keys(patch) as (keyof typeof patch)[];
      if (keys.every((key) => Object.is(patch[key], state[key]))) return;
      state = { ...state, ...patch, revision: state.revision + 1 };
      scheduled ??= clock.after(COALESCE_MS, send);
    },
    flush() {
      if (!scheduled) return;
      scheduled();
      send();
    },
  };
}
