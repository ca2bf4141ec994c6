/** Saving a disposition: the rules that hold whichever way it came (interface §6.1). */
import {
  findDisposition,
  finishPreviewContact,
  groupOf,
  optionOf,
  removeCallback,
  writeDisposition,
  type Agent,
  type Campaign,
  type Contact,
  type Disposition,
  type DispositionOption,
  type SaveReason,
  type World,
} from '@/lab/omnileads/store';

export const AGENDA = 2;
export const MANAGEMENT = 1;
export const DIALER = 2;

/** Refused by the model itself: no field of the form is to blame. */
export class RefusedByModel extends Error {
  constructor(readonly reason: 'taken' | 'callbackLimit') {
    super(reason);
  }
}

/** False when the agent already has as many personal callbacks as the group allows; this one's own doesn't count. */
export function mayHaveCallback(world: World, agent: Agent, contactId: number, campaignId: number): boolean {
  const { flags } = groupOf(world, agent);
  if (!flags.limitar_agendas_personales) return true;
  const others = [...world.callbacks.values()].filter(
    (one) =>
      one.agentId === agent.id &&
      one.kind === 1 &&
      !(one.contactId === contactId && one.campaignId === campaignId),
  );
  return others.length < flags.cantidad_agendas_personales;
}

export interface DispositionWish {
  /** The row to change; null makes a new one. */
  readonly known: Disposition | null;
  readonly agent: Agent;
  readonly campaign: Campaign;
  readonly contact: Contact;
  readonly option: DispositionOption;
  readonly sub: string;
  readonly comments: string | null;
  readonly callId: string | null;
  readonly manual: boolean;
  readonly reason: SaveReason;
}

/** @throws RefusedByModel when another row has this contact and campaign, or the group's limit is reached */
export function saveDisposition(world: World, wish: DispositionWish): Disposition {
  const { known, agent, campaign, contact, option } = wish;
  const there = findDisposition(world, contact.id, campaign.id);
  if (there && there.id !== known?.id) throw new RefusedByModel('taken');
  const isAgenda = option.kind === AGENDA;
  if (isAgenda && campaign.type !== DIALER && !mayHaveCallback(world, agent, contact.id, campaign.id))
    throw new RefusedByModel('callbackLimit');
  const row = writeDisposition(
    world,
    {
      id: known?.id ?? null,
      contactId: contact.id,
      campaignId: campaign.id,
      optionId: option.id,
      sub: wish.sub,
      comments: wish.comments,
      agentId: agent.id,
      // Not scheduled until the callback itself is made.
      scheduled: isAgenda ? (known?.scheduled ?? false) : false,
      callbackKind: isAgenda ? (known?.callbackKind ?? null) : null,
      callId: wish.callId,
      manual: wish.manual,
    },
    wish.reason,
  );
  finishPreviewContact(world, campaign.id, contact.id);
  if (!isAgenda) forgetCallbacks(world, agent, contact.id, campaign.id);
  return row;
}

function forgetCallbacks(world: World, agent: Agent, contactId: number, campaignId: number): void {
  for (const one of world.callbacks.values())
    if (
      one.agentId === agent.id &&
      one.kind === 1 &&
      one.contactId === contactId &&
      one.campaignId === campaignId
    )
      removeCallback(world, one.id);
}

/** Options an agent may choose: all but the hidden ones, and the one that is stored. */
export const choosable = (campaign: Campaign, stored: Disposition | null): DispositionOption[] =>
  campaign.options.filter(({ id, hidden }) => !hidden || id === stored?.optionId);

export const storedOption = (campaign: Campaign, stored: Disposition | null): DispositionOption | null =>
  stored ? optionOf(campaign, stored.optionId) : null;
