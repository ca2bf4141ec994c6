/** Requests inside a dialog as promises of their final status. */
import { SessionState, type Core, type Session } from 'sip.js';
import { startUpdate } from './sip-internals';

/** An INFO is answered within a round trip; SIP.js' own timer is 32 s. */
const INFO_TIMEOUT_MS = 5000;
/** A PBX that has just ended the call swallows the first request and answers the second (measured): asked again soon. */
const UPDATE_AGAIN_MS = 250;
/** After so many the re-INVITE is tried without an answer. */
const UPDATES = 4;
/** SIP.js' own word for a request that its socket took along when it broke. */
const SERVICE_UNAVAILABLE = 503;

/** Tones as the stock phone sends them (interface §2.5). Rejects when the request can't be sent or isn't answered. */
export function sendInfo(session: Session, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    if (session.state !== SessionState.Established) return reject(new Error('the call is not established'));
    const overdue = setTimeout(() => reject(new Error('INFO not answered')), INFO_TIMEOUT_MS);
    const answered = ({ message }: Core.IncomingResponse) => {
      clearTimeout(overdue);
      resolve(message.statusCode ?? 0);
    };
    session
      .info({
        requestDelegate: { onAccept: answered, onReject: answered, onRedirect: answered },
        requestOptions: {
          body: { contentDisposition: 'render', contentType: 'application/dtmf-relay', content: body },
        },
      })
      .catch((error: unknown) => {
        clearTimeout(overdue);
        reject(error instanceof Error ? error : new Error(String(error)));
      });
  });
}

/** Resolves when the other side knows; any answer of it means that it does. */
export function sendBye(session: Session): Promise<void> {
  return new Promise((resolve, reject) => {
    if (session.state !== SessionState.Established) return resolve();
    const answered = ({ message }: Core.IncomingResponse) =>
      message.statusCode === SERVICE_UNAVAILABLE ? reject(new Error('the connection broke')) : resolve();
    session
      .bye({ requestDelegate: { onAccept: answered, onReject: answered, onRedirect: answered } })
      .catch(reject);
  });
}

/** The final answer to a request; 408 when there was none in time. */
export interface Outcome {
  readonly status: number;
  readonly phrase: string;
}
export const outcomeOf = ({ message }: Core.IncomingResponse): Outcome => ({
  status: message.statusCode ?? 0,
  phrase: message.reasonPhrase ?? '',
});
export const isAccepted = ({ status }: Outcome): boolean => status >= 200 && status < 300;

/**
 * The call is over on the other side (RFC 3261 §12.2.1.2). Asterisk says it with 481 only once it has forgotten the dialog.
 * Until then (while its BYE goes to our dead socket) it answers an UPDATE with this 500, and a re-INVITE not at all: the
 * dialog is there and nothing uses it any more (measured with Asterisk 22; the words are PJSIP's).
 */
export const isOver = ({ status, phrase }: Outcome): boolean =>
  status === 481 || (status === 500 && /unhandled by dialog usages/i.test(phrase));

/** Tells our contact, and asks whether the other side still has the call. Never rejects. */
export function sendUpdate(session: Session): Promise<Outcome> {
  return new Promise((resolve) => {
    let again: ReturnType<typeof setTimeout> | undefined;
    const done = (outcome: Outcome) => {
      clearTimeout(again);
      resolve(outcome);
    };
    const answered = (response: Core.IncomingResponse) => done(outcomeOf(response));
    const ask = (left: number) => {
      if (left === 0 || session.state !== SessionState.Established)
        return done({ status: 408, phrase: 'no answer to the UPDATE' });
      again = setTimeout(() => ask(left - 1), UPDATE_AGAIN_MS);
      const sent = startUpdate(session, { onAccept: answered, onReject: answered, onRedirect: answered });
      if (!sent) done({ status: 501, phrase: 'no UPDATE with this SIP.js' });
    };
    ask(UPDATES);
  });
}

/** `Reason: Q.850;cause=17;text="User busy"` (RFC 3326). */
export function readReason(header: string | undefined): { code?: number; phrase?: string } {
  const code = Number(/;\s*cause=(\d{1,3})/i.exec(header ?? '')?.[1]);
  const phrase = /;\s*text="([^"]*)"/i.exec(header ?? '')?.[1];
  return { ...(Number.isFinite(code) ? { code } : {}), ...(phrase ? { phrase } : {}) };
}
