/** What a draft still owes the server: pure. */
import {
  STEPS,
  type Draft,
  type Sending,
  type Step,
  type StoredDisposition,
  type WantedDisposition,
} from './types';

/** The note goes its own way: it is keyed by the call and needs nothing of the other steps. */
export type Lane = 'main' | 'note';
export const LANES: readonly Lane[] = ['note', 'main'];

/** Same text whatever the key order, so that fingerprints of equal wishes are equal. */
export function fingerprint(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** What the agent wants of a step; null = nothing. */
export function wishOf(draft: Draft, step: Step): unknown {
  const { disposition, management, callback, note } = draft.wanted;
  switch (step) {
    case 'contact':
      return draft.contactOnly ? (disposition?.contact ?? {}) : null;
    case 'disposition':
      return disposition && disposition.option !== '' && !draft.contactOnly ? disposition : null;
    case 'management':
      return follows(draft, 'management') ? management : null;
    case 'callback':
      return follows(draft, 'callback') ? callback : null;
    case 'note':
      return note;
  }
}

/** An option that is known to end it makes what was typed for another one void. */
function follows(draft: Draft, step: 'management' | 'callback'): boolean {
  return !draft.contactOnly && (draft.followUp === '' || draft.followUp === step);
}

function isDueStep(draft: Draft, step: Step): boolean {
  const wish = wishOf(draft, step);
  const confirmed = draft.confirmed[step];
  // Thousands may wait and be asked at once: what was never confirmed needs no fingerprint.
  return wish !== null && (confirmed === undefined || confirmed !== fingerprint(wish));
}

/** By draft, for a draft is never changed: thousands that wait are asked again and again, each time one of them moves on. */
const due = new WeakMap<Draft, readonly Step[]>();

function allDueSteps(draft: Draft): readonly Step[] {
  const known = due.get(draft);
  if (known) return known;
  const steps = STEPS.filter((step) => isDueStep(draft, step));
  due.set(draft, steps);
  return steps;
}

/** Steps the agent wants and the server has not confirmed as they are wanted now, in their order. */
export function dueSteps(draft: Draft, lane?: Lane): readonly Step[] {
  const steps = allDueSteps(draft);
  return lane ? steps.filter((step) => (step === 'note') === (lane === 'note')) : steps;
}

function owes(draft: Draft, lane: Lane): boolean {
  if (lane === 'note') return isDueStep(draft, 'note');
  const [first] = allDueSteps(draft);
  return first !== undefined && first !== 'note'; // the note is the last of the steps
}

/** The form that the server wants next and that the agent has not filled in: the draft is open until then. */
export function asksFor(draft: Draft): 'management' | 'callback' | null {
  const { followUp, wanted } = draft;
  if (followUp === 'management' && wanted.management === null) return 'management';
  if (followUp === 'callback' && wanted.callback === null) return 'callback';
  return null;
}

export function sameText(a: string, b: string): boolean {
  // Django turns line ends into CRLF on the way back, and strips the ends of text fields.
  const plain = (text: string): string => text.replace(/\r\n?/g, '\n').trim();
  return plain(a) === plain(b);
}

export function sameDisposition(
  stored: StoredDisposition,
  wanted: Pick<WantedDisposition, 'option' | 'sub' | 'comments'>,
): boolean {
  return (
    stored.option === wanted.option && stored.sub === wanted.sub && sameText(stored.comments, wanted.comments)
  );
}

/** Somebody changed the stored disposition since the form was loaded, to something that is not what we want. */
export function isConflict(draft: Draft, stored: StoredDisposition): boolean {
  const wanted = draft.wanted.disposition;
  if (!wanted || sameDisposition(stored, wanted)) return false;
  const known = [draft.base, draft.overrides].filter((version) => version !== null);
  if (known.length === 0) return stored.option !== ''; // never loaded: anything stored is news to the agent
  return !known.some((version) => sameDisposition(version, stored));
}

/** No retry is ever planned further ahead: a later date means that the wall clock was set back meanwhile. */
const LATEST_RETRY_MS = 60 * 60_000;

function isDue({ nextTryAt }: Sending, now: number): boolean {
  return nextTryAt <= now || nextTryAt > now + LATEST_RETRY_MS;
}

export const sendingOf = (draft: Draft, lane: Lane): Sending => (lane === 'note' ? draft.note : draft);

/** Whether the outbox has something to do for it, now or at its `nextTryAt`. */
export function hasWork(draft: Draft, lane: Lane): boolean {
  if (lane === 'note') return draft.status !== 'sent' && !draft.noteRefused && owes(draft, 'note');
  // Nothing due and no note either: confirmed as a whole, to be put away.
  return draft.status === 'waiting' && (owes(draft, 'main') || !owes(draft, 'note'));
}

/** The server keeps one disposition for both. */
function keyOf({ call, contactId }: Draft): string {
  return `${call.campaignId}|${contactId || call.contactId || `phone:${call.phone}`}`;
}

/**
 * Drafts of one contact and campaign go in the order of their calls: the server keeps one disposition for both, so the
 * newest must be the last written. `drafts` of one owner; returns those that may be worked on at `now`, oldest first.
 * Notes belong to a call alone and wait for nobody.
 */
export function sendable(drafts: readonly Draft[], now: number, lane: Lane = 'main'): Draft[] {
  const inOrder = (some: readonly Draft[]): Draft[] =>
    [...some].sort((a, b) => a.call.startedAt - b.call.startedAt || (a.id < b.id ? -1 : 1));
  if (lane === 'note')
    return inOrder(drafts.filter((draft) => hasWork(draft, lane) && isDue(draft.note, now)));
  const order = inOrder(drafts);
  const blocked = new Set<string>();
  const ready: Draft[] = [];
  // A post whose outcome is unknown may still be carried out: first it is found out, then the others follow.
  const unknown = new Map(order.flatMap((draft) => (draft.inFlight ? [[keyOf(draft), draft.id]] : [])));
  for (const draft of order) {
    if (draft.status === 'sent' || draft.status === 'open') continue;
    if (draft.status === 'waiting' && !owes(draft, 'main')) {
      if (hasWork(draft, lane)) ready.push(draft);
      continue;
    }
    const key = keyOf(draft);
    const first = unknown.get(key);
    if (first !== undefined && first !== draft.id) continue;
    if (!blocked.has(key) && hasWork(draft, lane) && isDue(draft, now)) ready.push(draft);
    blocked.add(key);
  }
  return ready;
}
