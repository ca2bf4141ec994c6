/** DRF authentication: the session first, with CSRF enforced; then `Bearer` (interface §1.2, §1.3). */
import { findAgentByUser, findToken, mayUse, tokenIsExpired, userOf, type User } from '@/lab/omnileads/store';
import type { Site } from '@/lab/omnileads/site';

import { csrfFailure } from './csrf';
import { ApiError } from './errors';
import { say } from './language';
import type { WebRequest } from './request';

function byToken(request: WebRequest, site: Site): User | null {
  const words = (request.headers.authorization ?? '').split(/\s+/u).filter(Boolean);
  if (words[0]?.toLowerCase() !== 'bearer') return null;
  if (words.length === 1) throw new ApiError(403, { detail: say(request.language, 'tokenMissing') });
  if (words.length > 2) throw new ApiError(403, { detail: say(request.language, 'tokenBlanks') });
  const token = findToken(site.world, words[1] ?? '');
  const user = token ? userOf(site.world, token.userId) : null;
  if (!token || !user) throw new ApiError(403, { detail: 'Invalid Token' });
  if (!user.isActive) throw new ApiError(403, { detail: 'User is not active' });
  // The real code replaces the expired token while refusing, but the refusal rolls that back.
  if (tokenIsExpired(site.world, token)) throw new ApiError(403, { detail: 'The Token is expired' });
  return user;
}

/**
 * The user of a REST request, or null when it carries no credentials.
 * @throws ApiError 403 with DRF's `detail`
 */
export function authenticate(request: WebRequest, site: Site): User | null {
  if (request.user?.isActive) {
    const failure = csrfFailure(request);
    if (failure) throw new ApiError(403, { detail: `CSRF Failed: ${failure}` });
    return request.user;
  }
  return byToken(request, site);
}

/** TienePermisoOML: authenticated, and the codename granted where it exists. */
export function requirePermission(
  request: WebRequest,
  site: Site,
  user: User | null,
  codename: string,
): User {
  if (!user) throw new ApiError(403, { detail: say(request.language, 'noCredentials') });
  if (!mayUse(site.world, user, codename))
    throw new ApiError(403, { detail: say(request.language, 'forbidden') });
  return user;
}
export { findAgentByUser };
