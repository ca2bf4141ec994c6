export type { CallRecord, Spread } from './call-record';
export { ERROR_CODES, PhoneError, asPhoneError, type ErrorCode, type ErrorParams } from './errors';
export { createLog, type Log, type LogLevel, type LogLine } from './log';
export { LEFT_OUT, maskNumber, scrubData, scrubText } from './scrub';
export {
  SELF_TESTS,
  SELF_TEST_FINDINGS,
  type SelfTest,
  type SelfTestFinding,
  type SelfTestResult,
} from './self-test';
