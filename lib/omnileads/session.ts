/** The agent's session with OMniLeads: opened, kept alive, looked after, closed (session.md §1, §7, §8, §11). */
import { PhoneError } from '@/lib/diagnostics';
import { sipCredentials } from './credentials';
import { ENDPOINTS, pathOf } from './endpoints';
import { identify, normaliseServer } from './identity';
import { emptyMemory, markExpired, type Context } from './memory';
import type { RefererForm } from './ports';
import type { Identity, WriteQueue } from './queue';
import { openSession, readConsole, type Opened } from './signin';
import type { ConsoleConfig, SipCredentials } from './types';
import { applyRefererRule, type Web } from './web';

/** However long the server's session is, a proxy or an administrator may shorten it: never rarer than this. */
const KEEP_ALIVE_MAX_S = 300;
/** After a failed keep-alive (network): soon again, so that a short cut doesn't cost the session. */
const KEEP_ALIVE_RETRY_S = 30;

export interface SignInRequest {
  readonly server: string; // as typed
  readonly user: string;
  readonly password: string; // used for two requests, never kept
  readonly refererForm?: RefererForm; // what worked last time
}
export interface SignedIn {
  readonly server: string; // origin
  readonly agentId: string;
  readonly user: string;
  readonly displayName: string; // '' when the server doesn't tell
  readonly extension: string;
  readonly console: ConsoleConfig;
  readonly credentials: SipCredentials; // of the console, good for the first registration
  readonly refererForm: RefererForm; // to be remembered in the settings
  readonly hasToken: boolean;
}

export interface Session {
  /**
   * Probes who the jar belongs to; reuses that session when it is this agent's, else logs out and in. Also used to sign in
   * again after expiry: a failure leaves the token and what is known as they were (the browser's session may have been ended,
   * since a signed-in browser gets no sign-in form). Errors: see `openSession`.
   */
  signIn(request: SignInRequest): Promise<SignedIn>;
  /** Goes on with the session in the jar, without a password and so without a token; null when there is none for an agent. */
  resume(server: string, refererForm?: RefererForm): Promise<SignedIn | null>;
  /** Whether the jar has a session cookie of this server, anybody's: without one `resume` finds nobody. Asks no server. */
  hasCookie(server: string): Promise<boolean>;
  /** Who the jar belongs to now; tells `otherAgent` and `expired` by event. For when the worker sees the cookie change. */
  check(): Promise<Identity>;
  /** Whether an OMniLeads answers there; nothing changes by it. Errors: those of `identify`. */
  reach(server: string): Promise<void>;
  /** GET /blanco/. Errors: sessionExpired and those of http. */
  touch(): Promise<void>;
  /** Ends the web session on the server, its presence record included. `asterisk_logout` is the caller's, before. Never fails. */
  signOut(): Promise<void>;
  readonly expired: boolean;
}

export function createSession(context: Context, web: Web, queue: WriteQueue): Session {
  const { memory, host, send, log, now, emit } = context;
  let keepAlive: ReturnType<typeof setTimeout> | undefined;

  function keepAliveIn(seconds: number, periodS: number): void {
    clearTimeout(keepAlive);
    keepAlive = setTimeout(() => {
      web.alive().then(
        () => keepAliveIn(periodS, periodS),
        (thrown: unknown) => {
          // An expired session is told by event; asking goes on, since the agent may sign in in a tab.
          const expired = thrown instanceof PhoneError && thrown.code === 'sessionExpired';
          if (!expired) log.warn('omnileads', 'keep-alive failed', { error: String(thrown) });
          keepAliveIn(expired ? periodS : Math.min(KEEP_ALIVE_RETRY_S, periodS), periodS);
        },
      );
    }, seconds * 1000);
  }

  async function adopt(server: string, opened: Opened): Promise<SignedIn> {
    const { console, token, refererForm, clockSkewMs } = opened;
    const credentials = sipCredentials(console.sipUser, console.sipPassword, now(), clockSkewMs);
    const { agentId } = console;
    const { extension } = credentials;
    const fingerprint = await host.cookieFingerprint(server);
    Object.assign(memory, {
      server,
      agentId,
      extension,
      token,
      refererForm,
      clockSkewMs,
      fingerprint,
      csrf: null,
      expired: false,
    });
    const periodS = Math.max(1, Math.min(console.maxSessionAgeS / 2, KEEP_ALIVE_MAX_S));
    keepAliveIn(periodS, periodS);
    log.info('omnileads', 'signed in', { agentId, extension, withBearer: token !== null });
    const displayName = token?.displayName ?? '';
    return {
      server,
      agentId,
      user: console.userName,
      displayName,
      extension,
      console,
      credentials,
      refererForm,
      hasToken: token !== null,
    };
  }

  return {
    get expired() {
      return memory.expired;
    },
    async signIn({ server: typed, user, password, refererForm = memory.refererForm }) {
      const server = normaliseServer(typed);
      return adopt(server, await openSession({ host, send, log, now }, server, user, password, refererForm));
    },
    async resume(typed, refererForm = memory.refererForm) {
      const server = normaliseServer(typed);
      if (server.startsWith('https:')) await host.refererRule(server, refererForm);
      if ((await identify(send, server)).kind !== 'agent') return null;
      const { answer, console } = await readConsole(send, server);
      return adopt(server, { console, token: null, refererForm, clockSkewMs: answer.clockSkewMs });
    },
    hasCookie: async (server) => (await host.cookieFingerprint(server)) !== '',
    async check() {
      if (memory.server === '') return { kind: 'nobody' };
      const who = await identify(send, memory.server);
      const ours = who.kind === 'agent' && who.extension === memory.extension;
      if (ours) memory.expired = false;
      else if (who.kind === 'nobody') markExpired(context);
      else emit({ type: 'otherAgent', extension: who.kind === 'agent' ? who.extension : '' });
      return who;
    },
    reach: async (server) => void (await identify(send, normaliseServer(server))),
    touch: () => web.alive(),
    async signOut() {
      clearTimeout(keepAlive);
      const { server } = memory;
      const leave = async (name: 'agentLogout' | 'webLogout') => {
        const endpoint = ENDPOINTS[name];
        const answer = await send({ server, endpoint, path: pathOf(endpoint), credentials: 'include' });
        return answer.status < 400;
      };
      try {
        await applyRefererRule(context);
        // In the queue: whatever is being written ends first, and another agent's session is not ours to end.
        await queue.write(async () => {
          if (await leave('agentLogout')) return;
          log.warn('omnileads', 'sign-out with presence failed, ending the web login alone');
          await leave('webLogout');
        });
      } catch (thrown) {
        log.warn('omnileads', 'sign-out did not reach the server', { error: String(thrown) });
      } finally {
        const { refererForm } = memory;
        Object.assign(memory, emptyMemory(), { server, refererForm });
      }
    },
  };
}
