/** Web sessions (rolling, one per user), tokens (never sliding) and the login lock-out. */
import { randomBytes, randomInt } from 'node:crypto';

import type { Session, Token, User } from './types';
import { now, type World } from './world';

const KEY_CHARS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const KEY_LENGTH = 32;
const newKey = (): string =>
  Array.from({ length: KEY_LENGTH }, () => KEY_CHARS[randomInt(KEY_CHARS.length)]).join('');

export function findSession(world: World, key: string | undefined): Session | null {
  const session = key === undefined ? undefined : world.sessions.get(key);
  if (!session) return null;
  if (session.expiresAt > now(world)) return session;
  world.sessions.delete(session.key);
  return null;
}
/** Opens the user's session and deletes the one before. */
export function openSession(world: World, user: User): Session {
  if (user.sessionKey) world.sessions.delete(user.sessionKey);
  const session = {
    key: newKey(),
    userId: user.id,
    expiresAt: now(world) + world.settings.sessionAgeS * 1000,
  };
  world.sessions.set(session.key, session);
  user.sessionKey = session.key;
  return session;
}
export function closeSession(world: World, session: Session): void {
  world.sessions.delete(session.key);
}
/** Deletes whatever session the user has: a supervisor's forced logout, or a login elsewhere. */
export function endSessionsOf(world: World, userId: number): void {
  for (const session of world.sessions.values())
    if (session.userId === userId) world.sessions.delete(session.key);
}
/** SESSION_SAVE_EVERY_REQUEST: every answered request moves the expiry. */
export function touchSession(world: World, session: Session): void {
  session.expiresAt = now(world) + world.settings.sessionAgeS * 1000;
}

export const findToken = (world: World, key: string): Token | null => world.tokens.get(key) ?? null;
export const tokenOf = (world: World, userId: number): Token | null =>
  [...world.tokens.values()].find((token) => token.userId === userId) ?? null;
export const tokenSecondsLeft = (world: World, token: Token): number =>
  world.settings.tokenAgeS - (now(world) - token.createdAt) / 1000;
export const tokenIsExpired = (world: World, token: Token): boolean => tokenSecondsLeft(world, token) <= 0;
/** The user's token: the same one while it lives, else a new one. */
export function issueToken(world: World, userId: number): Token {
  const current = tokenOf(world, userId);
  if (current && !tokenIsExpired(world, current)) return current;
  if (current) world.tokens.delete(current.key);
  const token = { key: randomBytes(20).toString('hex'), userId, createdAt: now(world) };
  world.tokens.set(token.key, token);
  return token;
}

const failuresOf = (
  world: World,
  username: string,
): { count: number; lockedUntil: number | null; until: number } => {
  const found = world.loginFailures.get(username);
  if (found && found.until > now(world)) return found;
  const fresh = { count: 0, lockedUntil: null, until: now(world) + world.settings.lockoutCooloffS * 1000 };
  world.loginFailures.set(username, fresh);
  return fresh;
};
export function isLockedOut(world: World, username: string): boolean {
  return failuresOf(world, username).lockedUntil !== null;
}
/** Attempts beyond the limit before the door is locked: with a limit of 10 the twelfth finds it shut (exchange 60). */
export const LOCKOUT_SLACK = 2;
/** Counts a failed web login. */
export function countLoginFailure(world: World, username: string): void {
  const failures = failuresOf(world, username);
  failures.count += 1;
  failures.until = now(world) + world.settings.lockoutCooloffS * 1000;
  if (failures.count >= world.settings.loginFailureLimit + LOCKOUT_SLACK)
    failures.lockedUntil = failures.until;
}
export function forgetLoginFailures(world: World, username: string): void {
  world.loginFailures.delete(username);
}
