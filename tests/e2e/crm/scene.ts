/** An agent whose CRM is among OMniLeads' external systems, and what reached that CRM. */
import type { Page } from 'puppeteer';
import { CONTACTS, type Contact, type CrmVisit } from '@/lab/crm';
import type { Person } from '@/lab/people';
import { NEW_SITE } from '@/lib/settings';
import type { SiteSettings } from '@/lib/settings/types';
import type { PhoneState } from '@/lib/phone';
import { openPanel, readState } from '../harness/agent';
import { find } from '../harness/aria';
import { AGENT_HZ, CallStage, CUSTOMER_HZ, until } from '../calls/stage';

/** The system of the lab's OMniLeads, its campaign manual_01, and the agent's id there (seed.json). */
export const SYSTEM = { id: '1', campaign: 'CAMP-EXT-1', agent: 'crm-ag-{agentId}' } as const;
export const CAMPAIGN_ID = 1;
export const contact = (index: number): Contact => {
  const found = CONTACTS[index];
  if (!found) throw new Error(`the CRM has no contact ${index}`);
  return found;
};

export class CrmScene {
  /** Of the call made last. */
  callId = '';

  private constructor(
    readonly stage: CallStage,
    /** A tab of ours that stays: the CRM's pages, and the panels in them, come and go here. */
    private readonly desk: Page,
  ) {}

  static async open(): Promise<CrmScene> {
    const stage = await CallStage.open();
    const scene = new CrmScene(stage, await stage.agent.desk.openPage(stage.agent.desk.url('options.html')));
    await scene.site({});
    return scene;
  }

  state(): Promise<PhoneState> {
    return readState(this.desk.mainFrame());
  }
  phase(phase: PhoneState['call']['phase']): Promise<PhoneState> {
    const here = (state: PhoneState): boolean => state.call.phase === phase;
    return until(() => this.state(), here, `the call should be ${phase}`, 15_000);
  }

  /** The site's settings, on top of the external system's ids. */
  site(change: Partial<SiteSettings>): Promise<void> {
    const { crm } = this.stage.agent.place;
    const ids = { externalSystemId: SYSTEM.id, externalAgentId: SYSTEM.agent };
    return this.stage.settings({ sites: [{ ...NEW_SITE, origin: crm, ...ids, ...change }] });
  }

  url(path: string): string {
    return this.stage.lab.crm.url + path;
  }
  /** What reached the customer's page since `from`. */
  told(from = 0): readonly CrmVisit[] {
    return this.stage.lab.crm.visits.filter(({ path }) => path === '/gestion').slice(from);
  }
  async tabs(): Promise<readonly string[]> {
    const pages = await this.stage.agent.desk.browser.pages();
    return pages.map((page) => page.url()).filter((url) => url.startsWith(this.stage.lab.crm.url));
  }
  /** The tab that shows an address; waits for it. */
  tab(pathStart: string): Promise<Page> {
    const open = async (): Promise<Page | undefined> =>
      (await this.stage.agent.desk.browser.pages()).find((page) =>
        page.url().startsWith(this.url(pathStart)),
      );
    return until(open, Boolean, `a tab should show ${pathStart}`) as Promise<Page>;
  }

  /** The agent opens a customer's record in the CRM. */
  async record(who: Contact): Promise<void> {
    const { agent } = this.stage;
    await agent.crm.goto(this.url(`/contacto/${who.id}`));
    await agent.crm.bringToFront();
    agent.panel = await openPanel(agent.desk, agent.crm);
    await find(agent.panel, 'button', 'Call');
  }

  /** A real click on the number in the record; both hear each other. */
  async call(who: Contact): Promise<Person> {
    const { agent, lab } = this.stage;
    await agent.free();
    await this.record(who);
    const called = lab.people.expect(who.phone.replace(/\D/g, ''), { voice: CUSTOMER_HZ });
    await agent.crm.click('[data-agent-phone-number]');
    const customer = await called;
    const { call } = (await this.phase('talking')).call;
    this.callId = call?.details?.callId ?? '';
    await customer.hears([AGENT_HZ]);
    return customer;
  }

  /** The customer hangs up; the agent says how it went, by the form in the CRM's tab. */
  async wrapUp(customer: Person, option: string, sub = ''): Promise<void> {
    const { agent } = this.stage;
    await customer.hangUp();
    await this.phase('idle');
    await agent.crm.bringToFront();
    await agent.reopenPanel();
    await find(agent.panel, 'combobox', 'Disposition');
    await this.stage.choose('Disposition', option);
    if (sub) await this.stage.choose('Sub-disposition', sub);
    await agent.press('Save');
    await until(
      async () => (await this.state()).drafts.list.find(({ callId }) => callId === this.callId)?.status,
      (status) => status === 'sent',
      'the disposition should be sent',
    );
  }

  /** Nobody on the line, nothing configured, one tab of the CRM. */
  async rest(): Promise<void> {
    const { agent, lab } = this.stage;
    lab.omnileads.control.setCrm(CAMPAIGN_ID, null);
    for (const page of await agent.desk.browser.pages())
      if (page !== agent.crm && page.url().startsWith(lab.crm.url)) await page.close();
    await agent.crm.goto(this.url('/'));
    await agent.crm.bringToFront();
    agent.panel = await openPanel(agent.desk, agent.crm);
    await this.stage.rest();
    await this.site({});
  }
}
