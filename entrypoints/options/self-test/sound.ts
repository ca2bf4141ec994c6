/** Whether the chosen devices are there, and whether sound goes in and out of them. */
import type { SelfTestResult } from '@/lib/diagnostics';
import { isSilent, type Microphone } from '../microphone';

export async function testMicrophone(microphone: Microphone, deviceId: string): Promise<SelfTestResult> {
  try {
    const peak = await microphone.peak(deviceId);
    const facts = { level: Math.round(peak * 1000) / 1000 };
    return isSilent(peak)
      ? { what: 'microphone', ok: false, why: 'silent', facts }
      : { what: 'microphone', ok: true, facts };
  } catch (thrown) {
    return { what: 'microphone', ok: false, why: whyClosed(thrown) };
  }
}

function whyClosed(thrown: unknown): NonNullable<SelfTestResult['why']> {
  switch (thrown instanceof DOMException ? thrown.name : '') {
    case 'OverconstrainedError':
      return 'deviceGone';
    case 'NotFoundError':
      return 'microphoneMissing';
    case 'NotReadableError':
    case 'AbortError':
      return 'microphoneBusy';
    default:
      return 'microphoneDenied';
  }
}

/** Two different tones, so that the agent can tell which device is which. */
const TONE_HZ = { speaker: 660, ring: 880 } as const;
const TONE_S = 0.5;
const SOUND_PATIENCE_MS = 3000;

/** Plays a short tone in the device; whether it came out of it only the agent can hear. */
export async function testOutput(
  what: 'speaker' | 'ring',
  deviceId: string,
  volume: number,
): Promise<SelfTestResult> {
  const context = new AudioContext();
  const audio = new Audio();
  try {
    const oscillator = new OscillatorNode(context, { frequency: TONE_HZ[what] });
    const target = context.createMediaStreamDestination();
    oscillator.connect(target);
    audio.srcObject = target.stream;
    audio.volume = volume;
    // Rejects with NotFoundError when the device is gone.
    if (deviceId !== '') await audio.setSinkId(deviceId);
    oscillator.start();
    await inTime(audio.play());
    await inTime(moves(audio));
    return { what, ok: true };
  } catch (thrown) {
    const gone = thrown instanceof DOMException && thrown.name === 'NotFoundError';
    return { what, ok: false, why: gone ? 'deviceGone' : 'noSound' };
  } finally {
    audio.pause();
    audio.srcObject = null;
    await context.close();
  }
}

/** A device that hangs takes the sound and never plays it. */
function moves(audio: HTMLAudioElement): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (audio.currentTime < TONE_S) return;
      audio.removeEventListener('timeupdate', look);
      resolve();
    };
    audio.addEventListener('timeupdate', look);
  });
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no sound in time')), SOUND_PATIENCE_MS);
    work.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
