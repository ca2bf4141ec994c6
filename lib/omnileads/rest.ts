/**
 * REST with whatever proves who we are: the Bearer token without cookies (a cookie beside it would switch CSRF on,
 * interface §1.3), else the web session with X-CSRFToken. A 403 was decided before the view ran, so trying the other way
 * repeats nothing. The texts of 403s are localised and never read: one question to another endpoint tells them apart.
 */
import { PhoneError, type ErrorCode } from '@/lib/diagnostics';
import { ENDPOINTS, pathOf, type Endpoint } from './endpoints';
import { expectJson, serversWords, type Answer, type Request } from './http';
import { denied, noticingExpiry, type Context } from './memory';
import type { Web } from './web';

export interface RestRequest {
  readonly endpoint: Endpoint;
  readonly parts?: Readonly<Record<string, string>>; // of the path
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON or as a form, whichever the endpoint reads. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly timeoutMs?: number;
}
/**
 * Resolves with a JSON answer of any status below 500, 403 only when the view itself said so (`status` in the body).
 * Errors: permissionDenied, sessionExpired, csrfRejected, otherAgentSignedIn, serverError, serverAnsweredPage and those of http.
 */
export type Rest = (request: RestRequest) => Promise<Answer>;

export function createRest(context: Context, web: Web): Rest {
  const { memory, send, log, emit, now } = context;

  const withToken = (request: RestRequest, token: string) =>
    send({
      ...wire(request),
      credentials: 'omit',
      headers: { ...encodingOf(request), Authorization: `Bearer ${token}` },
    });

  async function tokenIsTaken(token: string): Promise<boolean> {
    const probe = await withToken({ endpoint: ENDPOINTS.sipCredentials }, token);
    return probe.status !== 403;
  }

  /** Told once: of several requests on their way with the same token the first finds out. */
  function loseToken(token: string, why: string): void {
    if (memory.token?.value !== token) return;
    memory.token = null;
    log.warn('omnileads', `${why}, going on by web login`);
    emit({ type: 'tokenLost' });
  }

  function wire({ endpoint, parts, query, body, timeoutMs }: RestRequest): Omit<Request, 'credentials'> {
    const search = query ? `?${new URLSearchParams(query).toString()}` : '';
    const path = pathOf(endpoint, parts) + search;
    return { server: memory.server, endpoint, path, body: encoded(endpoint, body), timeoutMs };
  }

  async function bySession(request: RestRequest): Promise<Answer> {
    const { endpoint } = request;
    const include = (csrf: Record<string, string>) =>
      send({ ...wire(request), credentials: 'include', headers: { ...encodingOf(request), ...csrf } });
    if (endpoint.method !== 'GET') {
      return judged(
        await web.withCsrf(endpoint, (token) => include({ 'X-CSRFToken': token }), saidByView),
        endpoint,
      );
    }
    const answer = await include({});
    if (answer.status === 403 && !saidByView(answer)) {
      await web.alive(); // throws sessionExpired: 403 JSON is also what a dead session gets
      throw denied(context, endpoint.name);
    }
    return judged(answer, endpoint);
  }

  return (request) =>
    noticingExpiry(context, async () => {
      const { endpoint } = request;
      if (memory.token && memory.token.expiresAt <= now()) loseToken(memory.token.value, 'bearer expired');
      const token = memory.token?.value ?? null;
      if (token === null) return bySession(request);
      const answer = await withToken(request, token);
      if (answer.status !== 403 || saidByView(answer)) return judged(answer, endpoint);
      const questionAsked = endpoint.name === ENDPOINTS.sipCredentials.name;
      if (answer.kind === 'page' || (!questionAsked && (await tokenIsTaken(token))))
        throw denied(context, endpoint.name);
      loseToken(token, 'bearer refused');
      return bySession(request);
    });
}

/** Views answer `{"status": …}`, the framework's refusals `{"detail": …}`. */
function saidByView(answer: Answer): boolean {
  return typeof answer.json === 'object' && answer.json !== null && 'status' in answer.json;
}

function judged(answer: Answer, endpoint: Endpoint): Answer {
  // 5xx with a JSON body of the view (survey) is the view's answer; a page is the server's failure.
  if (answer.status >= 500 && saidByView(answer)) return answer;
  expectJson(answer, endpoint);
  return answer;
}

function encodingOf({ endpoint }: RestRequest): Record<string, string> {
  return endpoint.encoding === 'json' ? { 'Content-Type': 'application/json' } : {};
}

function encoded(endpoint: Endpoint, body: RestRequest['body']): string | URLSearchParams | undefined {
  if (endpoint.encoding === 'none') return undefined;
  if (endpoint.encoding === 'json') return JSON.stringify(body ?? {});
  return new URLSearchParams(Object.entries(body ?? {}).map(([key, value]) => [key, String(value)]));
}

/** True when the body says that the request was carried out: refusals come at HTTP 200 too (interface §12.1). */
export function saysOk(answer: Answer): boolean {
  const { status } = (answer.json ?? {}) as { status?: unknown };
  return answer.status < 400 && (status === 'OK' || status === 'SUCCESS');
}

/** The error for a request that the view itself refused. */
export function refusal(code: ErrorCode, answer: Answer, endpoint: Endpoint): PhoneError {
  return new PhoneError(code, { endpoint: endpoint.name, status: answer.status }, serversWords(answer));
}

/** What a view found wrong, by field; its message alone when it names none. Shapes differ per view (interface §6.3). */
export function serversFields(answer: Answer): Readonly<Record<string, readonly string[]>> {
  const body = (answer.json ?? {}) as Readonly<Record<string, unknown>>;
  const { errors, message, detail } = body;
  if (typeof errors === 'object' && errors !== null && !Array.isArray(errors)) {
    return Object.fromEntries(
      Object.entries(errors as Record<string, unknown>).map(([name, said]) => [
        name,
        (Array.isArray(said) ? said : [said]).map(String),
      ]),
    );
  }
  const words = errors ?? message ?? detail;
  return words === undefined ? {} : { '': [typeof words === 'string' ? words : JSON.stringify(words)] };
}
