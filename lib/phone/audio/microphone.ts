/** Opening the microphone: the chosen one, or the default when it vanished; refusals told apart. */
import { PhoneError } from '@/lib/diagnostics';
import type { MicrophoneState } from '../ports';

export interface MicrophoneDeps {
  readonly getUserMedia: (constraints: MediaStreamConstraints) => Promise<MediaStream>;
  readonly queryPermission: () => Promise<PermissionState>;
  readonly hasInput: () => Promise<boolean>;
  /** Whether this profile has ever opened a microphone for us: tells "allow this time" from "not asked yet". */
  readonly everGranted: { get(): boolean; set(): void };
}

export interface OpenedMicrophone {
  readonly stream: MediaStream;
  /** The chosen device was not there, the default one was taken. */
  readonly fellBack: boolean;
}

/** Rejects with PhoneError: microphoneDenied, microphoneOnce, microphoneMissing, microphoneBusy. */
export async function openMicrophone(deviceId: string, deps: MicrophoneDeps): Promise<OpenedMicrophone> {
  // Asked first: a document without a window gets "dismissed" for a prompt that nobody saw (platform.md §4.2).
  const permission = await deps.queryPermission();
  if (permission === 'denied') throw new PhoneError('microphoneDenied');
  if (permission === 'prompt')
    throw new PhoneError(deps.everGranted.get() ? 'microphoneOnce' : 'microphoneDenied', {}, 'not granted');
  let opened: OpenedMicrophone;
  try {
    opened = { stream: await deps.getUserMedia(constraintsFor(deviceId)), fellBack: false };
  } catch (error) {
    if (deviceId === '' || !isDeviceGone(error)) throw asMicrophoneError(error);
    opened = { stream: await deps.getUserMedia(constraintsFor('')).catch(rethrow), fellBack: true };
  }
  deps.everGranted.set();
  return opened;
}

/** What the browser would say now; asks nobody. */
export async function microphoneState(deps: MicrophoneDeps): Promise<MicrophoneState> {
  const permission = await deps.queryPermission();
  if (permission !== 'granted') return permission;
  return (await deps.hasInput()) ? 'granted' : 'missing';
}

const constraintsFor = (deviceId: string): MediaStreamConstraints => ({
  audio: {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(deviceId === '' ? {} : { deviceId: { exact: deviceId } }),
  },
  video: false,
});

const nameOf = (error: unknown): string =>
  error instanceof Error || error instanceof DOMException ? error.name : '';
const isDeviceGone = (error: unknown): boolean =>
  ['OverconstrainedError', 'NotFoundError'].includes(nameOf(error));
const rethrow = (error: unknown): never => {
  throw asMicrophoneError(error);
};

function asMicrophoneError(error: unknown): PhoneError {
  const detail =
    error instanceof Error || error instanceof DOMException
      ? `${error.name}: ${error.message}`
      : String(error);
  switch (nameOf(error)) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new PhoneError('microphoneDenied', {}, detail, { cause: error });
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new PhoneError('microphoneMissing', {}, detail, { cause: error });
    default:
      // NotReadableError, AbortError: another program holds the device or its driver failed.
      return new PhoneError('microphoneBusy', {}, detail, { cause: error });
  }
}
