/** The door of the shift: a pure machine and the questions one may ask about its state. No I/O. */
export type * from './types';
export type * from './events';
export { ACW_PAUSE } from './types';
export { INITIAL_AGENT, reduceAgent, transitions, type PresenceTransition } from './table';
export {
  afterCallRule,
  callProblem,
  canCall,
  isQueueEligible,
  presenceLabel,
  refusesInvite,
  totalsAt,
} from './questions';
