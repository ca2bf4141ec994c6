/**
 * REGISTER requests over SIP.js' core. Why not its Registerer: it re-uses one request object and so sends the cached
 * Authorization on every refresh, which would never provoke the challenge that keeps the edge's binding alive
 * (interface Appendix B); and it stays "waiting" for ever on a 200 without Contact.
 */
import { Core, URI, type UserAgent } from 'sip.js';
import type { SipAccount } from './ports';

/** What the stock phone asks for (interface §2.3). */
export const REGISTER_EXPIRES_S = 120;
/** The only flow of this phone (RFC 5626 §4.2). */
const REG_ID = 1;

export type RegisterAnswer =
  | { readonly result: 'accepted'; readonly expiresS: number; readonly foreignContacts: number }
  /** 200 without our own contact: another client's binding replaced it. */
  | { readonly result: 'displaced'; readonly contacts: number }
  | {
      readonly result: 'refused';
      readonly status: number;
      readonly phrase: string;
      readonly retryAfterS: number;
    };

export interface RegisterClient {
  /** One REGISTER, challenge included. Resolves with the server's final word; never rejects. */
  register(account: SipAccount): Promise<RegisterAnswer>;
  /** Removes our own contact (never `*`: it would remove another client's too, interface Appendix B). */
  unregister(account: SipAccount): Promise<RegisterAnswer>;
}

const bareUuid = (instanceId: string): string => instanceId.replace(/^urn:uuid:/i, '');

export function createRegisterClient(userAgent: UserAgent): RegisterClient {
  const core = userAgent.userAgentCore;
  // One Call-ID and a rising CSeq for all registrations of this phone (RFC 3261 §10.2).
  const callId = `${crypto.randomUUID()}`;
  let cseq = 0;

  const contactOf = (account: SipAccount, expires: number) =>
    `${userAgent.contact.toString({ register: true })};+sip.ice;reg-id=${REG_ID};` +
    `+sip.instance="<urn:uuid:${bareUuid(account.instanceId)}>";expires=${expires}`;

  const send = (account: SipAccount, expires: number): Promise<RegisterAnswer> => {
    const aor = new URI('sip', account.user, account.domain);
    const registrar = new URI('sip', '', account.domain);
    const request = core.makeOutgoingRequestMessage(
      'REGISTER',
      registrar,
      aor,
      aor,
      { callId, cseq: ++cseq },
      [
        `Contact: ${contactOf(account, expires)}`,
        `Expires: ${expires}`,
        'Allow: ACK, BYE, CANCEL, INFO, INVITE, MESSAGE, NOTIFY, OPTIONS',
      ],
    );
    return new Promise((resolve) => {
      const done = (answer: RegisterAnswer) => {
        cseq = Math.max(cseq, request.cseq); // the answer to a challenge took another number
        resolve(answer);
      };
      const refused = ({ message }: Core.IncomingResponse) =>
        done({
          result: 'refused',
          status: message.statusCode ?? 0,
          phrase: message.reasonPhrase ?? '',
          retryAfterS: Number.parseInt(message.getHeader('retry-after') ?? '', 10) || 0,
        });
      core.register(request, {
        onAccept: ({ message }) =>
          done(readBindings(message, userAgent.contact.uri.user ?? '', account, expires)),
        onReject: refused,
        onRedirect: refused,
      });
    });
  };

  return {
    register: async (account) => {
      const answer = await send(account, REGISTER_EXPIRES_S);
      return answer;
    },
    unregister: (account) => send(account, 0),
  };
}

/** The bindings that a 200 lists (RFC 3261 §10.3). Our contact is known by its random user part. */
function readBindings(
  message: Core.IncomingResponseMessage,
  ourUser: string,
  account: SipAccount,
  asked: number,
): RegisterAnswer {
  const contacts = message.getHeaders('contact');
  const isOurs = (contact: string) =>
    contact.includes(`:${ourUser}@`) || contact.includes(bareUuid(account.instanceId));
  const ours = contacts.find((contact) => contact.includes(`:${ourUser}@`));
  const foreignContacts = contacts.filter((contact) => !isOurs(contact)).length;
  if (contacts.length > 0 && !ours && asked > 0) return { result: 'displaced', contacts: contacts.length };
  const granted = Number(/;\s*expires=(\d+)/i.exec(ours ?? '')?.[1] ?? message.getHeader('expires') ?? asked);
  return { result: 'accepted', expiresS: Number.isFinite(granted) ? granted : asked, foreignContacts };
}
