/**
 * Keeps the phone registered, for ever: opens the socket, registers, refreshes, notices a dead path, comes back gently.
 * Calls aren't touched by any of it. When to try is reconnect-policy.ts; this is its shell.
 */
import type { ErrorCode } from '@/lib/diagnostics';
import type { Registration, RegistrationPhase, SipAccount } from './ports';
import { FRESH, nextAttempt, type ReconnectState, type Why } from './reconnect-policy';
import { refusalReason } from './refusal';
import type { RegisterAnswer, RegisterClient } from './register';
import type { SocketTransport } from './socket-transport';

/** A REGISTER is answered within a round trip; SIP.js would wait 32 s. */
export const REGISTER_TIMEOUT_MS = 5000;
/** Refresh between these shares of the granted time: spread over an office, with room for a retry. */
const REFRESH_FROM = 0.75;
const REFRESH_TO = 0.9;
const SERVER_ERROR = 500;

export interface ConnectionPorts {
  readonly transport: SocketTransport;
  readonly registrar: RegisterClient;
  readonly now: () => number;
  readonly random: () => number;
  /** Tells TLS from network; slow, so asked beside. */
  readonly whyUnreachable: (url: string) => Promise<ErrorCode>;
  readonly onRegistration: (state: Registration) => void;
  /** Registered on a new socket: calls must tell their other side. */
  readonly onReconnected: () => void;
  /** The socket is gone: requests that wait on it will never be answered. */
  readonly onDisconnected: () => void;
}

export interface Connection {
  start(account: SipAccount): void;
  update(account: SipAccount): void;
  retryNow(why?: Why): void;
  /** The socket closed or fell silent. */
  lost(why: string): void;
  stop(): Promise<void>;
  registration(): Registration;
}

