/** The header rules, as data. All are bound to our own id: without it they would disarm the server for web pages. */

export const SESSION_COOKIE = 'sessionid';

export interface HeaderRule {
  readonly id: number;
  readonly priority: 1;
  readonly action: {
    readonly type: 'modifyHeaders';
    readonly requestHeaders: readonly {
      readonly header: string;
      readonly operation: 'set';
      readonly value: string;
    }[];
  };
  readonly condition: {
    readonly urlFilter: string;
    readonly initiatorDomains: readonly string[];
    readonly resourceTypes: readonly ('xmlhttprequest' | 'websocket')[];
  };
}

const rule = (
  id: number,
  header: string,
  value: string,
  urlFilter: string,
  initiator: string,
  resourceType: 'xmlhttprequest' | 'websocket',
): HeaderRule => ({
  id,
  priority: 1,
  action: { type: 'modifyHeaders', requestHeaders: [{ header, operation: 'set', value }] },
  condition: { urlFilter, initiatorDomains: [initiator], resourceTypes: [resourceType] },
});

/** null over http: Django asks for no Referer there. The value follows the Host that the server sees, not the URL. */
export function refererRule(
  id: number,
  server: string,
  refererHost: 'withoutPort' | 'withPort',
  extensionId: string,
): HeaderRule | null {
  const url = new URL(server);
  if (url.protocol !== 'https:') return null;
  const host = refererHost === 'withPort' ? url.host : url.hostname;
  return rule(id, 'referer', `https://${host}/`, `|${url.origin}/`, extensionId, 'xmlhttprequest');
}

/** Exactly the console socket's address, end included: no other socket of ours gets the cookie. */
export function socketRule(id: number, server: string, cookie: string, extensionId: string): HeaderRule {
  const url = new URL(server);
  const socket = `${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.host}/channels/agent-console`;
  return rule(id, 'cookie', `${SESSION_COOKIE}=${cookie}`, `|${socket}|`, extensionId, 'websocket');
}

/**
 * No connection to the server is used twice. On a kept one that dies under a request the browser sends the request again by
 * itself, POST or not, and nobody can tell (measured): two holds in the log, two calls to a customer.
 */
export function freshConnectionRule(id: number, server: string, extensionId: string): HeaderRule {
  const { origin } = new URL(server);
  return rule(id, 'connection', 'close', `|${origin}/`, extensionId, 'xmlhttprequest');
}

/** Tells that a cookie's value changed without telling the value: first 16 hex digits of its SHA-256, '' for none. */
export async function fingerprint(value: string | undefined): Promise<string> {
  if (!value) return '';
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(value)));
  return Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
