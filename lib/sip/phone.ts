/** The SIP phone: one user agent, one socket, one registration, and the calls that come in. */
import { Inviter, UserAgent, URI, type Invitation, type Session } from 'sip.js';
import type { CallDetails } from '@/lib/call/types';
import { asPhoneError, PhoneError, type ErrorCode, type Log } from '@/lib/diagnostics';
import { createConnection, type Connection } from './connection';
import { readInviteHeaders, type HeaderPair } from './invite-headers';
import { installHeaderMemory } from './known-headers';
import { createLiveness } from './liveness';
import { createBrowserMedia, type CreateMediaSession } from './media-session';
import type { CreateSipPhone, MediaPort, Registration, SipAccount, SipEvents, SipPhone } from './ports';
import { createRegisterClient } from './register';
import { SipSession } from './session';
import { abandonPendingRequests, changeIdentity } from './sip-internals';
import { openBrowserSocket, SocketTransport, type OpenSocket } from './socket-transport';
import { sendTakeover, takeoverInvite } from './takeover';
import { whyUnreachable } from './why-unreachable';

/** Must not look like a scanner: the edge drops those silently (interface Appendix B). */
const USER_AGENT = 'Agent phone for OMniLeads';
/** The PBX decides how long it rings (up to 90 s, Appendix A.2); this is only a net below it. */
const NO_ANSWER_TIMEOUT_S = 180;

/** What tests replace: the socket, the media, chance. */
export interface Environment {
  readonly openSocket: OpenSocket;
  readonly createMedia: CreateMediaSession;
  readonly random: () => number;
  readonly whyUnreachable: (url: string) => Promise<ErrorCode>;
  /** Calls back when the network came back or changed; returns the unsubscriber. */
  readonly onNetworkChange: (listener: () => void) => () => void;
}

const browserEnvironment = (): Environment => ({
  openSocket: openBrowserSocket,
  createMedia: createBrowserMedia,
  random: Math.random,
  whyUnreachable,
  onNetworkChange: (listener) => {
    addEventListener('online', listener);
    return () => removeEventListener('online', listener);
  },
});

export const createSipPhone: CreateSipPhone = (ports) => buildSipPhone(ports, browserEnvironment());

interface Running {
  readonly userAgent: UserAgent;
  readonly connection: Connection;
  readonly sessions: Map<Session, SipSession>;
  readonly takeOver: SipPhone['takeOver'];
  readonly quiet: () => void;
}

