/** Drafts as the state shows them. Pure. */
import { asksFor, dueSteps, type DamagedRow, type Draft, type Sending } from '@/lib/drafts';
import type { ListReply } from '../command';
import type { DraftsView, DraftSummary } from '../state';

/** The state stays a few KB; the whole list is fetched by a query. What is not sent comes before what is. */
const SHOWN_MAX = 20;

export interface Shown {
  /** Oldest first. */
  readonly drafts: readonly Draft[];
  readonly damaged: readonly DamagedRow[];
  readonly current: string | null;
  readonly storageOk: boolean;
}

export function viewOf({ drafts, damaged, current, storageOk }: Shown): DraftsView {
  const open = current === null ? undefined : drafts.find(({ id }) => id === current);
  const urgent = byUrgency(drafts, SHOWN_MAX);
  // The form's own line is always there, however old its call.
  const shown = open && !urgent.includes(open) ? [open, ...urgent.slice(0, -1)] : urgent;
  return {
    list: [...damaged.map(damagedLine), ...shown.sort((a, b) => b.createdAt - a.createdAt).map(summaryOf)],
    waiting: countOf(drafts, (draft) => draft.status === 'waiting' && !draft.noteRefused),
    needYou: countOf(drafts, needsAgent) + damaged.length,
    current: open ? current : null,
    storageOk,
  };
}

/** The whole outbox as far as it was asked for. */
export function listOf({ drafts, damaged }: Pick<Shown, 'drafts' | 'damaged'>, upTo: number): ListReply {
  const lines = damaged.slice(0, upTo).map(damagedLine);
  const rest = byUrgency(drafts, upTo - lines.length);
  return { list: [...lines, ...rest.map(summaryOf)], total: damaged.length + drafts.length };
}

const needsAgent = (draft: Draft): boolean =>
  draft.status === 'conflict' || summaryStatus(draft) === 'refused';

/** Asked at every change: thousands are counted without a list of them being made. */
function countOf(drafts: readonly Draft[], is: (draft: Draft) => boolean): number {
  let count = 0;
  for (const draft of drafts) if (is(draft)) count += 1;
  return count;
}

/** What needs the agent, then what hasn't reached OMniLeads, then the rest; newest first in each. The first `upTo` of them. */
function byUrgency(drafts: readonly Draft[], upTo: number): Draft[] {
  const groups: [Draft[], Draft[], Draft[]] = [[], [], []];
  for (let at = drafts.length - 1; at >= 0 && groups[0].length < upTo; at -= 1) {
    const draft = drafts[at] as Draft;
    const group = groups[needsAgent(draft) ? 0 : draft.status === 'sent' ? 2 : 1];
    if (group.length < upTo) group.push(draft);
  }
  return groups.flat().slice(0, upTo);
}

/** On its way right now. With a next try planned it isn't: the outcome of the last one is unknown, and is looked at then. */
const isPosting = ({ inFlight, nextTryAt }: Sending): boolean => inFlight !== null && nextTryAt === 0;

function summaryStatus(draft: Draft): DraftSummary['status'] {
  if (isPosting(draft) || (draft.about === 'note' && draft.status === 'waiting' && isPosting(draft.note)))
    return 'sending';
  if (draft.noteRefused && draft.status !== 'conflict') return 'refused';
  return draft.status;
}

/** The form it is about now: what is due, else what the server asks for. */
export function standsAt(draft: Draft): DraftSummary['step'] {
  const [next] = dueSteps(draft, 'main');
  if (next) return next;
  return asksFor(draft) ?? (draft.about === 'note' ? 'note' : draft.about);
}

function stepOf(draft: Draft, status: DraftSummary['status']): DraftSummary['step'] {
  if (status === 'sent') return '';
  if (status === 'sending') return draft.inFlight?.step ?? 'note';
  if (draft.status === 'refused' || draft.status === 'conflict')
    return draft.problem?.step ?? standsAt(draft);
  return status === 'refused' ? 'note' : standsAt(draft);
}

export function summaryOf(draft: Draft): DraftSummary {
  const { call } = draft;
  const status = summaryStatus(draft);
  const ofNote = status === 'refused' && draft.status !== 'refused';
  const problem = ofNote ? draft.note.problem : draft.problem;
  return {
    id: draft.id,
    callId: call.callId,
    campaignId: call.campaignId,
    campaignName: call.campaignName,
    contactId: draft.contactId,
    phone: call.phone,
    title: draft.title || call.phone,
    about: draft.about,
    outcome: draft.outcome,
    at: draft.createdAt,
    status,
    step: stepOf(draft, status),
    error: problem ? { code: problem.code, params: problem.params } : null,
    nextTryAt: draft.nextTryAt || null,
    ...(noteState(draft) ? { note: noteState(draft) } : {}),
  };
}

function noteState(draft: Draft): DraftSummary['note'] {
  if (draft.noteRefused) return 'refused';
  if (dueSteps(draft, 'note').length > 0) return isPosting(draft.note) ? 'sending' : 'kept';
  return draft.confirmed.note === undefined ? undefined : 'sent';
}

export function damagedLine({ id }: { readonly id: string }): DraftSummary {
  return {
    id,
    callId: '',
    campaignId: '',
    campaignName: '',
    contactId: '',
    phone: '',
    title: '',
    about: 'disposition',
    outcome: '',
    at: 0,
    status: 'damaged',
    step: '',
    error: { code: 'draftDamaged', params: {} },
    nextTryAt: null,
  };
}
