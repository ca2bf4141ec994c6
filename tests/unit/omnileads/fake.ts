/**
 * A small OMniLeads for the client's unit tests: a fake fetch with a cookie jar's owner, tokens and CSRF, and a reply of the
 * test's choice for any endpoint. What the real server answers in full is the stand-in's business (tests/contract).
 */
import { createLog } from '@/lib/diagnostics';
import {
  createOmnileads,
  type Host,
  type OmnileadsClient,
  type SessionEvent,
  type SocketLike,
} from '@/lib/omnileads';

export const SERVER = 'https://oml.example';
export const NOW = 1_795_000_000_000;
export const PASSWORD = 'correct horse 42';
const CREDENTIALS_LIFE_S = 28_800;

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
  readonly credentials: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface Reply {
  readonly status?: number;
  readonly json?: unknown;
  readonly html?: string;
  readonly type?: string; // content type, when neither json nor html says it
  readonly endsAt?: string; // path or URL at which redirects ended
  readonly date?: number; // Date header, ms epoch
}
export type Responder = Reply | 'network' | 'silence' | ((request: Seen) => Reply | 'network' | 'silence');

export const LOGIN_FORM = `<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="csrf-login">
  <input name="username"><input type="password" name="password"></form>`;
export const consoleHtml = (overrides: Readonly<Record<string, string>> = {}, agent = agents.ag1): string => {
  const values: Record<string, string> = {
    idagt: agent.id,
    user: agent.user,
    sipExt: sipUser(agent.extension),
    sipSec: 'c2VjcmV0LXNpcC1rZXktaW4tYjY0=',
    kamailiohost: 'pbx.oml.example',
    nginxhost: 'oml.example',
    externalport: '443',
    max_session_age: '3600',
    ...overrides,
  };
  return Object.entries(values)
    .map(([id, value]) => `<input type="hidden" id="${id}" value="${value}">`)
    .join('\n');
};
export const sipUser = (extension: string): string => `${NOW / 1000 + CREDENTIALS_LIFE_S}:${extension}`;
export const agents = {
  ag1: { id: '1', user: 'ag1', extension: '1003', token: 'token-of-ag1' },
  ag2: { id: '2', user: 'ag2', extension: '1004', token: 'token-of-ag2' },
};
type Agent = (typeof agents)['ag1'];

export class FakeServer implements Host {
  /** Whose session the cookie jar holds. 'supervisor' is signed in without being an agent. */
  jar: Agent | 'supervisor' | null = null;
  cookie = 0; // grows when the session cookie's value changes
  csrf = 'csrf-1';
  refererForms: string[] = [];
  tokensTaken = true;
  readonly seen: Seen[] = [];
  readonly replies = new Map<string, Responder>();
  readonly events: SessionEvent[] = [];
  readonly sockets: FakeSocket[] = [];
  readonly log = createLog(() => NOW);

  constructor(readonly origin = SERVER) {}

  client(): OmnileadsClient {
    return createOmnileads({
      host: this,
      log: this.log,
      onSession: (event) => this.events.push(event),
      fetch: this.fetch,
      now: () => NOW,
      random: () => 0.5,
      openSocket: (url) => {
        const socket = new FakeSocket(url);
        this.sockets.push(socket);
        return socket;
      },
    });
  }

  /** A client that is signed in as ag1. */
  async signedIn(): Promise<OmnileadsClient> {
    const client = this.client();
    await client.session.signIn({ server: this.origin, user: 'ag1', password: PASSWORD });
    this.seen.length = 0;
    return client;
  }

  /** From now on this endpoint ("POST /path") answers so. */
  on(endpoint: string, responder: Responder): void {
    this.replies.set(endpoint, responder);
  }
  requests(endpoint?: string): Seen[] {
    return this.seen.filter(({ method, path }) => !endpoint || `${method} ${path}` === endpoint);
  }

  refererRule = async (_server: string, form: string): Promise<void> => void this.refererForms.push(form);
  socketRule = async (): Promise<boolean> => this.jar !== null;
  cookieFingerprint = async (): Promise<string> => (this.jar ? `cookie-${this.cookie}` : '');

  fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const url = new URL(String(input));
    const seen: Seen = {
      method: init.method ?? 'GET',
      path: url.pathname,
      search: url.searchParams,
      credentials: init.credentials ?? 'same-origin',
      headers: { ...(init.headers as Record<string, string>) },
      body: init.body === undefined || init.body === null ? '' : String(init.body),
    };
    if (init.mode === 'no-cors') return this.plainHttp(url);
    this.seen.push(seen);
    const responder =
      this.replies.get(`${seen.method} ${seen.path}`) ?? ((request: Seen) => this.natural(request));
    const reply = typeof responder === 'function' ? responder(seen) : responder;
    if (reply === 'network') throw new TypeError('Failed to fetch');
    if (reply === 'silence') return untilAborted(init.signal);
    return response(reply, this.origin, seen.path);
  };

  /** What a plain-http question to the TLS port gets; tests replace it. */
  plainHttp = async (_url: URL): Promise<Response> => {
    throw new TypeError('Failed to fetch');
  };

  signInAs(agent: Agent | 'supervisor' | null): void {
    this.jar = agent;
    this.cookie += 1;
    this.csrf = `csrf-${this.cookie}`;
  }

  private natural(request: Seen): Reply {
    const { method, path, headers, credentials } = request;
    const bearer = headers.Authorization?.replace('Bearer ', '');
    const byToken = this.tokensTaken
      ? Object.values(agents).find(({ token }) => token === bearer)
      : undefined;
    const jar = credentials === 'include' ? this.jar : null;
    const agent = jar ?? byToken ?? null;
    if (path === '/accounts/login/') return method === 'POST' ? this.login(request) : this.loginPage();
    if (path === '/accounts/logout/' || path === '/agente/logout/') {
      this.signInAs(null);
      return { html: LOGIN_FORM, endsAt: '/accounts/login/' };
    }
    if (path === '/api/v1/login') {
      const given = JSON.parse(request.body) as { username: string; password: string };
      const owner = Object.values(agents).find(({ user }) => user === given.username);
      if (!owner || given.password !== PASSWORD)
        return { status: 404, json: { detail: 'Invalid Credentials or activate account' } };
      return {
        json: {
          user: { first_name: 'Ana', last_name: 'Pérez', agent_id: Number(owner.id) },
          expires_in: '32399.98',
          token: owner.token,
        },
      };
    }
    if (path.startsWith('/api/v1/')) {
      if (agent === null || agent === 'supervisor') return { status: 403, json: { detail: 'no' } };
      if (method === 'POST' && jar && headers['X-CSRFToken'] !== this.csrf)
        return { status: 403, json: { detail: 'CSRF Failed' } };
      if (path === '/api/v1/sip/credentials/agent/') {
        return { json: { status: 'OK', sip_user: sipUser(agent.extension), sip_password: 'c2VjcmV0' } };
      }
      return { json: { status: 'OK' } };
    }
    if (!jar) return { html: LOGIN_FORM, endsAt: '/accounts/login/' };
    if (
      method === 'POST' &&
      headers['X-CSRFToken'] !== this.csrf &&
      !request.body.includes(`csrfmiddlewaretoken=${this.csrf}`)
    ) {
      return { status: 403, html: 'Prohibido' };
    }
    if (path === '/consola/')
      return jar === 'supervisor' ? { html: 'index', endsAt: '/' } : { html: consoleHtml({}, jar) };
    if (path === '/campana/selecciona/')
      return { html: `<form><input name="csrfmiddlewaretoken" value="${this.csrf}"></form>` };
    return { html: 'page' };
  }

  private loginPage(): Reply {
    if (this.jar === 'supervisor') return { html: 'index', endsAt: '/' };
    return this.jar ? { html: consoleHtml({}, this.jar), endsAt: '/consola/' } : { html: LOGIN_FORM };
  }

  private login(request: Seen): Reply {
    const form = new URLSearchParams(request.body);
    if (form.get('csrfmiddlewaretoken') !== 'csrf-login') return { status: 403, html: 'Prohibido' };
    if (form.get('password') !== PASSWORD) return { html: LOGIN_FORM };
    const agent = Object.values(agents).find(({ user }) => user === form.get('username'));
    this.signInAs(agent ?? 'supervisor');
    return agent ? { html: consoleHtml({}, agent), endsAt: '/consola/' } : { html: 'index', endsAt: '/' };
  }
}

type Listener = (event: { readonly data: unknown }) => void;
export class FakeSocket implements SocketLike {
  private readonly listeners = new Map<string, Listener>();
  closed = false;
  constructor(readonly url: string) {}
  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, listener);
  }
  close(): void {
    this.closed = true;
  }
  private fires(type: string, data?: unknown): void {
    this.listeners.get(type)?.({ data });
  }
  opens = (): void => this.fires('open');
  says = (frame: unknown): void =>
    this.fires('message', typeof frame === 'string' ? frame : JSON.stringify(frame));
  breaks = (): void => this.fires('close');
}

function response(reply: Reply, origin: string, path: string): Response {
  const type = reply.type ?? ('json' in reply ? 'application/json' : 'text/html; charset=utf-8');
  const text = 'json' in reply ? JSON.stringify(reply.json) : (reply.html ?? '');
  const headers = new Map([['content-type', type]]);
  if (reply.date !== undefined) headers.set('date', new Date(reply.date).toUTCString());
  const url = new URL(reply.endsAt ?? path, origin).href;
  return {
    status: reply.status ?? 200,
    url,
    redirected: reply.endsAt !== undefined,
    headers: { get: (name: string) => headers.get(name.toLowerCase()) ?? null },
    text: async () => text,
  } as unknown as Response;
}

function untilAborted(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) =>
    signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))),
  );
}
