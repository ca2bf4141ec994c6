/** How calls begin and what they carry (interface §3.5, A.3, A.4), without a browser. */
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { MUSIC_ON_HOLD_HZ } from '@/lab/pbx';
import { RINGBACK_HZ } from '@/lab/people';
import { CAMPAIGN_CALL, CUSTOMER_HZ, Desk, press, transfer, SOON } from './desk';

const AGENT_HZ = 440;
const COLLEAGUE_HZ = 540;
const SURVEY_HZ = 260;
const PROMPT_BUSY_HZ = [480, 620];
let desk: Desk;

vi.setConfig({ maxConcurrency: 12 });

beforeAll(async () => {
  desk = await Desk.open({
    world: {
      agents: Array.from({ length: 20 }, (_, i) => ({
        agentId: 101 + i,
        extension: 1011 + i,
        memberName: `${101 + i}_Agent`,
      })),
      campaigns: [
        { id: 1, name: 'manual_01', type: 1 },
        { id: 2, name: 'dialer_01', type: 2, autoAttendDialer: true, forceDisposition: false },
        {
          id: 3,
          name: 'entrante_01',
          type: 3,
          survey: '9',
          forceDisposition: true,
          autoUnpauseS: 5,
          autoAttendInbound: false,
          crmData: '{"name":"Eva, of course"}',
          crmHeaders: { OMLCRMORDER: '77' },
        },
        { id: 4, name: 'grabada_01', type: 1, records: true },
        { id: 5, name: 'grabada_02', type: 3, records: true },
      ],
      dids: [
        { number: '5553000', campaignId: 3, routeName: 'ruta_01' },
        { number: '5553005', campaignId: 5 },
      ],
    },
  });
});
afterAll(async () => {
  await desk.close();
});

const callIn = (did: string, callerId: string) => desk.people.callIn(did, { callerId, voice: CUSTOMER_HZ });

describe.concurrent('an inbound call', () => {
  it('waits with music, reaches a member with the campaign headers, and ends with the customer', async ({
    expect,
  }) => {
    const agent = await desk.people.agent(1011, { voice: AGENT_HZ });
    const customer = await callIn('5553000', '3514440001');
    await customer.hears(MUSIC_ON_HOLD_HZ);
    await desk.addToQueue(1011);
    const leg = await agent.talking();
    await Promise.all([customer.hears([AGENT_HZ], { not: MUSIC_ON_HOLD_HZ }), leg.hears([CUSTOMER_HZ])]);
    const names = [
      'Origin',
      'IDCamp',
      'IDCliente',
      'OMLCAMPTYPE',
      'OMLCALLTYPEIDTYPE',
      'OMLOUTNUM',
      'OMLSURVEY',
    ];
    expect(names.map((name) => leg.header(name))).toEqual(['IN', '3', '-1', '3', '3', '3514440001', '9']);
    const more = [
      'OMLDID',
      'OMLINROUTENAME',
      'OMLCAMPNAME',
      'FORCE_DISPOSITION',
      'AUTO_UNPAUSE',
      'AUTO_ATTEND_INBOUND',
    ];
    expect(more.map((name) => leg.header(name))).toEqual([
      '5553000',
      'ruta_01',
      'entrante_01',
      'True',
      '5',
      'False',
    ]);
    expect(leg.header('OML_RETRIEVE_CRM_DATA')).toBe('{"name":"Eva, of course"}');
    expect(leg.header('OMLCRMORDER')).toBe('77');
    expect(leg.header('OMLVIDEO')).toBe('');
    expect(await desk.pbx.presence(101)).toBe('ONCALL');
    await transfer(leg, '##', '098*');
    await customer.hears([SURVEY_HZ]);
    await customer.ended;
  });

  it('to a number that is nobody’s is refused', async ({ expect }) => {
    await expect(callIn('5559999', '3514440002')).rejects.toThrow('404');
  });

  it('is recorded from before the queue when the campaign records', async ({ expect }) => {
    const agent = await desk.people.agent(1012, { voice: AGENT_HZ });
    await desk.addToQueue(1012, '5_grabada_02');
    const customer = await callIn('5553005', '3514440003');
    const leg = await agent.talking();
    const name = leg.header('Omlrecfilename') ?? '';
    expect(name).toMatch(/^inbound-5-3514440003-[\d.]+$/);
    await customer.hears([AGENT_HZ]);
    await press(leg, '*4'); // nothing: the campaign records already
    await customer.hangUp();
    await leg.ended;
    await expect
      .poll(async () => (await desk.pbx.recordings()).map((one) => one.name), SOON)
      .toContainEqual(expect.stringMatching(new RegExp(`^\\d{4}-\\d\\d-\\d\\d/${name}\\.wav$`)));
    expect((await desk.pbx.recordings()).some((one) => one.name.includes('ondemand-5-'))).toBe(false);
  });
});

