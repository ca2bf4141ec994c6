/** What people complain of most when browsers get in the way: hidden tabs, wrong loudspeakers, several tabs; and the blows themselves. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CallStage, CUSTOMER_HZ, INBOUND_DID, noteSounds, rings } from '../calls/stage';
import { openPanel } from '../harness/agent';
import { pressNow } from '../harness/aria';
import { crash, killBrowser, killPhone, killWorker, pullMicrophones, skewClock } from '../harness/blows';
import { Desk } from '../harness/browser';
import { until } from '../harness/until';

let stage: CallStage;
beforeAll(async () => {
  stage = await CallStage.open();
});
afterEach(() => stage.rest());
afterAll(() => stage?.close());

const state = () => stage.agent.state();
async function free(): Promise<void> {
  await stage.agent.crm.bringToFront();
  await stage.agent.free();
}

describe('a customer who calls', () => {
  it('rings while the CRM is a frozen tab behind another one, and is answered when the agent comes back', async () => {
    await free();
    const { agent } = stage;
    const other = await agent.desk.openPage('about:blank');
    const session = await agent.crm.createCDPSession();
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    const calling = stage.lab.people.callIn(INBOUND_DID, { voice: CUSTOMER_HZ });
    await until(() => rings(agent.phone), Boolean, 'the phone should ring');
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await session.detach();
    await other.close();
    await agent.crm.bringToFront();
    await answer();
    await stage.hear(await calling);
  });

  it('rings on the loudspeaker chosen for ringing, and speaks on the headset', async () => {
    await free();
    const { agent } = stage;
    const { devices } = await state();
    const [headset, loudspeaker] = devices.outputs.filter(({ id }) => id !== '' && id !== 'default');
    if (!headset || !loudspeaker) throw new Error('this browser has fewer than two outputs');
    const chosen = { speakerId: headset.id, ringId: loudspeaker.id };
    expect(await agent.send({ type: 'devices', devices: chosen })).toMatchObject({ ok: true });
    const sounds = await noteSounds(agent.phone);
    const calling = stage.lab.people.callIn(INBOUND_DID, { voice: CUSTOMER_HZ });
    const heard = await until(sounds, (all) => all.some(({ kind }) => kind === 'ring'), 'it should ring');
    expect(heard.filter(({ kind }) => kind === 'ring').map(({ sinkId }) => sinkId)).toEqual([loudspeaker.id]);
    await answer();
    await stage.hear(await calling);
    expect(
      await agent.phone.evaluate(() => document.querySelector<HTMLAudioElement>('#remote-audio')?.sinkId),
    ).toBe(headset.id);
    await agent.send({ type: 'devices', devices: { speakerId: '', ringId: '' } });
  });

  it('is one call in all tabs: answered in one, it is on in the other, and hung up there', async () => {
    await free();
    const { agent } = stage;
    const other = await agent.desk.openPage(stage.lab.crm.pages.list);
    await openPanel(agent.desk, other);
    await agent.crm.bringToFront();
    const calling = stage.lab.people.callIn(INBOUND_DID, { voice: CUSTOMER_HZ });
    await answer();
    const customer = await calling;
    await stage.hear(customer);
    await other.bringToFront();
    const second = await openPanel(agent.desk, other); // hidden tabs have no panel
    await until(
      async () => {
        await pressNow(second, 'Hang up');
        return (await state()).call.phase;
      },
      (phase) => phase === 'idle',
      'the other tab should hang up',
    );
    await customer.ended;
    await other.close();
  });

  async function answer(): Promise<void> {
    await until(
      async () => {
        await pressNow(stage.agent.panel, 'Answer');
        return (await state()).call.phase;
      },
      (phase) => phase === 'talking',
      'the call should be answered',
    );
  }
});

describe('the blows of tests do what they say', () => {
  it('the worker ends, and another one does its work', async () => {
    const { agent } = stage;
    const before = await agent.desk.worker();
    await killWorker(agent.desk, agent.panel);
    await expect(before.evaluate(() => 1)).rejects.toThrow(/not available|closed/i);
    await killWorker(agent.desk, agent.panel); // only one that lives again can be ended again
  });

  it('every microphone is pulled out, and plugged in again', async () => {
    await free();
    const plugIn = await pullMicrophones(stage.agent.phone);
    await until(state, ({ devices }) => devices.microphone === 'missing', 'no microphone should be there');
    await plugIn();
    await until(state, ({ devices }) => devices.microphone === 'granted', 'the microphone should be back');
  });

  it('a page dies', async () => {
    const page = await stage.agent.desk.openPage('data:text/html,<title>x</title>');
    await crash(page);
    await page.close();
  });

  it('the clock of a document is ahead', async () => {
    const page = await stage.agent.desk.openPage(stage.lab.crm.pages.list);
    await skewClock(page, 3_600_000);
    const ahead = (await page.evaluate(() => new Date().getTime())) - Date.now();
    expect(Math.abs(ahead - 3_600_000)).toBeLessThan(60_000);
    await page.close();
  });

  it('the phone document ends, and another one takes its place', async () => {
    await free();
    const { bootId } = await state();
    await killPhone(stage.agent.desk);
    await until(
      () => state().catch(() => null),
      (now) => now !== null && now.bootId !== bootId && now.registration.phase === 'registered',
      'a new phone should be registered',
      40_000,
    );
  });

  it("the agent's settings can't be read for a while: said, left as they are, and used when they come", async () => {
    await free();
    const { agent } = stage;
    expect(await agent.send({ type: 'devices', devices: { ringVolume: 0.3 } })).toEqual({ ok: true });
    const worker = await agent.desk.worker();
    const breakStorage = (broken: boolean): Promise<void> =>
      worker.evaluate((fail) => {
        const area = chrome.storage.local as unknown as { get: unknown; real?: unknown };
        area.real ??= area.get;
        area.get = fail ? () => Promise.reject(new Error('IO error')) : area.real;
      }, broken);
    const { bootId } = await state();
    await breakStorage(true);
    await killPhone(agent.desk);
    await agent.says('Your settings can’t be read on this computer.', 40_000);
    const unread = await state();
    expect(unread.bootId).not.toBe(bootId);
    expect(unread.session.kind).toBe('signedOut');
    expect(await agent.send({ type: 'devices', devices: { volume: 0.5 } })).toMatchObject({
      ok: false,
      code: 'settingsUnreadable',
    });
    await breakStorage(false);
    const read = await until(
      state,
      ({ agent: { phase } }) => phase === 'ready',
      'the phone should go on',
      40_000,
    );
    expect(read.devices.chosen).toMatchObject({ ringVolume: 0.3, volume: 1 });
    expect(read.notices.map(({ code }) => code)).not.toContain('settingsUnreadable');
    agent.phone = await agent.desk.phone();
    await agent.send({ type: 'devices', devices: { ringVolume: 1 } });
  });

  it('the browser is killed', async () => {
    const desk = await Desk.open();
    await killBrowser(desk);
    expect(desk.browser.process()?.signalCode).toBe('SIGKILL');
  });
});
