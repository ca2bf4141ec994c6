/** Every screen and state, by name. */
import type { PhoneState } from '@/lib/phone';
import { CUSTOMER_SHOTS } from './catalogue-customers';
import { FORM_SHOTS } from './catalogue-forms';
import type { Shot } from './shot';
import { inCall, notice, NOW, PAUSES, READY, to } from './states';

const agent = (patch: Partial<PhoneState['agent']>, more: Partial<PhoneState> = {}): PhoneState => ({
  ...READY,
  ...more,
  agent: { ...READY.agent, ...patch },
});
const panel = (name: string, state: PhoneState | null, more: Partial<Shot> = {}): Shot => ({
  name,
  view: 'panel',
  state,
  ...more,
});
const signedOut: PhoneState = {
  ...READY,
  session: { kind: 'signedOut', server: 'https://llamadas.example', lastUser: 'mariana' },
};
const NO_FLAGS = {
  ...READY.abilities.flags,
  callOutsideCampaigns: false,
  callAnotherAgent: false,
  hold: false,
};
const talking = inCall('talking');

const WAITING: readonly Shot[] = [
  panel('reconnecting', null),
  panel('signed-out', signedOut),
  panel('signing-in', {
    ...READY,
    session: { kind: 'signingIn', server: 'https://llamadas.example', user: 'mariana' },
  }),
  panel(
    'connecting',
    agent({ phase: 'connecting', pbxLoggedIn: false }, { registration: { phase: 'connecting', since: NOW } }),
  ),
  panel(
    'offline',
    agent(
      { phase: 'connectionLost', since: NOW - 17_000, registered: false },
      { registration: { phase: 'lost', since: NOW, reason: 'sipUnreachable', retryAt: NOW + 8000 } },
    ),
  ),
  panel(
    'no-microphone',
    agent({ phase: 'disabled' }, { notices: [notice('microphoneDenied', { action: 'openOptions' })] }),
  ),
  panel('opened-elsewhere', agent({ phase: 'signedInElsewhere' })),
];

const IDLE: readonly Shot[] = [
  panel('idle', READY),
  panel('idle-empty', {
    ...READY,
    recents: [],
    callbacks: [],
    directory: { ...READY.directory, quickContacts: [] },
  }),
  panel('idle-restricted', { ...READY, recents: [], abilities: { flags: NO_FLAGS, denied: ['pause'] } }),
  panel('idle-number-wrong', READY, { steps: ['=12ab', 'idle.call'] }),
  panel('error', { ...READY, notices: [notice('callNotStarted', { params: { number: '541143218765' } })] }),
  panel('error-refused', READY, {
    steps: ['=4001', 'idle.call'],
    answer: { ok: false, code: 'numberRefused', params: {} },
  }),
  panel('session-expired', {
    ...READY,
    session: {
      kind: 'expired',
      server: 'https://llamadas.example',
      agentId: '7',
      user: 'mariana',
      extension: '1012',
    },
    notices: [notice('sessionExpired', { action: 'signIn', sticky: true })],
  }),
  panel('supervisor-message', {
    ...READY,
    notices: [
      notice('supervisorMessage', {
        kind: 'supervisor',
        params: { supervisor: 'Carla', text: 'Por favor, pasar a la cola de bajas hasta las 14.' },
      }),
    ],
  }),
  panel('agents', READY, { steps: ['idle.callAgent'] }),
  panel('quick-contacts', READY, { steps: ['idle.quick'] }),
  panel('pauses', READY, { steps: ['idle.pause'] }),
  panel(
    'paused',
    agent({ phase: 'paused', pause: PAUSES[0]!, since: NOW - 400_000, pauseEndsAt: NOW + 1_400_000 }),
  ),
  panel(
    'paused-over',
    agent({
      phase: 'paused',
      pause: PAUSES[2]!,
      since: NOW - 700_000,
      pauseEndsAt: NOW - 100_000,
      forced: true,
    }),
  ),
  panel(
    'wrap-up',
    agent(
      { phase: 'afterCall', since: NOW - 12_000, pauseEndsAt: NOW + 18_000 },
      {
        call: {
          ...READY.call,
          lastEnd: {
            why: 'remote',
            at: NOW - 12_000,
            answered: true,
            details: inCall('talking').call.call!.details,
          },
        },
        drafts: { ...READY.drafts, waiting: 2 },
      },
    ),
  ),
  panel(
    'wrap-up-pending',
    agent(
      { phase: 'afterCall', since: NOW - 95_000, dispositionPending: true },
      { drafts: { ...READY.drafts, needYou: 1 } },
    ),
  ),
];

