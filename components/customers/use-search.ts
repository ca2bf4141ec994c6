import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallLookup, ContactsReply, PhoneCommand } from '@/lib/phone';
import { useDesk, type Refusal } from '../context';
import { refusalOf } from '../form/use-draft';
import { asNumber } from '../model/customers';

export type Found =
  | { readonly kind: 'asking' }
  | { readonly kind: 'trouble'; readonly refusal: Refusal }
  /** Who has this number. */
  | { readonly kind: 'lookup'; readonly lookup: CallLookup }
  /** A page of the campaign's list. */
  | { readonly kind: 'list'; readonly page: ContactsReply; readonly start: number };

export interface Wanted {
  readonly text: string;
  readonly start: number;
  /** Asking the same again is a new question. */
  readonly turn: number;
}

/** What was found, and whether something else is on its way. */
export interface Search {
  readonly found: Found;
  readonly asking: boolean;
}

/** Digits ask who has the number, dispositioned or not; words search the list of those who are still to be called. */
export function useSearch(campaignId: string, wanted: Wanted): Search {
  const { ask } = useDesk();
  const [{ found, asking }, setSearch] = useState<Search>({ found: { kind: 'asking' }, asking: true });
  const asked = useRef('');
  useEffect(() => {
    let current = true;
    // A page stays until the next one is here: the button that turned it keeps the focus.
    const turned = asked.current === `${campaignId} ${wanted.text}` && found.kind === 'list';
    asked.current = `${campaignId} ${wanted.text}`;
    setSearch({ found: turned ? found : { kind: 'asking' }, asking: true });
    const setFound = (answer: Found): void => setSearch({ found: answer, asking: false });
    const number = asNumber(wanted.text);
    const search = wanted.text.trim();
    const question: PhoneCommand = number
      ? { type: 'lookUp', number, campaignId }
      : { type: 'listContacts', campaignId, search, start: wanted.start };
    void ask(question).then((result) => {
      if (!current) return;
      const refusal = refusalOf(result);
      if (refusal) return setFound({ kind: 'trouble', refusal });
      if (!result.ok) return;
      // From our own phone document.
      if (number) setFound({ kind: 'lookup', lookup: result.value as CallLookup });
      else setFound({ kind: 'list', page: result.value as ContactsReply, start: wanted.start });
    });
    return () => void (current = false);
  }, [campaignId, wanted]);
  return { found, asking };
}
