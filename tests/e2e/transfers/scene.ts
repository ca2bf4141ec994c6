/** One lane of the floor: an agent in a browser, a colleague without one, and a customer on the line. */
import type { Lab } from '@/lab';
import { MUSIC_ON_HOLD_HZ } from '@/lab/pbx';
import type { Person as Caller, SimulatedAgent } from '@/lab/people';
import type { Agent } from '../harness/agent';
import { find, has, press, pressNow, type } from '../harness/aria';
import { until } from '../harness/until';
import { AGENT_HZ, CUSTOMER_HZ, INBOUND, OUTSIDE_HZ, type Colleague, type Own } from './cast';

export type Kind = 'Blind' | 'Consultative';
export type Destination =
  | { readonly to: 'Agent'; readonly name: string }
  | { readonly to: 'Number'; readonly number: string }
  | { readonly to: 'Campaign'; readonly name: string }
  | { readonly to: 'Quick contact'; readonly name: string };
const LIST = { Agent: 'Agent', Campaign: 'Inbound campaign', 'Quick contact': 'Quick contact' } as const;

/** What somebody does who is called. */
export type Behaviour = 'answers' | 'ringsForever' | 'declines';
const OUTSIDE = {
  answers: { kind: 'answers', afterMs: 300, voice: OUTSIDE_HZ },
  ringsForever: { kind: 'ringsForever' },
  declines: { kind: 'refuses', status: 603 },
} as const;

let numbers = 1000;

/** Who is rung for the inbound campaign. */
export async function queue(lab: Lab, action: 'QueueAdd' | 'QueueRemove', extension: number): Promise<void> {
  await lab.pbx.ami.action(action, { Queue: INBOUND.queue, Interface: `PJSIP/${extension}` });
}

let turn: Promise<unknown> = Promise.resolve();

export class Scene {
  /** A number of this scenario's own, short to dial, for whom the customer is passed on to. */
  outside = '';
  customer!: Caller;
  private digitsBefore = '';
  private others: Caller[] = [];

  constructor(
    readonly lab: Lab,
    readonly agent: Agent,
    readonly own: Own,
    readonly colleague: Colleague,
    readonly phone: SimulatedAgent,
  ) {}

  /** Before each scenario: nobody on the line, the colleague ready and answering. */
  async prepare(): Promise<void> {
    this.outside = `35${(numbers += 7)}`;
    this.phone.behaviour = 'answers';
    await this.presence('READY');
    await this.agent.free();
    this.digitsBefore = this.lab.pbx.digits(this.channel);
  }

  /** Whatever the scenario left: off the line, and the next one finds an idle phone. */
  async tidy(): Promise<void> {
    await Promise.all([this.customer, ...this.others].map((person) => person?.hangUp()));
    await Promise.all(this.phone.calls.map((person) => person.hangUp()));
    this.others = [];
    await this.lab.pbx.ami.action('Hangup', { Channel: `/^${this.channel}-/` }).catch((error: unknown) => {
      if (!/no channel|not found|No such/i.test(String(error))) throw error;
    });
    await this.agent.phase('idle', 15_000);
  }

  private get channel(): string {
    return `PJSIP/${this.own.extension}`;
  }

  /** What the PBX heard of this agent's keys since the scenario began. */
  digits(): string {
    return this.lab.pbx.digits(this.channel).slice(this.digitsBefore.length);
  }

  /** The colleague's presence, as server and PBX see it. */
  async presence(status: string): Promise<void> {
    const { agentId, extension, name } = this.colleague;
    const entry = { name, sip: String(extension), status, at: Date.now(), pauseId: null };
    this.lab.omnileads.control.store.presence.set(agentId, entry);
    await this.lab.pbx.setPresence(agentId, status);
  }

  /** A call outside campaigns, or in one, in which agent and customer hear each other. */
  async talking(campaign = 'Outside campaigns'): Promise<Caller> {
    const { agent, lab } = this;
    const number = `35155${(numbers += 7)}`;
    const called = lab.people.expect(number, { voice: CUSTOMER_HZ });
    await this.choose('Campaign', campaign);
    await agent.dial(number);
    this.customer = await called;
    await this.together();
    return this.customer;
  }

  /** A customer calls in and is answered. */
  async answered(): Promise<Caller> {
    await this.ringing();
    await this.pressUntil('Answer', async () => (await this.agent.state()).call.phase === 'talking');
    await this.together();
    return this.customer;
  }

  /** A customer calls in, and the phone rings. */
  async ringing(): Promise<void> {
    await this.inQueue(this.own.extension, async () => {
      this.customer = await this.lab.people.callIn(INBOUND.did, {
        voice: CUSTOMER_HZ,
        callerId: `35155${(numbers += 7)}`,
      });
      await this.agent.phase('ringing');
    });
  }

