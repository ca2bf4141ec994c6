/** An agent at work: a browser with the extension, signed in, a CRM page open, the panel shown. */
import type { Frame, Page } from 'puppeteer';
import type { ErrorCode } from '@/lib/diagnostics';
import type { CommandResult, PhoneCommand, PhoneState } from '@/lib/phone';
import { find, has, press, pressHeard, pressNow, says, type as typeInto, words } from './aria';
import { Desk, type LaunchOptions } from './browser';
import { agentHears, peaks } from './listen';
import { until } from './until';

/** What a test needs to know of the server and the CRM, be they the lab's or real ones. */
export interface Place {
  readonly server: string;
  /** Overrides the server's own /ws, as an administrator may. */
  readonly sipUrl?: string | undefined;
  readonly crm: string; // origin
  readonly page: string; // URL of the CRM page
}
export interface Credentials {
  readonly user: string;
  readonly password: string;
}
/** The recorded server's agents (seed): ag1 is user 3, agent 1, extension 1003; ag2 user 4, agent 2, 1004. */
export const AG1: Credentials = { user: 'ag1', password: '098098ZZZ' };
export const AG2: Credentials = { user: 'ag2', password: '098098ZZZ' };

export interface AgentOptions extends LaunchOptions {
  readonly credentials?: Credentials;
}

export class Agent {
  private constructor(
    readonly desk: Desk,
    readonly place: Place,
    /** The phone document; another one after it died. */
    public phone: Page,
    readonly crm: Page,
    /** The panel in the CRM page; a new one after reloads: `reopenPanel`. */
    public panel: Frame,
  ) {}

  static async atWork(place: Place, options: AgentOptions = {}): Promise<Agent> {
    const desk = await Desk.open(options);
    try {
      const opts = await desk.options();
      if (place.sipUrl) await useSipUrl(opts, place.sipUrl);
      await addSite(opts, place.crm);
      if (await mustSignIn(opts)) await signIn(opts, place.server, options.credentials ?? AG1);
      await find(opts, 'button', 'Sign out');
      await opts.close();
      const crm = await desk.openPage(place.page);
      const panel = await openPanel(desk, crm);
      await says(panel, 'ready', 15_000);
      return new Agent(desk, place, await desk.phone(), crm, panel);
    } catch (error) {
      await desk.close();
      throw error;
    }
  }

  hears(yes: readonly number[], no: readonly number[] = [], withinMs?: number): Promise<void> {
    return agentHears(this.phone, yes, no, withinMs);
  }
  heardNow(): Promise<number[]> {
    return peaks(this.phone);
  }

  press(name: string): Promise<void> {
    return press(this.panel, name);
  }
  /** Presses a guarded control: its click counts only when the panel has been in sight for half a second. */
  async pressSeen(name: string): Promise<void> {
    await find(this.panel, 'button', name);
    await until(
      () => pressHeard(this.panel, name),
      (heard) => heard,
      `"${name}" should hear a press`,
    );
  }
  says(text: string | RegExp, withinMs?: number): Promise<void> {
    return says(this.panel, text, withinMs);
  }

  /** Types a number into the panel and calls it. */
  async dial(number: string): Promise<void> {
    await typeInto(this.panel, 'Number', number);
    // The click guard counts a click only when the panel has been in sight for half a second.
    await until(
      async () => {
        await pressNow(this.panel, 'Call');
        return (await this.state()).call.phase;
      },
      (phase) => phase !== 'idle',
      `the call to ${number} should begin`,
    );
  }

  /** Types a number and presses Call until the phone says `code`: the click guard may swallow the first press. */
  async dialRefused(number: string, code: ErrorCode): Promise<void> {
    await typeInto(this.panel, 'Number', number);
    await until(
      async () => {
        const codes = (await this.state()).notices.map((notice) => notice.code);
        if (!codes.includes(code)) await pressNow(this.panel, 'Call');
        return codes;
      },
      (codes) => codes.includes(code),
      `the phone should say ${code}`,
    );
  }

  /** The same agent in another page of the CRM. */
  async inPage(page: Page): Promise<Agent> {
    const panel = await openPanel(this.desk, page);
    return new Agent(this.desk, this.place, this.phone, page, panel);
  }

  /** After a reload, or in another page. */
  async reopenPanel(page: Page = this.crm): Promise<Frame> {
    this.panel = await openPanel(this.desk, page);
    return this.panel;
  }

