/**
 * Waits for the candidates worth waiting for. The edge's candidates are public (interface Appendix B), so ours only have
 * to exist; a STUN server that doesn't answer must never delay a call (measured: 39.9 s in the stock phone).
 */
/** A living STUN server answers well within this; a dead one costs no more. */
export const GATHER_MS = 120;
/** Without a single candidate a description is useless: wait for one, but not for ever. */
export const FIRST_CANDIDATE_MS = 2000;

type Gathering = Pick<
  RTCPeerConnection,
  'iceGatheringState' | 'localDescription' | 'addEventListener' | 'removeEventListener'
>;

export function candidatesGathered(pc: Gathering): Promise<void> {
  return new Promise((resolve) => {
    let patient = true;
    const hasCandidate = () => /^a=candidate:/m.test(pc.localDescription?.sdp ?? '');
    const finish = () => {
      clearTimeout(soon);
      clearTimeout(late);
      pc.removeEventListener('icegatheringstatechange', check);
      pc.removeEventListener('icecandidate', check);
      resolve();
    };
    const check = () => {
      if (pc.iceGatheringState === 'complete' || (!patient && hasCandidate())) finish();
    };
    const soon = setTimeout(() => {
      patient = false;
      check();
    }, GATHER_MS);
    const late = setTimeout(finish, FIRST_CANDIDATE_MS);
    pc.addEventListener('icegatheringstatechange', check);
    pc.addEventListener('icecandidate', check);
    check();
  });
}
