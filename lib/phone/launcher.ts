/** The little that a page's launcher shows: a tone and since when. Never a number, a name or a campaign. */
import { toneOf } from './desk';
import type { Tone } from './ports';
import type { PhoneState } from './state';

export interface LauncherFacts {
  readonly phase: PhoneState['call']['phase'];
  readonly tone: Tone;
  readonly since: number; // ms epoch, for the pill's timer
}

export function launcherFacts(state: PhoneState): LauncherFacts {
  const { phase, call } = state.call;
  const since = call?.heldAt ?? call?.answeredAt ?? call?.ringingAt ?? call?.requestedAt ?? state.agent.since;
  return { phase, tone: toneOf(state), since };
}
