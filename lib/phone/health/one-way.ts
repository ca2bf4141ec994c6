/**
 * Sound that goes one way only: names the side, mends the path, and says what the agent can do. A customer who says nothing
 * is no alarm, whether their silence arrives as packets or, where the trunk saves them, not at all.
 */
import type { SessionPort } from '@/lib/sip/ports';
import type { QualitySample, QualityWarning } from '@/lib/sip/stats';
import type { PhoneContext } from '../context';
import type { OneWay } from './advice';

export type Heard = Pick<QualitySample, 'outLevel' | 'packetsIn' | 'peerReported' | 'peerSent'>;

/** Reports come every five seconds (RFC 3550): who has missed one and sends nothing is not silent but gone. */
const UNREPORTED_SECONDS = 7;
/** An open microphone in a quiet room is never exactly silent for this long; a headset's own mute switch makes it so. */
const SILENT_SECONDS = 15;
/** New candidates are tried again after this, while the direction stays dead. */
const MEND_EVERY_SECONDS = 10;

interface Silence {
  /** Since when the other side has reported nothing. */
  readonly unreported: number;
  /** Its first report of a silence counts what it sent before; a later one that counts more is of packets that got lost. */
  readonly reports: number;
  readonly lost: boolean;
}
const NO_SILENCE: Silence = { unreported: 0, reports: 0, lost: false };

export function nextSilence(before: Silence, { packetsIn, peerReported, peerSent }: Heard): Silence {
  const unreported = peerReported ? 0 : before.unreported + 1;
  if (packetsIn > 0) return { ...NO_SILENCE, unreported };
  const reports = before.reports + (peerReported ? 1 : 0);
  return { unreported, reports, lost: before.lost || (before.reports > 0 && peerSent > 0) };
}

export function oneWayOf(
  held: ReadonlySet<QualityWarning>,
  { unreported, lost }: Silence,
  microphoneSilentFor: number,
): OneWay | null {
  if (held.has('noPacketsIn') && (lost || unreported >= UNREPORTED_SECONDS)) return 'audioOneWayIn';
  if (held.has('noPacketsOut')) return 'audioOneWayOut';
  return microphoneSilentFor >= SILENT_SECONDS ? 'microphoneSilent' : null;
}

export interface OneWayWatch {
  /** Once a second while the call is not held. */
  hear(sample: Heard, held: ReadonlySet<QualityWarning>): void;
  /** The customer is held: nothing is expected of any direction. */
  rest(): void;
}

export function createOneWay(phone: PhoneContext, session: SessionPort): OneWayWatch {
  let said: OneWay | null = null;
  let silence = NO_SILENCE;
  let microphoneSilentFor = 0;
  let deadSeconds = 0;
  const say = (next: OneWay | null): void => {
    if (next === said) return;
    said = next;
    phone.clear('oneWay');
    if (next) phone.notice(next);
    phone.ports.log.info('call', next ?? 'sound both ways again');
  };
  return {
    hear(sample, held) {
      const { call } = phone.store.get().call;
      if (call?.sessionId !== session.id) return;
      silence = nextSilence(silence, sample);
      microphoneSilentFor = call.muted || sample.outLevel !== 0 ? 0 : microphoneSilentFor + 1;
      const found = oneWayOf(held, silence, microphoneSilentFor);
      say(found);
      if (found === null || found === 'microphoneSilent') {
        deadSeconds = 0;
        return;
      }
      if (deadSeconds++ % MEND_EVERY_SECONDS !== 0) return;
      session
        .restartIce()
        .catch((thrown: unknown) => phone.ports.log.warn('call', 'not mended', { error: String(thrown) }));
    },
    rest() {
      silence = NO_SILENCE;
      microphoneSilentFor = deadSeconds = 0;
      say(null);
    },
  };
}
