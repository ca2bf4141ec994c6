/** Door of lib/sip: no SIP.js type leaves this folder. */
export { createSipPhone } from './phone';
export type {
  CreateSipPhone,
  LostCall,
  MediaPort,
  Registration,
  RegistrationPhase,
  SessionEvents,
  SessionPort,
  SipAccount,
  SipEvents,
  SipPhone,
} from './ports';
export {
  CANCEL_CONSULTATION,
  RECORD_START,
  RECORD_STOP,
  THREE_WAY,
  TRANSFER_PROMPT_MS,
  transferNumber,
  transferTones,
  validTones,
  type TransferTones,
} from './tone-plan';
export {
  meanOpinionScore,
  readReport,
  sampleBetween,
  warnings,
  type QualitySample,
  type QualityWarning,
  type RtpSnapshot,
} from './stats';
export { readInviteHeaders, type HeaderPair } from './invite-headers';
export { watchQuality, type QualityMonitor, type QualityPorts, type SoundRecord } from './quality';
