/** What a phone document writes down of its call for the next one. Pure. */
import type { ActiveCall, CallPhase, CallState, RestoredPhase } from '@/lib/call';
import type { LostCall } from '@/lib/sip/ports';

export interface KeptCall {
  readonly schema: 1;
  readonly server: string; // origin
  readonly agentId: string;
  readonly dialog: LostCall['dialog'];
  readonly phase: CallPhase;
  readonly call: ActiveCall;
}
export interface CallOwner {
  readonly server: string;
  readonly agentId: string;
}

/** Phases in which the PBX has a dialog with us that is worth taking over. */
const ESTABLISHED: readonly CallPhase[] = [
  'talking',
  'held',
  'transferPrompt',
  'transferReturning',
  'transferDialing',
  'transferSent',
  'consulting',
  'conference',
];

export function keptOf(
  { phase, call }: CallState,
  dialog: LostCall['dialog'] | null,
  owner: CallOwner | null,
): KeptCall | null {
  if (!call?.details || !dialog || !owner || !ESTABLISHED.includes(phase)) return null;
  const { server, agentId } = owner;
  return { schema: 1, server, agentId, dialog, phase, call };
}

/** The tones of a transfer died with their document: what they had reached by then is where the call goes on. */
export function phaseAfter({ phase, call }: Pick<KeptCall, 'phase' | 'call'>): RestoredPhase {
  switch (phase) {
    case 'held':
    case 'consulting':
    case 'conference':
    case 'transferSent':
      return phase;
    case 'transferDialing':
      return call.transfer?.kind === 'consultative' ? 'consulting' : 'transferSent';
    default:
      return 'talking';
  }
}

/** A row of another version, or damaged, is no call that could be taken over. */
export function readKept(row: unknown): KeptCall | null {
  const kept = row as Partial<KeptCall> | undefined;
  const whole =
    kept?.schema === 1 &&
    typeof kept.server === 'string' &&
    typeof kept.agentId === 'string' &&
    typeof kept.dialog?.callId === 'string' &&
    typeof kept.dialog.localTag === 'string' &&
    typeof kept.dialog.remoteTag === 'string' &&
    Boolean(kept.call?.details) &&
    ESTABLISHED.includes(kept.phase as CallPhase);
  return whole ? (kept as KeptCall) : null;
}
