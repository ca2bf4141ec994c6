/** Cookies as Django 3.2 reads and writes them. */
export function parseCookies(header: string | undefined): Map<string, string> {
  const jar = new Map<string, string>();
  for (const piece of (header ?? '').split(';')) {
    const at = piece.indexOf('=');
    if (at < 0) continue;
    const value = piece.slice(at + 1).trim();
    jar.set(
      piece.slice(0, at).trim(),
      value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value,
    );
  }
  return jar;
}

/** One year less a day: CSRF_COOKIE_AGE. */
const CSRF_COOKIE_AGE_S = 31_449_600;
const EPOCH = 'Thu, 01 Jan 1970 00:00:00 GMT';

export const sessionCookie = (key: string): string => `sessionid=${key}; HttpOnly; Path=/; SameSite=Lax`;
export const csrfCookie = (token: string, now: number): string =>
  `csrftoken=${token}; expires=${new Date(now + CSRF_COOKIE_AGE_S * 1000).toUTCString()}; Max-Age=${CSRF_COOKIE_AGE_S}; Path=/; SameSite=Lax`;
export const messagesCookie = (value: string): string => `messages=${value}; HttpOnly; Path=/; SameSite=Lax`;
export const deletedCookie = (name: string): string =>
  `${name}=""; expires=${EPOCH}; Max-Age=0; Path=/; SameSite=Lax`;
