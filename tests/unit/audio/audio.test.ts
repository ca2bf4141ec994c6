import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PhoneError } from '@/lib/diagnostics';
import { createAudio, REMOTE_AUDIO_ID, type Audio, type AudioDeps } from '@/lib/phone/audio';
import type { DeviceSettings } from '@/lib/settings/types';

class FakeTrack extends EventTarget {
  readyState: 'live' | 'ended' = 'live';
  stop() {
    this.readyState = 'ended';
  }
  /** The device is pulled. */
  vanish() {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}
class FakeStream {
  readonly track = new FakeTrack();
  constructor(readonly deviceId: string) {}
  getTracks() {
    return [this.track];
  }
  getAudioTracks() {
    return [this.track];
  }
}
const named = (name: string) => Object.assign(new Error(name), { name });
const input = (deviceId: string) => ({ kind: 'audioinput', deviceId, label: deviceId }) as MediaDeviceInfo;
const output = (deviceId: string) => ({ kind: 'audiooutput', deviceId, label: deviceId }) as MediaDeviceInfo;
const CHOICE: DeviceSettings = {
  microphoneId: 'headset',
  speakerId: 'headset-out',
  ringId: 'loud',
  volume: 0.5,
  ringVolume: 1,
};

let world: {
  permission: PermissionState;
  devices: MediaDeviceInfo[];
  fail: (deviceId: string) => Error | null;
  opened: FakeStream[];
  constraints: MediaStreamConstraints[];
  granted: boolean;
  told: string[];
  given: unknown[];
  changed: () => void;
  permissionChanged: () => void;
  sinks: string[];
};
let audio: Audio;

const start = (devices: DeviceSettings = CHOICE) => {
  const deps: AudioDeps = {
    page: document,
    getUserMedia: (constraints) => {
      world.constraints.push(constraints);
      const wanted = typeof constraints.audio === 'object' ? constraints.audio.deviceId : undefined;
      const deviceId = typeof wanted === 'object' && 'exact' in wanted ? String(wanted.exact) : '';
      const error = world.fail(deviceId);
      if (error) return Promise.reject(error);
      const stream = new FakeStream(deviceId);
      world.opened.push(stream);
      return Promise.resolve(stream as unknown as MediaStream); // happy-dom has no MediaStream with tracks
    },
    queryPermission: () => Promise.resolve(world.permission),
    hasInput: () => Promise.resolve(world.devices.some((d) => d.kind === 'audioinput')),
    everGranted: { get: () => world.granted, set: () => void (world.granted = true) },
    enumerate: () => Promise.resolve(world.devices),
    onPermissionChange: (listener) => {
      world.permissionChanged = listener;
      return () => undefined;
    },
    onDeviceChange: (listener) => {
      world.changed = listener;
      return () => undefined;
    },
    devices,
    events: {
      onDevices: (lists) => world.told.push(`devices ${lists.inputs.map((d) => d.id).join()}`),
      onDeviceLost: (role) => world.told.push(`lost ${role}`),
      onMicrophone: (stream) => world.given.push(stream),
      onMicrophoneFailed: (code) => world.told.push(`failed ${code}`),
      onPermission: () => world.told.push('permission'),
    },
  };
  audio = createAudio(deps);
  return audio;
};
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'opened',
    (error: PhoneError) => error.code,
  );
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  vi.stubGlobal(
    'URL',
    Object.assign(URL, { createObjectURL: () => 'blob:tone', revokeObjectURL: () => undefined }),
  );
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue();
  vi.spyOn(HTMLMediaElement.prototype, 'pause').mockReturnValue();
  world = {
    permission: 'granted',
    devices: [input('default'), input('headset'), input('built-in'), output('headset-out'), output('loud')],
    fail: () => null,
    opened: [],
    constraints: [],
    granted: false,
    told: [],
    given: [],
    changed: () => undefined,
    permissionChanged: () => undefined,
    sinks: [],
  };
  Object.assign(HTMLMediaElement.prototype, {
    setSinkId(this: HTMLMediaElement, id: string) {
      world.sinks.push(`${this.id || (this.loop ? 'ring' : 'ear')} ${id}`);
      Object.defineProperty(this, 'sinkId', { value: id, configurable: true });
      return Promise.resolve();
    },
  });
});
afterEach(() => {
  audio.dispose();
  document.body.replaceChildren();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the permission', () => {
  it('tells when what the browser would say has changed', () => {
    start();
    world.permissionChanged();
    expect(world.told).toEqual(['permission']);
  });
});

