/** The queue of a preview campaign (interface §8.5). */
import { PREVIEW, type PreviewEntry } from './form-types';
import type { Agent, Campaign, Contact } from './types';
import { takeId, type World } from './world';

const entriesOf = (world: World, campaignId: number): PreviewEntry[] =>
  [...world.forms.preview.values()].filter((entry) => entry.campaignId === campaignId);
export const previewEntry = (world: World, campaignId: number, contactId: number): PreviewEntry | null =>
  entriesOf(world, campaignId).find((entry) => entry.contactId === contactId) ?? null;

/** Adds a contact to the campaign's queue: at its end, or assigned to the agent who made it. */
export function queueForPreview(world: World, campaign: Campaign, contact: Contact, agent?: Agent): void {
  const entry: PreviewEntry = {
    id: takeId(world, 'preview', 1),
    campaignId: campaign.id,
    contactId: contact.id,
    agentId: agent?.id ?? null,
    state: agent ? PREVIEW.assigned : PREVIEW.initial,
    order: entriesOf(world, campaign.id).length + 1,
    original: contact.original,
  };
  world.forms.preview.set(entry.id, entry);
}
/** The contact is the agent's own until it is dispositioned. */
export const assignedTo = (world: World, campaignId: number, agentId: number): PreviewEntry | null =>
  entriesOf(world, campaignId).find(
    (entry) => entry.agentId === agentId && entry.state === PREVIEW.assigned,
  ) ?? null;

/** Gives the delivered contact back and delivers the next one; an assigned one stays. Null: none left. */
export function nextPreviewContact(world: World, campaignId: number, agentId: number): PreviewEntry | null {
  const assigned = assignedTo(world, campaignId, agentId);
  if (assigned) return assigned;
  const delivered = entriesOf(world, campaignId).find(
    (entry) => entry.agentId === agentId && entry.state === PREVIEW.delivered,
  );
  const free = entriesOf(world, campaignId)
    .filter((entry) => entry.state === PREVIEW.initial)
    .sort((a, b) => a.order - b.order)[0];
  if (delivered) Object.assign(delivered, { agentId: null, state: PREVIEW.initial });
  // The only one left is delivered again to whoever had it.
  const next = free ?? delivered;
  if (!next) return null;
  Object.assign(next, { agentId, state: PREVIEW.delivered });
  return next;
}
/** Marks a contact as being called by this agent. False when it is not delivered or assigned to it. */
export function assignPreviewContact(
  world: World,
  campaignId: number,
  contactId: number,
  agentId: number,
): boolean {
  const entry = previewEntry(world, campaignId, contactId);
  if (!entry || entry.agentId !== agentId) return false;
  if (entry.state !== PREVIEW.delivered && entry.state !== PREVIEW.assigned) return false;
  entry.state = PREVIEW.assigned;
  return true;
}
export function releasePreviewContact(world: World, campaignId: number, agentId: number): boolean {
  const entry = assignedTo(world, campaignId, agentId);
  if (!entry) return false;
  Object.assign(entry, { agentId: null, state: PREVIEW.initial });
  return true;
}
/** A disposition ends the contact's place in the queue. */
export function finishPreviewContact(world: World, campaignId: number, contactId: number): void {
  const entry = previewEntry(world, campaignId, contactId);
  if (entry) entry.state = PREVIEW.finished;
}
