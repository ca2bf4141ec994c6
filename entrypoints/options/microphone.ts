/** The microphone's permission, asked for here and nowhere else: Chrome shows no prompt in the phone document. */
import { signal, type ReadonlySignal } from '@preact/signals';
import type { MicrophoneView } from '@/components';

/** Tells "allowed this time only" from "never asked": the browser forgets the former without a word. */
const GRANTED_BEFORE_KEY = 'microphoneGrantedBefore';
/** Speech is far above; a microphone muted on the headset is digital silence. */
const SILENCE_LEVEL = 0.0005;
/** Long enough for a device to wake up and for background noise to show. */
const LISTEN_MS = 1500;

export interface Microphone {
  readonly view: ReadonlySignal<MicrophoneView>;
  /** Must run in a click's own task. Resolves when the person has answered. */
  allow(): Promise<void>;
  /** Peak level 0..1 over LISTEN_MS; '' = the default device. Rejects as getUserMedia does. */
  peak(deviceId: string): Promise<number>;
}
export const isSilent = (peak: number): boolean => peak < SILENCE_LEVEL;

function failure(thrown: unknown): MicrophoneView {
  const name = thrown instanceof DOMException ? thrown.name : '';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'denied';
}

export function createMicrophone(onChange: () => void): Microphone {
  const view = signal<MicrophoneView>('unknown');
  const show = (state: PermissionState): void => {
    if (state === 'granted') localStorage.setItem(GRANTED_BEFORE_KEY, '1');
    const before = localStorage.getItem(GRANTED_BEFORE_KEY) !== null;
    view.value = state === 'prompt' && before ? 'once' : state;
    onChange();
  };
  const query = (): Promise<PermissionStatus> =>
    navigator.permissions.query({ name: 'microphone' as PermissionName });
  const watch = async (): Promise<void> => {
    const status = await query();
    show(status.state);
    status.addEventListener('change', () => show(status.state));
  };
  void watch();

  return {
    view,
    async allow() {
      try {
        const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
        for (const track of stream.getTracks()) track.stop();
        show('granted');
      } catch (thrown) {
        const kind = failure(thrown);
        // Dismissing the question leaves it open; only "never" blocks.
        view.value = kind === 'denied' && (await query()).state === 'prompt' ? 'prompt' : kind;
        onChange();
      }
    },
    async peak(deviceId) {
      const audio = deviceId === '' ? true : { deviceId: { exact: deviceId } };
      const stream = await navigator.mediaDevices.getUserMedia({ audio });
      const context = new AudioContext();
      try {
        const analyser = context.createAnalyser();
        context.createMediaStreamSource(stream).connect(analyser);
        const samples = new Float32Array(analyser.fftSize);
        const end = performance.now() + LISTEN_MS;
        let peak = 0;
        while (performance.now() < end) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          analyser.getFloatTimeDomainData(samples);
          peak = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), peak);
        }
        return peak;
      } finally {
        for (const track of stream.getTracks()) track.stop();
        await context.close();
      }
    },
  };
}
