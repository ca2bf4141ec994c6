/** What a real document offers the sound. */
import type { Log } from '@/lib/diagnostics';
import type { DeviceSettings } from '@/lib/settings/types';
import type { AudioDeps, AudioEvents } from './audio';

/** Survives a restart of the phone document; says nothing but that a microphone was once opened. */
const EVER_GRANTED_KEY = 'microphoneEverGranted';

export function browserAudioDeps(devices: DeviceSettings, events: AudioEvents, log?: Log): AudioDeps {
  const media = navigator.mediaDevices;
  const enumerate = () => media.enumerateDevices();
  return {
    page: document,
    getUserMedia: (constraints) => media.getUserMedia(constraints),
    queryPermission: async () => (await navigator.permissions.query({ name: 'microphone' })).state,
    hasInput: async () => (await enumerate()).some((info) => info.kind === 'audioinput'),
    everGranted: {
      get: () => localStorage.getItem(EVER_GRANTED_KEY) === '1',
      set: () => localStorage.setItem(EVER_GRANTED_KEY, '1'),
    },
    enumerate,
    onDeviceChange: (listener) => {
      media.addEventListener('devicechange', listener);
      return () => media.removeEventListener('devicechange', listener);
    },
    onPermissionChange: permissionChanges,
    devices,
    events,
    log,
  };
}

/** The status object must be held on to: one that is collected tells nothing any more. */
function permissionChanges(listener: () => void): () => void {
  let status: PermissionStatus | null = null;
  let stopped = false;
  navigator.permissions.query({ name: 'microphone' }).then(
    (known) => {
      if (stopped) return;
      status = known;
      known.addEventListener('change', listener);
    },
    () => undefined, // a browser that can't tell: every question asks it anew, and so does the call itself
  );
  return () => {
    stopped = true;
    status?.removeEventListener('change', listener);
  };
}
