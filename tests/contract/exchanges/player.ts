/** Plays recorded requests against running stand-ins, keeping cookie jars and translating what a run makes anew. */
import { createFakePbx, startOmnileads, type FakePbx, type OmnileadsStandIn } from '@/lab/omnileads';
import { findUser, issueToken } from '@/lab/omnileads/store';

import { cookiesOf, send, type Answer } from './answer';
import type { Exchange } from './parse';

/** The servers of the recording: Django alone, with CORS origins, and behind a proxy that keeps the port in Host. */
export type Deployment = 'plain' | 'cors' | 'hostWithPort' | 'fresh';

/** Whose token a recorded key was. */
const TOKEN_OWNER: Record<string, string> = {
  '3d8b914ffdddc9d84dec9e98e4a68bacf658e885': 'ag1',
  b46f1bddf32723835b3c5cec566e20f4b3c5c6de: 'ag1',
  '8575ed66455fa2f2a4e3f1d8aca3ab940560cc6e': 'ag2',
  '4845f48be86226644fd0f6ac9c7a7b7e81c355fa': 'ag3',
  c179f78748b7bda5044733b3fc48383b817b1b15: 'sup1',
  '66f79b3604b18c8ce6feea05cdaa04a490d995d6': 'admin',
};
/** Whose session a jar held, where its login was not recorded. */
const JAR_OWNER: Record<string, string> = {
  'ag3.jar': 'ag3',
  'ws_ag1.jar': 'ag1',
  'ws_sup1.jar': 'sup1',
  'ws_ag3.jar': 'ag3',
  'calls_ag1.jar': 'ag1',
  'forced_ag3.jar': 'ag3',
  'flash.jar': 'ag2',
};
const PASSWORD = '098098ZZZ';
const EXTENSION_ORIGIN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
/** When the recording began: dates in bodies and windows of days count from here. */
const RECORDED_AT = Date.UTC(2026, 10, 23, 6, 51, 49);
/** Characters that node refuses in a path; what the recording shows percent-encoded stays as it is. */
const NOT_IN_URL = /[^\x21-\x7e]/gu;
const CSRF = /(csrfmiddlewaretoken=)[A-Za-z0-9]{64}/gu;

