/** Keeps the SIP registration: started after sign-in, credentials renewed before their end and after a refusal. */
import { asPhoneError } from '@/lib/diagnostics';
import type { ConsoleConfig, SipCredentials } from '@/lib/omnileads';
import type { Registration, SipAccount } from '@/lib/sip/ports';
import type { PhoneContext } from '../context';
import { offerSelfTest } from '../health/offer';
import { sipAccount, sipServers } from './account';
import { lookAtMicrophone } from './microphone';

/** After a failed renewal: soon enough for credentials of a short life, seldom enough for a server that is down. */
const RENEW_RETRY_MS = 15_000;
/** A refused registration fetches new credentials, but not in a loop: with fresh ones refused, waiting is all there is. */
const RENEW_AFTER_REFUSAL_MS = 10_000;
/** A socket that is back within this time needs no words; "Ready" may be wrong for 10 s at most (issue F1). */
const SAY_LOST_AFTER_MS = 2_000;

/**
 * When our console socket opens, a stock page of the same agent is thrown out and un-registers with `Contact: *`, which removes our
 * binding too if it was there first (interface §9.1, B): Ready would be shown, and no call arrive until the next refresh.
 */
const REGISTER_AGAIN_MS = 3_000;

/** Where the line is, for the diagnostics. */
export interface SipAddresses {
  readonly servers: readonly string[];
  readonly domain: string;
  readonly pbxName: string;
}

export interface Registrar {
  /** Registers with these credentials, or with them from now on when registered already. Never rejects. */
  begin(server: string, console: ConsoleConfig, credentials: SipCredentials): Promise<void>;
  /** The microphone came: registers if that is what it waited for. */
  proceed(): Promise<void>;
  /** Another console took the agent over: off the line until `join`. Neither ever rejects. */
  leave(): Promise<void>;
  join(): Promise<void>;
  /** Another console may be leaving, and take every registration of this agent along: ours is made anew when it has. */
  again(): void;
  heard(registration: Registration): void;
  /** Tones, addresses or ICE servers may be others now; the call goes on. */
  settingsChanged(): void;
  /** Null while nobody is signed in. */
  addresses(): SipAddresses | null;
  stop(): Promise<void>;
}

export function createRegistrar(phone: PhoneContext): Registrar {
  let wanted: { server: string; console: ConsoleConfig; credentials: SipCredentials } | null = null;
  let started = false;
  let renewing = false;
  /** The account as SIP was last told it. */
  let told = '';
  let renewedAt = Number.NEGATIVE_INFINITY;

  const account = (): SipAccount | null =>
    wanted && sipAccount(wanted.server, wanted.console, wanted.credentials, phone.settings);

  function planRenewal(): void {
    if (wanted) phone.timers.set('credentials', wanted.credentials.renewAt - phone.now(), () => void renew());
  }

  /** The call goes on over the dialog it has; only the next REGISTER needs the new pair. */
  async function renew(): Promise<void> {
    if (!wanted || renewing) return;
    const era = phone.era.current();
    renewing = true;
    try {
      const credentials = await phone.client.sipCredentials();
      if (!phone.era.is(era) || !wanted) return;
      renewedAt = phone.now();
      wanted = { ...wanted, credentials };
      const next = account();
      if (next && started) await tell(next);
      planRenewal();
    } catch (thrown) {
      if (!phone.era.is(era) || !wanted) return;
      const { code, detail } = asPhoneError(thrown);
      phone.ports.log.warn('session', 'credentials not renewed', { code, detail: detail ?? '' });
      if (phone.now() >= wanted.credentials.expiresAt) phone.notice('credentialsExpired');
      phone.timers.set('credentials', RENEW_RETRY_MS, () => void renew());
    } finally {
      renewing = false;
    }
  }

  const tell = (next: SipAccount): Promise<void> => {
    told = JSON.stringify(next);
    return phone.sip.updateAccount(next);
  };

  async function register(): Promise<void> {
    const next = account();
    if (!next || started) return;
    started = true;
    told = JSON.stringify(next);
    try {
      await phone.sip.start(next);
    } catch (thrown) {
      started = false;
      phone.failed(thrown, 'register');
    }
  }

  function lost({ phase, reason }: Registration): void {
    phone.agent({ type: 'registrationLost', at: phone.now() });
    phone.call({ type: 'registrationLost' });
    const code = reason ?? (phase === 'refused' ? 'registrationRefused' : 'sipUnreachable');
    phone.timers.set('say-lost', SAY_LOST_AFTER_MS, () => {
      phone.clear('registration');
      phone.notice(code);
    });
  }

  async function hangUp(): Promise<void> {
    phone.timers.cancel('say-lost');
    await phone.sip
      .stop()
      .catch((thrown: unknown) => phone.ports.log.warn('session', 'sip stop', { error: String(thrown) }));
  }

  return {
    async begin(server, console, credentials) {
      wanted = { server, console, credentials };
      planRenewal();
      const next = account();
      if (started && next) await tell(next);
      else if ((await lookAtMicrophone(phone)) === null) await register();
    },
    async proceed() {
      if (wanted && !started) await register();
    },
    async leave() {
      if (!started) return;
      started = false;
      await hangUp();
    },
    async join() {
      if (wanted && !started && (await lookAtMicrophone(phone)) === null) await register();
    },
    again: () =>
      phone.timers.set('register-again', REGISTER_AGAIN_MS, () => {
        const next = account();
        if (next && started) tell(next).catch((thrown: unknown) => phone.failed(thrown, 'register again'));
      }),
    heard(registration) {
      const before = phone.store.get().registration;
      phone.store.set({ registration });
      if (!wanted) return;
      if (registration.phase === 'off') phone.agent({ type: 'registrationLost', at: phone.now() });
      if (registration.phase === 'registered') {
        phone.timers.cancel('say-lost');
        phone.clear('registration');
        if (before.phase === 'registered') return;
        phone.agent({ type: 'registered', at: phone.now() });
        void offerSelfTest(phone);
        phone.call({ type: 'registrationBack' });
        phone.health.lineBack();
        return;
      }
      if (
        before.phase === 'registered' ||
        before.phase !== registration.phase ||
        before.reason !== registration.reason
      ) {
        if (registration.phase === 'lost' || registration.phase === 'refused') lost(registration);
      }
      if (registration.phase === 'refused' && phone.now() - renewedAt > RENEW_AFTER_REFUSAL_MS) void renew();
    },
    settingsChanged() {
      const next = account();
      if (!next || !started || JSON.stringify(next) === told) return;
      tell(next).catch((thrown: unknown) => phone.failed(thrown, 'settings'));
    },
    addresses: () =>
      wanted && {
        servers: sipServers(wanted.server, wanted.console, phone.settings),
        domain: wanted.console.sipDomain,
        pbxName: wanted.console.pbxName,
      },
    async stop() {
      wanted = null;
      started = false;
      phone.timers.cancel('credentials');
      phone.timers.cancel('register-again');
      await hangUp();
    },
  };
}