export function buildSipPhone(
  ports: { media: MediaPort; events: SipEvents; now?: () => number; log?: Log },
  environment: Environment,
): SipPhone {
  installHeaderMemory();
  const now = ports.now ?? Date.now;
  let account: SipAccount | null = null;
  let running: Running | null = null;
  let lastKnown: Registration = { phase: 'off', since: now() };

  const problem = (what: string, error: unknown) =>
    ports.log?.warn(
      'sip',
      what,
      error === null ? undefined : { error: error instanceof Error ? error.message : String(error) },
    );

  const run = (first: SipAccount): Running => {
    const sessions = new Map<Session, SipSession>();
    const waiting = new Set<() => void>();
    const userAgent = new UserAgent({
      uri: aorOf(first),
      authorizationUsername: first.user,
      authorizationPassword: first.password,
      userAgentString: USER_AGENT,
      noAnswerTimeout: NO_ANSWER_TIMEOUT_S,
      hackIpInContact: true, // as the stock phone: some proxies choke on .invalid (interface §2.3)
      sendInitialProvisionalResponse: false, // we send the 180 ourselves: its failure must not become an unhandled rejection
      gracefulShutdown: false, // stop() below does it in our order
      logBuiltinEnabled: false,
      logConfiguration: false,
      logLevel: 'warn',
      logConnector: (level, category, _label, content) =>
        ports.log?.debug('sip', `${category}: ${content}`, { level }),
      sessionDescriptionHandlerFactory: (session) => sessionOf(session).media(),
      transportConstructor: SocketTransport,
      transportOptions: {
        openSocket: environment.openSocket,
        onActivity: (kind: 'message' | 'pong') => kind === 'pong' && liveness.pong(),
        onLost: (why: string) => connection.lost(why),
        onProblem: problem,
      },
      delegate: { onInvite: (invitation) => invited(invitation) },
    });
    const { transport } = userAgent;
    if (!(transport instanceof SocketTransport)) throw new Error('the user agent made another transport');
    const liveness = createLiveness({ ping: () => transport.ping(), dead: (why) => connection.lost(why) });

    const connection = createConnection({
      transport,
      registrar: createRegisterClient(userAgent),
      now,
      random: environment.random,
      whyUnreachable: environment.whyUnreachable,
      onRegistration: (state) => {
        lastKnown = state;
        if (state.phase === 'registered') for (const go of waiting) go();
        ports.events.onRegistration(state);
      },
      onReconnected: () => {
        liveness.start();
        for (const session of sessions.values()) void session.announceContact();
      },
      onDisconnected: () => {
        liveness.stop();
        abandonPendingRequests(userAgent.userAgentCore, new Error('connection lost'));
      },
    });

    const sessionOf = (session: Session): SipSession => {
      const known = sessions.get(session);
      if (!known) throw new Error('media for an unknown call');
      return known;
    };
    const whenConnected = () =>
      transport.isConnected()
        ? Promise.resolve()
        : new Promise<void>((resolve) => {
            const go = () => {
              waiting.delete(go);
              resolve();
            };
            waiting.add(go);
          });

    const open = (sip: Invitation | Inviter, details: CallDetails): SipSession => {
      const session = new SipSession(sip, details, {
        media: ports.media,
        createMedia: (hooks) => environment.createMedia(account?.iceServers ?? [], hooks),
        tones: () => account?.tones ?? 'info',
        connection: { isConnected: () => transport.isConnected(), whenConnected },
        random: environment.random,
        onProblem: problem,
        onOver: () => sessions.delete(sip),
      });
      sessions.set(sip, session);
      return session;
    };
    const invited = (invitation: Invitation) => {
      // A copy: texts cut out of the message would keep all of it in memory as long as the call is remembered.
      const session = open(invitation, structuredClone(readInviteHeaders(headerPairs(invitation))));
      invitation.progress().then(
        () => session.rang(),
        (error: unknown) => problem('no 180 sent', error),
      );
      try {
        session.attach(ports.events.onInvite(session));
      } catch (error) {
        problem('an INVITE could not be handled', error);
        session.end().catch((e: unknown) => problem('refusing it', e));
      }
    };
    const takeOver: SipPhone['takeOver'] = async (lost, attach) => {
      if (!account || !transport.isConnected()) throw new PhoneError('sipUnreachable', {}, 'not connected');
      const inviter = takeoverInvite(userAgent, account, lost);
      const session = open(inviter, lost.details);
      try {
        await session.takeMicrophone();
        session.attach(attach(session));
        await sendTakeover(inviter);
      } catch (error) {
        await session.end();
        // Nobody has refused anything: the next connection may ask again.
        if (!transport.isConnected()) throw new PhoneError('sipUnreachable', {}, asPhoneError(error).detail);
        throw error;
      }
    };

    const quiet = environment.onNetworkChange(() => {
      if (!transport.isConnected()) return connection.retryNow('network');
      liveness.check();
      for (const session of sessions.values()) void session.mend();
    });
    void userAgent.start();
    return { userAgent, connection, sessions, takeOver, quiet: () => (quiet(), liveness.stop()) };
  };

  const updateAccount: SipPhone['updateAccount'] = async (next) => {
    account = next;
    if (!running) return;
    changeIdentity(running.userAgent, aorOf(next), next.user, next.password);
    running.connection.update(next);
  };

  return {
    async start(next) {
      if (running) return updateAccount(next);
      account = next;
      running = run(next);
      running.connection.start(next);
    },
    updateAccount,
    retryNow: () => running?.connection.retryNow(),
    async stop() {
      const last = running;
      if (!last) return;
      running = null;
      last.quiet();
      await Promise.all(
        [...last.sessions.values()].map((s) =>
          s.end().catch((e: unknown) => problem('ending a call at stop', e)),
        ),
      );
      await last.connection.stop();
      await last.userAgent.stop();
    },
    registration: () => lastKnown,
    takeOver: (lost, attach) =>
      running
        ? running.takeOver(lost, attach)
        : Promise.reject(new PhoneError('sipUnreachable', {}, 'not started')),
  };
}

/** The user part is opaque and keeps its colon unescaped (interface §2.3). */
const aorOf = (account: SipAccount): URI => new URI('sip', account.user, account.domain);

function headerPairs(invitation: Invitation): HeaderPair[] {
  return Object.entries(invitation.request.headers).flatMap(([name, values]) =>
    values.map((value): HeaderPair => [name, value.raw]),
  );
}
