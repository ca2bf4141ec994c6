/** A way to make the client use each endpoint, and where each failure of it rightly ends: for any server that can be told to fail. */
import { ENDPOINTS, type EndpointName, type OmnileadsClient } from '@/lib/omnileads';

export interface Bench {
  readonly credentials: { readonly server: string; readonly user: string; readonly password: string };
  /** Signed in. */
  readonly client: OmnileadsClient;
  /** In the same browser, not signed in by itself: whoever the jar belongs to. */
  other(): OmnileadsClient;
  /** As `other`, in a browser where nobody is signed in. */
  fresh(): OmnileadsClient;
  /** As `other`, in a browser where a supervisor is signed in. */
  besideSupervisor(): OmnileadsClient | Promise<OmnileadsClient>;
  /** From now on this endpoint is not granted. */
  forbid(name: EndpointName): void;
  /** From now on the server is one that takes callbacks by REST. */
  offerSchedule(): void;
}

const PARTS = { campaignId: '4', digits: '3515550007', callId: '1.2', id: '7', kind: '3way', step: 'cancel' };
const CALLBACK = {
  contactId: '2',
  campaignId: '4',
  kind: 'personal',
  date: '2026-12-01',
  time: '10:30',
  phone: '5551234',
  reason: '',
} as const;
type Exercise = (bench: Bench) => Promise<unknown>;

/** A way to make the client use each endpoint; the type demands one for every endpoint of the list. */
export const EXERCISES: Record<EndpointName, Exercise> = {
  login: ({ fresh, credentials }) => fresh().session.signIn(credentials),
  loginPage: ({ fresh, credentials }) => fresh().session.signIn(credentials),
  webLogout: async ({ besideSupervisor, credentials }) =>
    (await besideSupervisor()).session.signIn(credentials),
  agentLogout: ({ client }) => client.session.signOut(),
  console: ({ other, credentials }) => other().session.resume(credentials.server),
  keepAlive: ({ client }) => client.session.touch(),
  csrfSelectCampaign: ({ client }) => client.notes.noteRecording('1.2', 'x'),
  csrfCallbacks: (bench) => withoutSources(bench, 'csrfSelectCampaign'),
  csrfContacts: (bench) => withoutSources(bench, 'csrfSelectCampaign', 'csrfCallbacks'),
  tokenLogin: ({ fresh, credentials }) => fresh().session.signIn(credentials),
  sipCredentials: ({ client }) => client.sipCredentials(),
  pbxLogin: ({ client }) => client.presence.pbxLogin(),
  pbxLogout: ({ client }) => client.presence.pbxLogout(),
  pause: ({ client }) => client.presence.setPause('1'),
  unpause: ({ client }) => client.presence.leavePause('1'),
  ringing: ({ client }) => client.presence.ringing(true),
  rejectCall: ({ client }) => client.presence.rejectCall(),
  disabled: ({ client }) => client.presence.disabled(),
  callOutside: ({ client }) => client.calls.callOutside('5551234'),
  makeCall: ({ client }) => client.calls.makeCall({ campaignId: '1', phone: '5551234' }),
  callContact: ({ client }) =>
    client.calls.callContact({ campaignId: '1', contactId: '2', phone: '5551234', type: 'click2call' }),
  hangupCall: ({ client }) => client.calls.hangUp(),
  holdEvent: ({ client }) => client.calls.holdEvent('1.2'),
  conferenceHold: ({ client }) => client.calls.conferenceHold('1.2', 'client', true),
  surveyTransfer: ({ client }) =>
    client.calls.surveyTransfer({ callId: '1.2', campaignId: '1', surveyId: '1' }),
  consultationEnd: ({ client }) => client.calls.notifyConsultationEnd('2'),
  transferProbe: ({ client }) => client.transfers.offered(),
  transfer: ({ client }) => client.transfers.threeWay('1.2'),
  consultation: ({ client }) => client.transfers.cancelConsultation('1.2'),
  compulsoryStatus: ({ client }) => client.directory.compulsoryStatus(),
  noteRecording: ({ client }) => client.notes.noteRecording('1.2', 'x'),
  readNote: ({ client }) => client.notes.readNote('1.2'),
  transferAgents: ({ client }) => client.directory.transferAgents(),
  inboundCampaigns: ({ client }) => client.directory.inboundCampaigns(),
  ownCampaigns: ({ client }) => client.directory.ownCampaigns(),
  activeAgents: ({ client }) => client.directory.activeAgents(),
  databaseMetadata: ({ client }) => client.contacts.databaseMetadata('4'),
  contacts: ({ client }) => client.contacts.list('4', {}),
  newContact: ({ client }) => client.contacts.create({ campaignId: '4', columns: { telefono: '5551234' } }),
  searchContacts: ({ client }) => client.contacts.identify('4', '3515550007'),
  identify: ({ client, forbid }) => {
    forbid('searchContacts');
    return client.contacts.identify('4', '3515550007');
  },
  dispositionOptions: ({ client }) => client.dispositions.options('4'),
  dispositionHistory: ({ client }) => client.dispositions.history('7'),
  callbackList: ({ client }) => client.callbacks.list('2026-12-01', '2026-12-31'),
  callbackForm: ({ client }) => client.callbacks.read('7'),
  scheduleProbe: ({ client }) => client.callbacks.schedule(CALLBACK),
  schedule: ({ client, offerSchedule }) => {
    offerSchedule();
    return client.callbacks.schedule(CALLBACK);
  },
  previewNext: ({ client }) => client.preview.next('4'),
  previewValidate: ({ client }) => client.preview.validate('4', '2'),
  previewRelease: ({ client }) => client.preview.release('4'),
};

