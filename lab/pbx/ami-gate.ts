import { connect, createServer, type Socket } from 'node:net';
import { LOOPBACK } from '@/lab/ports';

// Without it a Local channel speaks signed linear, every leg is translated, and Asterisk 22.10's translator takes music
// and tones (sequence number 0) for late packets of the talker before: customers on hold hear nothing.
const ORIGINATE_CODECS = 'alaw';
const MESSAGE_END = '\r\n\r\n';

/**
 * The manager interface as others see it: what they send goes to Asterisk as it is, but an Originate gets its codec,
 * so that nobody has to send more than the real server does.
 */
export function openAmiGate(port: number, managerPort: number): Promise<{ stop(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const manager = connect(managerPort, LOOPBACK);
    const end = () => {
      client.destroy();
      manager.destroy();
      open.delete(client);
    };
    open.add(client);
    let rest = '';
    client.setEncoding('utf8');
    client.on('data', (text: string) => {
      const messages = (rest + text).split(MESSAGE_END);
      rest = messages.pop() ?? '';
      for (const message of messages) manager.write(withCodecs(message) + MESSAGE_END);
    });
    manager.pipe(client);
    for (const socket of [client, manager]) {
      socket.on('error', end);
      socket.on('close', end);
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () =>
      resolve({
        async stop() {
          for (const socket of open) socket.destroy();
          await new Promise<void>((done) => server.close(() => done()));
        },
      }),
    );
  });
}

function withCodecs(message: string): string {
  const isOriginate = /^action: *originate *$/im.test(message);
  return isOriginate && !/^codecs:/im.test(message) ? `${message}\r\nCodecs: ${ORIGINATE_CODECS}` : message;
}
