/** Calls that come: who, which campaign, which number; by hand or by themselves; refused; and what the server hears of it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '@/lab/people';
import { find, has } from '../harness/aria';
import {
  CallStage,
  COLLEAGUE_HZ,
  CUSTOMER_HZ,
  INBOUND_DID,
  noteSounds,
  OTHER,
  OWN,
  rings,
  until,
  type Sound,
} from './stage';

const CALLER = '3515559999';
const CAMPAIGN = { id: 3, name: 'entrante_01', type: 3 } as const;
const DIALER = { id: 2, name: 'dialer_01', type: 2 } as const;

let stage: CallStage;
let sounds: () => Promise<readonly Sound[]>;
beforeAll(async () => {
  stage = await CallStage.open();
});
afterAll(() => stage?.close());
afterEach(() => stage.rest());

const callIn = (): Promise<Person> =>
  stage.lab.people.callIn(INBOUND_DID, { callerId: CALLER, voice: CUSTOMER_HZ });
const ringing = (): readonly string[] => stage.posted('/api/v1/asterisk_ringing/');
const rejections = (): readonly string[] => stage.posted('/api/v1/asterisk_reject_call/');

/** Free for a call, with nothing written down yet. */
async function waiting(): Promise<void> {
  await stage.agent.free();
  sounds = await noteSounds(stage.agent.phone);
}

/** Rang until it was answered by hand: ring tone, no ear tone. */
async function answeredByHand(other: Person, hz = CUSTOMER_HZ): Promise<void> {
  await stage.agent.phase('ringing', 15_000);
  await until(() => rings(stage.agent.phone), Boolean, 'the phone should ring');
  await stage.agent.pressSeen('Answer');
  await stage.hear(other, hz);
  expect(await rings(stage.agent.phone)).toBe(false);
  expect((await sounds()).some(({ kind }) => kind === 'ear')).toBe(false);
}

/** Answered by itself: one short tone in the agent's ear, no ringing. */
async function answeredByItself(other: Person, hz = CUSTOMER_HZ): Promise<void> {
  await stage.agent.phase('talking', 15_000);
  await stage.hear(other, hz);
  expect((await sounds()).map(({ kind }) => kind)).toEqual(['ear']);
}

const incoming = async (): Promise<readonly string[]> =>
  Object.keys(
    await (
      await stage.agent.desk.worker()
    ).evaluate(() => new Promise<object>((resolve) => chrome.notifications.getAll(resolve))),
  );
const badge = async (): Promise<string> =>
  (await stage.agent.desk.worker()).evaluate(() => chrome.action.getBadgeText({}));

/** Presses a button of the desktop notification, as the browser tells of it. */
async function pressOnNotification(button: 0 | 1): Promise<void> {
  const [id = ''] = await until(incoming, (all) => all.length === 1, 'a notification should be shown');
  const worker = await stage.agent.desk.worker();
  await worker.evaluate(
    (...args) => {
      // Not in the typings; it is how the browser itself calls the listeners.
      const event = chrome.notifications.onButtonClicked as unknown as {
        dispatch(...args: unknown[]): void;
      };
      event.dispatch(...args);
    },
    id,
    button,
  );
}

