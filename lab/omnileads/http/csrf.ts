/**
 * Django 3.2's CSRF: the cookie holds a masked secret, field or header must hold the same secret under any mask;
 * over https the Referer must name the host that the application sees.
 */
import { randomInt } from 'node:crypto';

import type { WebRequest } from './request';

const CHARS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const SECRET_LENGTH = 32;
const TOKEN_LENGTH = 2 * SECRET_LENGTH;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

const randomText = (length: number): string =>
  Array.from({ length }, () => CHARS[randomInt(CHARS.length)] ?? 'a').join('');
const shift = (text: string, mask: string, sign: 1 | -1): string =>
  [...text]
    .map((char, at) => {
      const sum = CHARS.indexOf(char) + sign * CHARS.indexOf(mask[at] ?? 'a');
      return CHARS[(sum + CHARS.length) % CHARS.length] ?? 'a';
    })
    .join('');

function maskSecret(secret: string): string {
  const mask = randomText(SECRET_LENGTH);
  return mask + shift(secret, mask, 1);
}
function unmask(token: string): string {
  return shift(token.slice(SECRET_LENGTH), token.slice(0, SECRET_LENGTH), -1);
}
export const newCsrfCookie = (): string => maskSecret(randomText(SECRET_LENGTH));
const wellFormed = (token: string): boolean => token.length === TOKEN_LENGTH && /^[a-zA-Z0-9]+$/u.test(token);
export const readCsrfCookie = (value: string | undefined): string | null =>
  value && wellFormed(value) ? value : null;

/** `{% csrf_token %}`: a freshly masked token; the cookie goes out (again) with the response. */
export function csrfToken(request: WebRequest): string {
  const cookie = request.state.csrfCookie ?? newCsrfCookie();
  request.state.csrfCookie = cookie;
  request.state.csrfUsed = true;
  return maskSecret(unmask(cookie));
}
/** Login changes the secret: tokens taken before are refused afterwards. */
export function rotateCsrf(request: WebRequest): void {
  request.state.csrfCookie = newCsrfCookie();
  request.state.csrfUsed = true;
}

export type CsrfFailure =
  | 'Referer checking failed - no Referer.'
  | 'Referer checking failed - Referer is malformed.'
  | 'Referer checking failed - Referer is insecure while host is secure.'
  | 'CSRF cookie not set.'
  | 'CSRF token missing or incorrect.'
  | `Referer checking failed - ${string} does not match any trusted origins.`;

function checkReferer(request: WebRequest): CsrfFailure | null {
  const referer = request.headers.referer;
  if (referer === undefined) return 'Referer checking failed - no Referer.';
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)/iu.exec(referer);
  const [, scheme, netloc] = parts ?? [];
  if (!scheme || !netloc) return 'Referer checking failed - Referer is malformed.';
  if (scheme.toLowerCase() !== 'https')
    return 'Referer checking failed - Referer is insecure while host is secure.';
  // The comparison is of `host[:port]` as written, which is why a port the proxy dropped makes it fail.
  return netloc.toLowerCase() === request.host.toLowerCase()
    ? null
    : `Referer checking failed - ${referer} does not match any trusted origins.`;
}

/** Null when the request may pass. */
export function csrfFailure(request: WebRequest): CsrfFailure | null {
  if (SAFE_METHODS.has(request.method)) return null;
  const referer = request.secure ? checkReferer(request) : null;
  if (referer) return referer;
  const cookie = readCsrfCookie(request.cookies.get('csrftoken'));
  if (!cookie) return 'CSRF cookie not set.';
  const fromForm = request.method === 'POST' ? request.form.get('csrfmiddlewaretoken') : undefined;
  const header = request.headers['x-csrftoken'];
  const token = fromForm || (typeof header === 'string' ? header : '');
  return wellFormed(token) && unmask(token) === unmask(cookie) ? null : 'CSRF token missing or incorrect.';
}

/** Django's own 403 page; it says more only when the Referer or the cookie is missing. */
export function csrfFailurePage(failure: CsrfFailure): string {
  const more =
    failure === 'Referer checking failed - no Referer.'
      ? '<p>Está viendo este mensaje porque este sitio HTTPS requiere que su navegador web envíe un &quot;encabezado de referencia&quot;, pero no se envió ninguno.</p>'
      : failure === 'CSRF cookie not set.'
        ? '<p>Estás viendo este mensaje porqué esta web requiere una cookie CSRF cuando se envían formularios.</p>'
        : '';
  return `<!DOCTYPE html>\n<html lang="en">\n<head><meta http-equiv="content-type" content="text/html; charset=utf-8"><meta name="robots" content="NONE,NOARCHIVE"><title>403 Forbidden</title></head>\n<body>\n<div id="summary"><h1>Prohibido <span>(403)</span></h1><p>La verificación CSRF ha fallado. Solicitud abortada.</p>${more}</div>\n<div id="explanation"><p><small>Más información disponible si se establece DEBUG=True.</small></p></div>\n</body>\n</html>\n`;
}
