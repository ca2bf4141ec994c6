/** Sound that breaks up is measured, said with what to do, taken back, and kept with the draft and for support. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportReply } from '@/lib/drafts';
import type { CallRecord } from '@/lib/diagnostics';
import { CallStage, CUSTOMER_HZ } from '../calls/stage';
import { until } from '../harness/until';

/** Three bad seconds of five, and up to five more for the other end's report. */
const SAID_WITHIN_MS = 20_000;
let stage: CallStage;
beforeAll(async () => {
  stage = await CallStage.open();
});
afterAll(async () => {
  await stage?.close();
});

const exported = async (command: Parameters<CallStage['agent']['send']>[0]) => {
  const result = await stage.agent.send(command);
  if (!result.ok) throw new Error(`${command.type} was refused`);
  return JSON.parse((result.value as ExportReply).text) as {
    readonly calls: readonly CallRecord[];
    readonly drafts: readonly { readonly record?: CallRecord }[];
  };
};
const codes = async () => (await stage.agent.state()).notices.map(({ code }) => code);
const grade = async () => (await stage.agent.state()).health.quality;

describe('the sound of a call', () => {
  it('is graded, warned of while it breaks up, and well again afterwards', async () => {
    const { agent, lab } = stage;
    await stage.talking({ campaign: 'manual_01' });
    await until(grade, (quality) => quality === 'good', 'the call should sound well', SAID_WITHIN_MS);
    await agent.says('Good audio');

    await lab.faults.dropRtp('toBrowser', 0.4);
    await until(codes, (now) => now.includes('soundLostIn'), 'loss should be said', SAID_WITHIN_MS);
    await agent.says('You may hear the customer badly');
    expect(await grade()).not.toBe('good');

    await lab.faults.restoreRtp();
    await until(codes, (now) => !now.includes('soundLostIn'), 'it should be taken back', SAID_WITHIN_MS);
    await until(grade, (quality) => quality === 'good', 'the call should sound well again', SAID_WITHIN_MS);
    await agent.hears([CUSTOMER_HZ]);
  });

  it('breaks up towards the customer: the agent is told that it is their own network', async () => {
    const { lab } = stage;
    await lab.faults.dropRtp('fromBrowser', 0.4);
    await until(codes, (now) => now.includes('soundLostOut'), 'loss should be said', SAID_WITHIN_MS);
    await lab.faults.restoreRtp();
    await until(codes, (now) => !now.includes('soundLostOut'), 'it should be taken back', SAID_WITHIN_MS);
  });

  it('is kept with the times of the call, with its draft and for support', async () => {
    const { agent } = stage;
    await agent.press('Hang up');
    await agent.phase('idle');
    const { calls } = await until(
      () => exported({ type: 'diagnostics' }),
      (file) => file.calls.length > 0,
      'the record should be there',
    );
    const { drafts } = await until(
      () => exported({ type: 'draft', command: { type: 'export' } }),
      (file) => file.drafts[0]?.record !== undefined,
      'the draft should have the record',
    );
    const record = calls.at(-1);
    expect(record).toMatchObject({ kind: 'campaign', endedBy: 'local', mediaReconnections: 0 });
    expect(record?.warnings).toContain('loss');
    expect(record?.codec).not.toBe('');
    expect(record?.localCandidate).not.toBe('');
    expect(record?.packetsLost).toBeGreaterThan(0);
    for (const ms of [record?.requestMs, record?.ringingMs, record?.answerMs, record?.disconnectMs])
      expect(ms).toBeTypeOf('number');
    expect(record?.mos?.min).toBeLessThan(record?.mos?.mean ?? 0);
    expect(drafts[0]?.record).toMatchObject({ callId: record?.callId, mos: record?.mos });
  });
});
