import { afterEach, describe, expect, it, vi } from 'vitest';
import { readInviteHeaders, type LostCall, type SessionPort } from '@/lib/sip';
import { ACCOUNT, failure, pass, setUp } from './harness';

afterEach(() => void vi.useRealTimers());

const LOST: LostCall = {
  dialog: {
    callId: 'old-call',
    localTag: 'ours',
    remoteTag: 'theirs',
    remoteTarget: 'sip:asterisk@pbx.test',
  },
  details: readInviteHeaders([['IDCamp', '7']]),
};

const ready = async () => {
  const set = setUp();
  const invites: string[] = [];
  set.pbx.onTakeover = (headers) => void invites.push(headers);
  await set.phone.start(ACCOUNT);
  await pass();
  const log: string[] = [];
  const taken: SessionPort[] = [];
  const takeOver = () =>
    set.phone.takeOver(LOST, (session) => {
      taken.push(session);
      return {
        onEstablished: () => void log.push('established'),
        onEnded: ({ by }) => void log.push(`ended ${by}`),
        onReinvite: () => undefined,
        onMedia: () => undefined,
      };
    });
  return { set, invites, log, taken, takeOver };
};

describe('taking over the call of a phone document that died', () => {
  it('names the old dialog from the other side’s view, insists on it, and dials its own extension', async () => {
    const { invites, log, taken, takeOver } = await ready();
    const done = takeOver();
    await pass(50);
    await done;
    expect(invites[0]).toContain('INVITE sip:1005@pbx.test');
    expect(invites[0]).toContain('Require: replaces');
    expect(invites[0]).toContain('Replaces: old-call;to-tag=theirs;from-tag=ours');
    expect(log).toEqual(['established']);
    expect(taken[0]?.details.campaignId).toBe('7');
  });

  it('gives a call like any other: tones, hang-up', async () => {
    const { set, log, taken, takeOver } = await ready();
    void takeOver();
    await pass(50);
    const tones = taken[0]?.tones('1');
    await pass(100);
    await tones;
    expect(set.pbx.infos).toHaveLength(1);
    const ended = taken[0]?.end();
    await pass(50);
    await ended;
    expect(log.at(-1)).toBe('ended local');
  });

  it('says so when the PBX doesn’t have that call any more', async () => {
    const { set, log, takeOver } = await ready();
    set.pbx.takeoverStatus = 481;
    const done = failure(takeOver());
    await pass(50);
    expect(await done).toMatchObject({
      code: 'phoneDocumentLost',
      detail: expect.stringContaining('481'),
    });
    expect(log).not.toContain('established');
    expect(set.mic.track.stop).toHaveBeenCalled();
  });

  it('is not tried off the socket', async () => {
    const { set, takeOver } = await ready();
    set.network.cut();
    await expect(takeOver()).rejects.toMatchObject({ code: 'sipUnreachable' });
  });
});
