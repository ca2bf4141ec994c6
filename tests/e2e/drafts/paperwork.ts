/** What an agent writes about calls, through the panel's own controls; and what the stand-in has of it. */
import type { ElementHandle } from 'puppeteer';
import type { OmnileadsControl } from '@/lab/omnileads';
import type { Person } from '@/lab/people';
import type { DraftSummary } from '@/lib/phone';
import { CallStage, INBOUND_DID, type StageOptions } from '../calls/stage';
import { find, has, press, says } from '../harness/aria';
import { until } from '../harness/until';

/** A contact of the seed: its number is how a manual call finds it. */
export const contactNumber = (n: number): string => `35155500${String(n).padStart(2, '0')}`;
const DAY_MS = 86_400_000;
const SERVER_ZONE_MS = -3 * 60 * 60_000;
/** Date and time of the server's clock, as it keeps them. */
export function serverMoment(at: number, zoneMs = SERVER_ZONE_MS): { date: string; time: string } {
  const [date = '', time = ''] = new Date(at + zoneMs).toISOString().split('T');
  return { date, time: time.slice(0, 8) };
}
/** A day of the server's calendar, YYYY-MM-DD. */
export const serverDay = (inDays: number): string => serverMoment(Date.now() + inDays * DAY_MS).date;

export class Paperwork {
  constructor(readonly stage: CallStage) {}

  static async open(options: StageOptions = {}): Promise<Paperwork> {
    return new Paperwork(await CallStage.open(options));
  }
  close(): Promise<void> {
    return this.stage.close();
  }
  get agent() {
    return this.stage.agent;
  }
  get panel() {
    return this.stage.agent.panel;
  }
  get server(): OmnileadsControl {
    return this.stage.lab.omnileads.control;
  }

  /** The agent calls this number in a campaign; both are on the line. */
  async onTheLine(number: string, campaign = 'manual_01'): Promise<Person> {
    const { agent, lab } = this.stage;
    await agent.free();
    const called = lab.people.expect(number);
    await this.choose('Campaign', campaign);
    await agent.dial(number);
    const customer = await called;
    await agent.phase('talking', 15_000);
    return customer;
  }
  /** A whole call; what is left of it is the form. */
  async called(number: string, campaign?: string): Promise<DraftSummary> {
    return this.over(await this.onTheLine(number, campaign));
  }
  /** The same for a call that came in. */
  async wasCalledBy(callerId: string): Promise<DraftSummary> {
    const { agent, lab } = this.stage;
    await agent.free();
    const coming = lab.people.callIn(INBOUND_DID, { callerId });
    await agent.phase('ringing', 15_000);
    await agent.pressSeen('Answer');
    await agent.phase('talking', 15_000);
    return this.over(await coming);
  }
  private async over(customer: Person): Promise<DraftSummary> {
    await customer.hangUp();
    await this.agent.phase('idle', 15_000);
    await find(this.panel, 'form', 'Disposition');
    return this.draft();
  }

  /** The draft whose form is shown. */
  async draft(): Promise<DraftSummary> {
    const { drafts } = await until(
      () => this.agent.state(),
      ({ drafts: { current, list } }) => list.some(({ id }) => id === current),
      'a form should be open',
    );
    const found = drafts.list.find(({ id }) => id === drafts.current);
    if (!found) throw new Error('no draft is open');
    return found;
  }

