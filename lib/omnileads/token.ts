/** The Bearer token, taken with the same password right after the web sign-in (interface §1.1, session.md §11.2). */
import { PhoneError, type Log } from '@/lib/diagnostics';
import * as v from 'valibot';
import { extensionIn } from './credentials';
import { ENDPOINTS, pathOf } from './endpoints';
import type { Send } from './http';
import { Id } from './shape';

/** Not used in its last minute: a request on its way would meet an expired token. */
const EXPIRY_MARGIN_MS = 60_000;

export interface Token {
  readonly value: string;
  readonly expiresAt: number; // ms epoch of our clock
  readonly agentId: string | null;
  readonly displayName: string;
}

const Body = v.object({
  token: v.pipe(v.string(), v.minLength(1)),
  expires_in: v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.finite(), v.minValue(0)),
  user: v.object({
    first_name: v.fallback(v.string(), ''),
    last_name: v.fallback(v.string(), ''),
    agent_id: v.optional(Id),
  }),
});

/**
 * Never fails: without a token REST goes by session. Refused are wrong passwords, but also accounts whose password lives in
 * a directory (LDAP), so a refusal proves nothing about the password. Cookies are omitted: beside a live session they would
 * make the server ask for CSRF (interface §1.1).
 */
export async function takeToken(
  send: Send,
  server: string,
  user: string,
  password: string,
  now: number,
  log: Log,
): Promise<Token | null> {
  const endpoint = ENDPOINTS.tokenLogin;
  try {
    const answer = await send({
      server,
      endpoint,
      path: pathOf(endpoint),
      credentials: 'omit',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: user, password }),
    });
    const body = v.safeParse(Body, answer.json);
    if (answer.status !== 200 || !body.success) {
      log.warn('omnileads', 'no bearer for this account, REST goes by web login', { status: answer.status });
      return null;
    }
    const { token, expires_in, user: owner } = body.output;
    return {
      value: token,
      expiresAt: now + expires_in * 1000 - EXPIRY_MARGIN_MS,
      agentId: owner.agent_id ?? null,
      displayName: `${owner.first_name} ${owner.last_name}`.trim(),
    };
  } catch (thrown) {
    if (!(thrown instanceof PhoneError)) throw thrown;
    log.warn('omnileads', 'bearer sign-in failed, REST goes by web login', { code: thrown.code });
    return null;
  }
}

/** Which agent a token belongs to, in the same terms as the cookie jar's probe; null when it can't be told. */
export async function extensionOfToken(send: Send, server: string, token: string): Promise<string | null> {
  const endpoint = ENDPOINTS.sipCredentials;
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await send({ server, endpoint, path: pathOf(endpoint), credentials: 'omit', headers });
  return answer.status === 200 ? extensionIn(answer.json) : null;
}
