/** The door of call control. */
import type { Log } from '@/lib/diagnostics';
import type { Transfers } from '@/lib/omnileads';
import type { Clock } from '../ports';
import { chooseControl, type ControlChoice } from './choice';
import { createRestControl } from './rest';
import { createToneControl } from './tones';

export { TransferUntouched, type CallControl } from './control';
export type { ControlChoice } from './choice';
export { createRestControl, createToneControl };

/** Tones until the server is known to take requests. */
export function createCallControl(clock: Clock, transfers: Transfers, log: Log): ControlChoice {
  const tones = createToneControl(clock);
  return chooseControl(tones, createRestControl(transfers, tones), transfers, log);
}
