/** Calls that begin in the CRM: by its own ids, by a person's hand only; and calls that open it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Ami } from '@/lab/pbx';
import { createTexts } from '@/lib/i18n';
import { CUSTOMER_HZ, INBOUND_DID, until } from '../calls/stage';
import { CAMPAIGN_ID, contact, CrmScene, SYSTEM } from './scene';

const words = createTexts('en');
const KNOWN = contact(0);
const UNKNOWN = contact(6);
const CALLER = '3515559999';
const INBOUND = { id: 3, name: 'entrante_01' } as const;

let scene: CrmScene;
beforeAll(async () => {
  scene = await CrmScene.open();
});
afterAll(() => scene?.stage.close());
afterEach(() => scene.rest());

const madeCalls = (): readonly URLSearchParams[] =>
  scene.stage.posted('/api/v1/makeCall/').map((body) => {
    const sent = body.startsWith('{')
      ? new URLSearchParams(JSON.parse(body) as Record<string, string>)
      : new URLSearchParams(body);
    return sent;
  });

/** The name that calls of the inbound campaign bring; its queue keeps its own. */
async function label(name: string): Promise<void> {
  const ami = await Ami.connect(scene.stage.lab.pbx.addresses.ami);
  await ami.dbPut(`CAMP/${INBOUND.id}`, 'LABEL', name);
  ami.close();
}

describe("the CRM's own ids", () => {
  it('make the call, and its disposition lands on the customer that OMniLeads knows by them', async () => {
    const { control } = scene.stage.lab.omnileads;
    const customer = await scene.call(KNOWN);
    expect(Object.fromEntries(madeCalls().at(-1) ?? [])).toMatchObject({
      idExternalSystem: SYSTEM.id,
      idCampaign: SYSTEM.campaign,
      idAgent: 'crm-ag-1',
      idContact: KNOWN.externalId,
    });
    const { call } = (await scene.state()).call;
    const contactId = Number(call?.contactId);
    expect(control.contact(contactId).columns).toMatchObject({ id_cliente: KNOWN.externalId });
    await scene.wrapUp(customer, 'No contesta');
    expect(control.disposition(contactId, CAMPAIGN_ID)).toMatchObject({ callId: call?.details?.callId });
  });

  it('of a customer whom OMniLeads does not know are written into the new contact, and find it the next time', async () => {
    const { control } = scene.stage.lab.omnileads;
    const first = await scene.call(UNKNOWN);
    expect(madeCalls().at(-1)?.get('idContact')).toBe(UNKNOWN.externalId);
    await scene.wrapUp(first, 'No contesta');
    const saved = control.dispositionHistory().at(-1)?.contactId ?? 0;
    expect(control.contact(saved).columns).toMatchObject({ id_cliente: UNKNOWN.externalId });
    const second = await scene.call(UNKNOWN);
    expect((await scene.state()).call.call?.contactId).toBe(String(saved));
    await second.hangUp();
  });

  it('need the agent to be known by one: said, and nothing is dialled', async () => {
    await scene.site({ externalAgentId: '' });
    await scene.record(KNOWN);
    await scene.stage.agent.free();
    const before = madeCalls().length;
    await scene.stage.agent.crm.click('[data-agent-phone-number]');
    await scene.stage.agent.says(words.error('externalAgentUnknown').what);
    expect(madeCalls()).toHaveLength(before);
  });
});

describe('a page', () => {
  it('calls nobody by itself: no script, event, message or key that it makes', async () => {
    const { agent, lab } = scene.stage;
    await agent.free();
    await scene.record(KNOWN);
    const before = madeCalls().length;
    const seen = await agent.crm.evaluate(() => {
      const marked = document.querySelector<HTMLElement>('[data-agent-phone-number]');
      const link = document.querySelector<HTMLElement>('a[href^="tel:"]');
      const wide = { bubbles: true, cancelable: true, composed: true };
      // No program of the desk may start for the link either.
      document.addEventListener('click', (event) => event.preventDefault());
      for (const element of [marked, link]) {
        element?.click();
        for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
          element?.dispatchEvent(new PointerEvent(type, wide));
        element?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ...wide }));
      }
      window.postMessage({ type: 'call', number: '3515551001' }, location.origin);
      const { runtime } = (globalThis as { chrome?: { runtime?: unknown } }).chrome ?? {};
      return typeof runtime;
    });
    expect(seen).toBe('undefined');
    // What came before a person's click would be here by now: requests keep their order.
    const called = lab.people.expect(KNOWN.phone.replace(/\D/g, ''), { voice: CUSTOMER_HZ });
    await agent.crm.click('[data-agent-phone-number]');
    await called;
    expect(madeCalls()).toHaveLength(before + 1);
  });
});

describe('an incoming call', () => {
  const POP = '/gestion?tel={phone}&campania={campaignName}&did={did}&quien={user}&cliente={contactId}';

  it("opens the customer's page in the CRM's tab, once, with the call's values escaped; the phone goes on there", async () => {
    const { agent, lab } = scene.stage;
    const name = 'Ventas&más/otras?x=1#y';
    await label(name);
    await scene.site({ screenPopUrl: scene.url(POP) });
    await agent.free();
    const before = scene.told().length;
    const calling = lab.people.callIn(INBOUND_DID, { callerId: CALLER, voice: CUSTOMER_HZ });
    await until(
      () => agent.crm.url(),
      (url) => url.includes('/gestion?'),
      'the page should open',
    );
    expect(new URL(agent.crm.url()).pathname).toBe('/gestion');
    expect(scene.told(before).map(({ query }) => query)).toEqual([
      { tel: CALLER, campania: name, did: INBOUND_DID, quien: 'ag1', cliente: '' },
    ]);
    expect(await scene.tabs()).toHaveLength(1);
    await agent.reopenPanel();
    await agent.pressSeen('Answer');
    await scene.stage.hear(await calling);
    expect(scene.told(before)).toHaveLength(1);
    await label(INBOUND.name);
  });

  it('opens a new tab where the site says so, and leaves what is being written in the other', async () => {
    const { agent, lab } = scene.stage;
    await scene.site({ screenPopUrl: scene.url(POP), screenPopIn: 'newTab' });
    await agent.free();
    await agent.crm.goto(scene.url('/gestion?tel=1'));
    await agent.crm.type('#notes', 'half a sentence');
    const customer = await lab.people.callIn(INBOUND_DID, { callerId: CALLER, voice: CUSTOMER_HZ });
    const popped = await scene.tab(`/gestion?tel=${CALLER}`);
    expect(popped).not.toBe(agent.crm);
    expect(await agent.crm.$eval('#notes', (box) => (box as HTMLTextAreaElement).value)).toBe(
      'half a sentence',
    );
    await customer.hangUp();
  });

  it('that the agent asked for opens nothing', async () => {
    await scene.site({ screenPopUrl: scene.url(POP) });
    const before = scene.told().length;
    const customer = await scene.call(KNOWN);
    expect(new URL(scene.stage.agent.crm.url()).pathname).toBe(`/contacto/${KNOWN.id}`);
    expect(scene.told(before)).toEqual([]);
    await customer.hangUp();
  });
});
