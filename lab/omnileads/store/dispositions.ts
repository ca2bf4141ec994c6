/** Dispositions and their history (interface §6.1). Rules of saving are in forms/disposition-save.ts. */
import { noteCommit } from './commits';
import type { Disposition, DispositionRevision, ManagementAnswer, SaveReason } from './form-types';
import type { Campaign, DispositionOption } from './types';
import { now, takeId, type World } from './world';

export const findDisposition = (world: World, contactId: number, campaignId: number): Disposition | null =>
  [...world.forms.dispositions.values()].find(
    (one) => one.contactId === contactId && one.campaignId === campaignId,
  ) ?? null;
export const dispositionsOf = (world: World, agentId: number): Disposition[] =>
  [...world.forms.dispositions.values()].filter((one) => one.agentId === agentId).sort((a, b) => a.id - b.id);

export const optionOf = (campaign: Campaign, optionId: number): DispositionOption | null =>
  campaign.options.find(({ id }) => id === optionId) ?? null;
/** The option and its campaign by the option's id alone. */
export function findOption(
  world: World,
  optionId: number,
): { option: DispositionOption; campaign: Campaign } | null {
  for (const campaign of world.campaigns.values()) {
    const option = optionOf(campaign, optionId);
    if (option) return { option, campaign };
  }
  return null;
}

/** Writes a disposition, new (without id) or changed, and its line in the history. */
export function writeDisposition(
  world: World,
  fields: Omit<Disposition, 'id'> & { readonly id: number | null },
  reason: SaveReason,
): Disposition {
  const row: Disposition = { ...fields, id: fields.id ?? takeId(world, 'dispositions', 1) };
  world.forms.dispositions.set(row.id, row);
  const { contactId, campaignId, optionId, sub, comments, agentId, callId } = row;
  const revision: DispositionRevision = {
    at: now(world),
    dispositionId: row.id,
    contactId,
    campaignId,
    optionId,
    sub,
    comments,
    agentId,
    callId,
    reason,
  };
  world.forms.dispositionHistory.push(revision);
  noteCommit(world, {
    what: 'disposition',
    id: String(row.id),
    created: fields.id === null,
    callId,
    content: { ...revision },
  });
  return row;
}

export const answerOf = (world: World, dispositionId: number): ManagementAnswer | null =>
  [...world.forms.answers.values()].find((one) => one.dispositionId === dispositionId) ?? null;
export function writeAnswer(
  world: World,
  dispositionId: number,
  answers: Readonly<Record<string, string>>,
): ManagementAnswer {
  const known = answerOf(world, dispositionId);
  const row = { id: known?.id ?? takeId(world, 'answers', 1), dispositionId, answers };
  world.forms.answers.set(row.id, row);
  noteCommit(world, {
    what: 'management',
    id: String(row.id),
    created: known === null,
    callId: world.forms.dispositions.get(dispositionId)?.callId ?? null,
    content: { dispositionId, ...answers },
  });
  return row;
}
export function removeAnswer(world: World, dispositionId: number): void {
  const known = answerOf(world, dispositionId);
  if (known) world.forms.answers.delete(known.id);
}
