/** The forms part's log of writes, for tests that ask whether something arrived exactly once. */
import type { Commit } from './form-types';
import { now, type World } from './world';

export function noteCommit(world: World, commit: Omit<Commit, 'at'>): void {
  world.forms.commits.push({ at: now(world), ...commit });
}
/** Call of the disposition that a contact has in a campaign. */
export const callOf = (world: World, contactId: number, campaignId: number): string | null =>
  [...world.forms.dispositions.values()].find(
    (one) => one.contactId === contactId && one.campaignId === campaignId,
  )?.callId ?? null;
