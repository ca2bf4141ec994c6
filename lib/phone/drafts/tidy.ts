/** What is of no use any more is removed: confirmed drafts after a day, calls about which nobody ever typed anything after a month. */
import { dueSteps, type Draft } from '@/lib/drafts';
import { quietly, type Bench } from './shared';

const HOUR_MS = 60 * 60_000;
/** The day's list shows what was sent; yesterday's is OMniLeads' own. */
const SENT_KEPT_MS = 24 * HOUR_MS;
const UNTOUCHED_KEPT_MS = 30 * 24 * HOUR_MS;

export function isOver(draft: Draft, now: number): boolean {
  if (draft.inFlight || draft.note.inFlight) return false;
  if (draft.status === 'sent') return now - draft.updatedAt > SENT_KEPT_MS;
  const { disposition, management, callback, note } = draft.wanted;
  const untouched = !disposition && !management && !callback && note === null && dueSteps(draft).length === 0;
  // A form that the server still asks for is not nothing.
  return untouched && draft.followUp === '' && now - draft.updatedAt > UNTOUCHED_KEPT_MS;
}

export function tidy(bench: Bench): void {
  const now = bench.deps.now();
  for (const draft of bench.drafts())
    if (isOver(draft, now) && draft.id !== bench.current)
      quietly(bench, 'not removed', bench.remove(draft.id));
}
