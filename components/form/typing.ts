/**
 * What an agent types into a draft, on its way to the phone: sent within SEND_WITHIN_MS and at once when asked, kept until the
 * phone has said that it has it, tried again when the phone was not there. A state or form that comes back never overwrites it.
 */
import type { CommandResult } from '@/lib/phone';

/** Issue C: written on every change, debounced to at most 250 ms; the rest is the way to the phone. */
export const SEND_WITHIN_MS = 200;
/** The phone document is being created again, or the disk is full. */
export const RETRY_MS = 1000;
/** Sending again would not help: the draft is gone, or the form has no such field. */
const FINAL: readonly string[] = ['draftDamaged', 'messageInvalid'];

type Fields = Readonly<Record<string, string>>;
export type SendFields = (fields: Fields) => Promise<CommandResult>;
/** pending: not yet with the phone; failed: it could not be kept, and is tried again. */
export type TypingState = 'idle' | 'pending' | 'kept' | 'failed';

interface Typed {
  readonly value: string;
  readonly kept: boolean;
}
/** Values that the phone had when something was asked of it. */
export type Mark = ReadonlyMap<string, Typed>;

export interface Typing {
  type(name: string, value: string): void;
  /** Sends what is left. Resolves when the phone has answered for everything typed so far: true = it has it. */
  flush(): Promise<boolean>;
  /** undefined = nothing typed since the form was last read. */
  valueOf(name: string): string | undefined;
  state(): TypingState;
  mark(): Mark;
  /** A form came that was asked for at `mark`: what the phone had by then is in it, and newer things may be too. */
  settle(mark: Mark): void;
  onChange(listener: () => void): () => void;
  /** No form shows it, and the phone has all of it. */
  isDone(): boolean;
  /** The draft is gone: nothing more is sent. */
  stop(): void;
}

export function createTyping(send: SendFields): Typing {
  const typed = new Map<string, Typed>();
  const waiting = new Map<string, string>();
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let onTheWay = 0;
  let failed = false;
  let last: Promise<boolean> = Promise.resolve(true);

  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const later = (ms: number): void => {
    timer ??= setTimeout(() => void flush(), ms);
  };
  const quiet = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  async function post(fields: Fields): Promise<boolean> {
    onTheWay += 1;
    const result = await send(fields);
    onTheWay -= 1;
    const names = Object.keys(fields).filter((name) => typed.get(name)?.value === fields[name]);
    failed = !result.ok;
    if (result.ok) {
      for (const name of names) typed.set(name, { value: fields[name] ?? '', kept: true });
    } else if (!('code' in result) || !FINAL.includes(result.code)) {
      for (const name of names) if (!waiting.has(name)) waiting.set(name, fields[name] ?? '');
      if (waiting.size > 0) later(RETRY_MS);
    }
    tell();
    return result.ok;
  }

  function flush(): Promise<boolean> {
    quiet();
    if (waiting.size === 0) return last;
    const fields = Object.fromEntries(waiting);
    waiting.clear();
    // Posted in this very task: on pagehide there is no other. The port keeps the order.
    const before = last;
    const now = post(fields);
    last = Promise.all([before, now]).then(([, ok]) => ok);
    return last;
  }

  const state = (): TypingState => {
    if (failed) return 'failed';
    if (waiting.size > 0 || onTheWay > 0) return 'pending';
    return typed.size > 0 ? 'kept' : 'idle';
  };

  return {
    type(name, value) {
      typed.set(name, { value, kept: false });
      waiting.set(name, value);
      later(SEND_WITHIN_MS);
      tell();
    },
    flush,
    valueOf: (name) => typed.get(name)?.value,
    state,
    mark: () => new Map([...typed].filter(([, { kept }]) => kept)),
    settle(mark) {
      for (const [name, value] of mark) if (typed.get(name) === value) typed.delete(name);
      if (mark.size > 0) tell();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isDone: () => listeners.size === 0 && (state() === 'idle' || state() === 'kept'),
    stop() {
      quiet();
      waiting.clear();
      typed.clear();
    },
  };
}

/** One per draft, until the phone has it all: a form that leaves the screen for a moment loses nothing. */
export interface Typings {
  of(key: string, send: SendFields): Typing;
  /** A form left the screen: what it typed is sent, and kept here no longer than needed; the next form reads it from the phone. */
  leave(key: string): Promise<void>;
  flushAll(): void;
  forget(key: string): void;
}

export function createTypings(): Typings {
  const all = new Map<string, Typing>();
  return {
    of(key, send) {
      const known = all.get(key) ?? createTyping(send);
      all.set(key, known);
      return known;
    },
    async leave(key) {
      const typing = all.get(key);
      await typing?.flush();
      // Its sender holds on to the whole form: a shift of drafts would stay in memory.
      if (typing?.isDone() && all.get(key) === typing) all.delete(key);
    },
    flushAll() {
      for (const typing of all.values()) void typing.flush();
    },
    forget(key) {
      all.get(key)?.stop();
      all.delete(key);
    },
  };
}
