/** The door of the call: a pure machine and the questions one may ask about its state. No I/O. */
export type * from './types';
export type * from './events';
export { INITIAL_CALL, reduceCall, transitions, type CallTransition } from './table';
export { REQUEST_TO_INVITE_MS, TRANSFER_PROMPT_MS } from './constants';
export {
  belongsToCampaign,
  campaignRecords,
  deadAfterTakeover,
  displayName,
  fromAgent,
  isContactUnsaved,
  isOffCampaign,
  isQueueCall,
  isRingingOut,
  shouldAutoAnswer,
} from './details';
export { sameNumber } from './matching';
export { isTones, normalTarget, transferProblem } from './target';
export { hangUpWarning } from './warning';
export { diagram } from './diagram';
