/** Tones or requests, as the server offers: asked, never read off a version. */
import { asPhoneError, type Log } from '@/lib/diagnostics';
import type { Transfers } from '@/lib/omnileads';
import type { SessionPort } from '@/lib/sip/ports';
import type { CallControl } from './control';

export interface ControlChoice extends CallControl {
  /** Asks the server; again at the next transfer, should it not answer now. Never rejects. */
  probe(): Promise<void>;
  /** Tones until the server is known to take requests. */
  transfersBy(): 'tones' | 'requests';
}

export function chooseControl(
  tones: CallControl,
  rest: CallControl,
  transfers: Pick<Transfers, 'offered'>,
  log: Log,
): ControlChoice {
  let offered: boolean | null = null;
  /** A transfer is finished by whom it was begun with, whatever is learnt meanwhile. */
  const begunWith = new WeakMap<SessionPort, CallControl>();
  const present = (): CallControl => (offered ? rest : tones);
  const of = (session: SessionPort): CallControl => begunWith.get(session) ?? present();

  async function probe(): Promise<void> {
    // Another server may be behind the next sign-in; the client remembers what each of them said.
    try {
      offered = await transfers.offered();
    } catch (thrown) {
      offered = null;
      log.info('phone', 'transfers by request not asked for', { code: asPhoneError(thrown).code });
    }
  }

  return {
    probe,
    transfersBy: () => (offered ? 'requests' : 'tones'),
    startTransfer(session, kind, target, signal) {
      if (offered === null) void probe();
      const chosen = present();
      begunWith.set(session, chosen);
      return chosen.startTransfer(session, kind, target, signal);
    },
    sendDestination: (session, kind, target) => of(session).sendDestination(session, kind, target),
    cancelConsultation: (session) => of(session).cancelConsultation(session),
    completeConsultation: (session) => of(session).completeConsultation(session),
    conference: (session) => of(session).conference(session),
    record: (session, on) => of(session).record(session, on),
  };
}
