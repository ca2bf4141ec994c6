/**
 * How the PBX is told to transfer, confer and record. Release 2.6 hears tones in the call; a later one takes REST
 * requests (interface Appendix F). Both fit this interface, and which one is in use is found out by probing.
 */
import type { TransferKind, TransferTarget } from '@/lib/call';
import { PhoneError } from '@/lib/diagnostics';
import type { SessionPort } from '@/lib/sip/ports';

/** The PBX never heard enough of a transfer to begin it: the customer is where they were. */
export class TransferUntouched extends PhoneError {}

export interface CallControl {
  /**
   * Opens a transfer. Resolves when the PBX is ready for the destination; up to there `signal` takes everything back by
   * sending nothing more, and it resolves then, too. Rejects with PhoneError (toneFailed, transfer…Invalid), and with
   * TransferUntouched when the signal came before the PBX had heard the whole code.
   */
  startTransfer(
    session: SessionPort,
    kind: TransferKind,
    target: TransferTarget,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * The destination. Once its first digit is out it must be sent to the end: a fragment would transfer the customer to
   * nowhere. Rejects with TransferUntouched when the destination was refused as a whole, else with PhoneError.
   */
  sendDestination(session: SessionPort, kind: TransferKind, target: TransferTarget): Promise<void>;
  /** Drops the consultee; the PBX brings the customer back. */
  cancelConsultation(session: SessionPort): Promise<void>;
  /** Leaves customer and consultee to each other. */
  completeConsultation(session: SessionPort): Promise<void>;
  conference(session: SessionPort): Promise<void>;
  record(session: SessionPort, on: boolean): Promise<void>;
}
