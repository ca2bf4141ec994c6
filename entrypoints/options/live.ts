/** What panel, popup and options share: the phone’s state as a signal, words in the state’s language. */
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { createTexts, type Texts } from '@/lib/i18n';
import type { PhoneState } from '@/lib/phone';

/** A phone that is there answers sooner; until then "reconnecting" would only flicker. */
const PATIENCE_MS = 300;

export interface Live {
  /** null until the first state and after every loss: a stale call is never shown. */
  readonly state: Signal<PhoneState | null>;
  readonly texts: ReadonlySignal<Texts>;
  /** There is something to show: a state, or the news that there is none. */
  readonly worthShowing: ReadonlySignal<boolean>;
}

/** @param uiLanguage the browser's own, for agents who leave the language to it */
export function createLive(uiLanguage: string): Live {
  const state = signal<PhoneState | null>(null);
  // A lost connection must not change the language under the agent.
  const language = signal<PhoneState['language']>('auto');
  // Once something was shown it stays: a phone lost in its first moments must not take a field from under the person's hands.
  const shown = signal(false);
  setTimeout(() => (shown.value = true), PATIENCE_MS);
  state.subscribe((next) => {
    if (!next) return;
    language.value = next.language;
    shown.value = true;
  });
  return {
    state,
    worthShowing: shown,
    texts: computed(() => createTexts(language.value, uiLanguage)),
  };
}
