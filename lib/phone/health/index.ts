/** Listens to each call's sound while it lasts, says what to do when it is bad, and keeps the record of how it went. */
import { belongsToCampaign, type CallDetails } from '@/lib/call';
import type { CallRecord } from '@/lib/diagnostics';
import type { SessionPort } from '@/lib/sip/ports';
import { watchQuality } from '@/lib/sip/quality';
import type { PhoneContext } from '../context';
import { adviceOf, gradeOf, type QualityAdvice } from './advice';
import { createOneWay } from './one-way';
import type { Health } from './types';

export type { Health } from './types';

/** A shift's calls and more; a record has about 700 bytes. */
const RECORDS_KEPT = 300;
/** Seconds of scores kept for the grade. */
const SCORES_KEPT = 5;

export function createHealth(phone: PhoneContext): Health {
  const live = new Map<string, { held(on: boolean): void; lineBack(): void }>();
  let records: readonly CallRecord[] = [];

  const keep = (record: CallRecord): void => {
    records = [...records, record].slice(-RECORDS_KEPT);
    phone.ports.log.info('call', 'how it went', { callId: record.callId, endedBy: record.endedBy });
    // A call that rang in vain, or was brought back and refused, says nothing of the one that was talked.
    if (record.answerMs === null) return;
    phone.ports.drafts
      .measured(record)
      .catch((thrown: unknown) =>
        phone.ports.log.warn('drafts', 'record not kept', { error: String(thrown) }),
      );
  };

  return {
    watch(session) {
      const at = phone.now();
      const { requestedAt } = phone.store.get().call.call ?? {};
      const speaker = createSpeaker(phone, session.id);
      const directions = createOneWay(phone, session);
      const sound = watchQuality({
        session,
        now: () => phone.now(),
        after: (ms, run) => phone.ports.clock.after(ms, run),
        onSample(sample, held) {
          speaker.hear(sample.mos, adviceOf(held));
          directions.hear(sample, held);
        },
        onProblem: (thrown) => phone.ports.log.warn('call', 'no statistics', { error: String(thrown) }),
      });
      let establishedAt: number | null = null;
      let lineReconnections = 0;
      live.set(session.id, {
        held(on) {
          sound.held(on);
          directions.rest();
        },
        lineBack: () => void lineReconnections++,
      });
      return {
        established() {
          establishedAt = phone.now();
          sound.established();
        },
        media: sound.media,
        ended(by) {
          live.delete(session.id);
          const measured = sound.finish();
          const durationMs = establishedAt === null ? 0 : phone.now() - establishedAt;
          // Our BYE is confirmed a moment after the call is over for us.
          void session.disconnected().then((disconnectMs) =>
            keep({
              callId: session.details.callId,
              at,
              kind: kindOf(session.details),
              requestMs: requestedAt ? at - requestedAt : null,
              ...rounded(session.setup()),
              disconnectMs: disconnectMs === null ? null : Math.round(disconnectMs),
              durationMs,
              endedBy: by,
              ...measured,
              lineReconnections,
            }),
          );
        },
      };
    },
    held: (sessionId, on) => live.get(sessionId)?.held(on),
    lineBack: () => live.forEach((one) => one.lineBack()),
    records: () => records,
  };
}

function kindOf(details: CallDetails): CallRecord['kind'] {
  if (belongsToCampaign(details)) return 'campaign';
  return details.origin === 'agent' ? 'agent' : 'outside';
}

const rounded = ({ ringingMs, answerMs }: ReturnType<SessionPort['setup']>) => ({
  ringingMs: ringingMs === null ? null : Math.round(ringingMs),
  answerMs: answerMs === null ? null : Math.round(answerMs),
});

/** Tells the state and the agent, and only what changed. */
function createSpeaker(phone: PhoneContext, sessionId: string) {
  let said: QualityAdvice | null = null;
  let scores: readonly number[] = [];
  return {
    hear(mos: number, advice: QualityAdvice | null): void {
      const { health, call } = phone.store.get();
      if (call.call?.sessionId !== sessionId) return;
      scores = [...scores, mos].slice(-SCORES_KEPT);
      const quality = gradeOf(scores, advice);
      if (quality !== health.quality) phone.store.set({ health: { ...health, quality } });
      if (advice === said) return;
      said = advice;
      phone.clear('quality');
      if (advice) phone.notice(advice);
      phone.ports.log.info('call', advice ?? 'sounds well again', { mos });
    },
  };
}
