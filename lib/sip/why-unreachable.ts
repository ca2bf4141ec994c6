/**
 * Why a WebSocket can't be opened. The browser says 1006 for everything, so ask beside it: if the same host answers
 * HTTPS, the certificate is trusted and only the exchange behind the web server is missing; if it answers plain HTTP on
 * its TLS port (nginx says 400 there) but not HTTPS, the certificate isn't trusted; else it is the network.
 */
import type { ErrorCode } from '@/lib/diagnostics';

const PROBE_TIMEOUT_MS = 4000;

export type Fetch = (url: string, init: RequestInit) => Promise<unknown>;

export async function whyUnreachable(
  url: string,
  fetchIt: Fetch = (u, init) => fetch(u, init),
): Promise<ErrorCode> {
  let host: string;
  try {
    const parsed = new URL(url);
    if (parsed.protocol === 'ws:')
      return (await answers(`http://${parsed.host}/`, fetchIt)) ? 'pbxUnreachable' : 'sipUnreachable';
    if (parsed.protocol !== 'wss:') return 'sipUnreachable';
    host = parsed.port ? parsed.host : `${parsed.host}:443`;
  } catch {
    return 'sipUnreachable'; // not even an address
  }
  if (await answers(`https://${host}/`, fetchIt)) return 'pbxUnreachable';
  return (await answers(`http://${host}/`, fetchIt)) ? 'sipTls' : 'sipUnreachable';
}

async function answers(url: string, fetchIt: Fetch): Promise<boolean> {
  try {
    // no-cors: any answer will do, its content is none of our business. No cookie leaves with it.
    await fetchIt(url, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    });
    return true;
  } catch {
    return false; // that it can't be reached is the answer
  }
}
