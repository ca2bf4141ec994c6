/** What hanging up may do to the customer. */
import type { CallPhase, CallState } from './types';

const TRANSFERRING: readonly CallPhase[] = [
  'transferPrompt',
  'transferReturning',
  'transferDialing',
  'transferSent',
  'consulting',
];

/**
 * Hanging up while a transfer is under way is meant to leave customer and consultee together; it ends the customer's call
 * when the PBX hasn't connected them yet, or has brought the customer back without telling us.
 */
export function hangUpWarning({ phase, call }: CallState): 'mayEndCustomerCall' | null {
  if (!call?.transfer || call.transfer.target.to === 'survey') return null;
  if (phase === 'consulting') return call.transfer.seen === 'nothing' ? 'mayEndCustomerCall' : null;
  return TRANSFERRING.includes(phase) ? 'mayEndCustomerCall' : null;
}
