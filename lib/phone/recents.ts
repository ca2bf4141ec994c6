/** The agent's recent calls: newest first, bounded, in memory only (numbers are personal data). */
import { displayName, fromAgent, type CallState } from '@/lib/call';
import type { RecentCall } from './state';

export const RECENTS_MAX = 30;

/** A call as a line of the list. `before` is the state in which it ended, `after` the idle one with its reason. */
export function recentOf(before: CallState, after: CallState, id: string): RecentCall | null {
  const { call } = before;
  const end = after.lastEnd;
  if (!call || !end) return null;
  const { details, requested } = call;
  const agentId = requested?.agentId ?? (details?.origin === 'agent' ? fromAgent(details).id : '');
  // A colleague is known by name and id; what the PBX shows as their number is no number to dial.
  const number = agentId ? '' : details?.phone || details?.remoteNumber || requested?.number || '';
  const start = call.requestedAt ?? call.ringingAt ?? call.answeredAt ?? end.at;
  return {
    id,
    at: start,
    direction: requested ? 'out' : call.direction,
    number,
    name: nameOf(call, number),
    ...(agentId ? { agentId } : {}),
    campaignId: details?.campaignId ?? requested?.campaignId ?? null,
    contactId: call.contactId,
    answered: end.answered,
    durationS: call.answeredAt === null ? 0 : Math.max(0, Math.round((end.at - call.answeredAt) / 1000)),
    end: end.why,
    callId: details?.callId ?? '',
  };
}

function nameOf({ details, requested }: NonNullable<CallState['call']>, number: string): string {
  if (requested?.agentId) return requested.number; // callAgent puts the colleague's name there
  return details ? displayName(details) : number;
}

export function withRecent(list: readonly RecentCall[], call: RecentCall): readonly RecentCall[] {
  return [call, ...list].slice(0, RECENTS_MAX);
}
