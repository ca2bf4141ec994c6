/**
 * How closely the worker watches over the phone document. Pages notice its death at once and wake the worker; without a page only
 * the worker's alarm does. The shortest alarm never lets the worker sleep (6 MiB, measured), so it is for when it is needed.
 */
import type { Cancel } from './ports';

export type Watch = 'close' | 'wide';

/** Pages come and go while the agent works; what they do in between is not worth waking the worker. */
const LOOK_MS = 15_000;

export interface WatchDeps {
  /** Pages that would notice. */
  pages(): number;
  tell(watch: Watch): Promise<unknown>;
  readonly after: (ms: number, run: () => void) => Cancel;
  readonly onProblem: (error: unknown) => void;
}

/** @returns to be called with every state: a call that begins is watched from its first moment. */
export function keepWatch(deps: WatchDeps): (onCall: boolean) => void {
  let told: Watch | null = null;
  let calling = false;
  const look = (): void => {
    const watch = calling || deps.pages() === 0 ? 'close' : 'wide';
    if (watch === told) return;
    told = watch;
    deps.tell(watch).catch((error: unknown) => {
      told = null; // told again at the next look
      deps.onProblem(error);
    });
  };
  const later = (): void => {
    deps.after(LOOK_MS, () => {
      look();
      later();
    });
  };
  later();
  return (onCall) => {
    if (onCall === calling) return;
    calling = onCall;
    if (onCall) look();
  };
}
