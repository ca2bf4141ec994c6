/** The compulsory disposition (interface §2.9, §6.7, §6.8): what the server still wants, and the draft that answers it. */
import type { CompulsoryStatus } from '@/lib/omnileads';
import type { GroupFlags } from '@/lib/omnileads/types';
import { newDraft } from '@/lib/drafts';
import { callOfData } from './calls';
import { quietly, type Bench } from './shared';

/**
 * Whether the agent owes it: the call's own header wins over the group. The server itself takes the text "False" for yes
 * (interface §12.26), so its word alone is not enough.
 */
export function isOwed(status: CompulsoryStatus, flags: Pick<GroupFlags, 'forceDisposition'>): boolean {
  if (status.kind === 'clear') return false;
  const force = status.callData['force_disposition']?.toLowerCase();
  return force === 'true' || (force !== 'false' && flags.forceDisposition);
}

export interface Compulsory {
  /** Asks the server, and tells whether something is owed; its draft becomes the current one. */
  check(): void;
  /** The call was refused because of it: its draft becomes the current one, made anew if it is not on this computer. */
  show(status: CompulsoryStatus): Promise<void>;
}

export function createCompulsory(bench: Bench): Compulsory {
  async function show(status: CompulsoryStatus): Promise<void> {
    const { signed, deps } = bench;
    if (status.kind === 'clear' || !signed) return;
    const call = callOfData(status.callData, deps.now());
    const known = call && bench.byCall(call.callId);
    if (known) bench.current = known.id;
    else if (call) {
      const id = deps.newId();
      // The server knows of the call already: loading it with its data again would open the CRM once more.
      const fresh = { ...newDraft(id, signed.owner, call, deps.now()), announced: true };
      bench.current = id;
      await bench.add(
        status.kind === 'disposition'
          ? fresh
          : { ...fresh, dispositionId: status.dispositionId, followUp: 'management' },
      );
    }
    bench.show();
  }

  async function check(): Promise<void> {
    const { signed } = bench;
    if (!signed) return;
    const status = await signed.client.directory.compulsoryStatus();
    if (bench.signed !== signed) return;
    const owed = isOwed(status, signed.flags);
    bench.outlet.compulsory(owed);
    if (owed) await show(status);
  }
  return { check: () => quietly(bench, 'compulsory disposition not asked', check()), show };
}
