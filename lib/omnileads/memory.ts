/** What the client knows of the present session: in memory only, never stored, never logged. */
import { PhoneError, type Log } from '@/lib/diagnostics';
import type { Send } from './http';
import type { Host, RefererForm, SessionEvent } from './ports';

export interface SessionMemory {
  server: string; // origin, '' = never signed in
  refererForm: RefererForm;
  agentId: string | null;
  extension: string | null; // tells which agent the cookie jar belongs to
  token: { readonly value: string; readonly expiresAt: number } | null; // ms epoch
  csrf: string | null;
  fingerprint: string; // of the session cookie that was last seen to be ours
  clockSkewMs: number; // server's clock minus ours
  expired: boolean;
}

export interface Context {
  readonly host: Host;
  readonly log: Log;
  readonly send: Send;
  readonly now: () => number;
  readonly random: () => number;
  readonly emit: (event: SessionEvent) => void;
  readonly memory: SessionMemory;
}

export function emptyMemory(): SessionMemory {
  return {
    server: '',
    refererForm: 'withoutPort',
    agentId: null,
    extension: null,
    token: null,
    csrf: null,
    fingerprint: '',
    clockSkewMs: 0,
    expired: true, // there is none yet: nothing to be told lost
  };
}

/** Notes that the web session is gone; told once per loss. */
export function markExpired({ memory, emit, log }: Context): void {
  memory.csrf = null;
  if (memory.expired) return;
  memory.expired = true;
  log.warn('omnileads', 'web session expired');
  emit({ type: 'expired' });
}

/** Tells that an endpoint is not granted to this agent, and gives the error to throw. */
export function denied({ emit, log }: Context, endpoint: string, detail?: string): PhoneError {
  log.warn('omnileads', 'permission denied', { endpoint });
  emit({ type: 'denied', endpoint });
  return new PhoneError('permissionDenied', { endpoint }, detail);
}

/** Runs a session request and notes when it shows that the session is gone. */
export async function noticingExpiry<T>(context: Context, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (thrown) {
    if (thrown instanceof PhoneError && thrown.code === 'sessionExpired') markExpired(context);
    throw thrown;
  }
}
