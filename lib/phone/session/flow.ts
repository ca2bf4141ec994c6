/** Signing in, going on after a restart, losing the session, signing out: the shift's frame (session.md §11). */
import { asPhoneError, PhoneError } from '@/lib/diagnostics';
import { normaliseServer, type SessionEvent, type SignedIn } from '@/lib/omnileads';
import { OK, type PhoneContext } from '../context';
import type { CommandResult, PhoneCommand } from '../command';
import { IDLE_CALL, signedOutFields } from '../initial';
import type { SessionView } from '../state';
import { directoryOf, loadInboundCampaigns, loadPreviewCampaigns, serverZone } from './directory';
import { createMessages } from './messages';
import type { Registrar } from './registration';

type SignIn = Extract<PhoneCommand, { type: 'signIn' }>;

/** Between tries to go on with the browser's session while the server can't be reached. */
const RESUME_RETRY_MS = [2_000, 5_000, 15_000, 30_000] as const;
/** A call that doesn't end by BYE is left behind: signing out must not hang on it. */
const SIGN_OUT_CALL_MS = 6_000;

export interface SessionFlow {
  signIn(command: SignIn): Promise<CommandResult>;
  /** Goes on with the session in the browser's cookie jar, if it belongs to an agent; false: only the agent's password can. */
  resume(): Promise<boolean>;
  signOut(): Promise<CommandResult>;
  takeOver(): Promise<CommandResult>;
  heard(event: SessionEvent): void;
  /** The session cookie has another value: who are we now? */
  cookieChanged(): Promise<void>;
}

