/** What an agent does while talking: keys, recording on demand, a note on it, the survey that ends the call. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MUSIC_ON_HOLD_HZ } from '@/lab/pbx';
import { find, has, type } from '../harness/aria';
import { holds } from '../harness/recorded';
import { AGENT_HZ, CallStage, CUSTOMER_HZ, NUMBER, OWN, until } from './stage';

/** Campaigns of this file: 'encuesta' has a survey, 'grabada' records all its calls. */
const SURVEY = { campaign: 'encuesta', id: '9', hz: 260 } as const;
const RECORDED = 'grabada';
/** About 1.5 s of speech. */
const RECORDED_BYTES = 24_000;
let surveyCampaignId = 0;

let stage: CallStage;
beforeAll(async () => {
  stage = await CallStage.open({
    async prepare({ omnileads: { control }, pbx }) {
      surveyCampaignId = control.copyCampaign(1, SURVEY.campaign);
      control.addSurvey(surveyCampaignId, Number(SURVEY.id));
      await pbx.defineCampaign({ id: surveyCampaignId, name: SURVEY.campaign, type: 1, survey: SURVEY.id });
      const recordedId = control.copyCampaign(1, RECORDED);
      await pbx.defineCampaign({ id: recordedId, name: RECORDED, type: 1, records: true });
    },
  });
});
afterAll(() => stage?.close());
afterEach(() => stage.rest());

/** What the PBX receives of the agent's keys from now on. */
function keys(): () => string {
  const heard = (): string => stage.lab.pbx.digits(`PJSIP/${OWN.extension}`);
  const before = heard().length;
  return () => heard().slice(before);
}
/** How many tones leave the phone document as SIP requests from now on. */
async function tonesBySip(): Promise<() => number> {
  const session = await stage.agent.phone.createCDPSession();
  await session.send('Network.enable');
  let count = 0;
  session.on('Network.webSocketFrameSent', ({ response }) => {
    if (response.payloadData.startsWith('INFO ')) count += 1;
  });
  return () => count;
}
const problems = async (): Promise<string[]> =>
  (await stage.agent.state()).notices.filter(({ kind }) => kind === 'error').map(({ code }) => code);
const callId = async (): Promise<string> => (await stage.agent.state()).call.call?.details?.callId ?? '';
const recording = async () => (await stage.agent.state()).call.call?.recording;
/** The file of a recording on demand of this call, once it has `bytes`. */
async function recorded(id: string, bytes = RECORDED_BYTES): Promise<string> {
  const found = await until(
    async () => (await stage.lab.pbx.recordings()).filter(({ name }) => name.includes(`-${id}-`)),
    (files) => (files.at(-1)?.bytes ?? 0) >= bytes,
    `call ${id} should be recorded`,
  );
  return found.at(-1)?.path ?? '';
}
/** Why a control is off; null when it is on. */
async function off(name: string): Promise<string | null> {
  const button = await find(stage.agent.panel, 'button', name);
  return button.evaluate((one) => (one.ariaDisabled === 'true' ? one.getAttribute('title') : null));
}

describe.each(['info', 'rtp'] as const)('by %s', (tones) => {
  beforeAll(() => stage.settings({ tones }));
  afterAll(() => stage.settings({ tones: 'info' }));

  it('the PBX hears every key, clicked, typed and sent as a string, and nothing that is none', async () => {
    const { agent } = stage;
    await stage.talking();
    const [heard, requests] = [keys(), await tonesBySip()];
    await agent.press('Keypad');
    for (const key of ['1', '#', '0']) await agent.press(key);
    await (await find(agent.panel, 'button', '7')).focus();
    await agent.crm.keyboard.type('7x*9');
    await type(agent.panel, 'Digits to send', '12 letters');
    await agent.press('Send');
    await agent.says('Only 0–9');
    await type(agent.panel, 'Digits to send', '0,6 3ab');
    await agent.press('Send');
    await until(heard, (digits) => digits.length >= 11, 'all keys should arrive', 20_000);
    expect(heard()).toBe('1#07*9063AB');
    expect(requests()).toBe(tones === 'info' ? heard().length : 0);
    await agent.says('Sent: 1#07*90,63AB');
    expect(await problems()).toEqual([]);
  });

  it('a campaign call is recorded on demand: both voices are in the file, and the sign outlives page and worker', async () => {
    const { agent } = stage;
    await stage.talking({ campaign: 'manual_01' });
    const [heard, id] = [keys(), await callId()];
    await agent.pressSeen('Record');
    await agent.says('Recording');
    await until(recording, (state) => state === 'on', 'it should be recorded');
    await recorded(id);
    await agent.crm.reload();
    await agent.reopenPanel();
    await (await agent.desk.worker()).close();
    await find(agent.panel, 'button', 'Stop recording');
    expect(await recording()).toBe('on');
    await agent.press('Stop recording');
    await until(recording, (state) => state === 'off', 'it should be stopped');
    await find(agent.panel, 'button', 'Record');
    expect(holds(await recorded(id), [AGENT_HZ, CUSTOMER_HZ])).toBe(true);
    expect(heard()).toBe('*4*5');
  });
});

