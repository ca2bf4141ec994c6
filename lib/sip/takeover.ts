/**
 * Taking over a call of a phone document that died (RFC 3891): an INVITE whose Replaces names the old dialog. With
 * `Require: replaces` a PBX that doesn't know the dialog refuses; without it the INVITE would dial out.
 */
import { Inviter, SessionState, URI, type UserAgent } from 'sip.js';
import { PhoneError } from '@/lib/diagnostics';
import type { LostCall, SipAccount } from './ports';

/** The PBX answers at once or not at all. */
const TAKEOVER_TIMEOUT_MS = 5000;

/** The tags change sides: what is ours to us is the other's "from" (RFC 3891 §3). */
export const replacesHeader = ({ callId, localTag, remoteTag }: LostCall['dialog']): string =>
  `Replaces: ${callId};to-tag=${remoteTag};from-tag=${localTag}`;

/**
 * The Request-URI must name something that the dialplan has, or the PBX says 404 before it looks at Replaces: our own
 * extension, the part of the user after the colon.
 */
export function takeoverInvite(userAgent: UserAgent, account: SipAccount, lost: LostCall): Inviter {
  const extension = account.user.split(':').at(-1) ?? account.user;
  return new Inviter(userAgent, new URI('sip', extension, account.domain), {
    extraHeaders: ['Require: replaces', replacesHeader(lost.dialog)],
  });
}

/** Resolves once the PBX has handed the call over. Rejects with PhoneError('phoneDocumentLost'): the call is gone. */
export function sendTakeover(inviter: Inviter): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (why: string) => reject(new PhoneError('phoneDocumentLost', {}, why));
    const overdue = setTimeout(() => {
      refused('the PBX did not answer the takeover');
      if (inviter.state === SessionState.Establishing) inviter.cancel().catch(() => undefined); // it is over either way
    }, TAKEOVER_TIMEOUT_MS);
    inviter.stateChange.addListener((state) => {
      if (state === SessionState.Established) {
        clearTimeout(overdue);
        resolve();
      } else if (state === SessionState.Terminated) {
        clearTimeout(overdue);
        // SIP.js tells the state first and the answer's words in the same task: let the words win.
        queueMicrotask(() => refused('the call was gone'));
      }
    });
    inviter
      .invite({
        requestDelegate: {
          onReject: ({ message }) =>
            refused(`${message.statusCode ?? 0} ${message.reasonPhrase ?? ''}`.trim()),
        },
      })
      .catch((error: unknown) => refused(error instanceof Error ? error.message : String(error)));
  });
}
