/** What a self-test looks at, in its order, and what it finds. */
import type { ErrorCode } from './errors';

export const SELF_TESTS = [
  'microphone',
  'speaker',
  'ring',
  'server',
  'session',
  'socket',
  'line',
  'candidates',
  'loopback',
  'testCall',
] as const;
export type SelfTest = (typeof SELF_TESTS)[number];

/** Findings that only a self-test has words for; the others are the catalogue's. */
export const SELF_TEST_FINDINGS = [
  'silent',
  'noServer',
  'notSignedIn',
  'notConnected',
  'deviceGone',
  'noSound',
  'noCandidates',
  'relayMissing',
  'reflexiveMissing',
  'loopbackDead',
  'loopbackPoor',
  'callBusyNow',
  'callUnanswered',
  'callSilent',
  'callPoor',
] as const;
export type SelfTestFinding = (typeof SELF_TEST_FINDINGS)[number];

export interface SelfTestResult {
  readonly what: SelfTest;
  readonly ok: boolean;
  /** Why not, and what to do about it. */
  readonly why?: ErrorCode | SelfTestFinding;
  /** Measured on the way; for reading and for support. */
  readonly facts?: {
    readonly level?: number; // 0..1
    readonly rttMs?: number;
    readonly mos?: number;
    readonly kinds?: readonly ('host' | 'srflx' | 'prflx' | 'relay')[]; // of ICE candidates
  };
}
