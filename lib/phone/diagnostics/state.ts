/** The phone's state for support: what it is doing, and of whom nobody can be told. */
import { maskNumber, scrubData, scrubText } from '@/lib/diagnostics';
import type { PhoneState } from '../state';

export function stateOf(state: PhoneState, known: ReadonlySet<string>) {
  const { session, registration, agent, call, abilities, directory, drafts, devices } = state;
  const active = call.call;
  const number = active?.details?.phone || active?.details?.remoteNumber || active?.requested?.number || '';
  return {
    bootId: state.bootId,
    revision: state.revision,
    session: {
      kind: session.kind,
      ...('agentId' in session ? { agentId: session.agentId, extension: session.extension } : {}),
    },
    registration: {
      phase: registration.phase,
      since: registration.since,
      reason: registration.reason ?? null,
      detail: registration.detail === undefined ? null : scrubText(registration.detail, known),
      retryAt: registration.retryAt ?? null,
    },
    agent: {
      phase: agent.phase,
      since: agent.since,
      pauseId: agent.pause?.id ?? null,
      forced: agent.forced,
      dispositionPending: agent.dispositionPending,
    },
    call: {
      phase: call.phase,
      number: number === '' ? '' : maskNumber(number),
      callId: active?.details?.callId ?? '',
      origin: active?.details?.origin ?? null,
      campaignId: active?.details?.campaignId ?? null,
      muted: active?.muted ?? false,
      recording: active?.recording ?? null,
      transfer: active?.transfer ? { kind: active.transfer.kind, to: active.transfer.target.to } : null,
      lastEnd: call.lastEnd
        ? { why: call.lastEnd.why, at: call.lastEnd.at, sipCode: call.lastEnd.sipCode ?? null }
        : null,
    },
    recents: state.recents.map(({ at, direction, number: to, answered, durationS, end }) => ({
      at,
      direction,
      number: to === '' ? '' : maskNumber(to),
      answered,
      durationS,
      end,
    })),
    callbacks: state.callbacks.length,
    abilities: { flags: abilities.flags, denied: abilities.denied, missing: abilities.missing ?? [] },
    directory: {
      pauses: directory.pauses.length,
      campaigns: directory.campaigns.map(({ id, type }) => ({ id, type })),
      agents: directory.agents.length,
    },
    drafts: {
      waiting: drafts.waiting,
      needYou: drafts.needYou,
      storageOk: drafts.storageOk,
      list: drafts.list.map((draft) => ({
        callId: draft.callId,
        campaignId: draft.campaignId,
        about: draft.about,
        at: draft.at,
        status: draft.status,
        step: draft.step,
        error: draft.error?.code ?? null,
        nextTryAt: draft.nextTryAt,
      })),
    },
    // Labels are the makers' names of headsets; people name their own ("Ana's AirPods").
    devices: {
      microphone: devices.microphone,
      inputs: devices.inputs.length,
      outputs: devices.outputs.length,
    },
    health: state.health,
    notices: state.notices.map(({ code, kind, at, params }) => ({
      code,
      kind,
      at,
      params: scrubData(params, known),
    })),
    language: state.language,
    serverZoneMin: state.serverZoneMin,
  };
}
