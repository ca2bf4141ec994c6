/** One lab, one agent in a browser, and the ways in which calls reach them that the agent's own panel can't begin. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'puppeteer';
import { startLab, type Lab, type LabOptions } from '@/lab';
import type { Person, SimulatedAgent } from '@/lab/people';
import { Ami } from '@/lab/pbx';
import type { Settings } from '@/lib/settings/types';
import { Agent, AG1, signIn, type AgentOptions } from '../harness/agent';
import { clickNow, find, press, says } from '../harness/aria';
import { placeOf } from '../harness/place';
import { until } from '../harness/until';

export const AGENT_HZ = 440;
export const CUSTOMER_HZ = 600;
export const COLLEAGUE_HZ = 700;
export const NUMBER = '3515551001';
/** The agent in the browser: agent 1, extension 1003; the colleague: agent 2, extension 1004 (seed). */
export const OWN = { agentId: 1, extension: 1003, memberName: '1_Ana_P_rez' } as const;
export const OTHER = { agentId: 2, extension: 1004, memberName: '2_Beto_N__ez' } as const;
export const INBOUND_DID = '5553000';

/** Still told apart by the PBX; the stock phone's gap would make every transfer 5 s longer. */
const FAST_GAP_MS = 60;
const PROMPT_MS = 1500;

/** What the server and this browser share once the agent works: settings before the sign-in, flags of the group. */
export interface StageOptions extends AgentOptions {
  readonly lab?: LabOptions;
  /** Before anybody signs in. */
  readonly prepare?: (lab: Lab) => void | Promise<void>;
}

export class CallStage {
  constructor(
    readonly lab: Lab,
    readonly agent: Agent,
  ) {}