  /** The phone's state as a panel receives it. */
  async state(): Promise<PhoneState> {
    return readState(this.panel);
  }
  /** Asks the phone for something as a panel would, over a panel port. */
  send(command: PhoneCommand): Promise<CommandResult> {
    return sendCommand(this.panel, command);
  }
  phase(phase: PhoneState['call']['phase'], withinMs?: number): Promise<PhoneState> {
    return until(
      () => this.state(),
      (state) => state.call.phase === phase,
      `the call should be ${phase}`,
      withinMs,
    );
  }

  /** Ready for the next call: after-call work left, and the two seconds after a call over (interface §4.5). */
  async free(): Promise<void> {
    const COOL_DOWN_MS = 2000;
    await this.phase('idle', 15_000);
    await until(
      async () => {
        const state = await this.state();
        const { phase, memo } = state.agent;
        // The click guard may swallow the first press in a panel that has just come into sight.
        if ((phase === 'afterCall' || phase === 'paused') && !memo?.leaving)
          await pressNow(this.panel, 'Resume work');
        return state;
      },
      ({ agent: { phase }, call }) =>
        phase === 'ready' && Date.now() >= (call.lastEnd?.at ?? 0) + COOL_DOWN_MS,
      'the agent should be free',
    );
  }

  close(): Promise<void> {
    return this.desk.close();
  }
}

export async function addSite(options: Page, origin: string): Promise<void> {
  await typeInto(options, 'Site address', origin);
  await press(options, 'Add site');
  await says(options, new URL(origin).host);
}

/** Writes what only administrators may set; the phone document learns of it with the next setting that the person makes. */
async function useSipUrl(options: Page, url: string): Promise<void> {
  await options.evaluate(async (sipUrl) => {
    const { settings = {} } = await chrome.storage.local.get<Record<string, object>>('settings');
    await chrome.storage.local.set({ settings: { ...settings, sipUrls: [sipUrl] } });
  }, url);
}

/**
 * Whether the options page offers to sign in, once it offers anything. A browser that was killed may come back with its
 * session's cookies, and the phone then goes on by itself.
 */
export async function mustSignIn(options: Page): Promise<boolean> {
  const shown = await until(
    async () => ({
      form: await has(options, 'textbox', 'Server'),
      signedIn: await has(options, 'button', 'Sign out'),
      words: await words(options),
    }),
    ({ form, signedIn }) => form || signedIn,
    'the options should offer to sign in, or out',
    30_000,
  );
  return !shown.signedIn;
}

export async function signIn(options: Page, server: string, { user, password }: Credentials): Promise<void> {
  await typeInto(options, 'Server', server);
  await typeInto(options, 'User', user);
  await typeInto(options, 'Password', password);
  // A message above the form may offer a button of the same name.
  await (await find(options, 'textbox', 'Password')).press('Enter');
}

export async function openPanel(desk: Desk, page: Page): Promise<Frame> {
  const launcher = await until(
    async () =>
      (await page.$('aria/Close phone[role="button"]')) ?? (await page.$('aria/Open phone[role="button"]')),
    (button) => button !== null,
    'the launcher should be there',
  );
  if (!(await has(page, 'button', 'Close phone'))) await launcher?.click();
  const panel = await desk.panelIn(page);
  await panel.waitForSelector('aria/Phone[role="region"]');
  return panel;
}

/** Asks the phone document for its state over a panel port, from an extension page. */
export async function readState(panel: Frame): Promise<PhoneState> {
  return panel.evaluate(
    () =>
      new Promise<PhoneState>((resolve, reject) => {
        const port = chrome.runtime.connect({ name: 'panel' });
        port.onMessage.addListener((message: { type: string; state: PhoneState }) => {
          if (message.type !== 'state') return;
          port.disconnect();
          resolve(message.state);
        });
        port.onDisconnect.addListener(() => reject(new Error('no phone document')));
      }),
  );
}

/** Asks the phone for something over a panel port, from an extension page. */
export async function sendCommand(panel: Frame, command: PhoneCommand): Promise<CommandResult> {
  return panel.evaluate(
    (asked) =>
      new Promise<CommandResult>((resolve, reject) => {
        const port = chrome.runtime.connect({ name: 'panel' });
        port.onMessage.addListener((message: { type: string; result: CommandResult }) => {
          if (message.type !== 'reply') return;
          port.disconnect();
          resolve(message.result);
        });
        port.onDisconnect.addListener(() => reject(new Error('no phone document')));
        port.postMessage({ type: 'command', id: 1, command: asked });
      }),
    command,
  );
}
