/** A phone nobody has signed in to. */
import { DEFAULT_SETTINGS, type Settings } from '@/lib/settings/types';
import type { GroupFlags } from '@/lib/omnileads/types';
import { INITIAL_AGENT } from '@/lib/agent';
import { INITIAL_CALL } from '@/lib/call';
import type { Directory, DraftsView, Health, PhoneState } from './state';

const NO_FLAGS: GroupFlags = {
  autoAttendInbound: false,
  autoAttendDialer: false,
  autoUnpauseS: 0,
  callOutsideCampaigns: false,
  callAnotherAgent: false,
  hold: false,
  forceDisposition: false,
};
const EMPTY_DIRECTORY: Directory = {
  pauses: [],
  campaigns: [],
  previewCampaigns: [],
  quickContacts: [],
  inboundCampaigns: [],
  agents: [],
  agentsAt: null,
};
export const NO_DRAFTS: DraftsView = { list: [], waiting: 0, needYou: 0, current: null, storageOk: true };

export const NO_HEALTH: Health = { quality: null, recovering: false };

export const IDLE_CALL = INITIAL_CALL;

/** What a signed-out phone knows: nothing of the agent who was here before. */
export function signedOutFields() {
  return {
    call: INITIAL_CALL,
    abilities: { flags: NO_FLAGS, denied: [] },
    directory: EMPTY_DIRECTORY,
    recents: [],
    callbacks: [],
    preview: null,
    drafts: NO_DRAFTS,
    health: NO_HEALTH,
    serverZoneMin: null,
  } satisfies Partial<PhoneState>;
}

export function initialState(bootId: string, at: number, settings: Settings = DEFAULT_SETTINGS): PhoneState {
  return {
    bootId,
    revision: 0,
    session: { kind: 'signedOut', server: settings.server, lastUser: settings.lastUser },
    registration: { phase: 'off', since: at },
    agent: { ...INITIAL_AGENT, since: at },
    ...signedOutFields(),
    devices: { microphone: 'unknown', inputs: [], outputs: [], chosen: settings.devices },
    selfTestDue: false,
    notices: [],
    siteCampaigns: siteCampaignsOf(settings),
    language: settings.language,
  };
}

/** What is chosen per site, for the views. */
export function siteCampaignsOf({ sites }: Settings): PhoneState['siteCampaigns'] {
  return Object.fromEntries(
    sites.flatMap(({ origin, campaignId }) => (campaignId ? [[origin, campaignId]] : [])),
  );
}
