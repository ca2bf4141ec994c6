/** Whom a call is with, in words. Pure: the state in, plain data out. */
import type { ActiveCall, CallDetails } from '@/lib/call/types';
import type { Texts } from '@/lib/i18n';
import type { Directory, PhoneState, RecentCall } from '@/lib/phone';
import { numberWords } from './numbers';

export interface Person {
  /** A name when one is known, else the number. */
  readonly title: string;
  /** The number below a name; '' when the title is the number itself. */
  readonly number: string;
}

/** OMLFROMAGENT is "<agent id>_<name>"; malformed values are shown as they are. */
export function agentFromHeader(value: string | null): { readonly id: string; readonly name: string } | null {
  if (!value) return null;
  const split = /^(\d+)_(.+)$/.exec(value);
  return split ? { id: split[1] ?? '', name: (split[2] ?? '').replace(/_/g, ' ') } : { id: '', name: value };
}

/** The phone puts the number where there is no name: that is no name. */
export const realName = (name: string, number: string): string =>
  name.replace(/[\s().+-]/g, '') === number.replace(/^\+/, '') ? '' : name;

function nameOf(number: string, directory: Directory, recents: readonly RecentCall[]): string {
  if (!number) return '';
  return (
    directory.quickContacts.find((contact) => contact.number === number)?.name ??
    recents.find((recent) => recent.number === number && realName(recent.name, number) !== '')?.name ??
    ''
  );
}

function numberOf(call: ActiveCall): string {
  const { details, requested } = call;
  return details?.phone || details?.remoteNumber || requested?.number || '';
}

/** The contact's name, once its form was read. */
function nameInDrafts(call: ActiveCall, state: PhoneState): string {
  const callId = call.details?.callId;
  const draft = callId ? state.drafts.list.find((entry) => entry.callId === callId) : undefined;
  return draft ? realName(draft.title, draft.phone) : '';
}

export function personOf(call: ActiveCall, state: PhoneState, texts: Texts): Person {
  const number = numberOf(call);
  const agentId = call.requested?.agentId;
  const asked = agentId ? state.directory.agents.find((agent) => agent.id === agentId)?.name : undefined;
  const fromAgent =
    call.details?.origin === 'agent' ? agentFromHeader(call.details.fromAgent)?.name : undefined;
  const contact = nameInDrafts(call, state);
  const name = realName(
    asked ?? fromAgent ?? (contact || nameOf(number, state.directory, state.recents)),
    number,
  );
  if (name) return { title: name, number: numberWords(number) };
  return { title: numberWords(number) || texts.t('call.unknown'), number: '' };
}

/** The campaign's name, or why there is none. */
export function campaignOf(call: ActiveCall, directory: Directory, texts: Texts): string {
  const { details, requested } = call;
  if (details?.campaignName) return details.campaignName;
  if (details?.origin === 'agent' || requested?.agentId) return texts.t('call.agentCall');
  if (details?.origin === 'unknown') return texts.t('call.callback');
  const id = details?.campaignId ?? requested?.campaignId;
  return (
    [...directory.campaigns, ...directory.previewCampaigns].find((campaign) => campaign.id === id)?.name ??
    texts.t('call.outside')
  );
}

/** Who passed the call on to us; '' when nobody did. */
export function transferredBy(details: CallDetails | null, texts: Texts): string {
  if (!details || details.transfer === 'none') return '';
  if (details.transfer === 'campaign') return texts.t('call.transferredCampaign');
  const from = agentFromHeader(details.fromAgent);
  return from ? texts.t('call.transferredBy', { name: from.name }) : '';
}

/** Where a transfer goes, in words. */
export function targetName(call: ActiveCall, texts: Texts): string {
  const target = call.transfer?.target;
  if (!target) return '';
  if (target.to === 'survey') return texts.t('transfer.surveyName');
  return target.to === 'number' ? target.name || target.number : target.name;
}

/** The room OMniLeads announced for this call, '' = none. Rooms are names; anything else would lead elsewhere. */
export function videoPage(details: CallDetails, directory: Directory): string {
  const { videoRoom } = details;
  const { videoDomain } = directory;
  if (!videoRoom || !videoDomain || !/^[\w.:-]+$/.test(videoDomain)) return '';
  return `https://${videoDomain}/${encodeURIComponent(videoRoom)}`;
}

/** For searching: accents and capitals make no difference. */
export const plainWords = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
