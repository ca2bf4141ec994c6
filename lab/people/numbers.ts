import type { Voice } from './media';

/** What happens when a number of the simulated world is called. */
export type Behaviour =
  | { kind: 'answers'; afterMs: number; voice: Voice; hangsUpAfterMs?: number }
  | { kind: 'ringsForever' }
  | { kind: 'refuses'; status: 404 | 480 | 486 | 603 };

export const DEFAULT_VOICE_HZ = 600;
const OTHER_VOICE_HZ = 850;
const PICK_UP_MS = 300;
const SHORT_CALL_MS = 4000;
const SHORTEST_NUMBER = 6; // digits; anything shorter exists nowhere outside

/** Numbers by their last seven digits, 555 then a kind, then two free digits. README has the table. */
export function behaviourOf(number: string): Behaviour {
  const match = /555(1\d)(\d\d)$/.exec(number);
  const answers = (voice: Voice, afterMs = PICK_UP_MS): Behaviour => ({ kind: 'answers', afterMs, voice });
  switch (match?.[1]) {
    case '11':
      return answers('echo');
    case '12':
      return { kind: 'ringsForever' };
    case '13':
      return { kind: 'refuses', status: 486 };
    case '14':
      return { kind: 'refuses', status: 404 };
    case '15':
      return { kind: 'answers', afterMs: PICK_UP_MS, voice: DEFAULT_VOICE_HZ, hangsUpAfterMs: SHORT_CALL_MS };
    case '16':
      return answers(OTHER_VOICE_HZ);
    case '17':
      return answers(DEFAULT_VOICE_HZ, Number(match[2]) * 1000);
    case '18':
      return answers(0);
    case '19':
      return { kind: 'refuses', status: 603 };
    default:
      return number.length < SHORTEST_NUMBER ? { kind: 'refuses', status: 404 } : answers(DEFAULT_VOICE_HZ);
  }
}
