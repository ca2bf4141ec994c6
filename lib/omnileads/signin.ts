/**
 * The web sign-in, step by step (session.md §1.4, §11.3). Where it ended is read from the final path: `redirected` and 200
 * are the same for agents, supervisors and wrong passwords.
 */
import { PhoneError, type Log } from '@/lib/diagnostics';
import { parseConsole } from './console';
import { ENDPOINTS, pathOf, type Endpoint } from './endpoints';
import { csrfTokenOf, parseHtml } from './html';
import { isLoginPath, type Answer, type Send } from './http';
import { identify } from './identity';
import type { Host, RefererForm } from './ports';
import { extensionOfToken, takeToken, type Token } from './token';
import type { ConsoleConfig } from './types';

/** The sign-in's answer is the whole console page (62 kB, built from many queries). */
const SIGN_IN_TIMEOUT_MS = 30_000;

export interface SignInTools {
  readonly host: Host;
  readonly send: Send;
  readonly log: Log;
  readonly now: () => number;
}
export interface Opened {
  readonly console: ConsoleConfig;
  readonly token: Token | null;
  readonly refererForm: RefererForm;
  readonly clockSkewMs: number;
}

/** Errors: wrongPassword, accountLocked, notAnAgent, csrfRejected, notOmnileads, serverAddressInvalid, serverError and those of http. */
export async function openSession(
  tools: SignInTools,
  server: string,
  user: string,
  password: string,
  form: RefererForm,
): Promise<Opened> {
  const { host, send, log, now } = tools;
  if (server.startsWith('https:')) await host.refererRule(server, form);
  const who = await identify(send, server);
  const early = who.kind === 'agent' ? await takeToken(send, server, user, password, now(), log) : null;
  if (
    who.kind === 'agent' &&
    early &&
    (await extensionOfToken(send, server, early.value)) === who.extension
  ) {
    log.info('omnileads', 'the browser is signed in as this agent already, using it');
    const { answer, console } = await readConsole(send, server);
    return {
      console,
      token: matching(early, console, log),
      refererForm: form,
      clockSkewMs: answer.clockSkewMs,
    };
  }
  if (who.kind !== 'nobody') await visit(send, server, ENDPOINTS.webLogout);
  const { answer, refererForm } = await logIn(tools, server, user, password, form);
  const console = await judgeLogin(tools, server, answer);
  const token = early ?? (await takeToken(send, server, user, password, now(), log));
  return { console, token: matching(token, console, log), refererForm, clockSkewMs: answer.clockSkewMs };
}

/** GET /consola/, once per session: it writes presence records. Errors: sessionExpired, notAnAgent, serverError, notOmnileads. */
export async function readConsole(
  send: Send,
  server: string,
): Promise<{ answer: Answer; console: ConsoleConfig }> {
  const answer = await visit(send, server, ENDPOINTS.console);
  if (isLoginPath(answer.path)) throw new PhoneError('sessionExpired', { endpoint: ENDPOINTS.console.name });
  return { answer, console: consoleIn(answer, server) };
}

async function logIn(tools: SignInTools, server: string, user: string, password: string, form: RefererForm) {
  const first = await postLogin(tools.send, server, user, password);
  if (first.status !== 403 || !server.startsWith('https:')) return { answer: first, refererForm: form };
  // Behind a proxy that forwards Host with its port the Referer needs it too; which one can't be known (session.md §1.3).
  const other: RefererForm = form === 'withoutPort' ? 'withPort' : 'withoutPort';
  tools.log.info('omnileads', 'sign-in refused, trying the other Referer', { form: other });
  await tools.host.refererRule(server, other);
  const second = await postLogin(tools.send, server, user, password);
  if (second.status === 403) await tools.host.refererRule(server, form);
  return { answer: second, refererForm: second.status === 403 ? form : other };
}

async function postLogin(send: Send, server: string, user: string, password: string): Promise<Answer> {
  const endpoint = ENDPOINTS.login;
  const csrf = await loginToken(send, server);
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrf, username: user, password });
  return send({
    server,
    endpoint,
    path: pathOf(endpoint),
    credentials: 'include',
    body,
    timeoutMs: SIGN_IN_TIMEOUT_MS,
  });
}

/** The login page's token. Somebody signed in is sent away from that page and gets none: then log out first. */
async function loginToken(send: Send, server: string): Promise<string> {
  let page = await visit(send, server, ENDPOINTS.loginPage);
  if (!isLoginPath(page.path)) {
    await visit(send, server, ENDPOINTS.webLogout);
    page = await visit(send, server, ENDPOINTS.loginPage);
  }
  const token = isLoginPath(page.path) && page.status === 200 ? csrfTokenOf(parseHtml(page.text)) : null;
  if (token === null) throw new PhoneError('notOmnileads', { status: page.status }, 'no sign-in form');
  return token;
}

async function judgeLogin(tools: SignInTools, server: string, answer: Answer): Promise<ConsoleConfig> {
  const endpoint = ENDPOINTS.login.name;
  if (answer.status === 403) throw new PhoneError('csrfRejected', { endpoint });
  if (answer.status >= 500) throw new PhoneError('serverError', { endpoint, status: answer.status });
  if (isLoginPath(answer.path)) {
    // The lock is told in words only, but its page has no form to try again with (exchanges #59, #60).
    const form = parseHtml(answer.text).querySelector('input[name="password"], input[type="password"]');
    throw new PhoneError(form ? 'wrongPassword' : 'accountLocked');
  }
  if (answer.path !== ENDPOINTS.console.path) {
    // A supervisor, now signed in in this browser: the phone keeps no session that it can't use.
    await visit(tools.send, server, ENDPOINTS.webLogout).catch((thrown: unknown) => {
      tools.log.warn('omnileads', 'could not sign the non-agent out', { error: String(thrown) });
    });
  }
  return consoleIn(answer, server);
}

function consoleIn(answer: Answer, server: string): ConsoleConfig {
  const endpoint = ENDPOINTS.console.name;
  if (answer.status >= 500) throw new PhoneError('serverError', { endpoint, status: answer.status });
  if (answer.path !== ENDPOINTS.console.path || answer.status === 403) throw new PhoneError('notAnAgent');
  return parseConsole(answer.text, new URL(server).hostname);
}

/** The token must be the console's agent's (session.md §11.2): a user name may be written in several ways. */
function matching(token: Token | null, console: ConsoleConfig, log: Log): Token | null {
  if (!token || token.agentId === console.agentId) return token;
  log.warn('omnileads', "the bearer is another agent's, not using it");
  return null;
}

async function visit(send: Send, server: string, endpoint: Endpoint): Promise<Answer> {
  const timeoutMs = endpoint === ENDPOINTS.console ? SIGN_IN_TIMEOUT_MS : undefined;
  const answer = await send({ server, endpoint, path: pathOf(endpoint), credentials: 'include', timeoutMs });
  if (answer.status >= 500 && endpoint !== ENDPOINTS.console) {
    throw new PhoneError('serverError', { endpoint: endpoint.name, status: answer.status });
  }
  return answer;
}