export interface Server {
  readonly standIn: OmnileadsStandIn;
  readonly pbx: FakePbx;
}
export interface Player {
  readonly server: (deployment: Deployment) => Promise<Server>;
  readonly play: (exchange: Exchange, deployment: Deployment, https: boolean) => Promise<Answer>;
  /** Signs the jar in anew by the login form; its old session stays wherever it is. */
  readonly signIn: (jar: string, username: string, deployment?: Deployment) => Promise<void>;
  /** A request of the recording's author that was not written down. */
  readonly extra: (
    method: string,
    url: string,
    jar: string,
    body?: string,
    deployment?: Deployment,
  ) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

export function createPlayer(): Player {
  const servers = new Map<Deployment, Promise<Server>>();
  const jars = new Map<string, Map<string, string>>();
  const learned = new Map<string, string>();

  async function start(deployment: Deployment): Promise<Server> {
    const pbx = createFakePbx('success');
    const standIn = await startOmnileads({
      secret: 'contract',
      pbx,
      httpProxied: false,
      hostForm: deployment === 'hostWithPort' ? 'withPort' : 'withoutPort',
      ...(deployment === 'cors' ? { corsOrigins: [EXTENSION_ORIGIN], tls: false } : {}),
    });
    standIn.control.moveClock(RECORDED_AT - Date.now());
    return { standIn, pbx };
  }
  const server = (deployment: Deployment): Promise<Server> => {
    const running = servers.get(deployment) ?? start(deployment);
    servers.set(deployment, running);
    return running;
  };
  const jarOf = (name: string): Map<string, string> => {
    const jar = jars.get(name) ?? new Map<string, string>();
    jars.set(name, jar);
    return jar;
  };
  const cookieHeader = (jar: Map<string, string>): string =>
    [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  function keep(jar: Map<string, string>, answer: Answer): void {
    for (const line of cookiesOf(answer.headers)) {
      const pair = line.split(';')[0] ?? '';
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      // The recorder's client never dropped the `messages` cookie (reading notes of the recording).
      if (!/Max-Age=0/u.test(line)) jar.set(name, value);
      else if (name !== 'messages') jar.delete(name);
    }
  }
  async function bearer(key: string, deployment: Deployment): Promise<string> {
    const own = learned.get(`${deployment} ${key}`);
    const owner = TOKEN_OWNER[key];
    if (own !== undefined || owner === undefined) return own ?? key;
    const { world } = { world: (await server(deployment)).standIn.control.store };
    const user = findUser(world, owner);
    return user ? issueToken(world, user.id).key : key;
  }
  const baseOf = ({ standIn }: Server, https: boolean): string =>
    (https && standIn.httpsUrl) || standIn.httpUrl;

  async function visit(
    jarName: string,
    base: string,
    method: string,
    url: string,
    body = '',
  ): Promise<Answer> {
    const jar = jarOf(jarName);
    const referer = `${base.replace(/:\d+$/u, '')}/`;
    const headers = {
      Host: '127.0.0.1',
      Referer: referer,
      Cookie: cookieHeader(jar),
      'Content-Type': 'application/x-www-form-urlencoded',
    };
    const answer = await send(base, method, url, headers, body);
    keep(jar, answer);
    return answer;
  }
  async function signIn(jarName: string, username: string, deployment: Deployment = 'plain'): Promise<void> {
    const base = (await server(deployment)).standIn.httpUrl;
    jars.delete(jarName);
    await visit(jarName, base, 'GET', '/accounts/login/');
    const csrf = jarOf(jarName).get('csrftoken') ?? '';
    const body = new URLSearchParams({ username, password: PASSWORD, csrfmiddlewaretoken: csrf }).toString();
    const answer = await visit(jarName, base, 'POST', '/accounts/login/', body);
    if (answer.status !== 302) throw new Error(`set-up: ${username} could not sign in (${answer.status})`);
  }
  async function prepareJar(name: string, exchange: Exchange, deployment: Deployment): Promise<void> {
    if (jars.has(name)) return;
    const owner = JAR_OWNER[name];
    if (exchange.request.url !== '/accounts/login/' && owner !== undefined)
      await signIn(name, owner, deployment);
    else if (exchange.request.method === 'POST')
      await visit(name, (await server(deployment)).standIn.httpUrl, 'GET', exchange.request.url);
  }

  async function headersOf(
    exchange: Exchange,
    deployment: Deployment,
    https: boolean,
  ): Promise<Record<string, string>> {
    const headers: Record<string, string> = { Host: HOSTS[deployment][https ? 1 : 0] };
    for (const [name, value] of exchange.request.headers) {
      const key = /^(Bearer|bearer|Token) (\w{40})$/u.exec(value);
      headers[name] =
        name === 'Authorization' && key ? `${key[1] ?? ''} ${await bearer(key[2] ?? '', deployment)}` : value;
    }
    return headers;
  }

  return {
    server,
    signIn,
    async extra(method, url, jar, body = '', deployment = 'plain') {
      const base = (await server(deployment)).standIn.httpUrl;
      const csrf = jarOf(jar).get('csrftoken') ?? '';
      const field = method === 'POST' ? `${body === '' ? '' : '&'}csrfmiddlewaretoken=${csrf}` : '';
      return visit(jar, base, method, url, body + field);
    },
    async play(exchange, deployment, https) {
      const { request } = exchange;
      if (request.jar) await prepareJar(request.jar, exchange, deployment);
      const jar = request.jar ? jarOf(request.jar) : null;
      const headers = await headersOf(exchange, deployment, https);
      const csrf = jar?.get('csrftoken');
      if (csrf !== undefined && 'X-CSRFToken' in headers) headers['X-CSRFToken'] = csrf;
      if (jar && jar.size > 0) headers['Cookie'] = cookieHeader(jar);
      const body = csrf === undefined ? request.body : request.body.replace(CSRF, `$1${csrf}`);
      const answer = await send(
        baseOf(await server(deployment), https),
        request.method,
        request.url.replace(NOT_IN_URL, encodeURIComponent),
        headers,
        body,
      );
      if (jar) keep(jar, answer);
      const wanted = /"token": "(\w{40})"/u.exec(exchange.response.body)?.[1];
      const got = /"token": "(\w{40})"/u.exec(answer.body)?.[1];
      if (wanted !== undefined && got !== undefined) learned.set(`${deployment} ${wanted}`, got);
      return answer;
    },
    async stop() {
      for (const running of servers.values()) await (await running).standIn.stop();
    },
  };
}

/** Host as the recorder sent it, by deployment: over http and over https. */
const HOSTS: Record<Deployment, readonly [string, string]> = {
  plain: ['127.0.0.1:8099', '127.0.0.1'],
  cors: ['127.0.0.1:8098', '127.0.0.1'],
  hostWithPort: ['127.0.0.1:8099', '127.0.0.1:8443'],
  fresh: ['127.0.0.1:8099', '127.0.0.1'],
};
