/**
 * The few places where SIP.js 0.21.2 must be touched below its public surface, each with the reason.
 * The shapes are checked at run time: should an update change them, nothing happens instead of an exception.
 */
import { Core, type Session, type UserAgent } from 'sip.js';

const PENDING_STATES = new Set(['Calling', 'Trying', 'Proceeding']);

/**
 * Ends requests that wait for an answer on a socket that is gone. Without it a re-INVITE sent just before the cut blocks
 * every further one (SIP.js allows one at a time) for its 32 s timer, or for ever once a 100 has arrived. With a Call-ID
 * only that call's requests are given up.
 */
export function abandonPendingRequests(core: Core.UserAgentCore, error: Error, ofCallId?: string): void {
  for (const client of Array.from(core.userAgentClients.values())) {
    if (ofCallId !== undefined && client.transaction.request.callId !== ofCallId) continue;
    const transaction: unknown = client.transaction;
    if (!hasTransportErrorHandler(transaction)) continue;
    if (PENDING_STATES.has(transaction.state)) transaction.onTransportError(error);
  }
}

function hasTransportErrorHandler(x: unknown): x is { state: string; onTransportError(error: Error): void } {
  return (
    typeof x === 'object' &&
    x !== null &&
    'state' in x &&
    'onTransportError' in x &&
    typeof x.onTransportError === 'function'
  );
}

/**
 * Forgets an incoming re-INVITE whose ACK was lost with the socket. Without it SIP.js refuses to send any re-INVITE of
 * ours on that dialog ("ongoing re-INVITE server transaction") for the rest of the call.
 */
export function forgetUnacknowledgedReinvite(session: Session): void {
  const dialog: unknown = session.dialog;
  if (typeof dialog === 'object' && dialog !== null && 'reinviteUserAgentServer' in dialog)
    dialog.reinviteUserAgentServer = undefined;
}

/**
 * An accepted re-INVITE proves that the other side has confirmed the dialog. Without it SIP.js ends the call 32 s after
 * the answer when the ACK was lost with the socket.
 */
export function considerAcknowledged(session: Session): void {
  const dialog: unknown = session.dialog;
  if (typeof dialog === 'object' && dialog !== null && 'ackWait' in dialog) dialog.ackWait = false;
}

/**
 * Confirms a re-INVITE of ours whose answer we may never have seen: the socket broke, and the PBX, which answered, waits for
 * an ACK for 32 s. Until then it refuses every other re-INVITE ("500 Another INVITE transaction in progress") and after
 * that it ends the call. A PBX that waits for none drops it (RFC 3261 §17.1.1.3: an ACK is never answered).
 */
export async function confirmUnseenAnswer(session: Session, cseq: number): Promise<void> {
  const dialog: unknown = session.dialog;
  if (!makesRequests(dialog)) return;
  const ack = dialog.createOutgoingRequestMessage('ACK', { cseq });
  const { transport } = session.userAgent;
  ack.setViaHeader(`z9hG4bK${crypto.randomUUID().replaceAll('-', '')}`, transport.protocol);
  await transport.send(ack.toString());
}

/**
 * Sends an UPDATE without a description (RFC 3311): it tells our contact and changes nothing else. SIP.js has no method
 * for it. null = not sent.
 */
export function startUpdate(
  session: Session,
  delegate: Core.OutgoingRequestDelegate,
): Core.UserAgentClient | null {
  const dialog: unknown = session.dialog;
  if (!makesRequests(dialog)) return null;
  const { userAgentCore, contact } = session.userAgent;
  const update = dialog.createOutgoingRequestMessage('UPDATE', {
    extraHeaders: [`Contact: ${contact.toString()}`],
  });
  return new Core.UserAgentClient(Core.NonInviteClientTransaction, userAgentCore, update, delegate);
}

function makesRequests(x: unknown): x is {
  createOutgoingRequestMessage(
    method: string,
    options: Core.RequestOptions & { cseq?: number },
  ): Core.OutgoingRequestMessage;
} {
  return (
    typeof x === 'object' &&
    x !== null &&
    'createOutgoingRequestMessage' in x &&
    typeof x.createOutgoingRequestMessage === 'function'
  );
}

/** New credentials for everything sent from now on; dialogs keep the identity they were made with. */
export function changeIdentity(
  userAgent: UserAgent,
  uri: NonNullable<UserAgent['configuration']['uri']>,
  user: string,
  password: string,
): void {
  const configuration = userAgent.configuration;
  configuration.uri = uri;
  configuration.authorizationUsername = user;
  configuration.authorizationPassword = password;
  userAgent.userAgentCore.configuration.aor = uri;
}
