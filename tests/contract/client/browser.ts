/**
 * What Chromium does for the phone document, on node's own http: one cookie jar per browser, redirects that carry cookies,
 * the extension's Origin, a Referer only by rule, and no trust in unknown certificates unless the agent gave it.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createHash } from 'node:crypto';
import { WebSocket } from 'ws';
import { createLog } from '@/lib/diagnostics';
import {
  createOmnileads,
  type Host,
  type OmnileadsClient,
  type SessionEvent,
  type SocketLike,
} from '@/lib/omnileads';

const ORIGIN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
const REDIRECTS_MAX = 20;
const SESSION = 'sessionid';

export interface Browser extends Host {
  readonly fetch: typeof globalThis.fetch;
  readonly cookies: Map<string, string>;
  /** A phone document in this browser, with what it told by itself. */
  phone(onSession?: (event: SessionEvent) => void): { client: OmnileadsClient; events: SessionEvent[] };
  closeSockets(): void;
}

/** `trusted`: this browser accepts the server's self-signed certificate. */
export function createBrowser({ trusted = true } = {}): Browser {
  const cookies = new Map<string, string>();
  const sockets = new Set<WebSocket>();
  let referer = '';

  function keep(response: IncomingMessage): void {
    for (const line of response.headers['set-cookie'] ?? []) {
      const [pair = '', ...attributes] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      const gone =
        attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute)) || value.join('=') === '""';
      if (gone) cookies.delete(name);
      else cookies.set(name, value.join('='));
    }
  }
  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    let url = new URL(String(input));
    let method = init.method ?? 'GET';
    const form = init.body instanceof URLSearchParams;
    let body = init.body === undefined || init.body === null ? '' : String(init.body);
    const given = { ...(init.headers as Record<string, string>) };
    for (let hop = 0; hop <= REDIRECTS_MAX; hop += 1) {
      const withCookies = init.credentials !== 'omit';
      const headers: Record<string, string> = {
        ...given,
        ...(form && method === 'POST'
          ? { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' }
          : {}),
        ...(method === 'POST' ? { Origin: ORIGIN, 'Content-Length': String(Buffer.byteLength(body)) } : {}),
        ...(referer && url.protocol === 'https:' ? { Referer: referer } : {}),
        ...(withCookies && cookies.size > 0 ? { Cookie: cookieHeader() } : {}),
      };
      const response = await send(url, method, headers, method === 'POST' ? body : '', trusted, init.signal);
      if (withCookies) keep(response);
      const location = response.headers.location;
      if (location === undefined || (response.statusCode ?? 0) < 300 || (response.statusCode ?? 0) >= 400) {
        return answer(response, url, hop > 0);
      }
      response.resume();
      url = new URL(location, url);
      if (method === 'POST') [method, body] = ['GET', ''];
    }
    throw new TypeError('too many redirects');
  };

  const browser: Browser = {
    cookies,
    fetch,
    refererRule: async (server, form) => {
      const { protocol, hostname, host } = new URL(server);
      referer = `${protocol}//${form === 'withPort' ? host : hostname}/`;
    },
    socketRule: async () => cookies.has(SESSION),
    cookieFingerprint: async () => {
      const value = cookies.get(SESSION);
      return value === undefined ? '' : createHash('sha256').update(value).digest('hex');
    },
    phone(onSession) {
      const events: SessionEvent[] = [];
      const openSocket = (url: string): SocketLike => {
        const socket = new WebSocket(url, {
          headers: { Cookie: cookieHeader(), Origin: ORIGIN },
          rejectUnauthorized: !trusted,
        });
        sockets.add(socket);
        return socket as SocketLike;
      };
      const client = createOmnileads({
        host: browser,
        log: createLog(),
        onSession(event) {
          events.push(event);
          onSession?.(event);
        },
        fetch,
        openSocket,
      });
      return { client, events };
    },
    closeSockets: () => sockets.forEach((socket) => socket.terminate()),
  };
  return browser;
}

function send(
  url: URL,
  method: string,
  headers: Record<string, string>,
  body: string,
  trusted: boolean,
  signal: AbortSignal | null | undefined,
): Promise<IncomingMessage> {
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = ask(
      url,
      { method, headers, rejectUnauthorized: !trusted, agent: false, ...(signal ? { signal } : {}) },
      resolve,
    );
    request.on('error', () => reject(new TypeError('Failed to fetch')));
    request.end(body);
  });
}

async function answer(response: IncomingMessage, url: URL, redirected: boolean): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers))
    if (typeof value === 'string') headers.set(name, value);
  const status = response.statusCode ?? 0;
  return {
    status,
    ok: status >= 200 && status < 300,
    url: url.href,
    redirected,
    headers,
    text: async () => text,
  } as unknown as Response;
}
