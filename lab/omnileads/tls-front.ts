/** The TLS port as nginx keeps it: TLS goes on to the https server, plain HTTP gets a 400 page. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Server as TlsServer } from 'node:tls';

/** First byte of a TLS handshake record. */
const TLS_HANDSHAKE = 0x16;
const BODY =
  '<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>The plain HTTP request was sent to HTTPS port</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';
const REFUSAL = `HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: ${BODY.length}\r\nConnection: close\r\n\r\n${BODY}`;

export interface TlsFront {
  readonly port: number;
  readonly close: () => Promise<void>;
}

function sort(socket: Socket, inner: TlsServer): void {
  socket.once('data', (first: Buffer) => {
    if (first[0] !== TLS_HANDSHAKE) {
      socket.end(REFUSAL);
      return;
    }
    socket.pause();
    socket.unshift(first);
    inner.emit('connection', socket);
  });
}

/** Listens in place of `inner`, which itself never listens. */
export async function frontTls(inner: TlsServer, host: string, port: number): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const front: Server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy()); // a client that goes away is no matter
    sort(socket, inner);
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.listen(port, host, resolve);
  });
  const address = front.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        front.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
