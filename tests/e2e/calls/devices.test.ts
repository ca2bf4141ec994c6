/** Microphone, speaker and volume during a call: chosen, pulled out, put back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { find } from '../harness/aria';
import { CallStage, until } from './stage';

const SLEPT_MS = 60_000;

let stage: CallStage;
beforeAll(async () => {
  stage = await CallStage.open();
});
afterAll(() => stage?.close());

interface Sockets {
  /** Device ids that are pulled out. */
  readonly out: Set<string>;
  /** Device ids that the microphone was opened with; '' = the default one. */
  readonly opened: string[];
  streams: MediaStream[];
}
declare global {
  interface Window {
    testSockets?: Sockets;
  }
}

/** Lets the test pull out what the browser's fake devices are: nobody else can. */
async function wire(): Promise<void> {
  await stage.agent.phone.evaluate(() => {
    const { mediaDevices } = navigator;
    const sockets: Sockets = (window.testSockets = { out: new Set(), opened: [], streams: [] });
    const [list, open] = [
      mediaDevices.enumerateDevices.bind(mediaDevices),
      mediaDevices.getUserMedia.bind(mediaDevices),
    ];
    mediaDevices.enumerateDevices = async () =>
      (await list()).filter(({ deviceId }) => !sockets.out.has(deviceId));
    mediaDevices.getUserMedia = async (constraints) => {
      const audio = typeof constraints?.audio === 'object' ? constraints.audio.deviceId : undefined;
      const wanted = typeof audio === 'object' && 'exact' in audio ? audio.exact : audio;
      if (typeof wanted === 'string' && sockets.out.has(wanted))
        throw new DOMException('gone', 'NotFoundError');
      const stream = await open(constraints);
      sockets.opened.push(typeof wanted === 'string' ? wanted : '');
      sockets.streams.push(stream);
      return stream;
    };
  });
}
/** Pulls devices out, or puts all back in: the browser tells, and a track whose device is gone ends. */
const plug = (out: readonly string[]): Promise<void> =>
  stage.agent.phone.evaluate((ids) => {
    const sockets = window.testSockets;
    if (!sockets) throw new Error('not wired');
    sockets.out.clear();
    for (const id of ids) sockets.out.add(id);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    for (const track of sockets.streams
      .splice(0, ids.length ? sockets.streams.length : 0)
      .flatMap((one) => one.getTracks()))
      if (ids.includes(track.getSettings().deviceId ?? '')) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
  }, out);
const opened = (): Promise<string[]> =>
  stage.agent.phone.evaluate(() => [...(window.testSockets?.opened ?? [])]);
const heardOn = (): Promise<{ sinkId: string; volume: number } | null> =>
  stage.agent.phone.evaluate(() => {
    const audio = document.querySelector<HTMLAudioElement>('#remote-audio');
    return audio && { sinkId: audio.sinkId, volume: audio.volume };
  });
const said = async (): Promise<boolean> =>
  (await stage.agent.state()).notices.some(({ code }) => code === 'deviceLost');

describe('devices during a call', () => {
  it('are changed at once; pulled out, the default ones serve and the phone says so; put back, they are used again', async () => {
    const { agent } = stage;
    await wire();
    const customer = await stage.talking();
    const { inputs, outputs } = (await agent.state()).devices;
    const [microphone, speaker] = [inputs.at(-1), outputs.at(-1)];
    if (!microphone || !speaker) throw new Error('the browser should have devices to choose from');
    await agent.press('Audio');
    await stage.choose('Microphone', microphone.label);
    await stage.choose('Speaker', speaker.label);
    await until(opened, (all) => all.at(-1) === microphone.id, 'the chosen microphone should be opened');
    await until(heardOn, (on) => on?.sinkId === speaker.id, 'the chosen speaker should be used');
    await stage.hear(customer);

    const volume = await agent.panel.waitForSelector('aria/Volume[role="slider"]');
    const before = (await heardOn())?.volume ?? 0;
    await volume?.focus();
    await agent.crm.keyboard.press('ArrowLeft');
    await until(heardOn, (on) => (on?.volume ?? 1) < before, 'it should be less loud');

    await plug([microphone.id, speaker.id]);
    await agent.says('The audio device was unplugged');
    await until(heardOn, (on) => on?.sinkId === '', 'the default speaker should serve');
    await until(opened, (all) => all.at(-1) === '', 'the default microphone should serve');
    await stage.hear(customer);
    expect((await agent.state()).devices.chosen).toMatchObject({
      microphoneId: microphone.id,
      speakerId: speaker.id,
    });

    await plug([]);
    await until(heardOn, (on) => on?.sinkId === speaker.id, 'the speaker should be used again');
    await until(opened, (all) => all.at(-1) === microphone.id, 'the microphone should be used again');
    await until(said, (still) => !still, 'nothing should be said of it any more');
    await stage.hear(customer);
    await find(agent.panel, 'button', 'Hang up');
  });

  it('may be dead without a word after the computer slept: the microphone is opened anew in the call', async () => {
    await stage.rest();
    const customer = await stage.talking();
    const before = (await opened()).length;
    // All that a page is told of a sleep: its clock is ahead of its timers.
    await stage.agent.phone.evaluate((sleptMs) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + sleptMs;
    }, SLEPT_MS);
    await until(opened, (all) => all.length > before, 'the microphone should be opened anew');
    expect((await opened()).at(-1)).toBe((await stage.agent.state()).devices.chosen.microphoneId);
    await stage.hear(customer);
  });
});
