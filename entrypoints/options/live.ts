/** What panel, popup and options share: the phone’s state as a signal, words in the state’s language. */
import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { partsOf, type Parts } from '@/components';
import { createTexts, type Texts } from '@/lib/i18n';
import type { PhoneState } from '@/lib/phone';

/** A phone that is there answers sooner; until then "reconnecting" would only flicker. */
const PATIENCE_MS = 300;

export interface Live {
  /** null until the first state and after every loss: a stale call is never shown. Heard part by part (`Parts`). */
  readonly state: ReadonlySignal<PhoneState | null>;
  readonly texts: ReadonlySignal<Texts>;
  /** There is something to show: a state, or the news that there is none. */
  readonly worthShowing: ReadonlySignal<boolean>;
  /** What the phone says, null = it is lost. */
  hear(next: PhoneState | null): void;
}

/** @param uiLanguage the browser's own, for agents who leave the language to it */
export function createLive(uiLanguage: string): Live {
  const state = signal<PhoneState | null>(null);
  // A lost connection must not change the language under the agent.
  const language = signal<PhoneState['language']>('auto');
  // Once something was shown it stays: a phone lost in its first moments must not take a field from under the person's hands.
  const shown = signal(false);
  setTimeout(() => (shown.value = true), PATIENCE_MS);
  effect(() => {
    if (!state.value) return;
    language.value = state.value.language;
    shown.value = true;
  });
  const texts = computed(() => createTexts(language.value, uiLanguage));
  // Only when it is another one: writing it makes the browser style the whole document anew (measured: 1 ms per panel and state).
  effect(() => {
    document.documentElement.lang = texts.value.lang;
  });
  let parts: Parts | undefined;
  return {
    state,
    worthShowing: shown,
    texts,
    hear: (next) =>
      batch(() => {
        if (next) (parts ??= partsOf(next)).hear(next);
        state.value = next && parts ? parts.state : null;
      }),
  };
}
