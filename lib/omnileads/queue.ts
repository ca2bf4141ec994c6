/**
 * One writing session request at a time, and only while the cookie jar is ours (session.md §7, §11.4): an agent who signs in
 * to OMniLeads in a tab of the same browser silently turns our next request into his.
 */
import { PhoneError } from '@/lib/diagnostics';
import type { Context } from './memory';

/** Who the cookie jar belongs to. `notAgent`: signed in, but without SIP credentials (supervisor, administrator). */
export type Identity =
  | { readonly kind: 'agent'; readonly extension: string }
  | { readonly kind: 'notAgent' }
  | { readonly kind: 'nobody' };

export interface WriteQueue {
  /** Runs `job` after all earlier ones. Errors: otherAgentSignedIn, sessionExpired, those of the probe and of `job`. */
  write<T>(job: () => Promise<T>): Promise<T>;
}

export function createWriteQueue(context: Context, probe: () => Promise<Identity>): WriteQueue {
  const { host, memory, emit, log } = context;
  let last: Promise<unknown> = Promise.resolve();

  async function jarIsOurs(): Promise<void> {
    const fingerprint = await host.cookieFingerprint(memory.server);
    if (fingerprint !== '' && fingerprint === memory.fingerprint) return;
    const who = await probe();
    if (who.kind === 'nobody') throw new PhoneError('sessionExpired');
    const extension = who.kind === 'agent' ? who.extension : '';
    memory.csrf = null; // tokens of the session before are refused
    if (memory.extension === null || extension !== memory.extension) {
      log.error('omnileads', 'the browser is signed in as somebody else, not writing', { extension });
      emit({ type: 'otherAgent', extension });
      throw new PhoneError('otherAgentSignedIn', { extension });
    }
    // Ours again: the same agent signed in anew in a tab, or the other one left.
    memory.fingerprint = fingerprint;
    memory.expired = false;
  }

  return {
    write(job) {
      const mine = last.then(async () => {
        await jarIsOurs();
        return job();
      });
      last = mine.catch(() => undefined); // the caller has the error; the next one in line must not inherit it
      return mine;
    },
  };
}