export function createConnection(ports: ConnectionPorts): Connection {
  const { transport, registrar, now, random } = ports;
  let account: SipAccount | null = null;
  let policy: ReconnectState = FRESH;
  let state: Registration = { phase: 'off', since: now() };
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Everything asynchronous compares it: an answer that belongs to an earlier attempt changes nothing.
  let generation = 0;

  const become = (phase: RegistrationPhase, more: Partial<Registration> = {}) => {
    const since = phase === state.phase ? state.since : now();
    state = { phase, since, ...more };
    ports.onRegistration(state);
  };
  const later = (ms: number, job: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(job, Math.max(0, ms));
  };

  const schedule = (
    why: Why,
    phase: RegistrationPhase,
    reason?: ErrorCode,
    detail?: string,
    retryAfterS = 0,
  ) => {
    if (!account) return;
    generation++;
    const next = nextAttempt(policy, why, now(), random(), account.servers.length, retryAfterS * 1000);
    policy = { ...policy, failures: next.failures, server: next.server };
    become(phase, { reason, detail, retryAt: next.at });
    later(next.at - now(), () => void attempt());
  };

  const attempt = async () => {
    if (!account) return;
    const mine = ++generation;
    const current = account;
    const url = current.servers[policy.server] ?? current.servers[0] ?? '';
    policy = { ...policy, lastAttemptAt: now() };
    become(state.phase === 'off' || state.phase === 'connecting' ? 'connecting' : state.phase, {
      reason: state.reason,
      detail: state.detail,
    });
    try {
      if (!transport.isConnected()) await transport.open(url);
    } catch (error) {
      if (mine !== generation) return;
      await unreachable(url, error instanceof Error ? error.message : String(error));
      return;
    }
    if (mine === generation) await register(current, url);
  };

  const unreachable = async (url: string, detail: string) => {
    const known = state.reason === 'sipTls' || state.reason === 'pbxUnreachable' ? state.reason : undefined;
    schedule('failed', 'lost', known ?? 'sipUnreachable', detail);
    const mine = generation;
    if (policy.failures > 1) return; // asked once per loss: the answer won't change and the server has enough to do
    // No better reason known: the one already shown stays.
    const found = await ports.whyUnreachable(url).catch(() => null);
    if (found && mine === generation) become(state.phase, { ...state, reason: found });
  };

  const register = async (current: SipAccount, url: string) => {
    const mine = generation;
    const wasAway = state.phase !== 'registered';
    const answer = await withTimeout(registrar.register(current), REGISTER_TIMEOUT_MS);
    if (mine !== generation) return;
    if (
      answer === null ||
      (answer.result === 'refused' &&
        (answer.status === 408 || answer.status === 503) &&
        !transport.isConnected())
    ) {
      transport.drop();
      ports.onDisconnected();
      schedule('failed', 'lost', 'pbxUnreachable', `no answer to REGISTER from ${url}`);
      return;
    }
    if (answer.result === 'accepted') accepted(answer, wasAway);
    else refused(answer, current);
  };

  const accepted = (answer: Extract<RegisterAnswer, { result: 'accepted' }>, wasAway: boolean) => {
    policy = { ...policy, failures: 0 };
    // Another phone of this agent is registered too; the newest gets the calls, and that is us until it refreshes.
    const shared = answer.foreignContacts > 0;
    become(
      'registered',
      shared ? { reason: 'registeredElsewhere', detail: `${answer.foreignContacts} other contact(s)` } : {},
    );
    const share = REFRESH_FROM + (REFRESH_TO - REFRESH_FROM) * random();
    later(answer.expiresS * 1000 * share, () => {
      if (account) void register(account, account.servers[policy.server] ?? '');
    });
    if (wasAway) ports.onReconnected();
  };

  const refused = (answer: Exclude<RegisterAnswer, { result: 'accepted' }>, current: SipAccount) => {
    if (answer.result === 'displaced') {
      schedule(
        'refused',
        'refused',
        'registeredElsewhere',
        `the server lists ${answer.contacts} other contact(s) and not ours`,
      );
      return;
    }
    const reason = refusalReason(answer.status, current.user, now());
    const detail = `${answer.status} ${answer.phrase}`.trim();
    if (answer.status < SERVER_ERROR)
      return schedule('refused', 'refused', reason, detail, answer.retryAfterS);
    // This server is ill, not our credentials wrong: another one may be well.
    transport.drop();
    ports.onDisconnected();
    schedule('failed', 'refused', reason, detail, answer.retryAfterS);
  };

  return {
    start(next) {
      account = next;
      policy = FRESH;
      generation++;
      become('connecting');
      void attempt();
    },
    update(next) {
      const before = account;
      account = next;
      if (!before) return;
      const url = before.servers[policy.server];
      const moved = url === undefined || next.servers[policy.server] !== url;
      if (moved && transport.isConnected()) {
        transport.drop();
        ports.onDisconnected();
        schedule('lost', 'lost', 'registrationLost', 'another server address');
        return;
      }
      generation++;
      clearTimeout(timer);
      policy = { ...policy, failures: 0 }; // what failed before failed with the old credentials
      if (transport.isConnected()) void register(next, url ?? '');
      else schedule('asked', state.phase, state.reason, state.detail);
    },
    retryNow(why = 'asked') {
      if (account && state.phase !== 'registered' && state.phase !== 'off')
        schedule(why, state.phase, state.reason, state.detail);
    },
    lost(why) {
      if (!account) return;
      transport.drop();
      ports.onDisconnected();
      schedule('lost', 'lost', 'sipUnreachable', why);
    },
    async stop() {
      const last = account;
      account = null;
      generation++;
      clearTimeout(timer);
      if (last && transport.isConnected() && state.phase === 'registered')
        await withTimeout(registrar.unregister(last), REGISTER_TIMEOUT_MS);
      transport.drop();
      become('off');
    },
    registration: () => state,
  };
}

function withTimeout<T>(work: Promise<T>, ms: number): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
