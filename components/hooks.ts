import { effect, untracked } from '@preact/signals';
import type { Ref } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState, type Inputs } from 'preact/hooks';
import type { ExportReply } from '@/lib/drafts';
import { useDesk } from './context';
import { same } from './model/same';

const SECOND_MS = 1000;

/**
 * The time, renewed every second while `running`: timers are derived from timestamps, never broadcast.
 * @param since ms epoch of what is counted: renewed at its whole seconds, so that two clocks of one call show the same
 * @param every ms between two renewals, where seconds would be drawn for nothing
 */
export function useNow(running = true, since = 0, every = SECOND_MS): number {
  const { now } = useDesk();
  const [at, setAt] = useState(now);
  useEffect(() => {
    if (!running) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const time = now();
      setAt(time);
      timer = setTimeout(tick, untilNext(every, time - since));
    };
    tick();
    return () => clearTimeout(timer);
  }, [running, now, since, every]);
  return at;
}
const untilNext = (every: number, ms: number): number => every - (((ms % every) + every) % every);

/**
 * What `read` makes of the state. Its view is drawn again when that is another value, and not whenever one of the parts that were
 * read is: a phone that goes from ready to paused leaves most of its controls as they are.
 * @param read gives JSON values
 * @param inputs what `read` depends on beside the state
 */
export function useDerived<S, T>(state: S, read: (state: S) => T, inputs: Inputs = []): T {
  const [, redraw] = useState({});
  const value = untracked(() => read(state));
  const kept = useRef(value);
  if (!same(kept.current, value)) kept.current = value;
  useLayoutEffect(
    () =>
      effect(() => {
        if (!same(read(state), kept.current)) redraw({});
      }),
    [state, ...inputs],
  );
  return kept.current;
}

/** Asks the phone for the file for support and hands it to the person. */
export function useReport(): () => void {
  const { send, host } = useDesk();
  return () =>
    void send({ type: 'diagnostics' }).then((result) => {
      if (!result.ok) return;
      // From our own phone document.
      const { fileName, text } = result.value as ExportReply;
      host.download(fileName, text);
    });
}

/** What had the focus is gone, and the next Tab would begin at the top. In a frame that nobody works in, nothing is lost. */
const isLost = (document: Document): boolean =>
  document.hasFocus() && (document.activeElement === null || document.activeElement === document.body);

/**
 * Hands the focus on when what had it made room for this, as a button does for the form that it asked for.
 * @param here false while there is nothing to look at yet
 * @param from 'mount' = also when it was there from the beginning
 * @returns for the element that comes: its `data-focus-first`, else itself (then it needs a tabIndex)
 */
export function useHandedFocus<E extends HTMLElement>(here: boolean, from: 'mount' | 'change'): Ref<E> {
  const ref = useRef<E>(null);
  const was = useRef(from === 'mount' ? false : here);
  useLayoutEffect(() => {
    const element = ref.current;
    const came = here && !was.current;
    was.current = here;
    if (!came || !element) return;
    // Once all is drawn that the same state changes: what had the focus may go a moment later than this comes.
    queueMicrotask(() => {
      if (element.isConnected && isLost(element.ownerDocument))
        (element.querySelector<HTMLElement>('[data-focus-first]') ?? element).focus();
    });
  }, [here]);
  return ref;
}
