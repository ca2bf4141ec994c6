/** Whose INVITE is it: the one we asked for, one we gave up, the PBX's call-back, or somebody new? */
import { GIVEN_UP_MS, SAME_NUMBER_SUFFIX } from './constants';
import { isOffCampaign } from './details';
import type { EventMap } from './machine';
import { memoryOf, remember } from './steps';
import type { ActiveCall, CallDetails, CallState } from './types';

type Request = NonNullable<ActiveCall['requested']>;
type InviteKind =
  { readonly kind: 'requested' | 'recall' | 'new' } | { readonly kind: 'givenUp'; readonly index: number };

const dialled = (number: string): string => number.replace(/[^0-9*#]/g, '');

/** Alike as the PBX may have changed them: a trunk prefix in front, punctuation gone. */
export function sameNumber(a: string, b: string): boolean {
  const x = dialled(a);
  const y = dialled(b);
  if (!x || !y) return false;
  if (x === y) return true;
  const [short, long] = x.length < y.length ? [x, y] : [y, x];
  return short.length >= SAME_NUMBER_SUFFIX && long.endsWith(short);
}

/** 'sure': kind, campaign and number fit. 'likely': kind and campaign fit, the number was rewritten or not sent. */
export function fitsRequest(details: CallDetails, request: Request): 'sure' | 'likely' | 'no' {
  const askedFor = details.origin === 'click2call' || details.origin === 'preview' || isOffCampaign(details);
  // A transferred or queued call may be off-campaign too, but it never answers a request.
  if (!askedFor || details.transfer !== 'none' || details.origin === 'inbound' || details.origin === 'dialer')
    return 'no';
  if (!inItsCampaign(details, request)) return 'no';
  return sameNumber(details.phone, request.number) ? 'sure' : 'likely';
}

function inItsCampaign(details: CallDetails, { campaignId, external }: Request): boolean {
  if (external) return !isOffCampaign(details); // its own id is the server's matter
  if (!campaignId) return isOffCampaign(details);
  return details.campaignId === null || details.campaignId === campaignId;
}

export function whoseInvite(state: CallState, event: EventMap['invite']): InviteKind {
  const { details, at } = event;
  const { givenUp, recall } = memoryOf(state);
  const request = state.phase === 'requested' ? state.call?.requested : null;
  const fit = request ? fitsRequest(details, request) : 'no';
  if (fit === 'sure') return { kind: 'requested' };
  const fits = givenUp.map((entry) => (at <= entry.until ? fitsRequest(details, entry.request) : 'no'));
  const sure = fits.indexOf('sure');
  if (sure >= 0) return { kind: 'givenUp', index: sure };
  if (fit === 'likely') return { kind: 'requested' };
  // Another number is another call (asked for in OMniLeads' own page, say); only one without a number may still be it.
  const likely = dialled(details.phone) ? -1 : fits.indexOf('likely');
  if (likely >= 0) return { kind: 'givenUp', index: likely };
  // The call-back carries none of OMniLeads' headers (interface §5.6).
  if (recall && at <= recall.until && details.origin === 'unknown' && details.transfer === 'none')
    return { kind: 'recall' };
  return { kind: 'new' };
}

/** Keeps a request that nobody waits for any more, so that its INVITE is refused when it comes. */
export function giveUp(state: CallState, request: Request | null, at: number): CallState {
  if (!request) return state;
  const alive = memoryOf(state).givenUp.filter((entry) => at <= entry.until);
  return remember(state, { givenUp: [...alive, { request, until: at + GIVEN_UP_MS }] });
}

export function forgetGivenUp(state: CallState, index: number): CallState {
  return remember(state, { givenUp: memoryOf(state).givenUp.filter((_, i) => i !== index) });
}
