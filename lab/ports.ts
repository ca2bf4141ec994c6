import { createServer, type Server } from 'node:net';
import { createSocket } from 'node:dgram';

export const LOOPBACK = '127.0.0.1';

/**
 * A block of ports that one lab has to itself. The first port is held by a listener for the lab's whole life, so
 * labs running side by side never hand out the same block, however long a daemon takes to bind its part of it.
 */
export interface PortBlock {
  /** One port for a service; each call gives the next one. */
  one(): number;
  /** `count` consecutive ports starting at an even number, as RTP wants. */
  range(count: number): { min: number; max: number };
  release(): Promise<void>;
}

// Below 32768, where Linux starts to hand out ephemeral ports: a browser's ICE sockets can't land on ours.
const FIRST_PORT = 12_000;
const LAST_PORT = 32_000;
const BLOCK_SIZE = 400;
const SERVICE_PORTS = 20;

export async function claimPorts(): Promise<PortBlock> {
  const blocks = Math.floor((LAST_PORT - FIRST_PORT) / BLOCK_SIZE);
  const start = Math.floor(Math.random() * blocks);
  for (let i = 0; i < blocks; i += 1) {
    const base = FIRST_PORT + ((start + i) % blocks) * BLOCK_SIZE;
    const guard = await listen(base);
    if (!guard) continue;
    const free = await Promise.all(Array.from({ length: SERVICE_PORTS }, (_, k) => isFree(base + 1 + k)));
    if (free.every(Boolean)) return block(base, guard);
    await close(guard);
  }
  throw new Error(`no free block of ${BLOCK_SIZE} ports between ${FIRST_PORT} and ${LAST_PORT}`);
}

function block(base: number, guard: Server): PortBlock {
  let next = base + 1;
  let nextRange = base + SERVICE_PORTS + 2;
  return {
    one() {
      if (next > base + SERVICE_PORTS)
        throw new Error('the lab asked for more service ports than a block has');
      next += 1;
      return next - 1;
    },
    range(count) {
      const min = nextRange + (nextRange % 2);
      if (min + count > base + BLOCK_SIZE)
        throw new Error('the lab asked for more media ports than a block has');
      nextRange = min + count;
      return { min, max: min + count - 1 };
    },
    release: () => close(guard),
  };
}

/** True when both TCP and UDP can be bound on the loopback address. */
async function isFree(port: number): Promise<boolean> {
  const tcp = await listen(port);
  if (!tcp) return false;
  await close(tcp);
  return new Promise((resolve) => {
    const udp = createSocket('udp4');
    udp.once('error', () => resolve(false));
    udp.bind(port, LOOPBACK, () => udp.close(() => resolve(true)));
  });
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(undefined));
    server.listen(port, LOOPBACK, () => resolve(server.unref()));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
