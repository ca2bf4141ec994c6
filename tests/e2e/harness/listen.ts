/** What the agent hears: frequencies in the stream that the phone document plays. */
import type { Page } from 'puppeteer';

const POLL_MS = 100;
const TOLERANCE_HZ = 10;
const FLOOR_DB = -58;

interface Ears {
  peaks(): number[];
  close(): Promise<void>;
}
declare global {
  interface Window {
    testEars?: { stream: MediaStream; ears: Ears };
  }
}

/** Strongest frequencies (Hz) in the remote audio right now; [] when nothing is played. */
export async function peaks(phone: Page): Promise<number[]> {
  // Programs run by tsx keep function names through this helper, which a page doesn't have.
  await phone.evaluate('globalThis.__name ??= (f) => f');
  return phone.evaluate((floorDb) => {
    const audio = document.querySelector<HTMLAudioElement>('#remote-audio');
    const stream = audio?.srcObject;
    const plays = stream instanceof MediaStream && stream.getAudioTracks().length > 0;
    if (window.testEars && window.testEars.stream !== stream) {
      // An open context would keep the stream of a call that is over.
      void window.testEars.ears.close();
      delete window.testEars;
    }
    if (!plays) return [];
    if (window.testEars?.stream !== stream) {
      const context = new AudioContext({ sampleRate: 48_000 });
      const analyser = context.createAnalyser();
      analyser.fftSize = 16_384; // 3 Hz bins
      analyser.smoothingTimeConstant = 0;
      context.createMediaStreamSource(stream).connect(analyser);
      const read = (): number[] => {
        const bins = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(bins);
        const hz = context.sampleRate / analyser.fftSize;
        const found: { hz: number; db: number }[] = [];
        for (let i = 30; i < bins.length - 1 && i * hz < 3800; i += 1) {
          const db = bins[i] ?? -200;
          if (db > floorDb && db >= (bins[i - 1] ?? -200) && db > (bins[i + 1] ?? -200))
            found.push({ hz: i * hz, db });
        }
        found.sort((a, b) => b.db - a.db);
        const apart: number[] = [];
        for (const peak of found) if (apart.every((f) => Math.abs(f - peak.hz) > 25)) apart.push(peak.hz);
        return apart.slice(0, 8).map(Math.round);
      };
      window.testEars = { stream, ears: { peaks: read, close: () => context.close() } };
    }
    return window.testEars.ears.peaks();
  }, FLOOR_DB);
}

/** Waits until every frequency of `yes` sounds and none of `no`; fails with what was heard instead. */
export async function agentHears(
  phone: Page,
  yes: readonly number[],
  no: readonly number[] = [],
  withinMs = 8000,
): Promise<void> {
  const until = Date.now() + withinMs;
  let heard: number[] = [];
  const has = (hz: number): boolean => heard.some((peak) => Math.abs(peak - hz) <= TOLERANCE_HZ);
  do {
    heard = await peaks(phone);
    if (yes.every(has) && !no.some(has)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  } while (Date.now() < until);
  throw new Error(
    `the agent should hear ${yes.join('+') || 'silence'}${no.length ? ` without ${no.join(', ')}` : ''}, hears ${heard.join(', ') || 'nothing'}`,
  );
}
