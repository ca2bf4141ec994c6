/** Ephemeral SIP credentials (interface §2.1): good until the timestamp in their user part, never renewed by the server. */
import { PhoneError } from '@/lib/diagnostics';
import * as v from 'valibot';
import { ENDPOINTS } from './endpoints';
import type { Context } from './memory';
import type { Rest } from './rest';
import { read } from './shape';
import type { SipCredentials } from './types';

/** Renewed after this share of what is left: early enough for several tries, late enough not to be noise. */
const RENEW_AFTER_SHARE = 0.7;

const Body = v.variant('status', [
  v.object({
    status: v.literal('OK'),
    sip_user: v.string(),
    sip_password: v.pipe(v.string(), v.minLength(1)),
  }),
  v.object({ status: v.literal('ERROR') }),
]);

/**
 * The pair as the phone uses it. `expiresAt` and `renewAt` are in our clock's ms, even when the server's differs by
 * `clockSkewMs`. Errors: notOmnileads (the user part isn't "<epoch>:<extension>").
 */
export function sipCredentials(user: string, password: string, now: number, clockSkewMs = 0): SipCredentials {
  const parts = /^(\d{1,12}):(\d+)$/.exec(user);
  const [epoch, extension] = [parts?.[1], parts?.[2]];
  if (!epoch || !extension || !password) throw new PhoneError('notOmnileads', {}, 'SIP user of unknown form');
  const expiresAt = Number(epoch) * 1000 - clockSkewMs;
  const renewAt = now + Math.max(0, expiresAt - now) * RENEW_AFTER_SHARE;
  return { user, password, extension, expiresAt, renewAt };
}

/**
 * A new pair from GET /api/v1/sip/credentials/agent/. Errors: otherAgentSignedIn (the jar belongs to somebody else),
 * serverError, permissionDenied, sessionExpired and those of http.
 */
export async function fetchSipCredentials(context: Context, rest: Rest): Promise<SipCredentials> {
  const endpoint = ENDPOINTS.sipCredentials;
  const answer = await rest({ endpoint });
  const body = read(Body, answer.json, endpoint);
  if (body.status === 'ERROR') throw new PhoneError('serverError', { endpoint: endpoint.name });
  const { memory, now } = context;
  const credentials = sipCredentials(body.sip_user, body.sip_password, now(), answer.clockSkewMs);
  if (memory.extension !== null && credentials.extension !== memory.extension) {
    context.emit({ type: 'otherAgent', extension: credentials.extension });
    throw new PhoneError('otherAgentSignedIn', { extension: credentials.extension });
  }
  return credentials;
}

/** The extension a body of this endpoint belongs to, null when it isn't such a body. */
export function extensionIn(body: unknown): string | null {
  const parsed = v.safeParse(Body, body);
  if (!parsed.success || parsed.output.status === 'ERROR') return null;
  return /^\d+:(\d+)$/.exec(parsed.output.sip_user)?.[1] ?? null;
}
