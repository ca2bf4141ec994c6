import { useRef } from 'preact/hooks';
import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { announce, hear, NOTHING_HEARD } from '../model/announce';
import { RECONNECTING } from '../model/face';

/**
 * The live region. Its parts change text only when what they say changes, and it is not atomic:
 * a state broadcast again says nothing, and a mute doesn't repeat whom the call is with.
 */
export function Status({ state, refusal }: { state: PhoneState | null; refusal: string }) {
  const { texts } = useDesk();
  const heard = useRef(NOTHING_HEARD);
  heard.current = state ? hear(heard.current, state) : NOTHING_HEARD;
  const words = state
    ? announce(state, texts, heard.current)
    : { state: texts.t(RECONNECTING.word), flags: '', notice: '' };
  return (
    <div class="unseen" role="status" aria-live="polite" aria-atomic="false">
      <p>{words.state}</p>
      <p>{words.flags}</p>
      <p>{words.notice}</p>
      <p>{refusal}</p>
    </div>
  );
}
