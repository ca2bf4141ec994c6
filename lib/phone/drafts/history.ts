/**
 * What became of earlier calls to a contact in this campaign, whoever made them. The server keeps every version of a disposition, and
 * tells them by JSON of another module alone (interface §8.6); where that may not be asked, the form's own "last" is all there is.
 */
import { sameNumber } from '@/lib/call';
import { PhoneError } from '@/lib/diagnostics';
import type { Draft, HistoryReply } from '@/lib/drafts';
import type { Bench } from './shared';

/** Of a contact that was called for years the latest say enough. */
const SHOWN_MAX = 12;
/** Each panel that shows the form asks; the server is asked once for all of them. */
const FRESH_MS = 30_000;
/** Databases keep numbers with and without prefixes. */
const SEARCHED_DIGITS = 8;

export interface History {
  /** Errors: draftDamaged, sessionExpired, and those of the client's `contacts.identify` and `dispositions.history`. */
  of(draftId: string): Promise<HistoryReply>;
}

export function createHistory(bench: Bench): History {
  const asked = new Map<string, { readonly at: number; readonly reply: Promise<HistoryReply> }>();

  async function ask(draft: Draft): Promise<HistoryReply> {
    const { signed } = bench;
    if (!signed) throw new PhoneError('sessionExpired');
    const { campaignId, phone } = draft.call;
    const digits = phone.replace(/[^0-9]/g, '').slice(-SEARCHED_DIGITS);
    if (digits === '') return { entries: [] };
    const found = await signed.client.contacts.identify(campaignId, digits);
    const known = draft.contactId
      ? found.filter(({ id }) => id === draft.contactId)
      : found.filter((contact) => sameNumber(contact.phone, phone));
    // Of several with the number the agent says first which one it is.
    const dispositionId = known.length === 1 ? known[0]?.dispositionId : null;
    if (!dispositionId) return { entries: [] };
    const entries = await signed.client.dispositions.history(dispositionId);
    return { entries: entries.slice(0, SHOWN_MAX) };
  }

  return {
    async of(draftId) {
      const draft = bench.find(draftId);
      if (!draft) throw new PhoneError('draftDamaged');
      const now = bench.deps.now();
      for (const [key, { at }] of asked) if (now - at > FRESH_MS) asked.delete(key);
      // By draft: the next call to the same customer, a moment later, has one more to tell.
      const key = `${draftId}|${draft.contactId}`;
      const once = asked.get(key) ?? { at: now, reply: ask(draft) };
      asked.set(key, once);
      return once.reply;
    },
  };
}