describe.concurrent('a call of the dialer', () => {
  it('brings who answered to a member', async ({ expect }) => {
    const agent = await desk.people.agent(1013, { voice: AGENT_HZ });
    await desk.addToQueue(1013, '2_dialer_01');
    const called = desk.people.expect('3514440004', { voice: CUSTOMER_HZ });
    await desk.pbx.dialerCall({ campaignId: 2, number: '3514440004', contactId: 21, dialerId: 'hop-1' });
    const customer = await called;
    const leg = await agent.talking();
    await Promise.all([customer.hears([AGENT_HZ]), leg.hears([CUSTOMER_HZ])]);
    const names = ['Origin', 'IDCamp', 'IDCliente', 'OMLDIALERID', 'AUTO_ATTEND_DIALER', 'FORCE_DISPOSITION'];
    expect(names.map((name) => leg.header(name))).toEqual([
      'DIALER-FORM',
      '2',
      '21',
      'hop-1',
      'True',
      'False',
    ]);
    expect(leg.header('OMLCALLTYPEIDTYPE')).toBe('2');
    await customer.hangUp();
    await leg.ended;
  });
});

describe.concurrent('an off-campaign call', () => {
  it('to a number: campaign 0, no contact', async ({ expect }) => {
    const agent = await desk.people.agent(1014, { voice: AGENT_HZ });
    const { leg, customer } = await desk.talking(agent, '3514440005', ['origin=withoutCamp'], 'oml-dial-out');
    await Promise.all([customer.hears([AGENT_HZ]), leg.hears([CUSTOMER_HZ])]);
    const names = ['Origin', 'IDCamp', 'OMLCAMPTYPE', 'OMLCALLTYPEIDTYPE', 'IDCliente', 'OMLOUTNUM'];
    expect(names.map((name) => leg.header(name))).toEqual(['withoutCamp', '0', '0', '1', '', '3514440005']);
    await customer.hangUp();
    await leg.ended;
  });

  it('to a ready agent rings there with its two headers; the caller hears the ringing and then the other', async ({
    expect,
  }) => {
    const agent = await desk.people.agent(1015, { voice: AGENT_HZ });
    const colleague = await desk.people.agent(1016, { voice: COLLEAGUE_HZ, behaviour: 'ringsForever' });
    await desk.pbx.setPresence(106, 'READY');
    const to = { context: 'oml-dial-internal', exten: 'AGENT' };
    await desk.originate(1015, to, ['origin=withoutCamp', 'agent2Call=106']);
    const leg = await agent.talking();
    await leg.hears([RINGBACK_HZ]);
    const other = await colleague.call();
    other.answer();
    await Promise.all([leg.hears([COLLEAGUE_HZ]), other.hears([AGENT_HZ])]);
    const custom = other.dialog.invite?.headers.filter(([name]) => /^(oml|id|origin|transfer)/i.test(name));
    expect(custom).toEqual([
      ['Origin', 'agentCall'],
      ['OMLFROMAGENT', '105_Agent'],
    ]);
    expect(leg.header('OMLOUTNUM')).toBe('');
    expect(await desk.pbx.presence(106)).toBe('ONCALL');
    await leg.hangUp();
    await other.ended;
  });

  it('to an agent who is not ready: a prompt, the busy tone, the end', async () => {
    const agent = await desk.people.agent(1017, { voice: AGENT_HZ });
    const to = { context: 'oml-dial-internal', exten: 'AGENT' };
    await desk.originate(1017, to, ['origin=withoutCamp', 'agent2Call=120']);
    const leg = await agent.talking();
    await leg.hears(PROMPT_BUSY_HZ);
    await leg.ended;
  });
});