  /** While this runs, the extension is the only one that is rung for the inbound campaign: lanes take turns. */
  inQueue<T>(extension: number, run: () => Promise<T>): Promise<T> {
    const mine = turn.then(async () => {
      await queue(this.lab, 'QueueAdd', extension);
      try {
        return await run();
      } finally {
        await queue(this.lab, 'QueueRemove', extension);
      }
    });
    turn = mine.catch(() => undefined); // its own test says it
    return mine;
  }

  /** Agent and customer hear each other, and nobody else. */
  async together(withinMs = 15_000): Promise<void> {
    await Promise.all([
      this.customer.hears([AGENT_HZ], { not: MUSIC_ON_HOLD_HZ, withinMs }),
      this.agent.hears([CUSTOMER_HZ], [...MUSIC_ON_HOLD_HZ], withinMs),
    ]);
  }

  /** The customer hears music, and neither agent nor anybody else. */
  music(withinMs?: number): Promise<void> {
    return this.customer.hears(MUSIC_ON_HOLD_HZ, { not: [AGENT_HZ], ...(withinMs ? { withinMs } : {}) });
  }

  /** The PBX has noticed that this customer hung up. */
  async gone({ number }: Caller): Promise<void> {
    await until(
      async () => (await this.lab.pbx.channels()).some(({ Channel = '' }) => Channel.includes(number)),
      (there) => !there,
      'the customer should be off the line',
    );
  }

  /** Whoever is called at the scenario's own number, or at another one. Say so before they are. */
  async expectOutside(how: Behaviour = 'answers', number = this.outside): Promise<Caller> {
    const REACHED_MS = 40_000;
    const person = await this.lab.people.expect(number, { behaviour: OUTSIDE[how], withinMs: REACHED_MS });
    this.others.push(person);
    return person;
  }

  toColleague = (): Destination => ({ to: 'Agent', name: this.colleague.name });
  toOutside = (): Destination => ({ to: 'Number', number: this.outside });
  /** The digits that a transfer there must send. */
  keyed(kind: Kind, destination: Destination): string {
    const code = kind === 'Blind' ? '##' : '*2';
    if (destination.to === 'Agent')
      return `${code}${kind === 'Blind' ? '0000' : '1111'}${this.colleague.agentId}`;
    return code + (destination.to === 'Number' ? destination.number : '');
  }

  /** Fills the sheet in and starts; returns when the phone did, or asked something. */
  async transfer(kind: Kind, destination: Destination): Promise<void> {
    await this.fill(kind, destination);
    await this.start(
      async () => (await this.agent.state()).call.phase !== 'talking' || (await this.question()) !== null,
    );
  }

  async fill(kind: Kind, destination: Destination): Promise<void> {
    const { panel } = this.agent;
    if (!(await has(panel, 'dialog', 'Transfer')))
      await this.pressUntil('Transfer', () => has(panel, 'dialog', 'Transfer'));
    await this.pick(kind);
    await this.pick(destination.to);
    if (destination.to === 'Number') await type(panel, 'Transfer number', destination.number);
    else await this.choose(LIST[destination.to], destination.name);
  }

  /** A radio of the sheet: the box itself is hidden, people press its words. */
  async pick(name: string): Promise<void> {
    const radio = await find(this.agent.panel, 'radio', name);
    const words = await radio.evaluateHandle((box) => box.closest('label') as HTMLElement);
    await words.click();
  }

  start(done: () => Promise<boolean>): Promise<void> {
    return this.pressUntil('Start transfer', done);
  }

  /** Title of the question that the panel asks now. */
  async question(): Promise<string | null> {
    const heading = await this.agent.panel.$('[role="alertdialog"] h2');
    return heading ? heading.evaluate((element) => element.textContent) : null;
  }

  /** A guarded control's click counts only when the panel has been in sight for half a second. */
  async pressUntil(name: string, done: () => Promise<boolean>): Promise<void> {
    await find(this.agent.panel, 'button', name);
    await until(
      async () => {
        if (await done()) return true;
        await pressNow(this.agent.panel, name);
        return done();
      },
      (yes) => yes,
      `"${name}" should have its effect`,
    );
  }

  press(name: string): Promise<void> {
    return press(this.agent.panel, name);
  }

  /** Chooses in a list of the panel by the first words of its entry, once it is there. */
  async choose(list: string, entry: string): Promise<void> {
    const box = await find(this.agent.panel, 'combobox', list);
    const value = await until(
      () =>
        box.evaluate(
          (select, words) =>
            [...(select as HTMLSelectElement).options].find(({ text }) => text.startsWith(words))?.value,
          entry,
        ),
      (found) => found !== undefined,
      `${list} should offer ${entry}`,
    );
    await box.select(value ?? '');
  }

  /** Code of every notice that stands in the panel. */
  async notices(): Promise<string[]> {
    return (await this.agent.state()).notices.map(({ code }) => code);
  }
}
