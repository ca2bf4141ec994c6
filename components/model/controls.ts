/** Which controls a call offers now, and why the others are off. Pure; the phone itself decides again on every command. */
import type { CallDetails, CallPhase, TransferKind } from '@/lib/call/types';
import type { BareKey } from '@/lib/i18n';
import type { PhoneState } from '@/lib/phone';

/** null = may be used; else the reason, to be read beside the control. */
export type Reason = (BareKey & `reason.${string}`) | null;

/** What the group forbids is not there at all; what only can't be done now stays, with its reason. */
export const offered = (reason: Reason): boolean => reason !== 'reason.group';

export type CallControlName =
  'hold' | 'mute' | 'keypad' | 'transfer' | 'record' | 'note' | 'confHold' | 'survey';
export type CallControls = Readonly<Record<CallControlName, Reason>>;

const TRANSFERRING: readonly CallPhase[] = [
  'transferPrompt',
  'transferReturning',
  'transferDialing',
  'transferSent',
];
/** Phases in which the customer or the consultee can hear the agent. */
const TALKING: readonly CallPhase[] = ['talking', 'consulting', 'conference'];

/** Names under which lib/omnileads reports refused endpoints, per control. */
const ENDPOINTS = {
  note: 'noteRecording',
  outside: 'callOutside',
  campaign: 'makeCall',
  pause: 'pause',
  resume: 'unpause',
  confHold: 'conferenceHold',
  survey: 'surveyTransfer',
  blind: 'transfer',
  consultative: 'consultation',
  listContacts: 'contacts',
  lookUp: 'identify',
  newContact: 'newContact',
  columns: 'databaseMetadata',
  preview: 'previewNext',
  previewCall: 'callContact',
  previewRelease: 'previewRelease',
  agents: 'transferAgents',
  callbacks: 'callbackList',
  editCallback: 'callbackForm',
} as const;

const denied = (state: PhoneState, endpoint: string): boolean => state.abilities.denied.includes(endpoint);
/** A role without the endpoint switches off its control, with the reason, and nothing else. */
export const allowed = (state: PhoneState, what: keyof typeof ENDPOINTS): Reason =>
  denied(state, ENDPOINTS[what]) ? 'reason.permission' : null;

/** What stands in the way of anything said into the call. */
function phaseReason({ phase, call }: PhoneState['call']): Reason {
  if (call && !call.sessionId) return 'reason.wait'; // being taken over from a phone that died
  if (TALKING.includes(phase)) return null;
  if (phase === 'held') return 'reason.held';
  return TRANSFERRING.includes(phase) ? 'reason.transferring' : 'reason.wait';
}

function recordReason(state: PhoneState): Reason {
  const { phase, call } = state.call;
  const details = call?.details;
  if (!details || !call.sessionId || call.recordPending != null) return 'reason.wait';
  if (call.dead?.includes('record')) return 'reason.takenOver';
  // `*5` collides with nothing but the digits of a transfer.
  if (call.recording === 'on' && details.recordingFile === '')
    return TRANSFERRING.includes(phase) ? 'reason.transferring' : null;
  if (phase === 'consulting' || phase === 'conference') return 'reason.consulting'; // *4 would swap the parties
  if (!details.campaignId || details.campaignId === '0') return 'reason.noCampaign';
  if (details.recordingFile === null) return 'reason.recordingUnknown';
  if (details.recordingFile !== '') return 'reason.alreadyRecorded';
  return phaseReason(state.call);
}

function holdReason(state: PhoneState): Reason {
  const { phase, call } = state.call;
  // Whoever is on hold can always be taken back, whatever the group says by now.
  if (phase !== 'held' && !state.abilities.flags.hold) return 'reason.group';
  if (call && (!call.sessionId || call.holdPending != null)) return 'reason.wait';
  if (phase === 'held') return null;
  if (phase === 'consulting' || phase === 'conference') return 'reason.consulting';
  return phaseReason(state.call);
}

/** A kind is forbidden by itself; where transfers are keyed by tones nobody can forbid them. */
export const transferKindReason = (state: PhoneState, kind: TransferKind): Reason => allowed(state, kind);

function transferReason(phone: PhoneState): Reason {
  const bothForbidden = transferKindReason(phone, 'blind') && transferKindReason(phone, 'consultative');
  return speakingReason(phone) ?? bothForbidden;
}

/** What stands in the way of a transfer's tones, whatever its kind. */
function speakingReason({ call: state }: PhoneState): Reason {
  const { phase, call } = state;
  if (phase === 'consulting' || phase === 'conference') return 'reason.consulting';
  if (call?.dead?.includes('transfer')) return 'reason.takenOver';
  return call?.holdPending != null ? 'reason.wait' : phaseReason(state); // its tones would meet the hold's re-INVITE
}

/** Of the call on the line, or of the last one. */
export function noteReason(state: PhoneState, details: CallDetails | null): Reason {
  if (!details?.callId) return 'reason.noCallId';
  return allowed(state, 'note');
}

export function callControls(state: PhoneState): CallControls {
  const { phase, call } = state.call;
  const spoken = phaseReason(state.call);
  return {
    hold: holdReason(state),
    mute: TALKING.includes(phase) ? null : spoken,
    keypad: spoken,
    transfer: transferReason(state),
    survey: speakingReason(state) ?? allowed(state, 'survey'),
    record: recordReason(state),
    note: noteReason(state, call?.details ?? null),
    confHold:
      allowed(state, 'confHold') ??
      (state.abilities.missing?.includes(ENDPOINTS.confHold) ? 'reason.notHere' : null),
  };
}

const readyReason = ({ agent: { phase } }: PhoneState): Reason =>
  phase === 'ready' || phase === 'paused' || phase === 'afterCall' ? null : 'reason.notReady';

/** Calling a number, in a campaign or outside all of them ('' and '0'). */
export function callReason(state: PhoneState, campaignId: string): Reason {
  const ready = readyReason(state);
  if (ready) return ready;
  if (campaignId && campaignId !== '0') return allowed(state, 'campaign');
  return state.abilities.flags.callOutsideCampaigns ? allowed(state, 'outside') : 'reason.group';
}

/** Calling the contact that a preview campaign handed out. */
export const previewReason = (state: PhoneState): Reason =>
  readyReason(state) ?? allowed(state, 'previewCall');

export interface IdleControls {
  readonly call: Reason;
  /** Calls outside campaigns are possible; without them a campaign has to be chosen. */
  readonly outside: boolean;
  readonly callAgent: Reason;
  /** Finding, listing or saving customers: off when the role has none of them. */
  readonly contacts: Reason;
  readonly redial: Reason;
  readonly pause: Reason;
}

export function idleControls(state: PhoneState): IdleControls {
  const { flags } = state.abilities;
  const ready = readyReason(state);
  const outside = flags.callOutsideCampaigns && !denied(state, ENDPOINTS.outside);
  const inCampaign = state.directory.campaigns.length > 0 && !denied(state, ENDPOINTS.campaign);
  return {
    call:
      ready ??
      (outside || inCampaign ? null : flags.callOutsideCampaigns ? 'reason.permission' : 'reason.group'),
    outside,
    callAgent: !flags.callAnotherAgent ? 'reason.group' : (ready ?? allowed(state, 'outside')),
    contacts:
      allowed(state, 'lookUp') && allowed(state, 'listContacts') && allowed(state, 'newContact')
        ? 'reason.permission'
        : null,
    redial: ready ?? (state.recents.some(({ direction }) => direction === 'out') ? null : 'reason.noRecent'),
    pause: ready ?? allowed(state, 'pause'),
  };
}
