/** django-cors-headers, present only when CUSTOM_CORS_ALLOWED_ORIGINS is set (interface §1.6). */
import type { WebRequest } from './request';

const ALLOWED_HEADERS =
  'accept, accept-encoding, authorization, content-type, dnt, origin, user-agent, x-csrftoken, x-requested-with';
const ALLOWED_METHODS = 'DELETE, GET, OPTIONS, PATCH, POST, PUT';
const PREFLIGHT_MAX_AGE_S = 86_400;

/** Headers that every answer gets, when the feature is on. */
export function corsHeaders(request: WebRequest, origins: readonly string[] | null): [string, string][] {
  const { origin } = request.headers;
  if (!origins) return [];
  return origin !== undefined && origins.includes(origin) ? [['Access-Control-Allow-Origin', origin]] : [];
}
/** The answer to a preflight, or null when the request goes on to the site. */
export function preflight(
  request: WebRequest,
  origins: readonly string[] | null,
): { status: number; headers: [string, string][]; body: string } | null {
  const asked = request.method === 'OPTIONS' && 'access-control-request-method' in request.headers;
  if (!origins || !asked) return null;
  const allowed = corsHeaders(request, origins);
  const details: [string, string][] = [
    ['Access-Control-Allow-Headers', ALLOWED_HEADERS],
    ['Access-Control-Allow-Methods', ALLOWED_METHODS],
    ['Access-Control-Max-Age', String(PREFLIGHT_MAX_AGE_S)],
  ];
  return {
    status: 200,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ['Vary', 'Origin'],
      ...allowed,
      ...(allowed.length > 0 ? details : []),
    ],
    body: '',
  };
}
