/** A phone on the fake network, with fake media and a fake clock. */
import { vi } from 'vitest';
import type { MediaHooks, MediaSession } from '@/lib/sip/media-session';
import { buildSipPhone } from '@/lib/sip/phone';
import type { Registration, SessionPort, SipAccount, SipPhone } from '@/lib/sip';
import { FakeNetwork } from './fake-network';
import { FakePbx, OFFER, PBX_URL } from './fake-pbx';

export const ACCOUNT: SipAccount = {
  servers: [PBX_URL],
  user: '4102444800:1005', // valid until 2100
  password: 'secret',
  domain: 'pbx.test',
  instanceId: 'urn:uuid:6a1f5d9e-2b7c-4c6e-9a55-0d3f5a7e1b42',
  iceServers: [],
  tones: 'info',
};

export class FakeMedia implements MediaSession {
  held = false;
  muted = false;
  closed = false;
  restarts = 0;
  pending = false;
  isConnected = true;
  microphones: MediaStream[] = [];
  offersSeen = 0;
  toneSenderNow: RTCDTMFSender | null = null;
  constructor(readonly hooks: MediaHooks) {}
  useMicrophone(stream: MediaStream) {
    this.microphones.push(stream);
    return Promise.resolve();
  }
  setHeld(held: boolean) {
    this.held = held;
  }
  setMuted(muted: boolean) {
    this.muted = muted;
  }
  restartIceOnNextOffer() {
    this.restarts++;
  }
  toneSender() {
    return this.toneSenderNow;
  }
  stats() {
    return Promise.resolve(null);
  }
  connected() {
    return this.isConnected;
  }
  getDescription() {
    return Promise.resolve({
      body: OFFER.replace('sendrecv', this.held ? 'sendonly' : 'sendrecv'),
      contentType: 'application/sdp',
    });
  }
  setDescription() {
    if (this.hooks.offerArrives()) this.offersSeen++;
    return Promise.resolve();
  }
  hasDescription() {
    return true;
  }
  rollbackDescription() {
    return Promise.resolve();
  }
  sendDtmf() {
    return false;
  }
  close() {
    this.closed = true;
  }
}

export const fakeStream = () => {
  const track = { stop: vi.fn(), enabled: true };
  // happy-dom has no MediaStream with tracks; the phone only reads its tracks.
  return {
    track,
    stream: { getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream,
  };
};

export interface Incoming {
  readonly session: SessionPort;
  readonly log: string[];
  ended: { by: string; code?: number; phrase?: string } | null;
}

export function setUp(
  options: { autoAnswer?: boolean; microphone?: () => Promise<MediaStream>; random?: () => number } = {},
) {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 5) });
  const network = new FakeNetwork();
  const pbx = new FakePbx(network);
  const registrations: Registration[] = [];
  const calls: Incoming[] = [];
  const medias: FakeMedia[] = [];
  const problems: string[] = [];
  let networkChanged: () => void = () => undefined;
  const mic = fakeStream();
  const phone: SipPhone = buildSipPhone(
    {
      media: { microphone: options.microphone ?? (() => Promise.resolve(mic.stream)), play: () => undefined },
      events: {
        onRegistration: (state) => void registrations.push(state),
        onInvite: (session) => {
          const call: Incoming = { session, log: [], ended: null };
          calls.push(call);
          if (options.autoAnswer)
            queueMicrotask(() =>
              session.answer().catch((e: unknown) => call.log.push(`answer ${String(e)}`)),
            );
          return {
            onEstablished: () => void call.log.push('established'),
            onEnded: (why) => {
              call.ended = why;
              call.log.push(`ended ${why.by}`);
            },
            onReinvite: ({ assertedIdentity }) => void call.log.push(`reinvite ${assertedIdentity}`),
            onMedia: (state) => void call.log.push(`media ${state}`),
          };
        },
      },
      log: {
        error: () => undefined,
        warn: (_area, what, data) => void problems.push(`${what} ${JSON.stringify(data ?? {})}`),
        info: () => undefined,
        debug: () => undefined,
        lines: () => [],
      },
    },
    {
      openSocket: network.openSocket,
      createMedia: (_ice, hooks) => {
        const media = new FakeMedia(hooks);
        medias.push(media);
        return media;
      },
      random: options.random ?? (() => 0.5),
      whyUnreachable: () => Promise.resolve('sipUnreachable'),
      onNetworkChange: (listener) => {
        networkChanged = listener;
        return () => undefined;
      },
    },
  );
  return {
    network,
    pbx,
    phone,
    registrations,
    calls,
    medias,
    problems,
    mic,
    networkChanged: () => networkChanged(),
  };
}

/** Lets everything that waits only for promises and for up to `ms` happen. */
export const pass = (ms = 20) => vi.advanceTimersByTimeAsync(ms);

export async function inCall(set: ReturnType<typeof setUp>, headers: readonly string[] = []) {
  await set.phone.start(ACCOUNT);
  await pass();
  const customer = set.pbx.call(headers);
  await pass();
  const call = set.calls.at(-1);
  if (!call) throw new Error('no call came in');
  await call.session.answer();
  await pass();
  return { customer, call, session: call.session };
}

/** What a promise that must fail fails with. To be called at once: the failure may come while the clock is moved. */
export const failure = (promise: Promise<unknown> | undefined): Promise<unknown> =>
  Promise.resolve(promise).then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