  static async open({ lab: labOptions, prepare, ...options }: StageOptions = {}): Promise<CallStage> {
    const lab = await startLab(labOptions);
    try {
      await prepare?.(lab);
      return new CallStage(lab, await Agent.atWork(placeOf(lab), { micHz: AGENT_HZ, ...options }));
    } catch (error) {
      await lab.stop();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.agent.close();
    await this.lab.stop();
  }

  /** Everybody off the line, the agent free for the next call. */
  async rest(): Promise<void> {
    await this.lab.people.hangUpAll();
    await this.lab.pbx.hangupAll();
    await this.agent.phase('idle', 15_000);
    await this.lab.people.stopAgents();
    this.lab.omnileads.control.clearFailures();
  }

  /** The agent calls a number outside campaigns, or in one; both hear each other. */
  async talking(options: { number?: string; campaign?: string } = {}): Promise<Person> {
    const { number = NUMBER, campaign = '' } = options;
    await this.agent.free();
    const called = this.lab.people.expect(number, { voice: CUSTOMER_HZ });
    await this.choose('Campaign', campaign);
    await this.agent.dial(number);
    const customer = await called;
    await this.hear(customer);
    return customer;
  }

  /** Agent and somebody hear each other. */
  async hear(other: Person, hz = CUSTOMER_HZ): Promise<void> {
    await other.hears([AGENT_HZ]);
    await this.agent.hears([hz]);
  }

  /** Presses the line of a list that has these words; guarded, as every line that calls. */
  async pressRow(list: string, words: string): Promise<void> {
    const { agent } = this;
    const before = (await agent.state()).call.generation;
    const rows = await find(agent.panel, 'list', list);
    await until(
      async () => {
        const buttons = await rows.$$('button');
        for (const button of buttons) {
          if (!(await button.evaluate((one) => one.textContent)).includes(words)) continue;
          await clickNow(button);
          break;
        }
        return (await agent.state()).call.generation;
      },
      (generation) => generation > before,
      `the line "${words}" of ${list} should call`,
    );
  }

  /** Chooses in a list of the panel by the words of its entry; '' = its first. */
  async choose(list: string, entry: string): Promise<void> {
    const box = await find(this.agent.panel, 'combobox', list);
    const value = await box.evaluate((select, words) => {
      const options = [...(select as HTMLSelectElement).options];
      return (words ? options.find((option) => option.text === words) : options[0])?.value;
    }, entry);
    if (value === undefined) throw new Error(`${list} offers no ${entry}`);
    await box.select(value);
  }

  /** A colleague's phone without a browser, ready unless told otherwise: in the PBX's eyes and the server's. */
  async colleague(
    options: Parameters<Lab['people']['agent']>[1] & { status?: string } = {},
  ): Promise<SimulatedAgent> {
    const { status = 'READY', ...rest } = options;
    await this.presence('ag2', status);
    return this.lab.people.agent(OTHER.extension, { voice: COLLEAGUE_HZ, ...rest });
  }

  /** Presence as server and PBX see it, whoever of them is asked. */
  async presence(username: 'ag1' | 'ag2' | 'ag3', status: string): Promise<void> {
    const { store } = this.lab.omnileads.control;
    const user = [...store.users.values()].find((one) => one.username === username);
    const agent = [...store.agents.values()].find((one) => one.userId === user?.id);
    if (!user || !agent) throw new Error(`no agent ${username}`);
    store.presence.set(agent.id, {
      name: `${user.firstName} ${user.lastName}`,
      sip: String(agent.extension),
      status,
      at: Date.now(),
      pauseId: null,
    });
    await this.lab.pbx.setPresence(agent.id, status);
  }

  /** An Originate as OMniLeads makes it for whoever has this extension (interface §4.1); returns when it was answered. */
  async originate(
    who: typeof OWN | typeof OTHER,
    to: { context: 'from-oml' | 'oml-dial-out' | 'oml-dial-internal'; exten: string },
    variables: readonly string[],
  ): Promise<void> {
    const ami = await Ami.connect(this.lab.pbx.addresses.ami);
    try {
      await ami.action('Originate', {
        Channel: `Local/${who.extension}@click2call/n`,
        Exten: to.exten,
        Context: to.context,
        Priority: 1,
        Timeout: 25_000,
        CallerID: to.exten,
        EarlyMedia: 'false',
        Variable: [...variables, `FTSAGENTE=${who.memberName}`],
      });
    } finally {
      ami.close();
    }
  }

  /** The colleague talks to a customer of campaign 1. */
  async colleagueTalks(
    colleague: SimulatedAgent,
    number: string,
  ): Promise<{ leg: Person; customer: Person }> {
    const called = this.lab.people.expect(number, { voice: CUSTOMER_HZ });
    const variables = ['IdCamp=1', 'codCli=1', 'origin=click2call', 'Tipocamp=1'];
    await this.originate(OTHER, { context: 'from-oml', exten: number }, variables);
    const customer = await called;
    const leg = await colleague.talking();
    await customer.hears([COLLEAGUE_HZ]);
    return { leg, customer };
  }

  /** A transfer keyed by the colleague: the code, the PBX's prompt, the digits. */
  async transfer(leg: Person, code: '##' | '*2', digits: string): Promise<void> {
    await leg.press(code, FAST_GAP_MS);
    await delay(PROMPT_MS); // digits keyed during "transfer" are lost now and then, and nothing tells its end
    await leg.press(digits, FAST_GAP_MS);
  }

  /** Requests that the server got for a path, with their bodies. */
  posted(path: string): readonly string[] {
    return this.lab.omnileads.control.requests
      .filter((request) => request.method === 'POST' && request.path.includes(path))
      .map(({ body }) => body);
  }

  /** The administrator's or the agent's settings, by the way the options page takes. */
  async settings(patch: Partial<Settings>): Promise<void> {
    const page = await this.agent.desk.openPage(this.agent.desk.url('options.html'));
    await page.evaluate(
      async (change) =>
        chrome.runtime.sendMessage({ to: 'worker', request: { type: 'settings.set', patch: change } }),
      patch,
    );
    await page.close();
    await this.agent.crm.bringToFront();
  }

  /** Signs out and in again, as after a change of the group that only the console page tells. */
  async signInAgain(): Promise<void> {
    const { agent } = this;
    const options = await agent.desk.options();
    await press(options, 'Sign out');
    await find(options, 'button', 'Sign in');
    await signIn(options, agent.place.server, AG1);
    await find(options, 'button', 'Sign out');
    await options.close();
    await agent.crm.bringToFront();
    await says(agent.panel, 'ready', 15_000);
  }
}

/** What the phone document played besides the customer's voice. */
export interface Sound {
  readonly kind: 'ring' | 'ear';
  readonly at: number; // ms epoch
  readonly sinkId: string;
}
declare global {
  interface Window {
    testSounds?: Sound[];
  }
}

/** Writes down every sound of the phone's own from now on. */
export async function noteSounds(phone: Page): Promise<() => Promise<readonly Sound[]>> {
  await phone.evaluate(() => {
    if (window.testSounds) {
      window.testSounds.length = 0;
      return;
    }
    const sounds: Sound[] = (window.testSounds = []);
    document.addEventListener(
      'playing',
      ({ target }) => {
        if (!(target instanceof HTMLAudioElement) || !target.src.startsWith('blob:')) return;
        sounds.push({ kind: target.loop ? 'ring' : 'ear', at: Date.now(), sinkId: target.sinkId });
      },
      true,
    );
  });
  return () => phone.evaluate(() => [...(window.testSounds ?? [])]);
}

/** True while the ring tone sounds. */
export const rings = (phone: Page): Promise<boolean> =>
  phone.evaluate(() =>
    [...document.querySelectorAll<HTMLAudioElement>('audio')].some((audio) => audio.loop && !audio.paused),
  );

export { until };
