/** Campaigns, contacts and pauses as the views look them up. */
import {
  CAMPAIGN_ACTIVE,
  type Agent,
  type Campaign,
  type CampaignType,
  type Contact,
  type GroupFlags,
  type Pause,
} from './types';
import { groupOf } from './people';
import type { World } from './world';

export const isActive = (campaign: Campaign): boolean => campaign.state === CAMPAIGN_ACTIVE;
export const queueName = (campaign: Campaign): string => `${campaign.id}_${campaign.name}`;
/** Every campaign whose queue the agent belongs to, active or not, by id. */
export const campaignsOf = (world: World, agent: Agent): Campaign[] =>
  [...world.campaigns.values()].filter((campaign) => campaign.agentIds.includes(agent.id));

const MANUAL_CALL_FLAG: Record<CampaignType, keyof GroupFlags> = {
  1: 'permitir_llamadas_manuales_a_manuales',
  2: 'permitir_llamadas_manuales_a_dialer',
  3: 'permitir_llamadas_manuales_a_entrante',
  4: 'permitir_llamadas_manuales_a_preview',
};
/** Campaigns the agent may call in from the keypad (interface §1.8, §4.6). */
export function keypadCampaigns(world: World, agent: Agent): Campaign[] {
  const { flags } = groupOf(world, agent);
  return campaignsOf(world, agent).filter(
    (campaign) =>
      isActive(campaign) &&
      (!flags.restringir_tipo_llamadas_manuales || flags[MANUAL_CALL_FLAG[campaign.type]] === true),
  );
}
export const contactsOf = (world: World, databaseId: number): Contact[] =>
  [...world.contacts.values()].filter((contact) => contact.databaseId === databaseId);

/** The group's pauses with their limits; without a set, every active pause unlimited. */
export function pausesFor(world: World, agent: Agent): { pause: Pause; seconds: number }[] {
  const set = groupOf(world, agent).pauseSet;
  if (!set)
    return [...world.pauses.values()].filter(({ active }) => active).map((pause) => ({ pause, seconds: 0 }));
  return set.flatMap(({ pauseId, seconds }) => {
    const pause = world.pauses.get(pauseId);
    return pause?.active ? [{ pause, seconds }] : [];
  });
}
/** Pauses that exist without a row: after-call work, supervision, WhatsApp (interface §2.6). */
const SPECIAL_PAUSES: Record<string, string> = { '0': 'ACW', '00': 'Supervision', OW: 'On-Whatsapp' };
/** Name of a pause by the id a client sends; ids are texts, anything else is unknown. */
export function pauseName(world: World, id: unknown): string | null {
  if (typeof id === 'string' && Object.hasOwn(SPECIAL_PAUSES, id)) return SPECIAL_PAUSES[id] ?? null;
  if (typeof id !== 'string' && typeof id !== 'number') return null;
  const pause = /^\d+$/u.test(String(id)) ? world.pauses.get(Number(id)) : undefined;
  return pause?.active ? pause.name : null;
}
