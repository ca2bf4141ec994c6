/** What supervisors configured in OMniLeads (external sites) happens from the phone's own forms, in the CRM's tab. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FormsControl } from '@/lab/omnileads';
import { until } from '../calls/stage';
import { killWorker } from '../harness/blows';
import { CAMPAIGN_ID, contact, CrmScene } from './scene';

type Interaction = NonNullable<Parameters<FormsControl['setCrm']>[1]>;
const KNOWN = contact(1);
/** Options of manual_01 (seed.json). */
const NO_ANSWER = { id: 3, name: 'No contesta' } as const;
const CONTACTED = { id: 1, name: 'Contactado' } as const;

let scene: CrmScene;
beforeAll(async () => {
  scene = await CrmScene.open();
});
afterAll(() => scene?.stage.close());
afterEach(() => scene.rest());

const PARAMETERS: Interaction['parameters'] = [
  { name: 'cliente', kind: 'contact', value: 'id_cliente' },
  { name: 'origen', kind: 'constant', value: 'ñandú & co?' },
];
const TOLD = { cliente: KNOWN.externalId, origen: 'ñandú & co?' };

function configure(change: Partial<Interaction>): number {
  scene.stage.lab.omnileads.control.setCrm(CAMPAIGN_ID, {
    trigger: 'automatic',
    method: 'GET',
    format: 'urlencoded',
    target: 'embedded',
    url: scene.url('/gestion'),
    interaction: 3,
    parameters: PARAMETERS,
    optionIds: [],
    ...change,
  });
  return scene.told().length;
}
const toldOnce = async (before: number): Promise<void> => {
  await until(
    () => scene.told(before).length,
    (count) => count > 0,
    'the CRM should be told',
  );
};

describe('automatic', () => {
  it("a redirect to the CRM opens in the CRM's tab, and the form is there all the same", async () => {
    const before = configure({});
    const customer = await scene.call(KNOWN);
    const { agent } = scene.stage;
    await until(
      () => agent.crm.url(),
      (url) => url.includes('/gestion?'),
      'the CRM should show the customer',
    );
    expect(await scene.tabs()).toHaveLength(1);
    await scene.wrapUp(customer, NO_ANSWER.name);
    // The phone's own reading of the form is led there too, before it knows; the tab comes once.
    const shown = scene.told(before).filter(({ seen }) => seen);
    expect(shown.map(({ query }) => query)).toEqual([TOLD]);
  });

  it('POST is submitted as a form in a tab of its own, once', async () => {
    const before = configure({ method: 'POST', target: 'newTab' });
    const customer = await scene.call(KNOWN);
    const tab = await scene.tab('/gestion');
    await until(
      () => tab.$$eval('.told', (all) => all.map((one) => one.textContent)),
      (values) => values.includes(TOLD.origen),
      'the tab should show what was posted',
    );
    expect(tab).not.toBe(scene.stage.agent.crm);
    const posts = () => scene.told(before).filter(({ method }) => method === 'POST');
    expect(posts()).toHaveLength(1);
    expect(posts()[0]).toMatchObject({ type: 'application/x-www-form-urlencoded' });
    expect(Object.fromEntries(new URLSearchParams(posts()[0]?.body))).toEqual(TOLD);
    await killWorker(scene.stage.agent.desk, scene.stage.agent.panel);
    await scene.wrapUp(customer, NO_ANSWER.name);
    expect(posts()).toHaveLength(1);
  });

  it('JSON is posted without a tab, once', async () => {
    const before = configure({ method: 'POST', format: 'json', target: 'newTab' });
    const customer = await scene.call(KNOWN);
    await toldOnce(before);
    await scene.wrapUp(customer, NO_ANSWER.name);
    expect(scene.told(before).map(({ method, type, body }) => [method, type, JSON.parse(body)])).toEqual([
      ['POST', 'application/json', TOLD],
    ]);
    expect(await scene.tabs()).toHaveLength(1);
  });
});

/** A CRM on an address that the browser was not allowed, which lets pages of other origins in or not. */
async function stranger() {
  const posted: string[] = [];
  const asked: string[] = [];
  let letsIn = false;
  const server = createServer((request, response) => {
    asked.push(request.method ?? '');
    const headers = letsIn
      ? {
          'access-control-allow-origin': request.headers.origin ?? '',
          'access-control-allow-credentials': 'true',
          'access-control-allow-headers': 'content-type',
          'access-control-allow-private-network': 'true',
        }
      : {};
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      if (request.method === 'POST') posted.push(body);
      response.writeHead(200, headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.2', resolve));
  return {
    url: `http://127.0.0.2:${(server.address() as AddressInfo).port}/gestion`,
    posted,
    asked,
    letIn: () => (letsIn = true),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

describe('JSON for a CRM that the browser was not allowed', () => {
  it('and that does not let us in: the agent is told, the call goes on, and the disposition arrives', async () => {
    const elsewhere = await stranger();
    const before = configure({ method: 'POST', format: 'json', url: elsewhere.url });
    const customer = await scene.call(KNOWN);
    const { agent } = scene.stage;
    await agent.says('The CRM did not take what OMniLeads told it about the call');
    await agent.says('your disposition is kept');
    expect((await scene.state()).call.phase).toBe('talking');
    await scene.stage.hear(customer);
    expect(elsewhere.posted).toEqual([]);
    expect(elsewhere.asked).toContain('OPTIONS'); // it was asked, and the browser kept the customer's data back

    // Once it lets us in, the same is told by the agent's own button.
    elsewhere.letIn();
    await agent.press('Open in the CRM');
    await until(
      () => elsewhere.posted.map((body) => JSON.parse(body) as unknown),
      (all) => all.length > 0,
      'the CRM should be told',
    );
    await scene.wrapUp(customer, NO_ANSWER.name);
    expect(elsewhere.posted.map((body) => JSON.parse(body) as unknown)).toEqual([TOLD]);
    expect(scene.told(before)).toEqual([]);
    await elsewhere.close();
  });
});

describe("by the agent's button", () => {
  it('nothing is opened before it is pressed, and the CRM is told when it is', async () => {
    const before = configure({ trigger: 'agent' });
    const customer = await scene.call(KNOWN);
    const { agent } = scene.stage;
    await agent.says('Open in the CRM');
    expect(scene.told(before)).toEqual([]);
    await agent.press('Open in the CRM');
    await until(
      () => agent.crm.url(),
      (url) => url.includes('/gestion?'),
      'the CRM should show the customer',
    );
    expect(scene.told(before).map(({ query }) => query)).toEqual([TOLD]);
    await customer.hangUp();
  });
});

describe('on disposition', () => {
  it('only the options that say so tell the CRM, after the save, with the disposition', async () => {
    const before = configure({
      trigger: 'disposition',
      target: 'newTab',
      parameters: [...PARAMETERS, { name: 'resultado', kind: 'disposition', value: 'name' }],
      optionIds: [NO_ANSWER.id],
    });
    const first = await scene.call(KNOWN);
    await scene.wrapUp(first, CONTACTED.name, 'Interesado');
    const second = await scene.call(KNOWN);
    expect(scene.told(before)).toEqual([]);
    await scene.wrapUp(second, NO_ANSWER.name);
    await toldOnce(before);
    expect(scene.told(before).map(({ query }) => query)).toEqual([{ ...TOLD, resultado: NO_ANSWER.name }]);
    await scene.tab('/gestion?');
  });
});