describe('recording on demand', () => {
  it('does not start while consulting, where its keys would swap the parties; what was begun before can be stopped', async () => {
    const { agent, lab } = stage;
    await stage.settings({ tones: 'rtp' });
    await stage.talking({ campaign: 'manual_01' });
    const [heard, id] = [keys(), await callId()];
    await agent.pressSeen('Record');
    await until(recording, (state) => state === 'on', 'it should be recorded');
    await recorded(id);
    const consultee = lab.people.expect('351902', { voice: 650 });
    await agent.press('Transfer');
    const pick = async (name: string): Promise<void> => {
      const radio = await find(agent.panel, 'radio', name);
      await (await radio.evaluateHandle((box) => box.closest('label') as HTMLElement)).click();
    };
    await pick('Consultative');
    await pick('Number');
    await type(agent.panel, 'Transfer number', '351902');
    await agent.pressSeen('Start transfer');
    // The contact was not found by the number: the phone asks.
    if (await has(agent.panel, 'button', 'Transfer anyway')) await agent.pressSeen('Transfer anyway');
    const other = await consultee;
    await agent.phase('consulting', 15_000);
    await agent.press('Stop recording');
    await until(recording, (state) => state === 'off', 'it should be stopped');
    expect(await off('Record')).toBe('Not while consulting');
    await Promise.all([agent.hears([650], [CUSTOMER_HZ]), other.hears([AGENT_HZ])]);
    expect(heard()).toBe('*4*2351902*5');
    await stage.settings({ tones: 'info' });
  });

  it('ends with the call', async () => {
    const { agent } = stage;
    const customer = await stage.talking({ campaign: 'manual_01' });
    const id = await callId();
    await agent.pressSeen('Record');
    await until(recording, (state) => state === 'on', 'it should be recorded');
    const path = await recorded(id);
    await agent.press('Hang up');
    await customer.ended;
    await agent.phase('idle');
    expect(holds(path, [AGENT_HZ, CUSTOMER_HZ])).toBe(true);
    await until(
      () => stage.lab.pbx.channels(),
      (channels) => channels.length === 0,
      'nothing should be left that could be recorded',
    );
    expect(await problems()).toEqual([]);
  });

  it('is for campaign calls that nobody else records: each other kind says why not', async () => {
    const { agent } = stage;
    const outside = await stage.talking();
    expect(await off('Record')).toBe('Only in campaign calls');
    await outside.hangUp();
    await agent.phase('idle');
    const always = await stage.talking({ campaign: RECORDED });
    await agent.says('Recorded by the campaign');
    expect(await off('Record')).toBe('The campaign already records this call');
    await always.hangUp();
    await agent.phase('idle');

    const colleague = await stage.colleague();
    await agent.free();
    await stage.presence('ag1', 'READY');
    const { leg } = await stage.colleagueTalks(colleague, NUMBER);
    await stage.transfer(leg, '##', `0000${OWN.agentId}`);
    await agent.phase('ringing', 20_000);
    await agent.pressSeen('Answer');
    await agent.hears([CUSTOMER_HZ]);
    await agent.says('Recording unknown');
    expect(await off('Record')).toBe('This call was received by transfer: its recording state is unknown');
  });
});

