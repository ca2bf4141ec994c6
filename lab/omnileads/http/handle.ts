/** One request through the site: what Django's middlewares do before and after the view. */
import { findSession, mayUse, now, touchSession, userOf, type User } from '@/lab/omnileads/store';
import type { Site } from '@/lab/omnileads/site';

import { parseForm } from './body';
import { csrfCookie, deletedCookie, messagesCookie, parseCookies, sessionCookie } from './cookies';
import { corsHeaders, preflight } from './cors';
import { csrfFailure, csrfFailurePage, readCsrfCookie } from './csrf';
import { PageNotFound, PermissionDenied, ServerCrash } from './errors';
import { crashPage, notFoundPage, permissionPage } from './html';
import { languageOf } from './language';
import { decodeFlashes, encodeFlashes } from './messages';
import { QueryDict } from './query-dict';
import type { WebRequest } from './request';
import { html, redirect, type WebResponse } from './response';
import type { Route } from './route';

/** A request as it reached the application, after the proxy's work on the headers. */
export interface Arrival {
  readonly method: string;
  /** Path with query, as on the wire. */
  readonly url: string;
  readonly headers: WebRequest['headers'];
  readonly body: Buffer;
}

export interface Finished {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Buffer;
}

const text = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;
function decodePath(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch (error) {
    if (error instanceof URIError) return raw;
    throw error;
  }
}

async function readRequest(arrival: Arrival, site: Site): Promise<WebRequest> {
  const [rawPath = '/', ...query] = arrival.url.split('?');
  const cookies = parseCookies(arrival.headers.cookie);
  const session = findSession(site.world, cookies.get('sessionid'));
  const found: User | null = session?.userId ? userOf(site.world, session.userId) : null;
  const contentType = arrival.headers['content-type'] ?? '';
  return {
    method: arrival.method,
    path: decodePath(rawPath),
    rawPath,
    query: new QueryDict(query.join('?')),
    headers: arrival.headers,
    cookies,
    host: arrival.headers.host ?? '',
    secure: text(arrival.headers['x-forwarded-proto']) === 'https',
    forwardedPort: text(arrival.headers['x-forwarded-port']),
    contentType,
    rawBody: arrival.body,
    form: await parseForm(arrival.method, contentType, arrival.body),
    language: languageOf(arrival.headers['accept-language']),
    session,
    user: found?.isActive ? found : null,
    state: {
      csrfCookie: readCsrfCookie(cookies.get('csrftoken')),
      csrfUsed: false,
      session,
      flashesRead: false,
      flashesAdded: [],
      flashes: decodeFlashes(cookies.get('messages')),
    },
  };
}

/** Runs the view; what it throws becomes the page or JSON that Django would show. */
async function runView(route: Route, request: WebRequest, site: Site): Promise<WebResponse> {
  const failure = route.csrfExempt ? null : csrfFailure(request);
  if (failure) return { ...html(csrfFailurePage(failure), 403), contentType: 'text/html' };
  const forbidden = route.kind === 'html' && request.user && !mayUse(site.world, request.user, route.name);
  if (forbidden) return html(permissionPage(), 403);
  const params = route.path.exec(request.path)?.groups ?? {};
  try {
    return await route.view(request, site, params);
  } catch (error) {
    if (error instanceof PageNotFound) return html(notFoundPage(), 404);
    if (error instanceof PermissionDenied) return html(permissionPage(), 403);
    site.log(
      error instanceof ServerCrash ? error.log : `${request.method} ${request.path}: ${String(error)}`,
    );
    if (error instanceof Error && !(error instanceof ServerCrash)) site.log(error.stack ?? '');
    return html(crashPage(), 500);
  }
}

/** Set-Cookie lines in the order the middlewares add them. */
function cookieLines(request: WebRequest, status: number, site: Site): string[] {
  const { state } = request;
  const lines: string[] = [];
  if (state.flashesAdded.length > 0) {
    const kept = state.flashesRead ? [] : state.flashes;
    lines.push(messagesCookie(encodeFlashes([...kept, ...state.flashesAdded])));
  } else if (state.flashesRead && request.cookies.has('messages')) lines.push(deletedCookie('messages'));
  if (state.csrfUsed && state.csrfCookie) lines.push(csrfCookie(state.csrfCookie, now(site.world)));
  if (state.session && status !== 500) {
    touchSession(site.world, state.session);
    lines.push(sessionCookie(state.session.key));
  } else if (!state.session && request.cookies.has('sessionid')) lines.push(deletedCookie('sessionid'));
  return lines;
}

function finish(request: WebRequest, response: WebResponse, site: Site, framed: boolean): Finished {
  const own = response.headers.filter(([name]) => name !== 'Vary');
  const asked = response.headers.filter(([name]) => name === 'Vary').map(([, value]) => value);
  const standard = framed
    ? request.state.csrfUsed
      ? ['Cookie', 'Accept-Language']
      : ['Accept-Language', 'Cookie']
    : ['Accept-Language'];
  const crashed = response.status === 500;
  const headers: [string, string][] = [
    ['Content-Type', response.contentType],
    ...own.map(([name, value]): [string, string] => [name, value]),
  ];
  if (framed) headers.push(['X-Frame-Options', 'SAMEORIGIN']);
  headers.push([
    'Vary',
    [...new Set([...(crashed ? [] : asked), ...standard, ...(site.cors ? ['Origin'] : [])])].join(', '),
  ]);
  headers.push(['Content-Language', request.language], ['Referrer-Policy', 'same-origin']);
  if (framed)
    for (const line of cookieLines(request, response.status, site)) headers.push(['Set-Cookie', line]);
  headers.push(...corsHeaders(request, site.cors));
  return {
    status: response.status,
    headers: crashed ? headers.filter(([name]) => name !== 'Allow') : headers,
    body: response.body,
  };
}

/** Answers one request. Never throws. */
export async function handle(arrival: Arrival, routes: readonly Route[], site: Site): Promise<Finished> {
  const request = await readRequest(arrival, site);
  const early = preflight(request, site.cors);
  if (early) return early;
  const route = routes.find(({ path }) => path.test(request.path));
  if (route) return finish(request, await runView(route, request, site), site, true);
  const slashed = `${request.path}/`;
  const appends = !request.path.endsWith('/') && routes.some(({ path }) => path.test(slashed));
  if (!appends) return finish(request, html(notFoundPage(), 404), site, true);
  const [raw = '', ...query] = arrival.url.split('?');
  return finish(request, redirect([`${raw}/`, ...query].join('?'), 301), site, false);
}
