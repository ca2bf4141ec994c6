/** The outbox's server, over OMniLeads' own forms (interface §6.6, §6.9, §7; session.md §4, §5). */
import { PhoneError } from '@/lib/diagnostics';
import type { DispositionServer } from '../ports';
import { dispositionSteps } from './dispositions';
import { followUpSteps } from './follow-ups';
import { createGetAndPost, type Client, type Outside } from './pages';

export type { Outside } from './pages';
export { createFormSource, type FormSource, type LoadedForm } from './form-source';

export interface Me {
  readonly server: string; // origin
  readonly agentId: string;
  readonly extension: string;
}

/** `me` is who signed in, null = nobody: the jar is compared by extension, the only thing its probe tells. */
export function createDispositionServer(
  client: Client,
  me: Me | (() => Me | null),
  outside: Outside,
): DispositionServer {
  const present = typeof me === 'function' ? me : () => me;
  const getAndPost = createGetAndPost(client.web, () => present()?.server ?? '');
  return {
    async identity() {
      const who = await client.session.check();
      const mine = present();
      if (who.kind === 'nobody' || !mine) return null;
      return who.kind === 'agent' && who.extension === mine.extension ? mine.agentId : 'somebody else';
    },
    ...dispositionSteps(client, getAndPost, outside),
    ...followUpSteps(client, getAndPost, outside),
    // An unknown call is answered with a localised sentence: it differs from any note, so it reads as "not there yet".
    readNote: (callId) => client.notes.readNote(callId),
    async postNote(callId, text) {
      try {
        await client.notes.noteRecording(callId, text);
        return { kind: 'saved' };
      } catch (thrown) {
        if (!(thrown instanceof PhoneError) || thrown.code !== 'draftRefused') throw thrown;
        return {
          kind: 'refused',
          code: 'draftRefused',
          fields: { '': thrown.detail ? [thrown.detail] : [] },
        };
      }
    },
  };
}
