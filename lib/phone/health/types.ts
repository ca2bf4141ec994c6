/** What the phone's other parts tell the watch over a call's sound, and ask of it. */
import type { CallRecord } from '@/lib/diagnostics';
import type { SessionEvents, SessionPort } from '@/lib/sip/ports';

export interface Health {
  /** From a session's INVITE on. */
  watch(session: SessionPort): SessionWatch;
  held(sessionId: string, on: boolean): void;
  /** The telephone line came back: calls that were on have a reconnection more. */
  lineBack(): void;
  /** Newest last. */
  records(): readonly CallRecord[];
}
export interface SessionWatch {
  established(): void;
  media: SessionEvents['onMedia'];
  ended(by: CallRecord['endedBy']): void;
}
