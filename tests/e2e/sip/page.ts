/** lib/sip and the phone document's audio in a plain page, driven by the test through `window.stage`. */
import type { LostCall, Registration, SessionEvents, SessionPort, SipAccount } from '@/lib/sip';
import { createSipPhone } from '@/lib/sip';
import { browserAudioDeps, createAudio } from '@/lib/phone/audio';
import { createLog } from '@/lib/diagnostics';

export interface StageEvent {
  readonly at: number;
  readonly what: string;
}
export interface Stage {
  start(account: SipAccount): Promise<void>;
  update(account: SipAccount): Promise<void>;
  stop(): Promise<void>;
  registration(): Registration;
  events(): StageEvent[];
  errors(): string[];
  details(): SessionPort['details'] | null;
  do(what: 'answer' | 'end' | 'restartIce' | 'replaceMicrophone'): Promise<void>;
  hold(on: boolean): Promise<void>;
  mute(on: boolean): void;
  tones(digits: string): Promise<void>;
  dialog(): ReturnType<SessionPort['dialog']>;
  takeOver(lost: LostCall): Promise<void>;
  liveTracks(): number;
  autoAnswer(on: boolean): void;
  log(): string[];
}
declare global {
  interface Window {
    stage: Stage;
  }
}

const log = createLog();
const events: StageEvent[] = [];
const errors: string[] = [];
const note = (what: string) => void events.push({ at: Date.now(), what });
addEventListener('error', (event) => void errors.push(event.message));
addEventListener('unhandledrejection', (event) => void errors.push(`unhandled: ${String(event.reason)}`));

let session: SessionPort | null = null;
let auto = true;
const streams: MediaStream[] = [];
const current = (): SessionPort => {
  if (!session) throw new Error('no call');
  return session;
};
const explain = (error: unknown) => note(`failed ${error instanceof Error ? error.message : String(error)}`);

const follow = (): SessionEvents => ({
  onEstablished: () => note('established'),
  onEnded: ({ by }) => {
    note(`ended ${by}`);
    session = null;
  },
  onReinvite: ({ assertedIdentity }) => note(`reinvite ${assertedIdentity}`),
  onMedia: (state) => note(`media ${state}`),
});

const audio = createAudio(
  browserAudioDeps(
    { microphoneId: '', speakerId: '', ringId: '', volume: 1, ringVolume: 1 },
    {
      onDevices: () => undefined,
      onDeviceLost: (role) => note(`lost ${role}`),
      onMicrophone: (stream) => void session?.replaceMicrophone(stream).catch(explain),
      onMicrophoneFailed: (code) => note(`microphone ${code}`),
      onPermission: () => note('permission'),
    },
    log,
  ),
);
const phone = createSipPhone({
  media: {
    microphone: async () => {
      const stream = await audio.microphone();
      streams.push(stream);
      return stream;
    },
    play: audio.play,
  },
  log,
  events: {
    onRegistration: ({ phase, reason, detail }) =>
      note(`registration ${phase} ${reason ?? ''} ${detail ?? ''}`.trim()),
    onInvite: (incoming) => {
      note('invite');
      if (session) {
        // As the real phone: a second call while one is on is refused.
        void incoming.end().catch(explain);
        return {
          onEnded: () => undefined,
          onEstablished: () => undefined,
          onReinvite: () => undefined,
          onMedia: () => undefined,
        };
      }
      session = incoming;
      if (auto) void incoming.answer().catch(explain);
      return follow();
    },
  },
});

window.stage = {
  start: phone.start,
  update: phone.updateAccount,
  stop: phone.stop,
  registration: phone.registration,
  events: () => events,
  errors: () => errors,
  details: () => session?.details ?? null,
  do: (what) =>
    what === 'replaceMicrophone'
      ? audio.microphone().then((s) => current().replaceMicrophone(s))
      : current()[what](),
  hold: (on) => current().hold(on),
  mute: (on) => current().mute(on),
  tones: (digits) => current().tones(digits),
  dialog: () => session?.dialog() ?? null,
  takeOver: (lost) =>
    phone.takeOver(lost, (taken) => {
      session = taken;
      return follow();
    }),
  liveTracks: () => streams.flatMap((s) => s.getTracks()).filter((t) => t.readyState === 'live').length,
  autoAnswer: (on) => {
    auto = on;
  },
  log: () => log.lines().map((l) => `${l.level} ${l.area} ${l.what} ${JSON.stringify(l.data ?? {})}`),
};