describe('a call of an inbound campaign', () => {
  it('rings: who, number and campaign in panel and notification, a badge, and the server is told by form', async () => {
    await waiting();
    const told = ringing().length;
    const customer = await callIn();
    await stage.agent.phase('ringing');
    await stage.agent.says(CALLER);
    await stage.agent.says('entrante_01');
    expect(await incoming()).toEqual(['incoming-call']);
    expect(await badge()).toBe('!');
    await until(ringing, (all) => all.length === told + 1, 'ringing should be posted');
    expect(ringing().at(-1)).toBe('ringing=true');
    await answeredByHand(customer);
    await until(incoming, (all) => all.length === 0, 'the notification should be gone');
    expect(await badge()).toBe('●');
    expect((await stage.agent.state()).call.call?.details).toMatchObject({
      origin: 'inbound',
      campaignId: '3',
      did: INBOUND_DID,
      phone: CALLER,
    });
  });

  it('rejected: 480 to the PBX, the rejection told once, ringing taken back; the queue rings again', async () => {
    await waiting();
    const before = { ringing: ringing().length, rejections: rejections().length };
    const customer = await callIn();
    await stage.agent.phase('ringing');
    await stage.agent.press('Reject');
    await until(rejections, (all) => all.length === before.rejections + 1, 'the rejection should be posted');
    await until(ringing, (all) => all.length >= before.ringing + 2, 'the end of ringing should be posted');
    expect(ringing()[before.ringing + 1]).toBe('ringing=false');
    expect((await stage.agent.state()).recents[0]).toMatchObject({ end: 'rejected', answered: false });
    await answeredByHand(customer);
  });

  it('that the customer gives up stops ringing and says so to the server', async () => {
    await waiting();
    const told = ringing().length;
    const customer = await callIn();
    await stage.agent.phase('ringing');
    await customer.hangUp();
    await stage.agent.phase('idle', 3000);
    expect(await rings(stage.agent.phone)).toBe(false);
    await until(ringing, (all) => all.length === told + 2, 'the end of ringing should be posted');
    await until(incoming, (all) => all.length === 0, 'the notification should be gone');
    expect((await stage.agent.state()).recents[0]).toMatchObject({ answered: false, direction: 'in' });
  });

  it('is answered by itself where its campaign says so', async () => {
    await stage.lab.pbx.defineCampaign({ ...CAMPAIGN, autoAttendInbound: true });
    await waiting();
    const customer = await callIn();
    await answeredByItself(customer);
    await stage.agent.says('Answered automatically');
    await stage.lab.pbx.defineCampaign(CAMPAIGN);
  });
});

describe('the desktop notification', () => {
  it('answers', async () => {
    await waiting();
    const customer = await callIn();
    await stage.agent.phase('ringing');
    await pressOnNotification(0);
    await stage.hear(customer);
  });

  it('rejects', async () => {
    await waiting();
    const before = rejections().length;
    await callIn();
    await stage.agent.phase('ringing');
    await pressOnNotification(1);
    await until(rejections, (all) => all.length === before + 1, 'the rejection should be posted');
  });
});

describe('a call of the dialer', () => {
  const dial = async (number: string): Promise<Person> => {
    const called = stage.lab.people.expect(number, { voice: CUSTOMER_HZ });
    await stage.lab.pbx.dialerCall({ campaignId: DIALER.id, number, contactId: 21 });
    return called;
  };

  it('rings, or is answered by itself where its campaign says so', async () => {
    await waiting();
    await answeredByHand(await dial('3515551021'));
    expect((await stage.agent.state()).call.call).toMatchObject({
      contactId: '21',
      details: { origin: 'dialer', campaignId: '2' },
    });
    await stage.rest();
    await stage.lab.pbx.defineCampaign({ ...DIALER, autoAttendDialer: true });
    await waiting();
    await answeredByItself(await dial('3515551022'));
    await stage.lab.pbx.defineCampaign(DIALER);
  });
});

describe('a call that nobody of this phone asked for', () => {
  it('from a colleague rings and names them', async () => {
    const colleague = await stage.colleague();
    await waiting();
    const to = { context: 'oml-dial-internal', exten: 'AGENT' } as const;
    const calling = stage.originate(OTHER, to, ['origin=withoutCamp', `agent2Call=${OWN.agentId}`]);
    await stage.agent.phase('ringing', 15_000);
    await stage.agent.says('Beto');
    await stage.agent.says('Call between agents');
    await answeredByHand(await colleague.talking(), COLLEAGUE_HZ);
    await calling;
  });

  it('outside campaigns, begun in OMniLeads’ own page, is answered by itself', async () => {
    await waiting();
    const number = '3515551031';
    const called = stage.lab.people.expect(number, { voice: CUSTOMER_HZ });
    await stage.originate(OWN, { context: 'oml-dial-out', exten: number }, ['origin=withoutCamp']);
    await answeredByItself(await called);
    expect((await stage.agent.state()).call.call?.details?.origin).toBe('withoutCampaign');
  });
});