describe('opening the microphone', () => {
  it('takes the chosen device, with echo cancellation, noise suppression and gain control', async () => {
    await start().microphone();
    expect(world.constraints).toEqual([
      {
        audio: {
          echoCancellation: true,
          noiseSuppression: true,
          autoGainControl: true,
          deviceId: { exact: 'headset' },
        },
        video: false,
      },
    ]);
  });

  it.each<[string, Partial<typeof world>, string]>([
    ['denied', { permission: 'denied' }, 'microphoneDenied'],
    ['never asked for', { permission: 'prompt' }, 'microphoneDenied'],
    ['allowed only the other time', { permission: 'prompt', granted: true }, 'microphoneOnce'],
    ['dismissed', { fail: () => named('NotAllowedError') }, 'microphoneDenied'],
    ['missing', { fail: () => named('NotFoundError') }, 'microphoneMissing'],
    ['held by another program', { fail: () => named('NotReadableError') }, 'microphoneBusy'],
  ])('says when it is %s', async (_what, given, code) => {
    Object.assign(world, given);
    expect(await codeOf(start().microphone())).toBe(code);
  });

  it('asks nobody when the browser would not show its question anyway', async () => {
    world.permission = 'prompt';
    await codeOf(start().microphone());
    expect(world.constraints).toEqual([]);
  });

  it('falls back to the default one when the chosen one vanished, and says so', async () => {
    world.fail = (id) => (id === 'headset' ? named('OverconstrainedError') : null);
    await start().microphone();
    expect(world.opened.map((s) => s.deviceId)).toEqual(['']);
    expect(world.told).toEqual(['lost microphone']);
  });

  it('may be done ahead of a call; unused, it is closed again', async () => {
    start();
    await audio.prepareMicrophone();
    expect(await audio.microphone()).toBe(world.opened[0]);
    await audio.prepareMicrophone();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(world.opened[1]?.track.readyState).toBe('ended');
    expect(world.opened[0]?.track.readyState).toBe('live');
  });

  it('says its state without asking: granted, missing, prompt, denied', async () => {
    start();
    expect(await audio.permission()).toBe('granted');
    world.devices = [];
    expect(await audio.permission()).toBe('missing');
    world.permission = 'prompt';
    expect(await audio.permission()).toBe('prompt');
    world.permission = 'denied';
    expect(await audio.permission()).toBe('denied');
  });
});

describe('devices that come and go', () => {
  it('a microphone pulled during a call is replaced by the default one', async () => {
    await start().microphone();
    world.fail = (id) => (id === 'headset' ? named('NotFoundError') : null);
    world.opened[0]?.track.vanish();
    await settle();
    expect(world.given).toEqual([world.opened[1]]);
    expect(world.opened[1]?.deviceId).toBe('');
    expect(world.told).toEqual(['lost microphone']);
  });

  it('says when there is no other', async () => {
    await start().microphone();
    world.fail = () => named('NotFoundError');
    world.opened[0]?.track.vanish();
    await settle();
    expect(world.told).toContain('failed microphoneMissing');
  });

  it('after the call nobody cares', async () => {
    await start().microphone();
    world.opened[0]?.track.stop(); // the call ended
    world.changed();
    await settle();
    expect(world.given).toEqual([]);
  });

  it('the chosen headset coming back takes over again', async () => {
    await start().microphone();
    const all = world.devices;
    world.devices = [input('built-in'), output('loud')];
    world.changed();
    await settle();
    expect(world.told).toEqual(['lost microphone', 'lost speaker', 'devices built-in']);
    expect(world.sinks.at(-1)).toBe('ear ');
    world.devices = all;
    world.changed();
    await settle();
    expect(world.opened.at(-1)?.deviceId).toBe('headset');
    expect(world.given).toEqual([world.opened.at(-1)]);
    expect(world.sinks.at(-1)).toBe('ear headset-out');
    // The ring stayed where it was: it is not sent there again.
    expect(world.sinks.filter((sink) => sink === 'ring loud')).toHaveLength(1);
  });

  it('another choice takes effect in the call', async () => {
    await start().microphone();
    await audio.choose({ ...CHOICE, microphoneId: 'built-in', speakerId: 'loud' });
    expect(world.opened.at(-1)?.deviceId).toBe('built-in');
    expect(world.given).toHaveLength(1);
  });

  it('after sleep the microphone of the call is opened anew', async () => {
    await start().microphone();
    vi.setSystemTime(3_600_000);
    await vi.advanceTimersByTimeAsync(5000);
    expect(world.given).toHaveLength(1);
  });

  it('are listed without the browser’s aliases of the default one', async () => {
    expect((await start().devices()).inputs.map((d) => d.id)).toEqual(['headset', 'built-in']);
  });
});

describe('what is heard', () => {
  const stream = () => new MediaStream();
  it('the customer plays in #remote-audio, in the chosen speaker and volume, and is gone with the call', async () => {
    start();
    audio.play('s1', stream());
    await settle();
    const element = document.getElementById(REMOTE_AUDIO_ID);
    if (!(element instanceof HTMLAudioElement)) throw new Error('no audio element');
    expect(element.srcObject).not.toBeNull();
    expect(element.volume).toBe(0.5);
    expect(world.sinks).toContain('remote-audio headset-out');
    audio.play('s1', null);
    expect(document.getElementById(REMOTE_AUDIO_ID)).toBeNull();
  });

  it('the ring plays over and over in the ring device, the ear tone once in the speaker', async () => {
    start();
    await settle();
    expect(world.sinks).toEqual(expect.arrayContaining(['ring loud', 'ear headset-out']));
    audio.ring(true);
    expect(HTMLMediaElement.prototype.play).toHaveBeenCalledTimes(1);
    audio.ring(false);
    expect(HTMLMediaElement.prototype.pause).toHaveBeenCalled();
    audio.earTone();
    expect(HTMLMediaElement.prototype.play).toHaveBeenCalledTimes(2);
  });

  it('nothing is made for tones in the default device before they are heard: an idle phone stays small', async () => {
    start({ ...CHOICE, speakerId: '', ringId: '', ringVolume: 0.4 });
    await settle();
    expect(document.querySelector('audio')).toBeNull();
    audio.ring(true);
    const ringer = document.querySelector('audio');
    expect(ringer?.loop).toBe(true);
    expect(ringer?.volume).toBe(0.4);
  });
});
