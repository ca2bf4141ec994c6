// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { createLog, PhoneError } from '@/lib/diagnostics';
import type { Transfers } from '@/lib/omnileads';
import {
  createCallControl,
  createRestControl,
  createToneControl,
  TransferUntouched,
} from '@/lib/phone/call-control';
import { details, FakeClock, FakeSession, settle } from './fakes';

const AGENT = { to: 'agent', agentId: '2', name: 'Beto' } as const;
const CAMPAIGN = { to: 'campaign', campaignId: '3', name: 'Support' } as const;
const SURVEY = { to: 'survey' } as const;
const session = (): FakeSession => new FakeSession('s1', details({ callId: '1.2' }));
const never = new AbortController().signal;

/** The client of a server that takes transfers by request; `refuses` makes it say no. */
function server(offered: boolean | PhoneError = true, refuses?: PhoneError) {
  const asked: string[] = [];
  const ask = (what: string) => {
    asked.push(what);
    return refuses ? Promise.reject(refuses) : Promise.resolve();
  };
  const transfers: Transfers = {
    offered: () => (offered instanceof PhoneError ? Promise.reject(offered) : Promise.resolve(offered)),
    blind: (callId, { to }) => ask(`blind ${to} ${callId}`),
    consult: (callId, { to }) => ask(`consult ${to} ${callId}`),
    cancelConsultation: (callId) => ask(`cancel ${callId}`),
    completeConsultation: (callId) => ask(`complete ${callId}`),
    threeWay: (callId) => ask(`3way ${callId}`),
  };
  return { transfers, asked };
}

describe('a transfer by tones', () => {
  /** A session whose second tone is due when the test says so; a stop before it rejects, as lib/sip does. */
  function slowTones() {
    const slow = session();
    let second: () => void = () => undefined;
    slow.tones = (digits, { signal, onTone } = {}) =>
      new Promise((resolve, reject) => {
        slow.done.push(`tone ${digits[0]}`);
        onTone?.(digits[0] ?? '');
        second = () => {
          slow.done.push(`tone ${digits[1]}`);
          onTone?.(digits[1] ?? '');
          resolve();
        };
        signal?.addEventListener('abort', () => reject(new PhoneError('toneFailed')));
      });
    return { slow, second: () => second() };
  }

  it('taken back between the two tones of its code never began', async () => {
    const { slow } = slowTones();
    const abort = new AbortController();
    const started = createToneControl(new FakeClock()).startTransfer(slow, 'blind', AGENT, abort.signal);
    abort.abort();
    await expect(started).rejects.toBeInstanceOf(TransferUntouched);
    expect(slow.done).toEqual(['tone #']);
  });

  it('taken back during the prompt sends nothing more and is no failure', async () => {
    const { slow, second } = slowTones();
    const abort = new AbortController();
    const started = createToneControl(new FakeClock()).startTransfer(slow, 'blind', AGENT, abort.signal);
    second();
    await settle();
    abort.abort();
    await expect(started).resolves.toBeUndefined();
    expect(slow.done).toEqual(['tone #', 'tone #']);
  });

  it('whose first tone is refused says so', async () => {
    const refusing = session();
    refusing.failing.tones = new PhoneError('toneFailed');
    const started = createToneControl(new FakeClock()).startTransfer(refusing, 'blind', AGENT, never);
    await expect(started).rejects.toMatchObject({ code: 'toneFailed' });
    await expect(started).rejects.not.toBeInstanceOf(TransferUntouched);
  });
});

describe('transfers by request', () => {
  const rest = ({ transfers }: ReturnType<typeof server>) =>
    createRestControl(transfers, createToneControl(new FakeClock()));

  it('ask the server, with the call, and send no tone', async () => {
    const one = session();
    const next = server();
    const control = rest(next);
    await control.startTransfer(one, 'blind', AGENT, never);
    expect(next.asked).toEqual([]);
    await control.sendDestination(one, 'blind', CAMPAIGN);
    await control.sendDestination(one, 'consultative', AGENT);
    await control.conference(one);
    await control.cancelConsultation(one);
    await control.completeConsultation(one);
    expect(next.asked).toEqual([
      'blind campaign 1.2',
      'consult agent 1.2',
      '3way 1.2',
      'cancel 1.2',
      'complete 1.2',
    ]);
    expect(one.done).toEqual([]);
  });

  it('refuse what can’t be transferred before anything is asked', async () => {
    const next = server();
    await expect(rest(next).startTransfer(session(), 'consultative', CAMPAIGN, never)).rejects.toMatchObject({
      code: 'transferTargetInvalid',
    });
    expect(next.asked).toEqual([]);
  });

  it.each([
    ['transferTargetInvalid', true],
    ['permissionDenied', true],
    ['sessionExpired', true],
    ['serverAnsweredPage', true],
    ['serverError', false],
    ['serverTimeout', false],
    ['serverUnreachable', false],
  ] as const)('that end with %s: the customer is surely untouched (%s)', async (code, untouched) => {
    const failing = rest(server(true, new PhoneError(code)));
    for (const kind of ['blind', 'consultative'] as const) {
      const sent = failing.sendDestination(session(), kind, AGENT);
      await expect(sent).rejects.toMatchObject({ code });
      expect(await sent.catch((thrown: unknown) => thrown instanceof TransferUntouched)).toBe(untouched);
    }
  });

  it('leave surveys and recordings to tones: the interface names no request for them', async () => {
    const one = session();
    const next = server();
    await rest(next).sendDestination(one, 'blind', SURVEY);
    await rest(next).record(one, true);
    expect([one.done, next.asked]).toEqual([['tones 098*', 'tones *4'], []]);
  });
});

describe('which of the two', () => {
  const choice = ({ transfers }: ReturnType<typeof server>) =>
    createCallControl(
      new FakeClock(),
      transfers,
      createLog(() => 0),
    );

  it.each([
    ['offers requests', true, [['blind agent 1.2'], []]],
    ['offers none', false, [[], ['tones 00002']]],
    ['did not answer', new PhoneError('serverUnreachable'), [[], ['tones 00002']]],
  ] as const)('is what a server takes that %s', async (_what, offered, expected) => {
    const next = server(offered);
    const control = choice(next);
    await control.probe();
    const one = session();
    await control.sendDestination(one, 'blind', AGENT);
    expect([next.asked, one.done]).toEqual(expected);
  });

  it('stays the same for a transfer that was begun before the answer came', async () => {
    const next = server(true);
    const control = choice(next);
    const one = session();
    void control.startTransfer(one, 'blind', AGENT, never);
    await control.probe();
    await control.sendDestination(one, 'blind', AGENT);
    expect([next.asked, one.done]).toEqual([[], ['tones ##', 'tones 00002']]);
  });
});
