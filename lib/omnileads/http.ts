/**
 * One request to OMniLeads, turned into an `Answer` or a PhoneError. Nothing is judged by 200 or `redirected` alone:
 * a dead session answers 200 with the login page, a refused form 200 at /blanco/ (session.md §4.3, §8).
 * Nothing here repeats a request: whoever knows that it is safe does (session.md §11.5).
 */
import { PhoneError } from '@/lib/diagnostics';
import type { Endpoint } from './endpoints';

/** Lists, pages, presence: answered in well under a second by a healthy server; a slow one must not block a shift. */
export const REQUEST_TIMEOUT_MS = 15_000;
/** Originate is synchronous on the server and may take its whole 25 s (interface §4.1). */
export const ORIGINATE_TIMEOUT_MS = 30_000;
/** The plain-http question that tells a bad certificate from a dead server. */
const CERTIFICATE_PROBE_TIMEOUT_MS = 4_000;
/** Date headers have whole seconds and travel time; smaller differences are not a wrong clock. */
const CLOCK_TOLERANCE_MS = 5_000;
/** Server's words kept for the diagnostics export. */
const DETAIL_CHARS = 200;

export interface Answer {
  readonly status: number;
  /** Where the redirects ended: the only proof of what happened. */
  readonly url: string;
  readonly origin: string;
  readonly path: string;
  /** Proves nothing by itself: only tells a page shown again from one that leads back to itself. */
  readonly redirected: boolean;
  readonly kind: 'json' | 'page';
  readonly text: string;
  /** Parsed body; undefined for a page or malformed JSON. */
  readonly json: unknown;
  /** Server's clock minus ours in ms, 0 when equal within tolerance or unknown. */
  readonly clockSkewMs: number;
}

export interface Request {
  readonly server: string; // origin
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly credentials: 'include' | 'omit';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
  readonly timeoutMs?: number;
}

export type Send = (request: Request) => Promise<Answer>;

/** Errors: serverUnreachable, certificateUntrusted, serverTimeout; sessionExpired without a server. Any answer of the server resolves. */
export function createSend(fetch: typeof globalThis.fetch, now: () => number): Send {
  return async (request) => {
    // Nothing to talk to yet: before the first sign-in there is no session, whoever asks.
    if (request.server === '') throw new PhoneError('sessionExpired', { endpoint: request.endpoint.name });
    const abort = new AbortController();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      abort.abort();
    }, request.timeoutMs ?? REQUEST_TIMEOUT_MS);
    try {
      const response = await fetch(request.server + request.path, {
        method: request.endpoint.method,
        credentials: request.credentials,
        redirect: 'follow',
        cache: 'no-store',
        headers: {
          Accept: request.endpoint.answers === 'json' ? 'application/json' : 'text/html, application/json',
          ...request.headers,
        },
        body: request.body,
        signal: abort.signal,
      });
      return await answerOf(response, request.server, now());
    } catch (thrown) {
      const { endpoint } = request;
      if (late) throw new PhoneError('serverTimeout', { endpoint: endpoint.name });
      const code = (await certificateIsTheProblem(fetch, request.server))
        ? 'certificateUntrusted'
        : 'serverUnreachable';
      // The cause's text is the browser's ("Failed to fetch"); the URL and the body stay out of the error.
      throw new PhoneError(
        code,
        { endpoint: endpoint.name },
        thrown instanceof Error ? thrown.message : undefined,
      );
    } finally {
      clearTimeout(timer);
    }
  };
}

async function answerOf(response: Response, server: string, now: number): Promise<Answer> {
  const text = await response.text();
  const url = new URL(response.url || server);
  const isJson = /^application\/([\w.+-]+\+)?json\b/i.test(response.headers.get('content-type') ?? '');
  const parsed = isJson ? parseJson(text) : undefined;
  const skew = Date.parse(response.headers.get('date') ?? '') - now;
  return {
    status: response.status,
    url: url.href,
    origin: url.origin,
    path: url.pathname,
    redirected: response.redirected,
    kind: parsed === undefined ? 'page' : 'json',
    text,
    json: parsed,
    clockSkewMs: Math.abs(skew) > CLOCK_TOLERANCE_MS ? skew : 0, // NaN compares false
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // malformed: judged like a page, the caller says serverAnsweredPage
  }
}

/**
 * fetch says the same for a dead server and for a certificate the browser refuses. A TLS port of nginx answers plain http
 * with a 400, so a resolved probe means that the server is there and the certificate is the problem.
 */
async function certificateIsTheProblem(fetch: typeof globalThis.fetch, server: string): Promise<boolean> {
  const url = new URL(server);
  if (url.protocol !== 'https:') return false;
  try {
    await fetch(`http://${url.hostname}:${url.port || '443'}/`, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(CERTIFICATE_PROBE_TIMEOUT_MS),
    });
    return true;
  } catch {
    return false; // nothing listens there, or we are offline: unreachable is the truth
  }
}

export const isLoginPath = (path: string): boolean => path.startsWith('/accounts/login');

/** The answer as JSON of its endpoint. Errors: sessionExpired, serverError, serverAnsweredPage. */
export function expectJson(answer: Answer, endpoint: Endpoint): unknown {
  refuseDeadEnds(answer, endpoint);
  if (answer.kind !== 'json') throw pageInstead(answer, endpoint);
  return answer.json;
}

/** Throws what no endpoint may answer: the login page (sessionExpired) and 5xx (serverError). */
export function refuseDeadEnds(answer: Answer, endpoint: Endpoint): void {
  if (isLoginPath(answer.path)) throw new PhoneError('sessionExpired', { endpoint: endpoint.name });
  if (answer.status >= 500) {
    throw new PhoneError(
      'serverError',
      { endpoint: endpoint.name, status: answer.status },
      serversWords(answer),
    );
  }
}

export function pageInstead(answer: Pick<Answer, 'status' | 'path'>, endpoint: Endpoint): PhoneError {
  // Only the path's head: the rest may hold a customer's number or call data.
  const head = answer.path.split('/')[1] ?? '';
  return new PhoneError('serverAnsweredPage', { endpoint: endpoint.name, status: answer.status }, `/${head}`);
}

/** `message` or `detail` of a JSON answer, shortened, for the diagnostics export; pages are not quoted. */
export function serversWords(answer: Answer): string | undefined {
  if (typeof answer.json !== 'object' || answer.json === null) return undefined;
  const { message, detail, errors } = answer.json as Record<string, unknown>;
  const said = [message, detail, errors].filter((part) => part !== undefined);
  return said.length > 0
    ? JSON.stringify(said.length === 1 ? said[0] : said).slice(0, DETAIL_CHARS)
    : undefined;
}
