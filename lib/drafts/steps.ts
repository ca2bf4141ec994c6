/**
 * One step of a draft's transaction: read what the server has, act only on the difference, confirm by reading back.
 * A step that finds its wish fulfilled posts nothing: that is what makes a repeat after a crash harmless.
 */
import { isConflict, sameDisposition, sameText } from './plan';
import type { DispositionServer, Posted } from './ports';
import type {
  Draft,
  DraftProblem,
  Step,
  StoredDisposition,
  WantedCallback,
  WantedDisposition,
} from './types';

export type Learnt = Partial<Pick<Draft, 'contactId' | 'dispositionId' | 'callbackId' | 'followUp'>>;
export type StepResult =
  | { readonly kind: 'confirmed'; readonly learnt: Learnt }
  | { readonly kind: 'needsYou'; readonly status: 'refused' | 'conflict'; readonly problem: DraftProblem }
  /** Posted and said to be saved, yet reading back shows something else: tried again later. */
  | { readonly kind: 'unconfirmed' };

export interface StepContext {
  readonly server: DispositionServer;
  /** Writes `inFlight` durably; a post must not happen before it has resolved. */
  aboutToPost(): Promise<void>;
}

type Run = (draft: Draft, context: StepContext) => Promise<StepResult>;

const DONE: StepResult = { kind: 'confirmed', learnt: {} };

const refused = (result: Extract<Posted<object>, { kind: 'refused' }>): StepResult => ({
  kind: 'needsYou',
  status: 'refused',
  problem: { code: result.code, params: {}, fields: result.fields, theirs: null },
});

const conflict = (theirs: StoredDisposition): StepResult => ({
  kind: 'needsYou',
  status: 'conflict',
  problem: { code: 'draftConflict', params: {}, fields: {}, theirs },
});

const known = (id: string): string => (id === '-1' ? '' : id);

interface Seen {
  readonly stored: StoredDisposition;
  readonly contactDone: boolean;
  readonly done: boolean;
}

/** What the server has for this contact, compared with the wish. */
async function look(
  { campaignId }: Draft['call'],
  contactId: string,
  wanted: WantedDisposition,
  server: DispositionServer,
): Promise<Seen> {
  const { stored, columns, phones } = await server.readDisposition(campaignId, contactId);
  const holds = (there: Readonly<Record<string, string>>, wish: Readonly<Record<string, string>> = {}) =>
    Object.entries(wish).every(([name, value]) => (there[name] ?? '').trim() === value.trim());
  const contactDone = holds(columns, wanted.contact);
  return {
    stored,
    contactDone,
    done: contactDone && holds(phones, wanted.phones) && sameDisposition(stored, wanted),
  };
}

const contact: Run = async (draft, { server, aboutToPost }) => {
  const wanted = draft.wanted.disposition;
  if (!wanted) return DONE;
  const known_ = draft.contactId || known(draft.call.contactId);
  if (known_) {
    const { contactDone } = await look(draft.call, known_, wanted, server);
    if (contactDone) return { kind: 'confirmed', learnt: { contactId: known_ } };
  }
  await aboutToPost();
  const posted = await server.postContact(draft, known_, wanted);
  if (posted.kind === 'refused') return refused(posted);
  const after = await look(draft.call, posted.contactId, wanted, server);
  return after.contactDone
    ? { kind: 'confirmed', learnt: { contactId: posted.contactId } }
    : { kind: 'unconfirmed' };
};

const disposition: Run = async (draft, { server, aboutToPost }) => {
  const wanted = draft.wanted.disposition;
  if (!wanted) return DONE;
  const { callId } = draft.call;
  const earlier = callId ? await server.findByCall(callId) : null;
  const contactId = draft.contactId || earlier?.contactId || known(draft.call.contactId);
  if (contactId) {
    const { done, stored } = await look(draft.call, contactId, wanted, server);
    if (earlier && done) {
      const { dispositionId } = earlier;
      const followUp = draft.followUp || (await server.findFollowUp(draft, dispositionId));
      return { kind: 'confirmed', learnt: { contactId, dispositionId, followUp } };
    }
    if (!earlier && isConflict(draft, stored)) return conflict(stored);
  }
  await aboutToPost();
  const posted = await server.postDisposition(draft, contactId, wanted);
  if (posted.kind === 'refused') return refused(posted);
  const after = await look(draft.call, posted.contactId, wanted, server);
  if (!after.done) return { kind: 'unconfirmed' };
  const { dispositionId, followUp } = posted;
  return {
    kind: 'confirmed',
    learnt: { contactId: posted.contactId, dispositionId, ...(followUp ? { followUp } : {}) },
  };
};

const management: Run = async (draft, { server, aboutToPost }) => {
  const wanted = draft.wanted.management ?? {};
  const fulfilled = async (): Promise<boolean> => {
    const stored = await server.readManagement(draft.dispositionId);
    return Object.entries(wanted).every(([name, value]) => sameText(stored[name] ?? '', value));
  };
  // An unanswered form reads as empty answers: equal to an empty wish, which still has to be posted once to count as done.
  const hasAnswers = Object.values(wanted).some((value) => value !== '');
  if (hasAnswers && (await fulfilled())) return DONE;
  await aboutToPost();
  const posted = await server.postManagement(draft.call, draft.dispositionId, wanted);
  if (posted.kind === 'refused') return refused(posted);
  return (await fulfilled()) ? DONE : { kind: 'unconfirmed' };
};

function sameCallback(a: WantedCallback, b: WantedCallback): boolean {
  if (a.kind !== b.kind || !sameText(a.reason, b.reason)) return false;
  // A global entry goes to the contact's main phone whatever was chosen (interface §12.32), at a time nobody chose.
  if (a.kind === 'global') return true;
  // The server answers with seconds.
  return a.date === b.date && a.time.slice(0, 5) === b.time.slice(0, 5) && a.phone === b.phone;
}

const callback: Run = async (draft, { server, aboutToPost }) => {
  const wanted = draft.wanted.callback;
  if (!wanted) return DONE;
  const { contactId } = draft;
  const { campaignId } = draft.call;
  const before = await server.readCallback(contactId, campaignId);
  if (before && sameCallback(before, wanted))
    return { kind: 'confirmed', learnt: { callbackId: before.callbackId } };
  await aboutToPost();
  const posted = await server.postCallback(draft.call, contactId, wanted);
  if (posted.kind === 'refused') return refused(posted);
  const after = await server.readCallback(contactId, campaignId);
  return after && sameCallback(after, wanted)
    ? { kind: 'confirmed', learnt: { callbackId: after.callbackId } }
    : { kind: 'unconfirmed' };
};

const note: Run = async (draft, { server, aboutToPost }) => {
  const wanted = draft.wanted.note ?? '';
  const { callId } = draft.call;
  if (sameText(await server.readNote(callId), wanted)) return DONE;
  await aboutToPost();
  const posted = await server.postNote(callId, wanted);
  if (posted.kind === 'refused') return refused(posted);
  return sameText(await server.readNote(callId), wanted) ? DONE : { kind: 'unconfirmed' };
};

export const RUN_STEP: Readonly<Record<Step, Run>> = { contact, disposition, management, callback, note };
