/** A new version waits until no call is on: reloading ends the phone document, and with it the call. */
import type { PhoneContext } from '../context';
import type { Cancel } from '../ports';
import type { PhoneState } from '../state';

/** After a call the agent writes its wrap-up; between two calls of a dialer there may be seconds only. */
const IDLE_FOR_MS = 5_000;

export function createUpdates(phone: PhoneContext): { look(state: PhoneState): void; available(): void } {
  let waiting = false;
  let idleSince: number | null = null;
  let cancel: Cancel | undefined; // not one of the sign-in's timers: it outlives a sign-out

  const idle = ({ call, drafts }: PhoneState): boolean =>
    call.phase === 'idle' && drafts.current === null && !phone.placing;
  const look = (state: PhoneState): void => {
    if (!waiting) return;
    if (!idle(state)) {
      idleSince = null;
      cancel?.();
      return;
    }
    if (idleSince !== null) return;
    idleSince = phone.now();
    cancel = phone.ports.clock.after(IDLE_FOR_MS, () => {
      idleSince = null;
      if (idle(phone.store.get()))
        phone.ports.desk.reloadForUpdate().catch((thrown: unknown) => phone.failed(thrown, 'update'));
      else look(phone.store.get());
    });
  };
  return {
    look,
    available() {
      waiting = true;
      phone.notice('updateReady');
      look(phone.store.get());
    },
  };
}
