/** What the phone shows at a glance: one word, one colour, one sign, one timer. Pure. */
import type { CallPhase } from '@/lib/call/types';
import type { BareKey } from '@/lib/i18n';
import type { PhoneState } from '@/lib/phone';
import type { IconName } from '../icons';

export type Tone = 'ready' | 'ringing' | 'talking' | 'held' | 'paused' | 'offline';

export type Screen =
  | 'reconnecting'
  | 'signedOut'
  | 'signingIn'
  | 'connecting'
  | 'offline'
  | 'disabled'
  | 'elsewhere'
  | 'idle'
  | 'requested'
  | 'ringing'
  | 'inCall'
  | 'transferring'
  | 'consulting'
  | 'conference';

export interface Face {
  readonly screen: Screen;
  readonly tone: Tone;
  readonly icon: IconName;
  readonly word: BareKey & `state.${string}`;
  /** Counts up from here, ms epoch; null = no timer. */
  readonly since: number | null;
}

type Look = readonly [Screen, Tone, IconName];

const CALL_LOOKS: Readonly<Record<Exclude<CallPhase, 'idle'>, Look>> = {
  requested: ['requested', 'ringing', 'arrowOut'],
  ringing: ['ringing', 'ringing', 'ring'],
  answering: ['inCall', 'talking', 'handset'],
  talking: ['inCall', 'talking', 'handset'],
  held: ['inCall', 'held', 'pause'],
  transferPrompt: ['transferring', 'held', 'transfer'],
  transferReturning: ['transferring', 'held', 'redial'],
  transferDialing: ['transferring', 'held', 'transfer'],
  transferSent: ['transferring', 'talking', 'check'],
  consulting: ['consulting', 'talking', 'people'],
  conference: ['conference', 'talking', 'people'],
  ending: ['inCall', 'offline', 'hangUp'],
};

export const RECONNECTING: Face = {
  screen: 'reconnecting',
  tone: 'offline',
  icon: 'spinner',
  word: 'state.reconnecting',
  since: null,
};

function callSince(state: PhoneState): number | null {
  const { phase, call } = state.call;
  if (!call) return null;
  if (phase === 'held') return call.heldAt ?? call.answeredAt;
  return call.answeredAt ?? call.ringingAt ?? call.requestedAt;
}

/** A call on the line outranks everything: the session may have died, the customer is still there. */
export function faceOf(state: PhoneState): Face {
  const { phase } = state.call;
  if (phase !== 'idle') {
    const [screen, tone, icon] = CALL_LOOKS[phase];
    return { screen, tone, icon, word: `state.${phase}`, since: callSince(state) };
  }
  const still = (screen: Screen, icon: IconName, word: Face['word'], since: number | null = null): Face => ({
    screen,
    tone: 'offline',
    icon,
    word,
    since,
  });
  if (state.session.kind === 'signedOut') return still('signedOut', 'lock', 'state.signedOut');
  if (state.session.kind === 'signingIn') return still('signingIn', 'spinner', 'state.signingIn');
  const { agent } = state;
  switch (agent.phase) {
    case 'signedOut':
    case 'connecting':
      return still('connecting', 'spinner', 'state.connecting');
    case 'connectionLost':
      return still('offline', 'offline', 'state.offline', agent.since);
    case 'disabled':
      return still('disabled', 'micOff', 'state.disabled');
    case 'signedInElsewhere':
      return still('elsewhere', 'link', 'state.elsewhere');
    case 'pausing':
      return { screen: 'idle', tone: 'paused', icon: 'pause', word: 'state.pausing', since: null };
    case 'paused':
      return { screen: 'idle', tone: 'paused', icon: 'pause', word: 'state.paused', since: agent.since };
    case 'afterCall':
      return { screen: 'idle', tone: 'paused', icon: 'note', word: 'state.afterCall', since: agent.since };
    default:
      return { screen: 'idle', tone: 'ready', icon: 'check', word: 'state.ready', since: null };
  }
}