describe('a note on the recording', () => {
  const kept = (id: string): string | undefined => stage.lab.omnileads.control.notes().get(id);
  async function write(text: string): Promise<void> {
    await stage.agent.press('Note on recording');
    await type(stage.agent.panel, 'Note', text);
    await stage.agent.press('Save');
  }

  it('reaches the server during the call, and is changed after it', async () => {
    const { agent } = stage;
    const customer = await stage.talking({ campaign: 'manual_01' });
    const id = await callId();
    await write('Pidió la factura: número 7 & ñ');
    await until(
      () => kept(id),
      (text) => text === 'Pidió la factura: número 7 & ñ',
      'the server should have it',
    );
    await agent.press('Note on recording');
    await agent.says('OMniLeads has it');
    await agent.press('Close');
    await customer.hangUp();
    await agent.phase('idle');
    await write('Al final no');
    await until(
      () => kept(id),
      (text) => text === 'Al final no',
      'the server should have the new text',
    );
  });

  it('written offline is kept, and confirmed by reading it back once the network is there again', async () => {
    const { agent, lab } = stage;
    const customer = await stage.talking();
    const id = await callId();
    await agent.phone.setOfflineMode(true);
    try {
      await write('Sin red');
      await agent.press('Note on recording');
      await agent.says('Kept here, waiting to be sent');
      await stage.hear(customer);
      await customer.hangUp();
      await agent.phase('idle');
      await agent.says('Kept here, waiting to be sent');
      expect(kept(id)).toBeUndefined();
    } finally {
      await agent.phone.setOfflineMode(false);
    }
    await agent.says('OMniLeads has it', 20_000);
    expect(kept(id)).toBe('Sin red');
    const asked = lab.omnileads.control.requests.filter(({ path }) => path.includes('/grabacion/'));
    expect(asked.at(-1)).toMatchObject({ method: 'GET', path: `/grabacion/descripcion/${id}/` });
    await agent.press('Close');
  });
});

describe('a customer who is to be asked how it was', () => {
  const ANNOUNCED = '/api/v1/reportes/survey_transfer/';

  it('is handed to the survey by hanging up, which is announced to the server', async () => {
    const { agent } = stage;
    const customer = await stage.talking({ campaign: SURVEY.campaign });
    const [heard, id, before] = [keys(), await callId(), stage.posted(ANNOUNCED).length];
    await agent.press('Hang up');
    await customer.hears(MUSIC_ON_HOLD_HZ, { not: [AGENT_HZ] });
    await customer.hears([SURVEY.hz], { not: [AGENT_HZ, ...MUSIC_ON_HOLD_HZ], withinMs: 15_000 });
    await agent.phase('idle');
    expect(
      stage
        .posted(ANNOUNCED)
        .slice(before)
        .map((body) => JSON.parse(body) as unknown),
    ).toEqual([{ callid: id, campaign_id: surveyCampaignId, survey_id: Number(SURVEY.id) }]);
    expect([heard(), (await agent.state()).call.lastEnd?.why]).toEqual(['##098*', 'transferred']);
  });

  it('goes there by the button too, also when the server breaks down over it', async () => {
    const { agent, lab } = stage;
    const customer = await stage.talking({ campaign: SURVEY.campaign });
    lab.omnileads.control.failNext(`POST ${ANNOUNCED}`, 'http500');
    await agent.pressSeen('Send to survey');
    await customer.hears([SURVEY.hz], { not: [AGENT_HZ], withinMs: 15_000 });
    await agent.phase('idle');
    expect(await problems()).toEqual([]);
  });

  it('stays where they are when it is taken back in time, and the next press hangs up', async () => {
    const { agent, lab } = stage;
    const customer = await stage.talking({ campaign: SURVEY.campaign });
    const heard = keys();
    lab.omnileads.control.failNext(`POST ${ANNOUNCED}`, 'slow');
    await agent.press('Hang up');
    await agent.press('Cancel transfer');
    await agent.phase('talking', 8000);
    await stage.hear(customer);
    await agent.press('Hang up');
    await customer.ended;
    expect([heard(), (await agent.state()).call.lastEnd?.why]).toEqual(['', 'agent']);
  });
});
