/**
 * Every failure that a person may meet has a code here; texts per code live in lib/i18n
 * (`error.<code>.what`, `.auto`, `.do`): the cause in the agent's words, what the phone does by itself, what the agent can do.
 * A server's or PBX's own words travel in `detail`: kept for the diagnostics export, never parsed, never shown as the cause.
 */
export const ERROR_CODES = [
  // reaching the server
  'serverUnreachable',
  'certificateUntrusted',
  'notOmnileads',
  'serverAddressInvalid',
  'sitePermissionMissing',
  'serverError',
  'serverAnsweredPage',
  'serverTimeout',
  // signing in and staying in
  'wrongPassword',
  'accountLocked',
  'notAnAgent',
  'csrfRejected',
  'sessionExpired',
  'otherAgentSignedIn',
  'signedInElsewhere',
  'signedOutByServer',
  'permissionDenied',
  'tokenRefused',
  // microphone and devices
  'microphoneDenied',
  'microphoneOnce',
  'microphoneMissing',
  'microphoneBusy',
  'deviceLost',
  // SIP and PBX
  'sipUnreachable',
  'sipTls',
  'pbxUnreachable',
  'registrationRefused',
  'registrationLost',
  'credentialsExpired',
  'registeredElsewhere',
  'pbxLoginRefused',
  'phoneDocumentLost',
  'takenOverNoTransfer',
  'recordingEnded',
  'consultationLeft',
  // calls
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
  'externalSiteFailed',
  'toneFailed',
  'holdRefused',
  'transferTargetInvalid',
  'transferLooksLikePrefix',
  'recordingNotHere',
  'conferenceHoldNotHere',
  'surveyNotHere',
  'mediaFailed',
  'audioOneWayIn',
  'audioOneWayOut',
  'microphoneSilent',
  'microphoneStuck',
  'soundLost',
  'soundLostIn',
  'soundLostOut',
  'soundDelayed',
  'soundBrokenThere',
  // pauses
  'pauseRefused',
  // drafts and outbox
  'draftDamaged',
  'draftQuota',
  'draftRefused',
  'draftConflict',
  'formChanged',
  'formIncomplete',
  'contactAmbiguous',
  'agendaLimit',
  // our own
  'settingsUnreadable',
  'commandNotAllowed',
  'messageInvalid',
  'unexpected',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Values put into a message's placeholders. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/** The one error class that crosses module borders. `code` chooses the words; `detail` is for diagnostics only. */
export class PhoneError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly params: ErrorParams = {},
    readonly detail?: string,
    options?: { cause?: unknown },
  ) {
    super(detail ? `${code}: ${detail}` : code, options);
    this.name = 'PhoneError';
  }
}

/** Whatever was thrown, as a PhoneError; unknown throwables become `unexpected` with their text as detail. */
export function asPhoneError(thrown: unknown): PhoneError {
  if (thrown instanceof PhoneError) return thrown;
  return new PhoneError('unexpected', {}, thrown instanceof Error ? thrown.message : String(thrown), {
    cause: thrown,
  });
}