export function createSessionFlow(
  phone: PhoneContext,
  registrar: Registrar,
  settled: () => Promise<void>,
): SessionFlow {
  const { store, client } = phone;
  const messages = createMessages(phone, registrar);
  let resumeAttempt = 0;

  const setSession = (session: SessionView): void => store.set({ session });

  /** What a sign-in brought, made the phone's. The same agent again keeps calls, drafts and registration. */
  async function adopt(signedIn: SignedIn, sameAgain: boolean): Promise<void> {
    const { server, agentId, user, extension, console } = signedIn;
    if (!sameAgain) {
      phone.era.next();
      // A call that the document before lost may have been another agent's: nobody sees whom that agent talked to.
      store.set({ recents: [] });
    }
    const era = phone.era.current();
    resumeAttempt = 0;
    setSession({ kind: 'signedIn', server, agentId, user, extension });
    const zoneMin = serverZone(console.callbackTimes) ?? (sameAgain ? store.get().serverZoneMin : null);
    const { denied, missing = [] } = sameAgain ? store.get().abilities : { denied: [] };
    store.set({
      abilities: { flags: console.flags, denied, missing },
      directory: directoryOf(console),
      serverZoneMin: zoneMin,
    });
    phone.clear('session');
    phone.clear('server');
    phone.agent({ type: 'signIn', at: phone.now() });
    countDays(phone);
    messages.start();
    phone.ports.drafts
      .open({ server, agentId, extension, flags: console.flags, zoneMin, client })
      .catch((thrown: unknown) => phone.failed(thrown, 'drafts'));
    void loadInboundCampaigns(phone);
    void loadPreviewCampaigns(phone);
    void phone.control.probe();
    await remember({ server, lastUser: user, refererHost: signedIn.refererForm });
    if (phone.era.is(era)) await registrar.begin(server, console, signedIn.credentials);
  }

  async function remember(patch: {
    server: string;
    lastUser: string;
    refererHost: SignedIn['refererForm'];
  }): Promise<void> {
    try {
      phone.settings = await phone.ports.desk.saveSettings(patch);
    } catch (thrown) {
      phone.ports.log.warn('session', 'settings not saved', { error: String(thrown) });
    }
  }

  function expired(code: 'sessionExpired' | 'otherAgentSignedIn'): void {
    const { session } = store.get();
    if (session.kind === 'signedIn') setSession({ ...session, kind: 'expired' });
    phone.agent({ type: 'sessionLost', at: phone.now() });
    phone.notice(code);
  }

  async function leave(): Promise<void> {
    const { server } = phone.settings;
    phone.agent({ type: 'signOut', at: phone.now() });
    messages.stop();
    await settled();
    await registrar.stop();
    await client.session.signOut();
    phone.era.next();
    phone.timers.cancelAll();
    phone.ports.drafts.close();
    store.set({
      ...signedOutFields(),
      session: { kind: 'signedOut', server, lastUser: phone.settings.lastUser },
    });
    for (const cause of ['session', 'registration', 'console', 'microphone', 'pbxLogin', 'call'] as const)
      phone.clear(cause);
  }

  return {
    async signIn({ server, user, password }) {
      const before = store.get().session;
      if (before.kind === 'signingIn') return { ok: false, code: 'commandNotAllowed', params: {} };
      const known = before.kind === 'signedIn' || before.kind === 'expired' ? before : null;
      const another = known !== null && (known.user !== user || !isAddressOf(known.server, server));
      // Another identity under a live call would send its wrap-up in the wrong name.
      if (another && store.get().call.phase !== 'idle') return { ok: false, code: 'callBusy', params: {} };
      phone.timers.cancel('resume');
      if (another) await leave();
      if (!known || another) setSession({ kind: 'signingIn', server, user });
      const era = phone.era.current();
      try {
        const signedIn = await client.session.signIn({
          server,
          user,
          password,
          refererForm: phone.settings.refererHost,
        });
        if (!phone.era.is(era)) throw new PhoneError('commandNotAllowed', {}, 'overtaken by another sign-in');
        await adopt(signedIn, known?.agentId === signedIn.agentId && known.server === signedIn.server);
        return OK;
      } catch (thrown) {
        const error = asPhoneError(thrown);
        phone.ports.log.warn('session', 'sign-in failed', { code: error.code, detail: error.detail ?? '' });
        if (store.get().session.kind === 'signingIn') {
          setSession({ kind: 'signedOut', server, lastUser: user });
        }
        return { ok: false, code: error.code, params: error.params };
      }
    },
    async resume() {
      const { server, lastUser } = phone.settings;
      // Without an earlier sign-in of ours, a session in the jar belongs to the agent's own OMniLeads tab.
      if (!server || !lastUser || store.get().session.kind !== 'signedOut') return false;
      const era = phone.era.current();
      setSession({ kind: 'signingIn', server, user: lastUser });
      try {
        const signedIn = await client.session.resume(server, phone.settings.refererHost);
        if (!phone.era.is(era)) return true;
        if (signedIn) await adopt(signedIn, false);
        else setSession({ kind: 'signedOut', server, lastUser });
        return signedIn !== null;
      } catch (thrown) {
        if (!phone.era.is(era)) return true;
        setSession({ kind: 'signedOut', server, lastUser });
        phone.failed(thrown, 'resume');
        const delay = RESUME_RETRY_MS[Math.min(resumeAttempt++, RESUME_RETRY_MS.length - 1)] ?? 30_000;
        phone.timers.set('resume', delay, () => void this.resume());
        return true;
      }
    },
    async signOut() {
      if (store.get().session.kind === 'signedOut') return OK;
      if (store.get().call.phase !== 'idle') {
        phone.call({ type: 'hangUp', at: phone.now() });
        await callOver(phone);
      }
      await leave();
      return OK;
    },
    async takeOver() {
      phone.clear('console');
      client.notifications.takeOver();
      phone.agent({ type: 'takeOver', at: phone.now() });
      return OK;
    },
    heard(event) {
      if (event.type === 'expired') expired('sessionExpired');
      else if (event.type === 'otherAgent') expired('otherAgentSignedIn');
      else if (event.type === 'denied') {
        const { abilities } = store.get();
        if (!abilities.denied.includes(event.endpoint))
          store.set({ abilities: { ...abilities, denied: [...abilities.denied, event.endpoint] } });
      } else phone.ports.log.info('session', 'bearer lost, going on by web login');
    },
    async cookieChanged() {
      const { session } = store.get();
      if (session.kind !== 'signedIn' && session.kind !== 'expired') return;
      const era = phone.era.current();
      try {
        const who = await client.session.check();
        if (!phone.era.is(era)) return;
        if (who.kind === 'nobody') expired('sessionExpired');
        else if (who.kind === 'agent' && who.extension === session.extension && session.kind === 'expired') {
          setSession({ ...session, kind: 'signedIn' });
          phone.clear('session');
          phone.ports.drafts.wake();
          messages.start();
        }
      } catch (thrown) {
        phone.ports.log.warn('session', 'identity not checked', { error: String(thrown) });
      }
    },
  };
}

/** Agents of two servers may bear the same name. What is no address at all the sign-in itself refuses, with words. */
function isAddressOf(origin: string, typed: string): boolean {
  try {
    return normaliseServer(typed) === origin;
  } catch (thrown) {
    if (thrown instanceof PhoneError) return true;
    throw thrown;
  }
}

/** The day's totals start anew at the agent's own midnight; summer time makes some days 23 or 25 hours long. */
function countDays(phone: PhoneContext): void {
  const midnight = new Date(phone.now());
  midnight.setHours(24, 0, 0, 0);
  phone.timers.set('day', midnight.getTime() - phone.now(), () => {
    phone.agent({ type: 'newDay', at: phone.now() });
    countDays(phone);
  });
}

function callOver(phone: PhoneContext): Promise<void> {
  return new Promise((resolve) => {
    const giveUpAt = phone.now() + SIGN_OUT_CALL_MS;
    const look = (): void => {
      if (phone.store.get().call.phase === 'idle' || phone.now() >= giveUpAt) {
        phone.store.set({
          call: phone.store.get().call.phase === 'idle' ? phone.store.get().call : IDLE_CALL,
        });
        resolve();
      } else phone.ports.clock.after(50, look);
    };
    look();
  });
}
