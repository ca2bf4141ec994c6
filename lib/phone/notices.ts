/** What is said to the agent: one notice per cause, gone when the cause is. */
import type { ErrorCode, ErrorParams } from '@/lib/diagnostics';
import { ONE_WAY, QUALITY_ADVICE } from './health/advice';
import type { Notice } from './state';

/** More than these nobody reads; the oldest that is not sticky goes first. */
const NOTICES_MAX = 6;

/** What ends together with the cause; `clearCause('registration')` removes all of them. */
const CAUSES = {
  registration: [
    'sipUnreachable',
    'sipTls',
    'pbxUnreachable',
    'registrationRefused',
    'registrationLost',
    'credentialsExpired',
    'registeredElsewhere',
  ],
  server: [
    'serverUnreachable',
    'certificateUntrusted',
    'notOmnileads',
    'serverTimeout',
    'serverError',
    'serverAnsweredPage',
    'sitePermissionMissing',
  ],
  session: [
    'sessionExpired',
    'otherAgentSignedIn',
    'signedOutByServer',
    'csrfRejected',
    'tokenRefused',
    'wrongPassword',
    'accountLocked',
    'notAnAgent',
  ],
  console: ['signedInElsewhere'],
  microphone: ['microphoneDenied', 'microphoneOnce', 'microphoneMissing', 'microphoneBusy'],
  pbxLogin: ['pbxLoginRefused'],
  settings: ['settingsUnreadable'],
  /** What the customer's CRM did with the last thing OMniLeads told it. */
  externalSite: ['externalSiteFailed'],
  device: ['deviceLost'],
  quality: QUALITY_ADVICE,
  oneWay: ONE_WAY,
  takeover: ['phoneDocumentLost', 'consultationLeft'],
  pause: ['pauseRefused', 'callGated'],
  hold: ['holdRefused'],
  tones: ['toneFailed'],
  /** Whatever was said about the last call makes no sense beside the next one. */
  call: [
    'noPermissionOutside',
    'numberInvalid',
    'numberRefused',
    'callNotStarted',
    'callBusy',
    'callCooldown',
    'callGated',
    'notReady',
    'agentNotReady',
    'agentUnknown',
    'externalAgentUnknown',
    'campaignUnknown',
    'noMoreContacts',
    'contactGone',
    'toneFailed',
    'holdRefused',
    'transferTargetInvalid',
    'transferLooksLikePrefix',
    'transferOutcomeUnknown',
    'autoAnswered',
    'mediaFailed',
    'recordingNotHere',
    'conferenceHoldNotHere',
    'surveyNotHere',
    'takenOverNoTransfer',
    'recordingEnded',
  ],
} as const satisfies Record<string, readonly Notice['code'][]>;
export type Cause = keyof typeof CAUSES;

/**
 * Some causes end by themselves, in ms. A forbidden control stays switched off with its reason beside it; words that stay as
 * well would only hide what matters next.
 */
export const LASTING_MS: Partial<Record<Notice['code'], number>> = {
  callCooldown: 2_000,
  permissionDenied: 8_000,
  autoAnswered: 8_000,
};

/** These have an end of their own, whatever step met them. */
const OWN_END = new Set<Notice['code']>([
  ...CAUSES.registration,
  ...CAUSES.session,
  ...CAUSES.console,
  ...CAUSES.microphone,
  ...CAUSES.pbxLogin,
  ...CAUSES.settings,
]);

const ACTIONS: Partial<Record<Notice['code'], NonNullable<Notice['action']>>> = {
  sessionExpired: 'signIn',
  otherAgentSignedIn: 'signIn',
  signedOutByServer: 'signIn',
  tokenRefused: 'signIn',
  signedInElsewhere: 'takeOver',
  microphoneDenied: 'openOptions',
  microphoneOnce: 'openOptions',
  microphoneMissing: 'openOptions',
  microphoneBusy: 'openOptions',
  sitePermissionMissing: 'openOptions',
  certificateUntrusted: 'openServer',
  sipTls: 'openServer',
  serverUnreachable: 'retry',
  serverTimeout: 'retry',
  serverError: 'retry',
  serverAnsweredPage: 'retry',
  sipUnreachable: 'retry',
  pbxUnreachable: 'retry',
  audioOneWayIn: 'retry',
  audioOneWayOut: 'retry',
  registrationRefused: 'retry',
  registrationLost: 'retry',
  credentialsExpired: 'retry',
  pbxLoginRefused: 'retry',
  callGated: 'openDraft',
  externalAgentUnknown: 'openOptions',
};

/** They stay until the agent says so, or their cause leaves. */
const STICKY = new Set<Notice['code']>([
  'sessionExpired',
  'otherAgentSignedIn',
  'signedInElsewhere',
  'supervisorMessage',
  'callbackDue',
  'updateReady',
  'externalSiteFailed',
  'settingsUnreadable',
]);
const WARNINGS = new Set<Notice['code']>([
  'externalSiteFailed',
  'transferOutcomeUnknown',
  'registrationLost',
  ...ONE_WAY,
  ...QUALITY_ADVICE,
]);
const INFOS = new Set<Notice['code']>(['autoAnswered', 'updateReady', 'callbackDue']);

function kindOf(code: Notice['code']): Notice['kind'] {
  if (code === 'supervisorMessage') return 'supervisor';
  return INFOS.has(code) ? 'info' : WARNINGS.has(code) ? 'warning' : 'error';
}

/** The same code again replaces the older one, except messages of people, which are all different. */
export function withNotice(
  list: readonly Notice[],
  code: ErrorCode | Exclude<Notice['code'], ErrorCode>,
  params: ErrorParams,
  at: number,
  id: string,
  about?: Cause,
): readonly Notice[] {
  // A second callback that is due must not hide the first one.
  const fromPerson = code === 'supervisorMessage' || code === 'callbackDue';
  const before = list.find((notice) => notice.code === code);
  // An agent who reads a notice must not have it move because the phone tried again.
  if (before && !fromPerson && JSON.stringify(before.params) === JSON.stringify(params)) return list;
  const others = fromPerson ? list : list.filter((notice) => notice.code !== code);
  const added: Notice = {
    id,
    at,
    kind: kindOf(code),
    code,
    params,
    sticky: STICKY.has(code),
    action: ACTIONS[code] ?? null,
    ...(about && !OWN_END.has(code) ? { about } : {}),
  };
  return bounded([...others, added]);
}

function bounded(list: readonly Notice[]): readonly Notice[] {
  if (list.length <= NOTICES_MAX) return list;
  const drop = list.find((notice) => !notice.sticky) ?? list[0];
  return list.filter((notice) => notice !== drop);
}

export function withoutCause(list: readonly Notice[], cause: Cause): readonly Notice[] {
  const codes: readonly Notice['code'][] = CAUSES[cause];
  const left = list.filter((notice) => notice.about !== cause && !codes.includes(notice.code));
  return left.length === list.length ? list : left;
}

export function withoutCode(list: readonly Notice[], code: Notice['code']): readonly Notice[] {
  const left = list.filter((notice) => notice.code !== code);
  return left.length === list.length ? list : left;
}

export function withoutId(list: readonly Notice[], id: string): readonly Notice[] {
  const left = list.filter((notice) => notice.id !== id);
  return left.length === list.length ? list : left;
}
