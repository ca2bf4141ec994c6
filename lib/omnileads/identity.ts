/** Who the browser's cookie jar belongs to, asked without side effects (session.md §1.4). */
import { PhoneError } from '@/lib/diagnostics';
import { extensionIn } from './credentials';
import { ENDPOINTS, pathOf } from './endpoints';
import { isLoginPath, serversWords, type Send } from './http';
import type { Identity } from './queue';

/**
 * One or two GETs. Errors: notOmnileads (something else answers there), serverAddressInvalid with `address` (the server
 * sends us to another origin), serverError and those of http.
 */
export async function identify(send: Send, server: string): Promise<Identity> {
  const endpoint = ENDPOINTS.sipCredentials;
  const answer = await send({ server, endpoint, path: pathOf(endpoint), credentials: 'include' });
  if (answer.origin !== server) throw new PhoneError('serverAddressInvalid', { address: answer.origin });
  const extension = answer.status === 200 ? extensionIn(answer.json) : null;
  if (extension !== null) return { kind: 'agent', extension };
  // An administrator has no agent profile and the view fails on it (exchange #27): 500 says nothing about the server.
  if (answer.status > 500)
    throw new PhoneError(
      'serverError',
      { endpoint: endpoint.name, status: answer.status },
      serversWords(answer),
    );
  if (answer.status !== 500 && !(answer.status === 403 && answer.kind === 'json')) {
    // A role without this permission gets a 403 page from the middleware: that is OMniLeads still.
    if (answer.status !== 403) throw new PhoneError('notOmnileads', { status: answer.status });
  }
  return (await sessionIsAlive(send, server)) ? { kind: 'notAgent' } : { kind: 'nobody' };
}

async function sessionIsAlive(send: Send, server: string): Promise<boolean> {
  const endpoint = ENDPOINTS.keepAlive;
  const answer = await send({ server, endpoint, path: pathOf(endpoint), credentials: 'include' });
  if (answer.status >= 500)
    throw new PhoneError('serverError', { endpoint: endpoint.name, status: answer.status });
  if (isLoginPath(answer.path)) return false;
  if (answer.status !== 200 || answer.path !== endpoint.path)
    throw new PhoneError('notOmnileads', { status: answer.status });
  return true;
}

/**
 * The server's origin out of what a person typed; https unless they wrote http. Error: serverAddressInvalid.
 */
export function normaliseServer(typed: string): string {
  const text = typed.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme)) throw new PhoneError('serverAddressInvalid', { address: text });
  const url = new URL(withScheme);
  if (!/^https?:$/.test(url.protocol) || url.hostname === '' || url.username !== '' || url.password !== '') {
    throw new PhoneError('serverAddressInvalid', { address: url.hostname });
  }
  return url.origin;
}