  /** Chooses by the words of an entry; waits for a list that is still on its way. */
  async choose(list: string, entry: string): Promise<void> {
    await find(this.panel, 'combobox', list);
    await until(
      async () => {
        const box = await find(this.panel, 'combobox', list);
        return box.evaluate((select) => [...(select as HTMLSelectElement).options].map(({ text }) => text));
      },
      (entries) => entries.includes(entry),
      `${list} should offer ${entry}`,
    );
    const box = await find(this.panel, 'combobox', list);
    const value = await box.evaluate(
      (select, words) => [...(select as HTMLSelectElement).options].find(({ text }) => text === words)?.value,
      entry,
    );
    await box.select(value ?? '');
  }
  /** Writes over whatever the field holds. */
  async write(field: string, text: string): Promise<void> {
    const box = await find(this.panel, 'textbox', field);
    await box.focus();
    // Fields move when the one before is left: pointing at them three times would miss.
    await box.evaluate((control) => (control as HTMLInputElement).select());
    await box.type(text);
  }
  /** A radio's box is hidden: people press its words. */
  async pick(name: string): Promise<void> {
    const radio = await find(this.panel, 'radio', name);
    await (await radio.evaluateHandle((box) => box.closest('label') as HTMLElement)).click();
  }
  /** Waits until the field says this of itself. */
  async complains(
    role: 'textbox' | 'combobox' | 'checkbox',
    field: string,
    words: string | RegExp,
  ): Promise<void> {
    await until(
      async () => {
        const box = await this.panel.$(`aria/${field}[role="${role}"]`);
        return box?.evaluate((control) => {
          const note = control.getAttribute('aria-describedby');
          const invalid = control.getAttribute('aria-invalid') === 'true';
          return invalid && note ? (document.getElementById(note)?.textContent ?? '') : '';
        });
      },
      (complaint) => (typeof words === 'string' ? complaint === words : words.test(complaint ?? '')),
      `${field} should say ${String(words)}`,
    );
  }
  /** What a field holds now. */
  async written(field: string): Promise<string> {
    const box = await find(this.panel, 'textbox', field);
    return box.evaluate((control) => (control as HTMLInputElement).value);
  }

  save(): Promise<void> {
    return press(this.panel, 'Save');
  }
  /** Until OMniLeads has all of it. */
  async sent(id: string, withinMs = 20_000): Promise<void> {
    await this.stands(id, ['sent', 'gone'], withinMs);
  }
  async saveAndSend(id: string): Promise<void> {
    await this.save();
    await this.sent(id);
  }
  /** Until the draft stands so; 'gone' = it is no more. */
  async stands(
    id: string,
    statuses: readonly string[],
    withinMs = 20_000,
  ): Promise<DraftSummary | undefined> {
    const { drafts } = await until(
      () => this.agent.state(),
      ({ drafts: { list } }) => statuses.includes(list.find((one) => one.id === id)?.status ?? 'gone'),
      `the draft should be ${statuses.join(' or ')}`,
      withinMs,
    );
    return drafts.list.find((one) => one.id === id);
  }
  /** Waits until the panel reads like this. */
  says(text: string | RegExp, withinMs?: number): Promise<void> {
    return says(this.panel, text, withinMs);
  }
  /** The words of every line of a list. */
  async lines(list: string): Promise<string[]> {
    const found = await find(this.panel, 'list', list);
    return found.evaluate((rows) =>
      [...rows.children].map((row) => (row as HTMLElement).innerText.replace(/\s+/g, ' ').trim()),
    );
  }
  /** Presses a button of the open outbox's entry with these words. */
  async pressEntry(entry: string, button: string): Promise<void> {
    const label = async (element: ElementHandle<Element>): Promise<string> =>
      element.evaluate((one) => (one as HTMLElement).innerText.trim());
    await until(
      async () => {
        for (const article of await this.panel.$$('article')) {
          if (!(await label(article)).includes(entry)) continue;
          for (const one of await article.$$('button'))
            if ((await label(one)) === button) {
              await one.click();
              return true;
            }
        }
        return false;
      },
      Boolean,
      `the entry "${entry}" should offer ${button}`,
    );
  }
  /** Closes whatever form is open, so that the lists are in sight. */
  async putAway(): Promise<void> {
    if (await has(this.panel, 'button', 'Close')) await press(this.panel, 'Close');
  }

  /** What this call left on the server, by kind of thing. */
  counts(callId: string): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { what } of this.server.commits(undefined, callId)) counts[what] = (counts[what] ?? 0) + 1;
    return counts;
  }
  /** Every contact of every database, byte for byte. */
  contacts(): Map<number, string> {
    return new Map([...this.server.store.contacts].map(([id, row]) => [id, JSON.stringify(row)]));
  }
  optionOf(campaignId: number, name: string): number {
    const option = this.server.store.campaigns.get(campaignId)?.options.find((one) => one.name === name);
    if (!option) throw new Error(`campaign ${campaignId} has no option ${name}`);
    return option.id;
  }
}

/** The rows that differ, by id. */
export function changedRows(before: Map<number, string>, after: Map<number, string>): Map<number, string> {
  return new Map([...after].filter(([id, row]) => before.get(id) !== row));
}
