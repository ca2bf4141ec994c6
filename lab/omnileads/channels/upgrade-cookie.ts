import type { IncomingMessage } from 'node:http';

/** A cookie of a WebSocket handshake: the only credential it looks at. */
export function cookieOf(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}