describe.concurrent('a click-to-call', () => {
  it('gives up an agent who does not answer after 15 s', async ({ expect }) => {
    const agent = await desk.people.agent(1018, { behaviour: 'ringsForever' });
    const start = Date.now();
    const to = { context: 'from-oml', exten: '3514440006' };
    await expect(desk.originate(1018, to, CAMPAIGN_CALL)).rejects.toThrow('Originate');
    expect((Date.now() - start) / 1000).toBeGreaterThan(14);
    expect((Date.now() - start) / 1000).toBeLessThan(17);
    await (
      await agent.call().catch(() => agent.calls[0])
    )?.ended;
  });

  it('un-pauses a paused agent who answers, and shows DIALING, then ONCALL', async ({ expect }) => {
    const agent = await desk.people.agent(1019, { voice: AGENT_HZ });
    await desk.addToQueue(1019, '1_manual_01');
    await desk.pbx.setPresence(109, 'PAUSE-break');
    await desk.pbx.ami.action('QueuePause', { Interface: 'PJSIP/1019', Paused: 'true' });
    const statuses: string[] = [];
    desk.pbx.ami.onEvent((event) => {
      if (event.UserEvent === 'OmlPresence' && event.Agent === '109') statuses.push(event.Status ?? '');
    });
    const unpaused = desk.pbx.ami.nextEvent(
      (event) => event.Event === 'QueueMemberPause' && event.Paused === '0',
    );
    const { customer } = await desk.talking(agent, '3514440007');
    expect((await unpaused).Interface).toBe('PJSIP/1019');
    await expect.poll(() => statuses, SOON).toEqual(['DIALING', 'ONCALL']);
    await customer.hangUp();
  });

  it('lets the agent hear a busy number, and several numbers at once reach who answers first', async ({
    expect,
  }) => {
    const agent = await desk.people.agent(1020, { voice: AGENT_HZ });
    await desk.originate(1020, { context: 'from-oml', exten: '3515551301' }, CAMPAIGN_CALL);
    const busy = await agent.talking();
    await busy.hears(PROMPT_BUSY_HZ);
    await busy.ended;
    const multi = desk.pbx.ami.nextEvent((event) => event.UserEvent === 'OmlMultinumber');
    await desk.originate(1020, { context: 'from-oml', exten: '3515551202_3515551602' }, CAMPAIGN_CALL);
    const leg = await agent.talking();
    await leg.hears([850]);
    expect(leg.header('OMLOUTNUM')).toBe('3515551202_3515551602');
    expect((await multi).Phone).toBe('3515551602');
    await leg.hangUp();
  });

  it('records on demand by *4 and *5 in a campaign that does not record', async ({ expect }) => {
    const agent = await desk.people.agent(1021, { voice: AGENT_HZ });
    const { leg, customer } = await desk.talking(agent, '3514440008');
    await customer.hears([AGENT_HZ]);
    expect(leg.header('Omlrecfilename')).toBe('');
    const state = (wanted: string) =>
      desk.pbx.ami.nextEvent((event) => event.UserEvent === 'OmlOnDemand' && event.State === wanted);
    const started = state('started');
    await press(leg, '*4');
    const { File: file = '' } = await started;
    expect(file).toMatch(/^ondemand-1-3514440008-/);
    const stopped = state('stopped');
    await press(leg, '*5');
    await stopped;
    await expect
      .poll(async () => (await desk.pbx.recordings()).some((one) => one.name.endsWith(`${file}.wav`)), SOON)
      .toBe(true);
    await customer.hangUp();
  });

  it('announces and makes the recording of a campaign that records', async ({ expect }) => {
    const agent = await desk.people.agent(1022, { voice: AGENT_HZ });
    const { leg, customer } = await desk.talking(agent, '3514440009', [
      'IdCamp=4',
      'codCli=',
      'origin=contactos',
      'Tipocamp=1',
    ]);
    await customer.hears([AGENT_HZ]);
    const name = leg.header('Omlrecfilename') ?? '';
    expect(name).toMatch(/^manual-4-3514440009-/);
    expect(leg.header('IDCliente')).toBe('');
    await customer.hangUp();
    await expect
      .poll(async () => (await desk.pbx.recordings()).some((one) => one.name.endsWith(`/${name}.wav`)), SOON)
      .toBe(true);
  });

  it('takes keys in both directions', async ({ expect }) => {
    const agent = await desk.people.agent(1023, { voice: AGENT_HZ });
    const { leg, customer } = await desk.talking(agent, '3514440010');
    await press(leg, '1905');
    await expect.poll(() => customer.dtmf, SOON).toBe('1905');
    expect(desk.pbx.digits('PJSIP/1023')).toBe('1905');
    await customer.hangUp();
  });
});

describe.concurrent('an INVITE that no server asked for', () => {
  it('reaches no outside number', async ({ expect }) => {
    const agent = await desk.people.agent(1024, { voice: AGENT_HZ });
    const leg = await agent.dial('3515551001');
    await leg.hears(PROMPT_BUSY_HZ);
    await leg.ended;
    expect(desk.people.onCall('3515551001')).toBeUndefined();
  });
});
