/** Changes the agent makes to a draft: pure. Anything typed makes the draft sendable again only by `save`; the note goes by itself. */
import type {
  Draft,
  DraftCall,
  DraftOwner,
  Sending,
  StoredDisposition,
  Wanted,
  WantedDisposition,
} from './types';

/** Nothing sent, nothing planned. */
export const IDLE: Sending = { inFlight: null, attempts: 0, nextTryAt: 0, problem: null };
const NOTHING: Wanted = { disposition: null, management: null, callback: null, note: null };
export const EMPTY_DISPOSITION: WantedDisposition = {
  option: '',
  sub: '',
  comments: '',
  contact: {},
  confirmDuplicate: false,
};
/** A note is posted when typing has paused: not once per word. */
export const NOTE_PAUSE_MS = 1_500;

export function newDraft(
  id: string,
  owner: DraftOwner,
  call: DraftCall,
  now: number,
  about: Draft['about'] = 'disposition',
): Draft {
  return {
    schema: 2,
    id,
    owner,
    about,
    createdAt: now,
    updatedAt: now,
    call,
    wanted: NOTHING,
    status: 'open',
    contactOnly: false,
    newContact: false,
    announced: false,
    followUp: about === 'callback' ? 'callback' : '',
    title: '',
    outcome: '',
    contactId: call.contactId === '-1' ? '' : call.contactId,
    dispositionId: '',
    callbackId: '',
    base: null,
    overrides: null,
    confirmed: {},
    note: IDLE,
    noteRefused: false,
    ...IDLE,
  };
}

/** The form's part of the wish. A draft that was waiting or sent is open again: half a sentence must not be sent. */
export function change(draft: Draft, wish: Partial<Wanted>, now: number): Draft {
  const disposition = wish.disposition
    ? { ...EMPTY_DISPOSITION, ...draft.wanted.disposition, ...wish.disposition }
    : draft.wanted.disposition;
  const wanted = {
    ...draft.wanted,
    ...wish,
    disposition: wish.disposition === null ? null : disposition,
  };
  const typed =
    wish.disposition !== undefined || wish.management !== undefined || wish.callback !== undefined;
  const reopened = typed && (draft.status === 'waiting' || draft.status === 'sent');
  const otherOption = wanted.disposition?.option !== draft.wanted.disposition?.option;
  return {
    ...draft,
    updatedAt: now,
    wanted,
    // What follows is the option's matter; a callback being changed has none.
    followUp: otherOption && wish.disposition !== undefined ? '' : draft.followUp,
    status: reopened ? 'open' : draft.status,
  };
}

/** The note: goes out by itself, whatever the rest waits for. */
export function changeNote(draft: Draft, note: string, now: number, pauseMs: number = NOTE_PAUSE_MS): Draft {
  const alone = draft.about === 'note' || draft.status === 'sent';
  return {
    ...change(draft, { note }, now),
    status: alone ? 'waiting' : draft.status,
    note: { ...draft.note, attempts: 0, nextTryAt: now + pauseMs, problem: null },
    noteRefused: false,
  };
}

/** The agent says "Save": the outbox may send it. */
export function save(draft: Draft, now: number): Draft {
  if (draft.status === 'sent') return draft;
  return {
    ...draft,
    status: 'waiting',
    contactOnly: false,
    problem: null,
    attempts: 0,
    nextTryAt: 0,
    updatedAt: now,
  };
}

/** Inbound calls: the contact alone, the disposition stays open. */
export function saveContact(draft: Draft, now: number): Draft {
  return { ...save(draft, now), contactOnly: true };
}

/** Now, not when it was planned. A refused note is tried again as well. */
export function retry(draft: Draft, now: number): Draft {
  const again = draft.status === 'refused' ? save(draft, now) : { ...draft, attempts: 0, nextTryAt: 0 };
  return {
    ...again,
    contactOnly: draft.contactOnly,
    note: { ...draft.note, attempts: 0, nextTryAt: 0, problem: null },
    noteRefused: false,
    updatedAt: now,
  };
}

/** The form was loaded: what was stored then is what later differences are measured against. */
export function loaded(draft: Draft, base: StoredDisposition, contactId: string): Draft {
  return { ...draft, base: draft.base ?? base, contactId: draft.contactId || contactId };
}

/** Another contact than the one so far: what was stored for that one means nothing here. */
export function chooseContact(draft: Draft, contactId: string, now: number): Draft {
  if (contactId !== '' && contactId === draft.contactId) return draft;
  const disposition = draft.wanted.disposition && { ...draft.wanted.disposition, contact: {}, phones: {} };
  return {
    ...draft,
    contactId,
    newContact: contactId === '',
    base: null,
    title: '',
    wanted: { ...draft.wanted, disposition },
    updatedAt: now,
  };
}

/** A conflict settled by the agent: mine goes over what is stored, theirs leaves the server as it is. */
export function resolve(draft: Draft, keep: 'mine' | 'theirs', now: number): Draft {
  const theirs = draft.problem?.theirs ?? null;
  if (draft.status !== 'conflict' || !theirs) return draft;
  if (keep === 'mine') return save({ ...draft, overrides: theirs }, now);
  const wanted: Wanted = { ...draft.wanted, disposition: null, management: null, callback: null };
  return save({ ...draft, wanted, followUp: 'none' }, now);
}
