/** CallControl of release 2.6: feature codes as tones (interface §5.5–5.10, Appendix A.1). */
import {
  CANCEL_CONSULTATION,
  RECORD_START,
  RECORD_STOP,
  THREE_WAY,
  TRANSFER_PROMPT_MS,
  transferTones,
} from '@/lib/sip';
import type { SessionPort } from '@/lib/sip/ports';
import type { Clock } from '../ports';
import { TransferUntouched, type CallControl } from './control';

export function createToneControl(clock: Clock): CallControl {
  const dial = (session: SessionPort, digits: string): Promise<void> => session.tones(digits);

  return {
    async startTransfer(session, kind, target, signal) {
      // Throws for a destination that can't be sent, before any tone is out.
      const { feature } = transferTones(kind, target);
      const startedAt = clock.now();
      let begun = 0;
      try {
        await session.tones(feature, { signal, onTone: () => (begun += 1) });
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
        if (begun < feature.length)
          throw new TransferUntouched('toneFailed', {}, 'half a feature code is none');
      }
      if (signal.aborted) return;
      // The prompt counts from the first tone; digits before its end are lost.
      await wait(clock, TRANSFER_PROMPT_MS - (clock.now() - startedAt), signal);
    },
    sendDestination: async (session, kind, target) => dial(session, transferTones(kind, target).destination),
    cancelConsultation: (session) => dial(session, CANCEL_CONSULTATION),
    completeConsultation: (session) => session.end(),
    conference: (session) => dial(session, THREE_WAY),
    record: (session, on) => dial(session, on ? RECORD_START : RECORD_STOP),
  };
}

function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(Math.max(0, ms), resolve);
    signal.addEventListener('abort', () => {
      cancel();
      resolve();
    });
  });
}