const CALLS: readonly Shot[] = [
  panel(
    'requested',
    inCall(
      'requested',
      {
        direction: 'out',
        requested: { number: '5491150123456', campaignId: '15' },
        requestedAt: NOW - 3000,
        ringingAt: null,
      },
      null,
    ),
  ),
  panel('ringing', inCall('ringing', { ringingAt: NOW - 6000 })),
  panel(
    'ringing-transfer',
    inCall(
      'ringing',
      { ringingAt: NOW - 6000 },
      { origin: 'transfer', transfer: 'consultative', fromAgent: '3_Ana Ruiz', phone: '59829001234' },
    ),
  ),
  panel('talking', talking),
  panel('talking-muted-recording', inCall('talking', { muted: true, recording: 'on' }), {}),
  panel(
    'talking-outside',
    inCall(
      'talking',
      {},
      { origin: 'withoutCampaign', campaignId: '0', campaignName: null, phone: '5491150123456', callId: '' },
    ),
  ),
  panel('talking-recorded', inCall('talking', {}, { recordingFile: 'q-20261123', surveyId: '4' })),
  panel('idle-self-test', { ...READY, selfTestDue: true }),
  panel('talking-poor', {
    ...talking,
    health: { quality: 'poor', recovering: false },
    notices: [notice('audioOneWayIn', { kind: 'warning' })],
  }),
  panel('talking-network', {
    ...talking,
    health: { quality: 'fair', recovering: false },
    notices: [notice('soundLostOut', { kind: 'warning' })],
  }),
  panel('talking-their-side', {
    ...talking,
    health: { quality: 'poor', recovering: false },
    notices: [notice('soundBrokenThere', { kind: 'warning' })],
  }),
  panel('held', inCall('held', { heldAt: NOW - 31_000 })),
  panel('ending', inCall('ending')),
  panel('keypad', talking, { steps: ['call.keypad'] }),
  panel('audio', talking, { steps: ['call.audio'] }),
  panel('note', talking, { steps: ['call.note'] }),
  panel(
    'pause-programmed',
    { ...talking, agent: { ...talking.agent, programmed: PAUSES[0]! } },
    { steps: ['idle.pause'] },
  ),
  panel('transfer', talking, { steps: ['call.transfer'] }),
  panel('transfer-consultative', talking, {
    steps: ['call.transfer', 'transfer.consultative', 'transfer.number', '=1111234', 'transfer.start'],
  }),
  panel('transfer-missing', talking, { steps: ['call.transfer', 'transfer.campaign', 'transfer.start'] }),
  panel('transfer-prompt', inCall('transferPrompt', to('consultative'))),
  panel('transfer-dialing', inCall('transferDialing', to('blind'))),
  panel('transfer-returning', inCall('transferReturning', to('consultative'))),
  panel('transfer-sent', inCall('transferSent', to('blind'))),
  panel('consulting', inCall('consulting', to('consultative', 'targetDialed'))),
  panel('consulting-back', inCall('consulting', to('consultative', 'customerBack'))),
  panel(
    'conference',
    inCall('conference', { ...to('consultative'), confHold: { client: true, consultant: false } }),
  ),
  panel('confirm-hang-up', inCall('consulting', to('consultative', 'customerBack')), {
    steps: ['call.hangUp'],
    answer: { ok: false, confirm: 'mayEndCustomerCall' },
  }),
];

const POPUP: readonly Shot[] = [
  { name: 'popup-idle', view: 'popup', state: READY },
  { name: 'popup-ringing', view: 'popup', state: inCall('ringing', { ringingAt: NOW - 6000 }) },
  { name: 'popup-talking', view: 'popup', state: talking },
];

const OPTIONS: readonly Shot[] = [
  {
    name: 'options-first',
    view: 'options',
    state: { ...signedOut, session: { kind: 'signedOut', server: '', lastUser: '' } },
    microphone: 'prompt',
  },
  {
    name: 'options-errors',
    view: 'options',
    state: { ...signedOut, notices: [notice('wrongPassword')] },
    microphone: 'denied',
    steps: ['signIn.submit'],
  },
  {
    name: 'options-plain-http',
    view: 'options',
    state: { ...signedOut, session: { kind: 'signedOut', server: 'http://10.0.0.5', lastUser: 'mariana' } },
    microphone: 'once',
  },
  { name: 'options-signed-in', view: 'options', state: READY, microphone: 'granted', steps: ['test.run'] },
];

const LARGE: readonly Shot[] = [
  panel('idle-200', READY, { textSize: 200 }),
  panel('talking-200', talking, { textSize: 200 }),
  panel('transfer-200', talking, { textSize: 200, steps: ['call.transfer'] }),
];

const CONTRAST: readonly Shot[] = [
  panel('idle-contrast', READY, { forcedColors: true }),
  panel('talking-contrast', inCall('talking', { muted: true }), { forcedColors: true }),
  panel('transfer-contrast', talking, { forcedColors: true, steps: ['call.transfer'] }),
];

export const SHOTS: readonly Shot[] = [
  ...WAITING,
  ...IDLE,
  ...CUSTOMER_SHOTS,
  ...CALLS,
  ...FORM_SHOTS,
  ...POPUP,
  ...OPTIONS,
  ...LARGE,
  ...CONTRAST,
];
