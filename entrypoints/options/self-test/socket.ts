/** Whether the PBX's WebSocket opens from here: proxies and firewalls let pages through and not these. */
import type { SelfTestResult } from '@/lib/diagnostics';

const OPEN_PATIENCE_MS = 5000;

/** One of them is enough: the phone goes on to the next by itself. */
export async function testSockets(servers: readonly string[]): Promise<SelfTestResult> {
  if (servers.length === 0) return { what: 'socket', ok: false, why: 'notSignedIn' };
  for (const url of servers) {
    const ms = await opens(url);
    if (ms !== null) return { what: 'socket', ok: true, facts: { rttMs: ms } };
  }
  return { what: 'socket', ok: false, why: 'sipUnreachable' };
}

/** How long it took, ms; null = it didn't open. */
function opens(url: string): Promise<number | null> {
  const start = performance.now();
  return new Promise((resolve) => {
    const socket = new WebSocket(url, 'sip');
    const done = (ms: number | null): void => {
      clearTimeout(late);
      socket.close();
      resolve(ms); // the events that follow the closing resolve nothing any more
    };
    const late = setTimeout(() => done(null), OPEN_PATIENCE_MS);
    socket.addEventListener('open', () => done(Math.round(performance.now() - start)), { once: true });
    socket.addEventListener('close', () => done(null), { once: true }); // also follows every error
  });
}
