/** Session rules of declarativeNetRequest. They vanish with the browser: re-created at every start (session.md §1.3, §6). */
import { browser } from 'wxt/browser';
import { freshConnectionRule, refererRule, SESSION_COOKIE, socketRule } from '@/lib/bridge/rules';

const REFERER_RULE_ID = 1;
const SOCKET_RULE_ID = 2;
const CONNECTION_RULE_ID = 3;

type Rule = NonNullable<
  Parameters<typeof browser.declarativeNetRequest.updateSessionRules>[0]['addRules']
>[number];

/** Django checks the Referer of every writing https request; fetch can't send one. */
export async function setRefererRule(server: string, refererHost: 'withoutPort' | 'withPort'): Promise<void> {
  const rule = refererRule(REFERER_RULE_ID, server, refererHost, browser.runtime.id);
  await browser.declarativeNetRequest.updateSessionRules({
    removeRuleIds: [REFERER_RULE_ID, CONNECTION_RULE_ID],
    addRules: [
      ...(rule ? [rule] : []),
      freshConnectionRule(CONNECTION_RULE_ID, server, browser.runtime.id),
    ] as Rule[],
  });
}

/** @returns false when there is no session cookie: the rule is gone then, and a handshake would be refused. */
export async function setSocketRule(server: string): Promise<boolean> {
  const cookie = await browser.cookies.get({ url: `${server}/`, name: SESSION_COOKIE });
  await browser.declarativeNetRequest.updateSessionRules({
    removeRuleIds: [SOCKET_RULE_ID],
    addRules: cookie ? [socketRule(SOCKET_RULE_ID, server, cookie.value, browser.runtime.id) as Rule] : [],
  });
  return cookie !== null && cookie !== undefined;
}