describe('a second call while one is on', () => {
  it('is refused with 480, and the first is not touched', async () => {
    const customer = await stage.talking();
    const { ami } = stage.lab.pbx;
    const causes: string[] = [];
    ami.onEvent((event) => {
      if (event.Event === 'Hangup' && event.Channel?.startsWith(`PJSIP/${OWN.extension}-`))
        causes.push(event['Cause-txt'] ?? '');
    });
    await ami.action('Originate', {
      Channel: `PJSIP/${OWN.extension}`,
      Application: 'Wait',
      Data: '5',
      Timeout: 10_000,
      Async: 'true',
    });
    await until(
      () => causes,
      (all) => all.length > 0,
      'the second call should be refused',
    );
    // Asterisk's reading of 480 (RFC 3261 21.4.18).
    expect(causes).toEqual(['User alerting, no answer']);
    await stage.hear(customer);
    expect(await has(stage.agent.panel, 'button', 'Answer')).toBe(false);
  });
});

describe('a transfer received', () => {
  /** The colleague passes their customer on with these keys. */
  async function passedOn(number: string, code: '##' | '*2', digits: string): Promise<Person> {
    const colleague = await stage.colleague();
    await waiting();
    const { leg, customer } = await stage.colleagueTalks(colleague, number);
    await stage.transfer(leg, code, digits);
    await stage.agent.phase('ringing', 20_000);
    return customer;
  }

  it('blind: rings, names who passed it on, and says that its recording is unknown', async () => {
    const customer = await passedOn('3515551041', '##', `0000${OWN.agentId}`);
    await stage.agent.says('Transferred by Beto');
    await stage.agent.says('3515551041');
    await answeredByHand(customer);
    await stage.agent.says('Recording unknown');
    const record = await find(stage.agent.panel, 'button', 'Record');
    expect(await record.evaluate((button) => button.getAttribute('aria-disabled'))).toBe('true');
    expect((await stage.agent.state()).call.call?.details).toMatchObject({
      transfer: 'blind',
      contactId: '1',
    });
  });

  it('consultative: the colleague first, the customer when they leave, and they are told of the end', async () => {
    const { control } = stage.lab.omnileads;
    const customer = await passedOn('3515551042', '*2', `1111${OWN.agentId}`);
    await stage.agent.says('Transferred by Beto');
    await stage.agent.pressSeen('Answer');
    await stage.agent.hears([COLLEAGUE_HZ], [CUSTOMER_HZ]);
    await stage.lab.pbx.ami.action('Hangup', { Channel: `/^PJSIP/${OTHER.extension}-.*$/` });
    await stage.hear(customer);
    const told = control.requests.filter(({ path }) => path.includes('notify_end_transferred_call')).length;
    await stage.agent.press('Hang up');
    await until(
      () => stage.posted('notify_end_transferred_call'),
      (all) => all.length === told + 1 && (all.at(-1) ?? '').includes(String(OTHER.agentId)),
      'the colleague should be told',
    );
  });

  it('to a campaign of the agent: rings with the destination campaign', async () => {
    const customer = await passedOn('3515551043', '##', `9999${CAMPAIGN.id}`);
    await stage.agent.says('Transferred to this campaign');
    await answeredByHand(customer);
    expect((await stage.agent.state()).call.call?.details).toMatchObject({
      transfer: 'campaign',
      campaignId: '3',
    });
  });
});

describe('where the group has its calls answered by themselves', () => {
  it('an inbound call is, and one whose campaign forbids it rings', async () => {
    const { control } = stage.lab.omnileads;
    control.setFlag('grupo_full', 'auto_attend_inbound', true);
    await stage.signInAgain();
    await waiting();
    await answeredByItself(await callIn());
    await stage.rest();

    await stage.lab.pbx.defineCampaign({ ...CAMPAIGN, autoAttendInbound: false });
    await waiting();
    await answeredByHand(await callIn());
  });
});
