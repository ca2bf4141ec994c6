/**
 * Pages and forms by web session (the browser's cookie jar). Writing goes through one queue (session.md §11.4); reading
 * pages doesn't. Also the source of CSRF tokens: /consola/ and /blanco/ have none (session.md §1.5).
 */
import { PhoneError } from '@/lib/diagnostics';
import { ENDPOINTS, pathOf, type Endpoint } from './endpoints';
import { csrfTokenOf, parseHtml } from './html';
import { expectJson, isLoginPath, pageInstead, refuseDeadEnds, serversWords, type Answer } from './http';
import { denied, noticingExpiry, type Context } from './memory';
import type { WriteQueue } from './queue';

/** A page or JSON of the session side, already known not to be the login page, a 403 or a 5xx. */
export interface Page {
  readonly status: number;
  readonly url: string; // where the redirects ended
  readonly path: string;
  readonly redirected: boolean;
  readonly html: string;
  readonly json: unknown; // undefined for pages
}
export type Pairs = readonly (readonly [name: string, value: string])[];

/** Inside `write`: one after the other, nobody else writes in between. */
export interface Writing {
  get(path: string, name?: string): Promise<Page>;
  /**
   * Posts exactly these pairs, urlencoded; the form's own csrfmiddlewaretoken is among them.
   * Errors: csrfRejected (403: token rotated by another sign-in; get the form again once), sessionExpired, serverError, serverTimeout …
   */
  post(path: string, pairs: Pairs): Promise<Page>;
}

export interface Web {
  /** `name` is what a 403 is reported as. Errors: sessionExpired, permissionDenied, serverError and those of http. */
  get(path: string, name?: string): Promise<Page>;
  /** One writing job at a time, after a check that the cookie jar is still ours. Errors: also otherAgentSignedIn. */
  write<T>(job: (web: Writing) => Promise<T>): Promise<T>;
  /** A small form post with X-CSRFToken, judged as JSON or as page. A refused token is renewed once. */
  submit(
    endpoint: Endpoint,
    parts: Readonly<Record<string, string>>,
    pairs: Pairs,
    timeoutMs?: number,
  ): Promise<Page>;
  /** Runs `attempt` in the queue with a CSRF token, once more with a new token after a 403 that `final` doesn't own. */
  withCsrf(
    endpoint: Endpoint,
    attempt: (token: string) => Promise<Answer>,
    final?: (answer: Answer) => boolean,
  ): Promise<Answer>;
  /** GET /blanco/: moves the session's expiry. Errors: sessionExpired and those of http. */
  alive(): Promise<void>;
}

/** Cheapest first; a role may lack any of them. */
const TOKEN_SOURCES = [ENDPOINTS.csrfSelectCampaign, ENDPOINTS.csrfCallbacks, ENDPOINTS.csrfContacts];
const PAGE: Endpoint = { ...ENDPOINTS.keepAlive, name: 'page', path: '' };
/** Asked like a page, a REST view answers with its browsable page (interface §0). */
const API = '/api/';
const FORM: Endpoint = { ...PAGE, name: 'form', method: 'POST', encoding: 'form' };

