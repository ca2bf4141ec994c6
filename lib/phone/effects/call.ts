/** Carries out what the call's table asks for. Everything that answers late reports under the generation it was begun with. */
import { afterCallRule } from '@/lib/agent';
import {
  REQUEST_TO_INVITE_MS,
  belongsToCampaign,
  isRingingOut,
  type CallDetails,
  type CallEffect,
} from '@/lib/call';
import { asPhoneError } from '@/lib/diagnostics';
import type { SessionPort } from '@/lib/sip/ports';
import type { PhoneContext } from '../context';
import { withCampaignName } from '../session/directory';
import { hideIncoming, showIncoming } from '../desk';
import { runTransferEffect } from './transfer';

type Run<T extends CallEffect['type']> = (
  phone: PhoneContext,
  effect: Extract<CallEffect, { type: T }>,
) => void;
type Table = { readonly [T in CallEffect['type']]: Run<T> };

/** A session may be over before its effect runs: there is nothing left to do to it then. */
function withSession(phone: PhoneContext, id: string, run: (session: SessionPort) => void): void {
  const session = phone.sessions.get(id);
  if (session) run(session);
  else phone.ports.log.debug('phone', 'effect for a session that is over', { id });
}

/** Writes whose failure changes nothing for the call: kept for the diagnostics only. */
function tell(phone: PhoneContext, what: string, write: Promise<unknown>): void {
  write.catch((thrown: unknown) => {
    const error = asPhoneError(thrown);
    phone.ports.log.warn('phone', what, { code: error.code, detail: error.detail ?? '' });
  });
}

/** Never rejects. */
async function openDraft(phone: PhoneContext, details: CallDetails, at: number): Promise<void> {
  if (!belongsToCampaign(details)) return;
  const {
    call: { call },
    directory,
  } = phone.store.get();
  const contactId = call?.contactId ?? details.contactId;
  try {
    const named = withCampaignName(details, directory);
    await phone.ports.drafts.born(named, contactId, at, call?.requested?.external);
  } catch (thrown) {
    phone.failed(thrown, 'draft of the call');
  }
}

const table: Table = {
  refuseInvite: (phone, { sessionId }) =>
    withSession(phone, sessionId, (s) => tell(phone, 'refuse', s.end())),
  ring(phone, { on }) {
    phone.ports.audio.ring(on);
    if (on) showIncoming(phone);
    else hideIncoming(phone);
  },
  earTone: (phone) => phone.ports.audio.earTone(),
  answerSession: (phone, { sessionId }) =>
    withSession(phone, sessionId, (session) => {
      session.answer().catch((thrown: unknown) => {
        const error = asPhoneError(thrown);
        phone.ports.log.warn('phone', 'answer failed', { code: error.code, detail: error.detail ?? '' });
        phone.call({ type: 'answerFailed', sessionId, code: error.code, at: phone.now() });
      });
    }),
  endSession: (phone, { sessionId }) =>
    withSession(phone, sessionId, (session) => {
      session.end().catch((thrown: unknown) => {
        phone.ports.log.warn('phone', 'BYE failed, asking the PBX to hang up', { error: String(thrown) });
        tell(phone, 'hangupCall', phone.client.calls.hangUp());
      });
    }),
  holdSession: (phone, { sessionId, on }) =>
    withSession(phone, sessionId, (session) => {
      session.hold(on).then(
        () => {
          phone.clear('hold');
          phone.call({ type: 'held', sessionId, on, at: phone.now() });
        },
        (thrown: unknown) => {
          phone.ports.log.warn('phone', 'hold failed', { on, error: String(thrown) });
          phone.call({ type: 'holdFailed', sessionId });
        },
      );
    }),
  muteSession: (phone, { sessionId, on }) => withSession(phone, sessionId, (session) => session.mute(on)),
  sendTones: (phone, { sessionId, digits }) =>
    withSession(phone, sessionId, (session) => {
      session.tones(digits).then(
        () => phone.clear('tones'),
        (thrown: unknown) => phone.failed(thrown, 'tones', 'call'),
      );
    }),
  startTransfer: runTransferEffect,
  abandonTransfer: runTransferEffect,
  sendTransferDigits: runTransferEffect,
  cancelConsultation: runTransferEffect,
  completeConsultation: runTransferEffect,
  startConference: runTransferEffect,
  surveyTransfer: runTransferEffect,
  setRecording: (phone, { sessionId, on }) =>
    withSession(phone, sessionId, (session) => {
      phone.control.record(session, on).then(
        () => phone.call({ type: 'recordingSent', on, sessionId }),
        (thrown: unknown) => {
          phone.ports.log.warn('phone', 'recording command failed', { on, error: String(thrown) });
          phone.call({ type: 'recordingFailed', sessionId });
        },
      );
    }),
  conferenceHold(phone, { callId, target, on }) {
    const sessionId = phone.store.get().call.call?.sessionId;
    phone.client.calls.conferenceHold(callId, target, on).then(
      () => phone.call({ type: 'confHoldDone', target, on, sessionId }),
      (thrown: unknown) => {
        // Without the server's add-on it is always refused: said once, and not offered again.
        const { abilities } = phone.store.get();
        if (asPhoneError(thrown).code === 'conferenceHoldNotHere')
          phone.store.set({
            abilities: { ...abilities, missing: [...(abilities.missing ?? []), 'conferenceHold'] },
          });
        phone.failed(thrown, 'conference hold', 'call');
      },
    );
  },
  postRinging: (phone, { on }) => phone.presence.ringing(on),
  postReject: (phone) => tell(phone, 'reject', phone.client.presence.rejectCall()),
  postHold: (phone, { callId }) => tell(phone, 'hold event', phone.client.calls.holdEvent(callId)),
  notifyConsultationEnd: (phone, { agentId }) =>
    tell(phone, 'consultation end', phone.client.calls.notifyConsultationEnd(agentId)),
  callStarted(phone, { details, at, again }) {
    phone.agent({ type: 'callAnswered', at });
    if (!again && !isRingingOut(details)) void openDraft(phone, details, at);
  },
  numberAnswered: (phone, { details, at }) => void openDraft(phone, details, at),
  callOver(phone, { details, answered, at }) {
    const { flags } = phone.store.get().abilities;
    const { forceDisposition = null, autoUnpauseS = null } = details ?? {};
    const rule = afterCallRule(
      { forceDisposition, autoUnpauseS, offCampaign: !details || !belongsToCampaign(details) },
      flags,
    );
    phone.agent({ type: 'callOver', answered, ...rule, at });
    if (!answered || !details || !belongsToCampaign(details)) return;
    // Nobody of several numbers answered, or we were not told who: the form takes them all, as the stock phone's does.
    const opened = isRingingOut(details) ? openDraft(phone, details, at) : Promise.resolve();
    void opened.then(() => phone.ports.drafts.callOver());
  },
  startRequestTimer: (phone, { generation }) =>
    phone.timers.set('request', REQUEST_TO_INVITE_MS, () =>
      phone.call({ type: 'requestTimeout', generation, at: phone.now() }),
    ),
  startTimer: (phone, { timer, ms, generation }) =>
    phone.timers.set(`call:${timer}`, ms, () =>
      phone.call({ type: 'timer', timer, generation, at: phone.now() }),
    ),
  notice: (phone, { code, params }) => phone.notice(code, params ?? {}, 'call'),
  log: (phone, { what }) => phone.ports.log.debug('call', what),
};

export function runCallEffect(phone: PhoneContext, effect: CallEffect): void {
  const run = table[effect.type] as (phone: PhoneContext, effect: CallEffect) => void;
  run(phone, effect);
}
