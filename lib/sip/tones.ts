/**
 * Sending tones inside a call, one after the other: SIP INFO `application/dtmf-relay` as the stock phone does
 * (interface §2.5), or RFC 4733 through the browser's sender.
 */
import { PhoneError } from '@/lib/diagnostics';
import { TONE_DURATION_MS, TONE_GAP_MS, TONE_PAUSE, TONE_PAUSE_MS, validTones } from './tone-plan';

export interface ToneOptions {
  readonly durationMs?: number;
  readonly gapMs?: number;
  readonly signal?: AbortSignal;
  readonly onTone?: (digit: string) => void;
}
/** Sends one whole string; resolves when the last tone is confirmed. */
export type SendTones = (
  digits: string,
  options: Required<Pick<ToneOptions, 'durationMs' | 'gapMs'>> & ToneOptions,
) => Promise<void>;

/** Limits of the stock phone for INFO (interface §2.5); a browser takes 40–6000 for RFC 4733. */
const DURATION_MIN_MS = 70;
const DURATION_MAX_MS = 6000;
const GAP_MIN_MS = 50;
/** Chromium's 100 ms arrive as 78 (measured), below the 80 that Asterisk takes without stretching them itself. */
const RTP_DURATION_MIN_MS = 120;
/** The browser reports every tone; silence for this long beyond the tones' own time means that none goes out. */
const RTP_PATIENCE_MS = 3000;

/** A queue per call: a string never starts before the one before it is out. */
export function createToneQueue(send: SendTones) {
  let tail: Promise<void> = Promise.resolve();
  return (digits: string, options: ToneOptions = {}): Promise<void> => {
    let tones: string;
    try {
      tones = validTones(digits);
    } catch (error) {
      return Promise.reject(error);
    }
    const durationMs = clamp(options.durationMs ?? TONE_DURATION_MS, DURATION_MIN_MS, DURATION_MAX_MS);
    const gapMs = clamp(options.gapMs ?? TONE_GAP_MS, GAP_MIN_MS, DURATION_MAX_MS);
    const turn = tail.then(() => {
      stopIfAborted(options.signal);
      return send(tones, { ...options, durationMs, gapMs });
    });
    // Whoever waits behind starts after this one, however it ended; its own error is this caller's.
    tail = turn.then(
      () => pause(gapMs),
      () => pause(gapMs),
    );
    return turn;
  };
}

/**
 * `sendInfo` resolves with the status of the answer. The next tone doesn't wait for the answer of the one before (the
 * stock phone doesn't either, and the feature timeout runs), but a refusal stops what isn't sent yet.
 */
export function infoTones(sendInfo: (body: string) => Promise<number>): SendTones {
  return async (digits, { durationMs, gapMs, signal, onTone }) => {
    let failure: PhoneError | null = null;
    const answers: Promise<void>[] = [];
    const refused = (digit: string, why: string) => {
      failure ??= new PhoneError('toneFailed', { digit }, why);
    };
    const stopIfFailed = () => {
      if (failure) throw failure;
      stopIfAborted(signal);
    };
    for (const [index, digit] of [...digits].entries()) {
      if (index > 0) await pause(durationMs + gapMs, signal);
      stopIfFailed();
      if (digit === TONE_PAUSE) {
        await pause(TONE_PAUSE_MS, signal);
        continue;
      }
      answers.push(
        sendInfo(`Signal=${digit}\r\nDuration=${durationMs}\r\n`).then(
          (status) => (status >= 200 && status < 300 ? undefined : refused(digit, `INFO answered ${status}`)),
          (error: unknown) => refused(digit, error instanceof Error ? error.message : String(error)),
        ),
      );
      onTone?.(digit);
    }
    await Promise.all(answers);
    if (failure) throw failure;
  };
}

/** All digits in ONE insertDTMF: a second call would replace what has not been played yet (measured: a digit vanished). */
export function rtpTones(sender: () => RTCDTMFSender | null): SendTones {
  return (digits, { durationMs, gapMs, signal, onTone }) =>
    new Promise((resolve, reject) => {
      const dtmf = sender();
      if (!dtmf?.canInsertDTMF) {
        reject(new PhoneError('toneFailed', {}, 'the call negotiated no telephone events'));
        return;
      }
      const finish = (error?: PhoneError) => {
        clearTimeout(overdue);
        signal?.removeEventListener('abort', stop);
        dtmf.removeEventListener('tonechange', onChange);
        if (error) reject(error);
        else resolve();
      };
      const onChange = ({ tone }: RTCDTMFToneChangeEvent) => (tone === '' ? finish() : onTone?.(tone));
      const stop = () => {
        dtmf.insertDTMF('');
        finish(stopped());
      };
      const overdue = setTimeout(
        () => finish(new PhoneError('toneFailed', {}, 'the browser did not play the tones')),
        toneTime(digits, durationMs + gapMs) + RTP_PATIENCE_MS,
      );
      signal?.addEventListener('abort', stop, { once: true });
      dtmf.addEventListener('tonechange', onChange);
      // Chromium waits the gap twice (measured: 100 + 500 gives 1100 ms from tone to tone, too slow for feature codes).
      dtmf.insertDTMF(digits, Math.max(durationMs, RTP_DURATION_MIN_MS), gapMs / 2);
    });
}

/** The browser waits for a comma by itself. */
const toneTime = (digits: string, eachMs: number): number =>
  [...digits].reduce((ms, digit) => ms + (digit === TONE_PAUSE ? TONE_PAUSE_MS : eachMs), 0);

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const stopped = () => new PhoneError('toneFailed', {}, 'stopped on request');

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw stopped();
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
