/** Watches the session cookie's value: the agent's identity may change under us when a tab signs in as somebody else. */
import { browser } from 'wxt/browser';
import { fingerprint, SESSION_COOKIE } from '@/lib/bridge/rules';

/** Every response rewrites the cookie as a remove and a set; only what stands after the pair counts. */
const SETTLE_MS = 150;

export async function cookieFingerprint(server: string): Promise<string> {
  const cookie = await browser.cookies.get({ url: `${server}/`, name: SESSION_COOKIE });
  return fingerprint(cookie?.value);
}

/** @param changed called only when the value differs from the last one seen */
export function watchCookie(serverOf: () => Promise<string>, changed: (fingerprint: string) => void): void {
  let last: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looks = 0;
  const look = async (): Promise<void> => {
    const mine = ++looks;
    const server = await serverOf();
    if (!server) return;
    const now = await cookieFingerprint(server);
    // No cookie is told at once, a digest takes its time: what an older look saw must not come after.
    if (mine !== looks || now === last) return;
    last = now;
    changed(now);
  };
  browser.cookies.onChanged.addListener((change) => {
    if (change.cookie.name !== SESSION_COOKIE) return;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), SETTLE_MS);
  });
}
