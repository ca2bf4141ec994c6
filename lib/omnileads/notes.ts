/** The note ("tag") on a call's recording (interface §5.9, session.md §5): session only, overwritten by each save. */
import { PhoneError } from '@/lib/diagnostics';
import * as v from 'valibot';
import { ENDPOINTS } from './endpoints';
import { read } from './shape';
import { getJson, type Web } from './web';

/** The read-back's route takes digits, dots and spaces only. */
const CALL_ID = /^[0-9. ]+$/;
const Saved = v.object({ result: v.string() });
const Read = v.object({ descripcion: v.string() });

export interface Notes {
  /**
   * Saves and reads back: resolves only when the server holds this text. Saving again is harmless.
   * Errors: draftRefused (the server said no, or holds another text), sessionExpired, permissionDenied, csrfRejected,
   * otherAgentSignedIn, serverError, serverAnsweredPage, serverTimeout, serverUnreachable.
   */
  noteRecording(callId: string, text: string): Promise<void>;
  /**
   * The text the server has for a call. A call without a note gets a localised sentence at 200, so a text alone proves
   * nothing: compare it with what was sent. Errors as above.
   */
  readNote(callId: string): Promise<string>;
}

export function createNotes(web: Web): Notes {
  async function readNote(callId: string): Promise<string> {
    checkCallId(callId);
    const endpoint = ENDPOINTS.readNote;
    return read(Read, await getJson(web, endpoint, { callId }), endpoint).descripcion;
  }
  return {
    readNote,
    async noteRecording(callId, text) {
      checkCallId(callId);
      const endpoint = ENDPOINTS.noteRecording;
      const pairs = [
        ['callid', callId],
        ['descripcion', text],
      ] as const;
      const { result } = read(Saved, (await web.submit(endpoint, {}, pairs)).json, endpoint);
      if (result !== 'OK') throw new PhoneError('draftRefused', { endpoint: endpoint.name }, result);
      if (!sameNote(await readNote(callId), text))
        throw new PhoneError('draftRefused', { endpoint: endpoint.name }, 'read back another text');
    },
  };
}

/** Forms may turn line ends into CR LF, and Django trims what it stores. */
export function sameNote(a: string, b: string): boolean {
  const plain = (text: string) => text.replace(/\r\n?/g, '\n').trim();
  return plain(a) === plain(b);
}

function checkCallId(callId: string): void {
  if (!CALL_ID.test(callId)) throw new PhoneError('draftRefused', {}, 'call id of unknown form');
}
