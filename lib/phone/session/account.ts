/** The SIP account out of console, credentials and settings (interface §2.2, §2.3). */
import type { ConsoleConfig, SipCredentials } from '@/lib/omnileads';
import type { Settings } from '@/lib/settings/types';
import type { SipAccount } from '@/lib/sip/ports';

/** wss://<host>:<port>/ws of the console page; the administrator's own addresses win. */
export function sipServers(server: string, console: ConsoleConfig, settings: Settings): readonly string[] {
  if (settings.sipUrls.length > 0) return settings.sipUrls;
  const scheme = server.startsWith('https:') ? 'wss' : 'ws';
  const port = console.externalPort ? `:${console.externalPort}` : '';
  return [`${scheme}://${console.wsHost}${port}/ws`];
}

export function sipAccount(
  server: string,
  console: ConsoleConfig,
  credentials: SipCredentials,
  settings: Settings,
): SipAccount {
  return {
    servers: sipServers(server, console, settings),
    user: credentials.user,
    password: credentials.password,
    domain: console.sipDomain,
    instanceId: settings.instanceId,
    iceServers: settings.iceServers,
    tones: settings.tones,
  };
}
