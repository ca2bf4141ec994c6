/** Calls to numbers, customers and colleagues. */
import { externalAgentId } from '@/lib/settings';
import type { CommandResult, PhoneCommand } from '../command';
import type { Handler, PhoneContext } from '../context';
import { presenceOf } from '../session/directory';
import { findContacts } from './find-contacts';
import { dialledInCampaign, dialledNumber, notNow, place, refused } from './place';

type Of<T extends PhoneCommand['type']> = Extract<PhoneCommand, { type: T }>;

/** How the PBX writes "nobody in the database". */
const NOBODY = '-1';

export const call: Handler<Of<'call'>> = (phone, command) => {
  const { number: typed, campaignId, contactId, external } = command;
  if (external) return byExternalIds(phone, typed, external);
  const number = campaignId ? dialledInCampaign(phone, typed) : dialledNumber(phone, typed);
  if (!number) return refused('numberInvalid', { number: typed.slice(0, 30) });
  const { abilities, session } = phone.store.get();
  if (campaignId) return inCampaign(phone, number, campaignId, contactId ?? null);
  if (!abilities.flags.callOutsideCampaigns && session.kind === 'signedIn')
    return refused('noPermissionOutside');
  return place(phone, { number, ask: () => phone.client.calls.callOutside(number) });
};

/** The CRM's own ids in place of ours: campaign, agent and contact, all of one external system (interface §11.2). */
function byExternalIds(
  phone: PhoneContext,
  typed: string,
  { agentId: template, ...external }: NonNullable<Of<'call'>['external']>,
): CommandResult | Promise<CommandResult> {
  const number = dialledNumber(phone, typed);
  if (!number) return refused('numberInvalid', { number: typed.slice(0, 30) });
  const { session } = phone.store.get();
  // Without an id of ours there OMniLeads would only say that something is wrong with "the agent".
  if (session.kind === 'signedIn' && template === '') return refused('externalAgentUnknown');
  const agentId = session.kind === 'signedIn' ? externalAgentId(template, session) : '';
  const { systemId: externalSystemId, campaignId, contactId } = external;
  const ids = { campaignId, agentId, externalSystemId, ...(contactId ? { contactId } : {}) };
  return place(phone, {
    number,
    external,
    ask: () => phone.client.calls.makeCall({ ...ids, phone: number }),
  });
}

/** `contactId` null = found out by the number; '' = called without one. */
async function inCampaign(
  phone: PhoneContext,
  number: string,
  campaignId: string,
  contactId: string | null,
): Promise<CommandResult> {
  if (!phone.store.get().directory.campaigns.some(({ id }) => id === campaignId))
    return refused('campaignUnknown', { campaignId });
  let contact = contactId;
  return place(phone, {
    number,
    campaignId,
    async prepare() {
      if (contact !== null) return null;
      const found = await findContacts(phone, campaignId, number);
      // Several share the number: whom it was about is known after the call, and its form asks then (interface §6.6).
      contact = (found.length === 1 && found[0]?.id) || '';
      return null;
    },
    ask: () =>
      phone.client.calls.makeCall({ campaignId, phone: number, ...(contact ? { contactId: contact } : {}) }),
  });
}

export const callAgent: Handler<Of<'callAgent'>> = async (phone, { agentId }) => {
  const { abilities, session } = phone.store.get();
  if (!abilities.flags.callAnotherAgent && session.kind === 'signedIn') return refused('permissionDenied');
  const no = notNow(phone);
  if (no) return no;
  const presence = await presenceOf(phone, agentId);
  const { agents, agentsAt } = phone.store.get().directory;
  const known = agents.find(({ id }) => id === agentId);
  if (!known) return refused('agentUnknown');
  // OMniLeads would accept the request, and the agent would hear "try again" and a busy tone. Where presence could never
  // be asked, OMniLeads decides.
  if (presence === 'away' && agentsAt !== null) return refused('agentNotReady', { name: known.name });
  return place(phone, { number: known.name, agentId, ask: () => phone.client.calls.callAgent(agentId) });
};

export const redial: Handler<Of<'redial'>> = (phone, _command, source) => {
  const last = phone.store
    .get()
    .recents.find(
      ({ direction, number, agentId }) =>
        direction === 'out' && (agentId || dialledInCampaign(phone, number)),
    );
  if (!last) return refused('numberInvalid', { number: '' });
  const { number, campaignId, contactId, agentId } = last;
  if (agentId) return callAgent(phone, { type: 'callAgent', agentId }, source);
  const inside = campaignId && campaignId !== '0' ? { campaignId } : {};
  const identified = contactId && contactId !== NOBODY ? { contactId } : {};
  return call(phone, { type: 'call', number, via: 'redial', ...inside, ...identified }, source);
};
