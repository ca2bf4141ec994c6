/**
 * CallControl of the release after 2.6, by requests (interface Appendix F). What the appendix doesn't name, surveys and
 * recording on demand, stays with the tones.
 */
import { transferTones } from '@/lib/sip';
import type { Transfers } from '@/lib/omnileads';
import { asPhoneError } from '@/lib/diagnostics';
import { TransferUntouched, type CallControl } from './control';

/** Codes after which nobody knows whether the server did it. Every other one is a refusal. */
const OUTCOME_UNKNOWN = ['serverTimeout', 'serverUnreachable', 'serverError'];

export function createRestControl(transfers: Transfers, tones: CallControl): CallControl {
  return {
    async startTransfer(session, kind, target, signal) {
      if (target.to === 'survey') return tones.startTransfer(session, kind, target, signal);
      // The same destinations are possible, and nothing has to be opened first.
      transferTones(kind, target);
    },
    async sendDestination(session, kind, target) {
      const { callId } = session.details;
      try {
        if (target.to === 'survey') await tones.sendDestination(session, kind, target);
        else if (kind === 'consultative') await transfers.consult(callId, target);
        else await transfers.blind(callId, target);
      } catch (thrown) {
        const { code, params, detail } = asPhoneError(thrown);
        if (target.to === 'survey' || OUTCOME_UNKNOWN.includes(code)) throw thrown;
        throw new TransferUntouched(code, params, detail, { cause: thrown });
      }
    },
    cancelConsultation: ({ details }) => transfers.cancelConsultation(details.callId),
    completeConsultation: ({ details }) => transfers.completeConsultation(details.callId),
    conference: ({ details }) => transfers.threeWay(details.callId),
    record: (session, on) => tones.record(session, on),
  };
}
