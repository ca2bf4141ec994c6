/** What the phone's parts share. Made once per phone document by the runtime; nobody outside lib/phone sees it. */
import type { AgentEvent } from '@/lib/agent';
import type { CallEvent } from '@/lib/call';
import { asPhoneError, type ErrorCode, type ErrorParams } from '@/lib/diagnostics';
import type { OmnileadsClient } from '@/lib/omnileads';
import type { Settings } from '@/lib/settings/types';
import type { SessionPort, SipPhone } from '@/lib/sip/ports';
import type { ControlChoice } from './call-control';
import type { CommandResult, CommandSource } from './command';
import type { Health } from './health/types';
import type { Cause } from './notices';
import type { Cancel, PhonePorts } from './ports';
import type { Notice } from './state';
import type { Store } from './store';

export interface PhoneContext {
  readonly ports: PhonePorts;
  readonly client: OmnileadsClient;
  readonly sip: SipPhone;
  readonly store: Store;
  readonly control: ControlChoice;
  readonly sessions: Map<string, SessionPort>;
  readonly era: Era;
  readonly timers: Timers;
  settings: Settings;
  /** false: what stands there are defaults, for the agent's own can't be read yet. */
  settingsKnown: boolean;
  /** The microphone was allowed at some time since we were started. */
  hadMicrophone: boolean;
  /** A call is being checked before it is asked for: a second click must not start another one. */
  placing: boolean;
  lastCallAt: number; // ms epoch of the last request
  call(event: CallEvent): void;
  /** False: it means nothing now, and was only logged. */
  agent(event: AgentEvent): boolean;
  /** Presence writes to the server. */
  readonly presence: {
    /** How many were asked for since we were started. */
    asked(): number;
    /** The outcome of the last one asked for. */
    answer(): Promise<{ readonly ok: boolean; readonly code?: ErrorCode }>;
    /** RINGING or READY for the others' lists. */
    ringing(on: boolean): void;
  };
  readonly health: Health;
  /** Whether the last call event asked for anything but a log line. */
  hadEffects(): boolean;
  /** `about`: leaves together with this cause too. */
  notice(code: Notice['code'], params?: ErrorParams, about?: Cause): void;
  clear(cause: Cause): void;
  /** An error of a step nobody waits for: said, and kept for the diagnostics. */
  failed(thrown: unknown, where: string, about?: Cause): void;
  now(): number;
}

export type Handler<T> = (
  phone: PhoneContext,
  command: T,
  source: CommandSource,
) => Promise<CommandResult> | CommandResult;

/** One sign-in is one era: what was begun in another one may no longer write. */
export interface Era {
  readonly current: () => number;
  /** Ends the present era. */
  readonly next: () => number;
  readonly is: (era: number) => boolean;
}

export function createEra(): Era {
  let era = 0;
  return { current: () => era, next: () => ++era, is: (other) => other === era };
}

/** Named timers: setting one again replaces it. */
export interface Timers {
  set(name: string, ms: number, run: () => void): void;
  cancel(name: string): void;
  cancelAll(): void;
}

export function createTimers(after: (ms: number, run: () => void) => Cancel): Timers {
  const running = new Map<string, Cancel>();
  const cancel = (name: string): void => {
    running.get(name)?.();
    running.delete(name);
  };
  return {
    set(name, ms, run) {
      cancel(name);
      running.set(
        name,
        after(Math.max(0, ms), () => {
          running.delete(name);
          run();
        }),
      );
    },
    cancel,
    cancelAll: () => [...running.keys()].forEach(cancel),
  };
}

export const OK: CommandResult = { ok: true };

/** Runs a step whose failure is the command's answer. */
export async function answered(
  phone: PhoneContext,
  where: string,
  step: () => Promise<unknown>,
): Promise<CommandResult> {
  try {
    await step();
    return OK;
  } catch (thrown) {
    const error = asPhoneError(thrown);
    phone.ports.log.warn('phone', where, { code: error.code, detail: error.detail ?? '' });
    return { ok: false, code: error.code, params: error.params };
  }
}
