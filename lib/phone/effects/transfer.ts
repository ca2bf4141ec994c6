/** The steps of a transfer, each reported under its generation: a late one of an earlier transfer is stale in the table. */
import type { CallEffect } from '@/lib/call';
import { asPhoneError } from '@/lib/diagnostics';
import type { SessionPort } from '@/lib/sip/ports';
import { TransferUntouched } from '../call-control';
import type { PhoneContext } from '../context';

export type TransferEffect = Extract<
  CallEffect,
  {
    type:
      | 'startTransfer'
      | 'abandonTransfer'
      | 'sendTransferDigits'
      | 'cancelConsultation'
      | 'completeConsultation'
      | 'startConference'
      | 'surveyTransfer';
  }
>;

/** One transfer at a time per phone: the next one's start replaces what is left of the last one's. */
const prompts = new WeakMap<PhoneContext, Prompt>();
interface Prompt {
  readonly generation: number;
  readonly abort: AbortController;
  /** Under what the call went on when it was taken back. */
  goneOnAs: number | null;
}

export function runTransferEffect(phone: PhoneContext, effect: TransferEffect): void {
  if (effect.type === 'abandonTransfer') {
    const prompt = prompts.get(phone);
    if (prompt?.generation !== effect.generation) return;
    prompt.goneOnAs = phone.store.get().call.generation;
    prompt.abort.abort();
    return;
  }
  const session = phone.sessions.get(effect.sessionId);
  if (!session) {
    phone.ports.log.debug('phone', 'transfer step for a session that is over', { type: effect.type });
    return;
  }
  runStep(phone, session, effect);
}

function runStep(
  phone: PhoneContext,
  session: SessionPort,
  effect: Exclude<TransferEffect, { type: 'abandonTransfer' }>,
): void {
  const { control } = phone;
  const failedStep = (generation: number) => (thrown: unknown) => {
    const error = asPhoneError(thrown);
    phone.ports.log.warn('phone', 'transfer step failed', {
      step: effect.type,
      code: error.code,
      detail: error.detail ?? '',
    });
    const { code } = error;
    if (thrown instanceof TransferUntouched) phone.call({ type: 'transferUntouched', generation, code });
    else phone.call({ type: 'transferFailed', generation, code });
  };
  switch (effect.type) {
    case 'startTransfer':
      return openTransfer(phone, session, effect.generation, (signal) =>
        control.startTransfer(session, effect.kind, effect.target, signal),
      );
    case 'surveyTransfer':
      // Announced first; the blind transfer follows whatever the server says (interface §5.8).
      return openTransfer(phone, session, effect.generation, async (signal) => {
        const { callId, campaignId, surveyId } = effect;
        await phone.client.calls
          .surveyTransfer({ callId, campaignId, surveyId })
          .catch((thrown: unknown) =>
            phone.ports.log.warn('phone', 'survey not announced', { error: String(thrown) }),
          );
        if (signal.aborted) throw new TransferUntouched('toneFailed', {}, 'cancelled before the first tone');
        await control.startTransfer(session, 'blind', { to: 'survey' }, signal);
      });
    case 'sendTransferDigits':
      control
        .sendDestination(session, effect.kind, effect.target)
        .then(
          () => phone.call({ type: 'transferDigitsSent', generation: effect.generation, at: phone.now() }),
          failedStep(effect.generation),
        );
      return;
    case 'cancelConsultation':
      control.cancelConsultation(session).catch(failedStep(effect.generation));
      return;
    case 'startConference':
      control.conference(session).catch(failedStep(effect.generation));
      return;
    case 'completeConsultation':
      control
        .completeConsultation(session)
        .catch((thrown: unknown) => phone.failed(thrown, 'complete transfer'));
      return;
  }
}

function openTransfer(
  phone: PhoneContext,
  session: SessionPort,
  generation: number,
  start: (signal: AbortSignal) => Promise<void>,
): void {
  prompts.get(phone)?.abort.abort();
  const abort = new AbortController();
  const prompt: Prompt = { generation, abort, goneOnAs: null };
  prompts.set(phone, prompt);
  start(abort.signal).then(
    () =>
      abort.signal.aborted || !phone.sessions.has(session.id)
        ? undefined
        : phone.call({ type: 'transferPromptOver', generation }),
    (thrown: unknown) => {
      if (abort.signal.aborted) {
        if (thrown instanceof TransferUntouched && prompt.goneOnAs !== null)
          phone.call({ type: 'transferUntouched', generation: prompt.goneOnAs });
        return;
      }
      const error = asPhoneError(thrown);
      phone.ports.log.warn('phone', 'transfer not opened', { code: error.code, detail: error.detail ?? '' });
      phone.call({ type: 'transferFailed', generation, code: error.code });
    },
  );
}
