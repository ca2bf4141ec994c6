/** What the INVITE's headers mean (interface §2.8, §3.4, §5.10). Pure questions about CallDetails. */
import type { ActiveCall, CallDetails, DeadFeature } from './types';

/** Off-campaign: Origin, campaign "0" or type "0"; a missing IDCamp does not make it so (interface §3.2). */
export function isOffCampaign(details: CallDetails): boolean {
  return details.origin === 'withoutCampaign' || details.campaignId === '0' || details.campaignType === '0';
}

/** A call given out by a queue: inbound, dialer, or a transfer to a campaign. Such calls must not reach a paused agent. */
export function isQueueCall(details: CallDetails): boolean {
  return details.origin === 'inbound' || details.origin === 'dialer' || details.transfer === 'campaign';
}

/** Calls between colleagues, outside campaigns and without OMniLeads' headers have no disposition (interface §3.4). */
export function belongsToCampaign(details: CallDetails): boolean {
  return Boolean(details.campaignId) && details.origin !== 'agent' && !isOffCampaign(details);
}

/** Several numbers were dialled at once and which one answered is not known yet: there is nobody to disposition (interface §4.8). */
export function isRingingOut({ phone }: Pick<CallDetails, 'phone'>): boolean {
  return phone.includes('_');
}

/** First match wins (interface §2.8). The campaign's own header counts only for its own origin (§12.13). */
export function shouldAutoAnswer(
  details: CallDetails,
  group: { readonly autoAttendInbound: boolean; readonly autoAttendDialer: boolean },
): boolean {
  if (details.origin === 'click2call' || details.origin === 'preview') return true;
  if (details.origin === 'dialer') return details.autoAttend ?? group.autoAttendDialer;
  if (details.origin === 'inbound') return details.autoAttend ?? group.autoAttendInbound;
  if (details.transfer === 'campaign') return group.autoAttendInbound;
  return isOffCampaign(details);
}

/** 'unknown' where the header is missing: transfers don't carry it. Outside campaigns nothing is recorded. */
export function campaignRecords(details: CallDetails): 'yes' | 'no' | 'unknown' {
  if (details.recordingFile) return 'yes';
  if (isOffCampaign(details) || details.origin === 'agent') return 'no';
  return details.recordingFile === '' ? 'no' : 'unknown';
}

/** Id and name of OMLFROMAGENT "<agent id>_<name>"; the id is '' where the text has another form (interface §12.22). */
export function fromAgent(details: CallDetails): { readonly id: string; readonly name: string } {
  const text = details.fromAgent ?? '';
  const match = /^(\d+)_(.*)$/.exec(text);
  return { id: match?.[1] ?? '', name: (match?.[2] ?? text).replaceAll('_', ' ').trim() };
}

/** Who to show: the colleague for calls between agents, else the customer's number; '' when the caller hides it. */
export function displayName(details: CallDetails): string {
  const number = details.phone || details.remoteNumber;
  return details.origin === 'agent' ? fromAgent(details).name || number : number;
}

/** Not identified: a transfer now would reach the colleague without the contact (interface §3.6). */
export function isContactUnsaved(contactId: string): boolean {
  return contactId === '-1';
}

/**
 * What a call taken over from a dead phone document can no longer do (measured per kind of call, tests/e2e/takeover): the
 * PBX hears feature codes on legs that were dialled with them, and the leg that replaced ours was not. Only between
 * colleagues the other leg of the call hears them for us. Transfers asked for by request don't depend on any leg.
 */
export function deadAfterTakeover(
  { details, requested }: Pick<ActiveCall, 'details' | 'requested'>,
  transfersBy: 'tones' | 'requests',
): readonly DeadFeature[] {
  if (details?.origin === 'agent' || requested?.agentId !== undefined) return [];
  return transfersBy === 'tones' ? ['transfer', 'record'] : ['record'];
}
