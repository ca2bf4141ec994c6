/** What the console page told, as the state's abilities and lists. */
import type { CallDetails } from '@/lib/call';
import type { ConsoleConfig } from '@/lib/omnileads';
import type { CallableCampaign } from '@/lib/omnileads/types';
import type { PhoneContext } from '../context';
import type { Directory } from '../state';

const isPreview = ({ type }: CallableCampaign): boolean => type === '4';

export function directoryOf(console: ConsoleConfig): Directory {
  return {
    pauses: console.pauses,
    campaigns: console.campaigns,
    previewCampaigns: console.campaigns.filter(isPreview),
    quickContacts: [
      ...new Map(
        [...console.quickContacts, ...console.quickTransfers].map((c) => [`${c.number} ${c.name}`, c]),
      ).values(),
    ],
    inboundCampaigns: [],
    // Presence is not known yet: they may be called, and are shown as not ready until the list is refreshed.
    agents: console.agents.map(({ id, name }) => ({ id, name, status: '', ready: false })),
    agentsAt: null,
    videoDomain: console.videoDomain,
  };
}

/** The PBX names the campaign of inbound calls only; lists of calls and drafts name it for all. */
export function withCampaignName(
  details: CallDetails,
  { campaigns, previewCampaigns }: Directory,
): CallDetails {
  const known = [...campaigns, ...previewCampaigns];
  const name = known.find(({ id }) => id === details.campaignId)?.name ?? null;
  return { ...details, campaignName: details.campaignName ?? name };
}

/** Minutes east of UTC, from the first callback's ISO time; null when there is none to tell. */
export function serverZone(times: readonly string[]): number | null {
  for (const time of times) {
    if (time.endsWith('Z')) return 0;
    const match = /([+-])(\d\d):?(\d\d)$/.exec(time);
    if (match) return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  }
  return null;
}

/** Agents with their presence, and the campaigns one may transfer to. */
export async function refreshDirectory(phone: PhoneContext): Promise<void> {
  const era = phone.era.current();
  const agents = await phone.client.directory.transferAgents();
  if (!phone.era.is(era)) return;
  phone.store.set({ directory: { ...phone.store.get().directory, agents, agentsAt: phone.now() } });
}

/** Asked anew: a colleague who was ready when the list was opened may be on a call now. */
export async function presenceOf(
  phone: PhoneContext,
  agentId: string,
): Promise<'ready' | 'away' | 'unknown'> {
  try {
    await refreshDirectory(phone);
  } catch (thrown) {
    phone.ports.log.warn('call', 'presence not refreshed', { error: String(thrown) });
  }
  const known = phone.store.get().directory.agents.find(({ id }) => id === agentId);
  if (!known) return 'unknown';
  return known.ready ? 'ready' : 'away';
}

/** Session only, and not worth a word when it fails: the transfer sheet then offers no campaigns. */
export async function loadInboundCampaigns(phone: PhoneContext): Promise<void> {
  const era = phone.era.current();
  try {
    const inboundCampaigns = await phone.client.directory.inboundCampaigns();
    if (phone.era.is(era))
      phone.store.set({ directory: { ...phone.store.get().directory, inboundCampaigns } });
  } catch (thrown) {
    phone.ports.log.warn('session', 'inbound campaigns not loaded', { error: String(thrown) });
  }
}

/**
 * The console lists the keypad's campaigns; a group that may not dial in preview campaigns still gets their contacts. Where the
 * other list isn't told, those of the console are offered.
 */
export async function loadPreviewCampaigns(phone: PhoneContext): Promise<void> {
  const era = phone.era.current();
  try {
    const previewCampaigns = (await phone.client.directory.ownCampaigns()).filter(isPreview);
    if (phone.era.is(era))
      phone.store.set({ directory: { ...phone.store.get().directory, previewCampaigns } });
  } catch (thrown) {
    phone.ports.log.warn('session', 'preview campaigns not loaded', { error: String(thrown) });
  }
}
