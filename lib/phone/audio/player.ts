/** Sound out of the phone document: what the other side says, the ring, the ear tone; each to its device. */
import { EAR_TONE, RING, toneWave, type ToneStep } from './wave';

export interface Outputs {
  readonly speakerId: string; // '' = default
  readonly ringId: string;
  readonly volume: number; // 0..1
  readonly ringVolume: number;
}

interface Tone {
  made(): HTMLAudioElement | undefined;
  element(): HTMLAudioElement;
}

export interface Player {
  play(sessionId: string, stream: MediaStream | null): void;
  ring(on: boolean): void;
  earTone(): void;
  apply(outputs: Outputs): Promise<void>;
  dispose(): void;
}

/** Tests and support read the customer's sound from here. */
export const REMOTE_AUDIO_ID = 'remote-audio';

export function createPlayer(page: Document, onProblem: (what: string, error: unknown) => void): Player {
  let outputs: Outputs = { speakerId: '', ringId: '', volume: 1, ringVolume: 1 };
  const remotes = new Map<string, HTMLAudioElement>();
  const ringer = toneOf(page, true);
  const ear = toneOf(page, false);

  const start = (element: HTMLAudioElement, what: string) => {
    element.play().catch((error: unknown) => {
      // pause() right after play() rejects it; that isn't a fault.
      if (!(error instanceof DOMException && error.name === 'AbortError')) onProblem(what, error);
    });
  };
  const route = async (element: HTMLAudioElement, deviceId: string, volume: number): Promise<void> => {
    element.volume = Math.min(1, Math.max(0, volume));
    if (typeof element.setSinkId !== 'function') return; // browsers without device choice play in the default one
    if (element.sinkId === deviceId) return; // said again it would open the device all the same
    try {
      await element.setSinkId(deviceId);
    } catch (error) {
      onProblem('the chosen output is not there, the default one is used', error);
      await element.setSinkId('').catch((e: unknown) => onProblem('not even the default output', e));
    }
  };
  const routeTone = async (tone: Tone, deviceId: string, volume: number): Promise<void> => {
    if (tone.made() || deviceId !== '') await route(tone.element(), deviceId, volume);
  };
  const sound = (
    tone: Tone,
    steps: readonly ToneStep[],
    deviceId: string,
    volume: number,
    what: string,
  ): void => {
    if (!tone.made()) void route(tone.element(), deviceId, volume);
    rewound(tone.element(), steps);
    start(tone.element(), what);
  };
  const remove = (sessionId: string) => {
    const element = remotes.get(sessionId);
    if (!element) return;
    remotes.delete(sessionId);
    element.pause();
    element.srcObject = null;
    element.remove();
  };

  return {
    play(sessionId, stream) {
      if (!stream) return remove(sessionId);
      let element = remotes.get(sessionId);
      if (!element) {
        element = page.createElement('audio');
        // One call at a time is the rule; a second element exists only while one call replaces another.
        element.id = page.getElementById(REMOTE_AUDIO_ID)
          ? `${REMOTE_AUDIO_ID}-${sessionId}`
          : REMOTE_AUDIO_ID;
        element.autoplay = true;
        remotes.set(sessionId, element);
        page.body.append(element);
        void route(element, outputs.speakerId, outputs.volume);
      }
      if (element.srcObject !== stream) element.srcObject = stream;
      start(element, 'playing the call');
    },
    ring(on) {
      if (on) sound(ringer, RING, outputs.ringId, outputs.ringVolume, 'ringing');
      else ringer.made()?.pause();
    },
    earTone() {
      sound(ear, EAR_TONE, outputs.speakerId, outputs.volume, 'the ear tone');
    },
    async apply(next) {
      outputs = next;
      await Promise.all([
        ...[...remotes.values()].map((element) => route(element, next.speakerId, next.volume)),
        routeTone(ear, next.speakerId, next.volume),
        routeTone(ringer, next.ringId, next.ringVolume),
      ]);
    },
    dispose() {
      for (const id of Array.from(remotes.keys())) remove(id);
      for (const element of [ringer.made(), ear.made()]) {
        if (!element) continue;
        element.pause();
        URL.revokeObjectURL(element.src);
        element.remove();
      }
    },
  };
}

/**
 * Made when it is first heard, or when a device is chosen for it: finding that device takes time that a ring doesn't have. Before,
 * it would keep the browser's media code in memory through an idle day (0.8 MiB, measured).
 */
function toneOf(page: Document, loop: boolean): Tone {
  let made: HTMLAudioElement | undefined;
  return {
    made: () => made,
    element(): HTMLAudioElement {
      if (made) return made;
      made = page.createElement('audio');
      made.loop = loop;
      page.body.append(made);
      return made;
    },
  };
}

/** At its beginning; given its sound when it is first heard: before, it would keep a media pipeline and its threads through an idle day. */
function rewound(element: HTMLAudioElement, steps: readonly ToneStep[]): void {
  if (element.src === '')
    element.src = URL.createObjectURL(new Blob([toneWave(steps)], { type: 'audio/wav' }));
  element.currentTime = 0;
}
