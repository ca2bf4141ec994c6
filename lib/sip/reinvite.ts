/**
 * Re-INVITEs of one call: one at a time, repeated after glare, given up when nothing answers. And what they find out: that
 * the other side has ended the call while we were away, so that its BYE never came.
 */
import { SessionState, type Core, type Session } from 'sip.js';
import { isAccepted, isOver, outcomeOf, sendUpdate, type Outcome } from './in-dialog';
import {
  abandonPendingRequests,
  confirmUnseenAnswer,
  considerAcknowledged,
  forgetUnacknowledgedReinvite,
} from './sip-internals';

/** An unanswered re-INVITE: SIP.js would wait 32 s, or for ever after a 100. */
export const REINVITE_TIMEOUT_MS = 8000;
/** RFC 3261 §14.1: the side that doesn't own the Call-ID waits 0–2 s after a 491. */
const GLARE_WAIT_MS = 2000;
const GLARE_TRIES = 4;
const REQUEST_PENDING = 491;
const NO_ANSWER = 408;
/** A PBX that has the call answers well within this. */
const SILENCE_MS = 1000;
/** A contact that could not be told is told again: until it is, the other side's BYE goes astray. */
const TELL_AGAIN_FIRST_MS = 500;
const TELL_AGAIN_MOST_MS = 8000;

export interface Reinviter {
  /** Resolves when accepted. Rejects with the reason when refused, unanswered or off the socket. */
  send(): Promise<void>;
  /** Tells our contact, until the other side has it or the call or the socket is gone. Never rejects. */
  announce(): Promise<void>;
}

export interface ReinviteSurroundings {
  readonly connection: { isConnected(): boolean };
  readonly random: () => number;
  readonly onProblem: (what: string, error: unknown) => void;
  /** The other side says that the call is over; it ends here right after. */
  readonly onGone: () => void;
}

export function createReinviter(session: Session, around: ReinviteSurroundings): Reinviter {
  let tail: Promise<unknown> = Promise.resolve();
  // The newest re-INVITE of ours: its answer or the ACK for it may have gone down with a socket.
  let newest: Core.OutgoingInviteRequest | null = null;

  const once = (): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      if (!around.connection.isConnected()) return reject(new Error('not connected'));
      const overdue = setTimeout(() => {
        resolve({ status: NO_ANSWER, phrase: 'no answer to the re-INVITE' });
        abandonPendingRequests(
          session.userAgent.userAgentCore,
          new Error('overdue'),
          session.dialog?.callId ?? '',
        );
      }, REINVITE_TIMEOUT_MS);
      const answered = (response: Core.IncomingResponse) => {
        clearTimeout(overdue);
        const outcome = outcomeOf(response);
        if (isAccepted(outcome)) considerAcknowledged(session);
        resolve(outcome);
      };
      session
        .invite({ requestDelegate: { onAccept: answered, onReject: answered, onRedirect: answered } })
        .then((request) => {
          newest = request;
        })
        .catch((error: unknown) => {
          clearTimeout(overdue);
          // The offer was made but not sent: an offer of the other side came first. Ours is replaced by what comes next.
          resolve({
            status: REQUEST_PENDING,
            phrase: error instanceof Error ? error.message : String(error),
          });
        });
    });

  const untilSettled = async (): Promise<Outcome> => {
    let outcome: Outcome = { status: REQUEST_PENDING, phrase: '' };
    for (let tries = 0; tries < GLARE_TRIES && outcome.status === REQUEST_PENDING; tries++) {
      if (tries > 0) await pause(around.random() * GLARE_WAIT_MS);
      if (session.state !== SessionState.Established) throw new Error('the call is over');
      outcome = await once();
    }
    return outcome;
  };

  const inTurn = (job: () => Promise<Outcome>): Promise<Outcome> => {
    const turn = tail.then(job, job);
    tail = turn.catch(() => undefined); // the error belongs to its caller; the next in turn starts anyway
    return turn;
  };

  const established = () => session.state === SessionState.Established;

  /** Nobody else would end it: the BYE that should have went to a dead socket. */
  const endIfOver = async (outcome: Outcome): Promise<boolean> => {
    if (!isOver(outcome)) return false;
    around.onGone();
    if (established()) await session.bye();
    return true;
  };

  const endIfGone = async (): Promise<void> => {
    if (!established()) return;
    try {
      await endIfOver(await sendUpdate(session));
    } catch (error) {
      around.onProblem('not told whether the call is over', error);
    }
  };

  /** A re-INVITE that stays without an answer may be of a call that is over: asked meanwhile in the way that is answered. */
  const watched = async (): Promise<Outcome> => {
    const silent = setTimeout(() => void endIfGone(), SILENCE_MS);
    try {
      return await inTurn(untilSettled);
    } finally {
      clearTimeout(silent);
    }
  };

  /** True once there is nothing left to tell. */
  const tell = async (): Promise<boolean> => {
    forgetUnacknowledgedReinvite(session);
    if (newest) await confirmUnseenAnswer(session, newest.message.cseq);
    // First the UPDATE: it is answered at once, also by a PBX whose BYE is still on its way to our old socket.
    const told = await sendUpdate(session);
    if (await endIfOver(told)) return true;
    const outcome = await watched();
    if (isAccepted(outcome) || (await endIfOver(outcome)) || !established()) return true;
    around.onProblem(`new contact not accepted: ${outcome.status} ${outcome.phrase}`, null);
    return isAccepted(told) && outcome.status !== NO_ANSWER;
  };

  let telling = 0;
  return {
    async send() {
      const outcome = await watched();
      if (isAccepted(outcome)) return;
      await endIfOver(outcome);
      throw new Error(`${outcome.status} ${outcome.phrase}`);
    },
    async announce() {
      const mine = ++telling; // a later one takes over
      for (let wait = TELL_AGAIN_FIRST_MS; ; wait = Math.min(wait * 2, TELL_AGAIN_MOST_MS)) {
        try {
          if (await tell()) return;
        } catch (error) {
          around.onProblem('new contact not announced', error);
        }
        if (mine !== telling || !established()) return;
        await pause(wait);
        if (mine !== telling || !established() || !around.connection.isConnected()) return;
      }
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
