/** A plausible phone, to be changed here and there: what the pictures and the view tests start from. */
import type { ActiveCall, CallDetails, CallPhase } from '@/lib/call/types';
import type { Notice, PhoneState } from '@/lib/phone';
import { initialState } from '@/lib/phone/initial';

/** A Monday noon in Buenos Aires. */
export const NOW = Date.UTC(2026, 10, 23, 15, 2, 10);
const MINUTE = 60_000;

export const PAUSES = [
  { id: '1', name: 'Almuerzo', maxS: 1800 },
  { id: '2', name: 'Capacitación', maxS: 0 },
  { id: '3', name: 'Baño', maxS: 600 },
  { id: '4', name: 'Reunión con supervisión', maxS: 3600 },
];

export const DETAILS: CallDetails = {
  origin: 'inbound',
  transfer: 'none',
  callId: '1763911290.117',
  campaignId: '12',
  campaignType: '3',
  campaignName: 'Soporte hogar',
  phone: '541143218765',
  contactId: '4821',
  callType: '3',
  recordingFile: '',
  fromAgent: null,
  surveyId: null,
  forceDisposition: null,
  autoUnpauseS: null,
  autoAttend: null,
  did: null,
  inboundRoute: null,
  videoRoom: null,
  crmContactData: null,
  callData: {},
  remoteNumber: '541143218765',
};

const start = initialState('gallery', NOW - 90 * MINUTE);

export const READY: PhoneState = {
  ...start,
  session: {
    kind: 'signedIn',
    server: 'https://llamadas.example',
    agentId: '7',
    user: 'mariana',
    extension: '1012',
  },
  registration: { phase: 'registered', since: NOW - 90 * MINUTE },
  agent: { ...start.agent, phase: 'ready', since: NOW - 4 * MINUTE, registered: true, pbxLoggedIn: true },
  abilities: {
    denied: [],
    flags: {
      autoAttendInbound: false,
      autoAttendDialer: true,
      autoUnpauseS: 30,
      callOutsideCampaigns: true,
      callAnotherAgent: true,
      hold: true,
      forceDisposition: false,
    },
  },
  directory: {
    pauses: PAUSES,
    campaigns: [
      { id: '12', name: 'Soporte hogar', type: '3' },
      { id: '15', name: 'Ventas fibra óptica — renovación anual', type: '1' },
      { id: '18', name: 'Encuesta', type: '4' },
    ],
    previewCampaigns: [{ id: '18', name: 'Encuesta', type: '4' }],
    quickContacts: [
      { number: '08003334444', name: 'Mesa de ayuda' },
      { number: '2001', name: 'Depósito' },
    ],
    inboundCampaigns: [
      { id: '12', name: 'Soporte hogar' },
      { id: '21', name: 'Bajas y retención' },
    ],
    agents: [
      { id: '3', name: 'Ana Ruiz', status: 'READY', ready: true },
      { id: '4', name: 'João Pereira dos Santos', status: 'READY', ready: true },
      { id: '5', name: 'Lucía Fernández', status: 'ONCALL', ready: false },
      { id: '6', name: 'Martín Quiroga', status: 'PAUSE-Almuerzo', ready: false },
      { id: '9', name: 'Zulema Ortiz', status: 'OFFLINE', ready: false },
    ],
    agentsAt: NOW - 20_000,
  },
  recents: [
    recent('r1', 6, 'in', '541143218765', 'Rosa Benítez', 312),
    recent('r2', 18, 'out', '5491150123456', '', 0),
    recent('r3', 42, 'in', '59829001234', '', 0),
    recent('r4', 65, 'out', '3004', 'Ana Ruiz', 47),
    recent('r5', 80, 'out', '543514567890', 'Ferretería El Tornillo Feliz S.R.L.', 1250),
  ],
  callbacks: [
    callback('c1', -25, '5491150123456', 'Pidió que la llamen después del mediodía'),
    callback('c2', 55, '541147778899', ''),
    { ...callback('c3', 60 * 26, '543415551234', 'Renovación del plan'), kind: 'global' },
  ],
  devices: {
    ...start.devices,
    microphone: 'granted',
    inputs: [
      { id: 'headset', label: 'Jabra Evolve2 30' },
      { id: 'built-in', label: 'Built-in Audio Analog Stereo' },
    ],
    outputs: [
      { id: 'headset', label: 'Jabra Evolve2 30' },
      { id: 'built-in', label: 'Built-in Audio Analog Stereo' },
    ],
    chosen: {
      ...start.devices.chosen,
      microphoneId: 'headset',
      speakerId: 'headset',
      ringId: 'built-in',
      volume: 0.8,
    },
  },
};

function recent(
  id: string,
  minutesAgo: number,
  direction: 'in' | 'out',
  number: string,
  name: string,
  durationS: number,
) {
  const answered = durationS > 0;
  return {
    id,
    at: NOW - minutesAgo * MINUTE,
    direction,
    number,
    name,
    campaignId: '12',
    contactId: '',
    answered,
    durationS,
    end: answered ? ('remote' as const) : ('timeout' as const),
    callId: '',
  };
}
function callback(id: string, inMinutes: number, phone: string, reason: string) {
  return {
    id,
    contactId: '1',
    campaignId: '12',
    phone,
    at: NOW + inMinutes * MINUTE,
    reason,
    kind: 'personal' as 'personal' | 'global',
  };
}

export function notice(code: Notice['code'], patch: Partial<Notice> = {}): Notice {
  return { id: code, at: NOW, kind: 'error', code, params: {}, sticky: false, action: null, ...patch };
}

/** READY with a call in the given phase. */
export function inCall(
  phase: CallPhase,
  call: Partial<ActiveCall> = {},
  details: Partial<CallDetails> | null = {},
): PhoneState {
  return {
    ...READY,
    agent: { ...READY.agent, phase: phase === 'ringing' ? 'ringing' : 'inCall' },
    call: {
      phase,
      generation: 1,
      lastEnd: null,
      call: {
        sessionId: 's1',
        generation: 1,
        direction: 'in',
        details: details === null ? null : { ...DETAILS, ...details },
        requested: null,
        requestedAt: null,
        ringingAt: NOW - 200_000,
        answeredAt: phase === 'ringing' || phase === 'requested' ? null : NOW - 187_000,
        heldAt: null,
        muted: false,
        recording: 'off',
        transfer: null,
        contactId: '4821',
        confHold: { client: false, consultant: false },
        ...call,
      },
    },
    health: { ...READY.health, quality: 'good' },
  };
}

export const to = (
  kind: 'blind' | 'consultative',
  seen: 'nothing' | 'targetDialed' | 'customerBack' = 'nothing',
): Partial<ActiveCall> => ({
  transfer: { kind, target: { to: 'agent', agentId: '3', name: 'Ana Ruiz' }, startedAt: NOW - 12_000, seen },
});
