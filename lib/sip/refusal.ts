/** A refused REGISTER in the agent's terms. Pure. */
import type { ErrorCode } from '@/lib/diagnostics';

/** Ephemeral users are `<expiry>:<extension>` (interface §2.1); null when the user isn't one. */
export function expiryOf(user: string): number | null {
  const match = /^(\d{9,11}):/.exec(user);
  return match ? Number(match[1]) * 1000 : null;
}

/** `now` in ms since epoch. */
export function refusalReason(status: number, user: string, now: number): ErrorCode {
  const expiry = expiryOf(user);
  if ([401, 403, 404, 407].includes(status) && expiry !== null && expiry <= now) return 'credentialsExpired';
  if (status === 408 || status >= 500) return 'pbxUnreachable';
  return 'registrationRefused';
}
