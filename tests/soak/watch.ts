/** A view of the phone in a tab of its own that nobody strikes: the state as views get it, when it changed, a line for commands. */
import type { Page } from 'puppeteer';
import type { CommandResult, PhoneCommand, PhoneState } from '@/lib/phone';
import type { Desk } from '../e2e/harness/browser';
import { until } from '../e2e/harness/until';

/** A change that the soak measures by. */
export interface Turn {
  readonly at: number;
  readonly what: string; // 'registered', 'idle' …
}
interface Watched {
  state: PhoneState | null;
  readonly boots: string[];
  readonly turns: Turn[];
  readonly replies: Map<number, (result: CommandResult) => void>;
  send(command: PhoneCommand): Promise<CommandResult>;
}
declare global {
  interface Window {
    soakWatch?: Watched;
  }
}

export class Watch {
  private constructor(readonly page: Page) {}

  static async open(desk: Desk): Promise<Watch> {
    // Not the panel: views live in the phone's process, and what this one draws would count as the phone's memory.
    const page = await desk.openPage(desk.url('manifest.json'));
    // Programs run by tsx keep function names through this helper, which a page doesn't have.
    await page.evaluate('globalThis.__name ??= (f) => f');
    await page.evaluate(watchPhone);
    const watch = new Watch(page);
    await until(
      () => page.evaluate(() => window.soakWatch?.state !== null),
      (there) => there,
      'the watcher should be told the state',
    );
    return watch;
  }

  async state(): Promise<PhoneState> {
    const state = await this.page.evaluate(() => window.soakWatch?.state ?? null);
    if (!state) throw new Error('the watcher has no state');
    return state;
  }

  send(command: PhoneCommand): Promise<CommandResult> {
    return this.page.evaluate((asked) => {
      if (!window.soakWatch) throw new Error('nobody watches');
      return window.soakWatch.send(asked);
    }, command);
  }

  /** The first time after `since` that the phone became `what`. */
  turn(what: string, since: number, withinMs: number): Promise<Turn> {
    return until(
      () =>
        this.page.evaluate(
          (wanted, from) => window.soakWatch?.turns.find((one) => one.what === wanted && one.at >= from),
          what,
          since,
        ),
      (found): found is Turn => found !== undefined,
      `the phone should become ${what}`,
      withinMs,
    ) as Promise<Turn>;
  }

  /** Phone documents seen so far. */
  boots(): Promise<number> {
    return this.page.evaluate(() => window.soakWatch?.boots.length ?? 0);
  }
}

/** Runs in the page. */
function watchPhone(): void {
  const TURNS_KEPT = 200;
  let port: chrome.runtime.Port;
  let last = { phase: '', registration: '' };
  let nextId = 1;
  const watched: Watched = {
    state: null,
    boots: [],
    turns: [],
    replies: new Map(),
    send: (command) =>
      new Promise((resolve) => {
        watched.replies.set(nextId, resolve);
        port.postMessage({ type: 'command', id: nextId, command });
        nextId += 1;
      }),
  };
  const note = (what: string): void => {
    watched.turns.push({ at: Date.now(), what });
    if (watched.turns.length > TURNS_KEPT) watched.turns.shift();
  };
  const connect = (): void => {
    port = chrome.runtime.connect({ name: 'panel' });
    port.onMessage.addListener(
      (message: { type: string; state: PhoneState; id: number; result: CommandResult }) => {
        if (message.type === 'reply') {
          watched.replies.get(message.id)?.(message.result);
          watched.replies.delete(message.id);
        }
        if (message.type !== 'state') return;
        const { state } = message;
        watched.state = state;
        if (watched.boots.at(-1) !== state.bootId) watched.boots.push(state.bootId);
        const now = { phase: state.call.phase, registration: state.registration.phase };
        if (now.registration !== last.registration) note(now.registration);
        if (now.phase !== last.phase) note(now.phase);
        last = now;
      },
    );
    port.onDisconnect.addListener(() => setTimeout(connect, 50));
  };
  connect();
  window.soakWatch = watched;
}
