import { asPhoneError, type Log } from '@/lib/diagnostics';
import type { DeviceSettings } from '@/lib/settings/types';
import type { AudioPort } from '../ports';
import { missingRoles, readDevices, type DeviceLists, type DeviceRole } from './devices';
import { microphoneState, openMicrophone, type MicrophoneDeps } from './microphone';
import { createPlayer, type Player } from './player';

export interface AudioEvents {
  onDevices(lists: DeviceLists): void;
  /** A chosen device is not there; the default one serves until it is back. */
  onDeviceLost(role: DeviceRole): void;
  /**
   * Another microphone for the call that is on (device changed, unplugged, or dead after sleep): give it to
   * SessionPort.replaceMicrophone. The old stream no longer carries sound.
   */
  onMicrophone(stream: MediaStream): void;
  /** The call's microphone died and no other could be opened. */
  onMicrophoneFailed(code: ReturnType<typeof asPhoneError>['code']): void;
  /** The person, an administrator or the end of "allow this time" changed what the browser would say. */
  onPermission(): void;
}

export interface AudioDeps extends MicrophoneDeps {
  readonly page: Document;
  readonly enumerate: () => Promise<readonly MediaDeviceInfo[]>;
  /** Returns the unsubscriber. */
  readonly onDeviceChange: (listener: () => void) => () => void;
  /** Returns the unsubscriber. */
  readonly onPermissionChange: (listener: () => void) => () => void;
  readonly devices: DeviceSettings;
  readonly events: AudioEvents;
  readonly log?: Log;
}

export interface Audio extends AudioPort {
  /** Opens the microphone ahead of a call that is sure to come; kept for PREPARED_MS, then closed. */
  prepareMicrophone(): Promise<void>;
  dispose(): void;
}

/** An INVITE follows its request within 15 s or not at all; an open microphone nobody uses is not left on. */
const PREPARED_MS = 15_000;
/** A timer that is this late means that the machine slept: its sound devices may be dead without telling. */
const SLEPT_MS = 15_000;
const WAKE_CHECK_MS = 5000;

export function createAudio(deps: AudioDeps): Audio {
  let chosen = deps.devices;
  let missing: ReadonlySet<DeviceRole> = new Set();
  let prepared: { stream: MediaStream; expire: ReturnType<typeof setTimeout> } | null = null;
  /** Streams given to calls; a call stops its tracks itself when it ends. */
  let inUse: MediaStream | null = null;

  const problem = (what: string, error: unknown) =>
    deps.log?.warn('audio', what, {
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
  const player: Player = createPlayer(deps.page, problem);
  const route = () =>
    player.apply({
      speakerId: missing.has('speaker') ? '' : chosen.speakerId,
      ringId: missing.has('ring') ? '' : chosen.ringId,
      volume: chosen.volume,
      ringVolume: chosen.ringVolume,
    });

  const lost = (role: DeviceRole) => deps.events.onDeviceLost(role);
  const open = async (): Promise<MediaStream> => {
    const { stream, fellBack } = await openMicrophone(
      missing.has('microphone') ? '' : chosen.microphoneId,
      deps,
    );
    if (fellBack) lost('microphone');
    return stream;
  };
  const isLive = (stream: MediaStream | null) =>
    stream?.getAudioTracks().some((track) => track.readyState === 'live') ?? false;
  const give = (stream: MediaStream): MediaStream => {
    inUse = stream;
    // "ended" comes when the device is pulled, not when the call stops its track: so it always means trouble.
    for (const track of stream.getAudioTracks())
      track.addEventListener('ended', () => void replace(stream), { once: true });
    return stream;
  };
  /** A new microphone for the call that uses `old`; nothing when that call is over. */
  const replace = async (old: MediaStream): Promise<void> => {
    if (inUse !== old) return;
    try {
      const stream = await open();
      if (inUse !== old) return stopAll(stream);
      deps.events.onMicrophone(give(stream));
    } catch (error) {
      problem('no microphone to replace the lost one', error);
      deps.events.onMicrophoneFailed(asPhoneError(error).code);
    }
  };
  const reopenForCall = async () => {
    if (inUse && isLive(inUse)) await replace(inUse);
  };

  const look = async (): Promise<DeviceLists> => {
    const lists = readDevices(await deps.enumerate());
    const before = missing;
    missing = missingRoles(chosen, lists);
    for (const role of missing) if (!before.has(role)) lost(role);
    await route();
    return lists;
  };
  const changed = async () => {
    const had = missing;
    deps.events.onDevices(await look());
    // The chosen headset is back: return to it, also in the middle of a call.
    if (had.has('microphone') && !missing.has('microphone')) await reopenForCall();
  };
  const quiet = deps.onDeviceChange(() => {
    changed().catch((error: unknown) => problem('listing the devices', error));
  });

  const deaf = deps.onPermissionChange(() => deps.events.onPermission());

  let tick = Date.now();
  const wake = setInterval(() => {
    const slept = Date.now() - tick > SLEPT_MS;
    tick = Date.now();
    if (slept) void reopenForCall();
  }, WAKE_CHECK_MS);

  void route();
  return {
    async microphone() {
      const ready = prepared;
      if (ready && isLive(ready.stream)) {
        clearTimeout(ready.expire);
        prepared = null;
        return give(ready.stream);
      }
      return give(await open());
    },
    async prepareMicrophone() {
      if (prepared && isLive(prepared.stream)) return;
      const stream = await open();
      const expire = setTimeout(() => {
        stopAll(stream);
        prepared = null;
      }, PREPARED_MS);
      prepared = { stream, expire };
    },
    play: (sessionId, stream) => player.play(sessionId, stream),
    ring: (on) => player.ring(on),
    earTone: () => player.earTone(),
    permission: () => microphoneState(deps),
    devices: look,
    async choose(next) {
      const otherMicrophone = next.microphoneId !== chosen.microphoneId;
      chosen = next;
      await look();
      if (otherMicrophone) await reopenForCall();
    },
    dispose() {
      quiet();
      deaf();
      clearInterval(wake);
      if (prepared) {
        clearTimeout(prepared.expire);
        stopAll(prepared.stream);
      }
      player.dispose();
    },
  };
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
