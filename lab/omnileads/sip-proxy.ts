/** Upgrades of /ws go to Kamailio byte by byte, as nginx passes them on. */
import { connect as connectTcp } from 'node:net';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';

/** How nginx answers when nothing listens behind it. */
const BAD_GATEWAY = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

export interface SipProxy {
  /** Takes the upgrade of /ws; false for any other path. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  /** Cuts every open SIP connection, as a network failure does; returns how many. */
  readonly cut: () => number;
  /** While true, new connections get a 502. */
  down: boolean;
  readonly close: () => void;
}

function open(target: URL, ready: () => void): Duplex {
  const secure = target.protocol === 'wss:';
  const port = Number(target.port) || (secure ? 443 : 80);
  // Kamailio's own certificate inside the installation is self-signed; nginx doesn't check it either.
  return secure
    ? connectTls({ host: target.hostname, port, rejectUnauthorized: false }, ready)
    : connectTcp({ host: target.hostname, port }, ready);
}

function handshake(request: IncomingMessage, target: URL): string {
  const lines = [`${request.method ?? 'GET'} ${target.pathname}${target.search} HTTP/1.1`];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] ?? '';
    lines.push(
      name.toLowerCase() === 'host' ? `Host: ${target.host}` : `${name}: ${request.rawHeaders[at + 1] ?? ''}`,
    );
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

export function createSipProxy(kamailioWsUrl: string | undefined): SipProxy {
  const sockets = new Set<Duplex>();
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const proxy: SipProxy = {
    down: false,
    upgrade(request, socket, head) {
      if ((request.url ?? '').split('?')[0] !== '/ws') return false;
      if (kamailioWsUrl === undefined || proxy.down) {
        socket.end(BAD_GATEWAY);
        return true;
      }
      const target = new URL(kamailioWsUrl);
      let connected = false;
      const upstream = open(target, () => {
        connected = true;
        upstream.write(handshake(request, target));
        if (head.length > 0) upstream.write(head);
        socket.pipe(upstream).pipe(socket);
      });
      sockets.add(socket);
      const end = (): void => {
        sockets.delete(socket);
        if (connected || socket.destroyed) socket.destroy();
        else socket.end(BAD_GATEWAY);
        upstream.destroy();
      };
      for (const side of [socket, upstream]) side.once('error', end).once('close', end);
      return true;
    },
    cut() {
      const open_ = sockets.size;
      drop();
      return open_;
    },
    close: drop,
  };
  return proxy;
}
