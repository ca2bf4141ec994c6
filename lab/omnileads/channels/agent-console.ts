/** WebSocket upgrades: the console's notification sockets, refused or accepted as the real server does. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

import { pythonJson } from '@/lab/omnileads/http';
import type { Site } from '@/lab/omnileads/site';
import { findAgentByUser, findSession, userOf, type User } from '@/lab/omnileads/store';

import { createHub, type Hub } from './hub';
import { cookieOf } from './upgrade-cookie';

const CONSOLE = '/channels/agent-console';
const WHATSAPP = '/channels/agent-console-whatsapp';
/** What the real consumer closes with when a client frame isn't JSON. */
const CLOSE_CRASHED = 1011;

export const createConsoleHub = (): Hub => createHub((frame) => pythonJson(frame));

function refuse(socket: Duplex, status: 403 | 500): void {
  const reason = status === 403 ? 'Access denied' : 'Internal Server Error';
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}
function watchFrames(socket: WebSocket): void {
  socket.on('message', (data) => {
    try {
      JSON.parse(String(data)); // valid frames are ignored
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      socket.close(CLOSE_CRASHED);
    }
  });
}

export interface Consoles {
  /** Takes the upgrade when its path is a notification socket's; false otherwise. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  readonly close: () => void;
}

/** Every connect first tells the user's other consoles to go, even before it is known to be an agent. */
export function createConsoles(site: Site): Consoles {
  const server = new WebSocketServer({ noServer: true });
  const sessionUser = (request: IncomingMessage): User | null => {
    const session = findSession(site.world, cookieOf(request, 'sessionid'));
    const user = session?.userId ? userOf(site.world, session.userId) : null;
    return user?.isActive ? user : null;
  };
  return {
    upgrade(request, socket, head) {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (!path.startsWith('/channels/')) return false;
      if (path !== CONSOLE && path !== WHATSAPP) {
        refuse(socket, 500);
        return true;
      }
      const user = sessionUser(request);
      if (user && path === CONSOLE) site.hub.push(user.id, { type: 'logout' });
      if (!user || !findAgentByUser(site.world, user.id)) {
        refuse(socket, 403);
        return true;
      }
      server.handleUpgrade(request, socket, head, (ws) => {
        watchFrames(ws);
        if (path === CONSOLE)
          ws.once(
            'close',
            site.hub.join(user.id, (frame) => ws.send(frame)),
          );
      });
      return true;
    },
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}