export function createWeb(context: Context, queue: WriteQueue): Web {
  const { memory, send, log } = context;
  const ask = (
    endpoint: Endpoint,
    path: string,
    extra: { body?: URLSearchParams; headers?: Record<string, string>; timeoutMs?: number } = {},
  ) => send({ server: memory.server, endpoint, path, credentials: 'include', ...extra });

  async function get(path: string, name = headOf(path)): Promise<Page> {
    return noticingExpiry(context, async () => {
      const endpoint: Endpoint = { ...PAGE, name, answers: path.startsWith(API) ? 'json' : 'page' };
      const answer = await ask(endpoint, path);
      // A form may be sent on to the CRM (interface §11.4): what that site answers is not the server's word.
      if (answer.origin !== memory.server) return pageOf(answer);
      refuseDeadEnds(answer, endpoint);
      if (answer.status !== 403) return pageOf(answer);
      if (answer.kind === 'json') await alive(); // REST says 403 also for a dead session
      throw denied(context, name);
    });
  }

  async function alive(): Promise<void> {
    const endpoint = ENDPOINTS.keepAlive;
    await noticingExpiry(context, async () => {
      const answer = await ask(endpoint, pathOf(endpoint));
      refuseDeadEnds(answer, endpoint);
      if (answer.status !== 200 || answer.path !== endpoint.path) throw pageInstead(answer, endpoint);
    });
  }

  async function post(path: string, pairs: Pairs): Promise<Page> {
    return noticingExpiry(context, async () => {
      const answer = await ask(FORM, path, { body: formOf(pairs) });
      refuseDeadEnds(answer, FORM);
      if (answer.status === 403) throw new PhoneError('csrfRejected', { endpoint: headOf(path) });
      return pageOf(answer);
    });
  }

  async function newToken(): Promise<string> {
    for (const source of TOKEN_SOURCES) {
      const answer = await ask(source, pathOf(source));
      if (isLoginPath(answer.path)) throw new PhoneError('sessionExpired', { endpoint: source.name });
      const token =
        answer.status === 200 && answer.kind === 'page' ? csrfTokenOf(parseHtml(answer.text)) : null;
      if (token) return (memory.csrf = token);
      log.info('omnileads', 'no form on this page, trying the next', {
        endpoint: source.name,
        status: answer.status,
      });
    }
    throw new PhoneError('csrfRejected', {}, 'no page gave a CSRF token');
  }

  async function withCsrf(
    endpoint: Endpoint,
    attempt: (token: string) => Promise<Answer>,
    final: (answer: Answer) => boolean = () => false,
  ) {
    return noticingExpiry(context, () =>
      queue.write(async () => {
        const first = await attempt(memory.csrf ?? (await newToken()));
        if (first.status !== 403 || final(first)) return first;
        // The token may have been rotated by a sign-in in a tab, or the browser restarted and lost the Referer rule.
        await applyRefererRule(context);
        memory.csrf = null;
        const second = await attempt(await newToken());
        if (second.status === 403 && !final(second)) {
          memory.csrf = null;
          throw denied(context, endpoint.name, serversWords(second)); // a fresh token is good: what lacks is the permission
        }
        return second;
      }),
    );
  }

  return {
    get,
    write: (job) => noticingExpiry(context, () => queue.write(() => job({ get, post }))),
    withCsrf,
    async submit(endpoint, parts, pairs, timeoutMs) {
      const headers = (token: string) => ({ 'X-CSRFToken': token });
      const path = pathOf(endpoint, parts);
      return noticingExpiry(context, async () => {
        const answer = await withCsrf(endpoint, (token) =>
          ask(endpoint, path, { body: formOf(pairs), headers: headers(token), timeoutMs }),
        );
        refuseDeadEnds(answer, endpoint);
        if (endpoint.answers === 'json') expectJson(answer, endpoint);
        return pageOf(answer);
      });
    },
    alive,
  };

  function pageOf(answer: Answer): Page {
    const { status, url, path, redirected, text, json } = answer;
    return { status, url, path, redirected, html: text, json };
  }
}

/** Reads one JSON of a session endpoint by GET. Errors as `Web.get`, and serverAnsweredPage. */
export async function getJson(
  web: Web,
  endpoint: Endpoint,
  parts: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const page = await web.get(pathOf(endpoint, parts), endpoint.name);
  if (page.json !== undefined) return page.json;
  throw new PhoneError('serverAnsweredPage', { endpoint: endpoint.name, status: page.status });
}

/** https only: Django wants a Referer there, and fetch can't send one (session.md §1.2). */
export async function applyRefererRule({ host, memory }: Context): Promise<void> {
  if (memory.server.startsWith('https:')) await host.refererRule(memory.server, memory.refererForm);
}

function formOf(pairs: Pairs): URLSearchParams {
  return new URLSearchParams(pairs.map(([name, value]) => [name, value]));
}
/** The first part of a path: enough to say which page, without the call data that may follow. */
function headOf(path: string): string {
  return path.split('/').filter(Boolean).slice(0, 2).join('/').replace(/\d+/g, 'n').slice(0, 60);
}