function withoutSources({ client, forbid }: Bench, ...sources: EndpointName[]): Promise<unknown> {
  sources.forEach(forbid);
  return client.notes.noteRecording('1.2', 'x');
}

/** The endpoint's path as the exercise asks for it. */
export const pathOfExercise = (name: EndpointName): string =>
  ENDPOINTS[name].path.replace(/\{(\w+)\}/g, (_, key: keyof typeof PARTS) => PARTS[key]);

export const FAILURES = [
  '403 JSON',
  '403 page',
  '500 page',
  'the login page',
  'a page instead of JSON',
  'no answer',
  'no network',
] as const;
export type Failure = (typeof FAILURES)[number];

const USUAL: Record<Failure, string> = {
  '403 JSON': 'permissionDenied',
  '403 page': 'permissionDenied',
  '500 page': 'serverError',
  'the login page': 'sessionExpired',
  'a page instead of JSON': 'serverAnsweredPage',
  'no answer': 'serverTimeout',
  'no network': 'serverUnreachable',
};
/** Where an endpoint rightly ends otherwise. null: it isn't a failure there. */
const OTHERWISE: Partial<Record<EndpointName, Partial<Record<Failure, string | null>>>> = {
  login: {
    '403 JSON': 'csrfRejected',
    '403 page': 'csrfRejected',
    'the login page': 'accountLocked',
    'a page instead of JSON': 'accountLocked',
  },
  loginPage: {
    '403 JSON': 'notOmnileads',
    '403 page': 'notOmnileads',
    'the login page': 'notOmnileads',
    'a page instead of JSON': 'notOmnileads',
  },
  // After it the sign-in page is asked for, and decides.
  webLogout: {
    '403 JSON': 'notOmnileads',
    '403 page': 'notOmnileads',
    'the login page': 'notOmnileads',
    'a page instead of JSON': 'notOmnileads',
  },
  console: { '403 JSON': 'notAnAgent', '403 page': 'notAnAgent', 'a page instead of JSON': 'notOmnileads' },
  keepAlive: {
    '403 JSON': 'serverAnsweredPage',
    '403 page': 'serverAnsweredPage',
    'a page instead of JSON': null,
  },
  identify: { 'a page instead of JSON': null },
  callbackList: { 'a page instead of JSON': null },
  // Not offered: then the form is used.
  scheduleProbe: { '403 JSON': null, '403 page': null, '500 page': null, 'a page instead of JSON': null },
  // Not offered: then tones are sent.
  transferProbe: { '403 JSON': null, '403 page': null, '500 page': null, 'a page instead of JSON': null },
  // Then the stock page is asked instead.
  searchContacts: { '403 JSON': null, '403 page': null, '500 page': null, 'a page instead of JSON': null },
  ...Object.fromEntries(
    ['csrfSelectCampaign', 'csrfCallbacks', 'csrfContacts'].map((name) => [
      name,
      {
        '403 JSON': 'csrfRejected',
        '403 page': 'csrfRejected',
        '500 page': 'csrfRejected',
        'a page instead of JSON': 'csrfRejected',
      },
    ]),
  ),
};
/** These never fail: sign-out goes on, a missing token is made up for by session, a hold event is only logged. */
const NEVER: readonly EndpointName[] = ['agentLogout', 'tokenLogin', 'holdEvent'];

/** How the exercise settles. */
export function outcomeOf(name: EndpointName, failure: Failure): object {
  const otherwise = OTHERWISE[name]?.[failure];
  const code = NEVER.includes(name) ? null : otherwise === undefined ? USUAL[failure] : otherwise;
  return code === null
    ? { status: 'fulfilled' }
    : { status: 'rejected', reason: { name: 'PhoneError', code } };
}
