/** Transfers by request (interface Appendix F) against the stand-in of the next release; which one it is, is found by asking. */
import { Window } from 'happy-dom';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFakePbx, startOmnileads, type OmnileadsStandIn } from '@/lab/omnileads';
import { createLog } from '@/lib/diagnostics';
import { createCallControl, TransferUntouched } from '@/lib/phone/call-control';
import { details, FakeClock, FakeSession } from '../../unit/phone/fakes';
import { createBrowser } from './browser';

const PASSWORD = '098098ZZZ'; // the seed's
const CALL_ID = '1700000200.1';
const COLLEAGUE = { to: 'agent', agentId: '2', name: 'Beto' } as const;
const OUTSIDE = { to: 'number', number: '3515550002' } as const;
const CAMPAIGN = { to: 'campaign', campaignId: '3', name: 'entrante_01' } as const;
const TRANSFERS = '/api/v1/transfer/';
const never = new AbortController().signal;

beforeAll(() => vi.stubGlobal('DOMParser', new Window().DOMParser));
afterAll(() => vi.unstubAllGlobals());

let standIn: OmnileadsStandIn;
afterEach(() => standIn.stop());

/** A phone signed in to a server of this release, which has been asked what it takes, and a call on the line. */
async function phoneOn(mode: '2.6' | 'next') {
  standIn = await startOmnileads({ secret: 'contract-secret', pbx: createFakePbx(), mode });
  const { client } = createBrowser().phone();
  await client.session.signIn({ server: standIn.httpUrl, user: 'ag1', password: PASSWORD });
  const control = createCallControl(
    new FakeClock(),
    client.transfers,
    createLog(() => 0),
  );
  await control.probe();
  return { client, control, session: new FakeSession('s1', details({ callId: CALL_ID })) };
}
const asked = (): unknown[] =>
  standIn.control.requests
    .filter(({ method, path }) => method === 'POST' && path.startsWith(TRANSFERS))
    .map(({ path, body, status }) => [path.slice(TRANSFERS.length), JSON.parse(body) as unknown, status]);

describe('a server of the next release', () => {
  it('is asked for every step with the call it is about, and no tone is sent', async () => {
    const { control, session } = await phoneOn('next');
    for (const target of [COLLEAGUE, OUTSIDE, CAMPAIGN]) {
      await control.startTransfer(session, 'blind', target, never);
      await control.sendDestination(session, 'blind', target);
    }
    for (const target of [COLLEAGUE, OUTSIDE]) {
      await control.startTransfer(session, 'consultative', target, never);
      await control.sendDestination(session, 'consultative', target);
    }
    await control.conference(session);
    await control.cancelConsultation(session);
    await control.completeConsultation(session);
    const callid = CALL_ID;
    expect(asked()).toEqual([
      ['blind-agent/', { callid, agent_id: 2 }, 202],
      ['blind-endpoint/', { callid, destination: OUTSIDE.number }, 202],
      ['blind-campaign/', { callid, campaign_id: 3 }, 202],
      ['consultation/start/', { callid, agent_id: 2 }, 202],
      ['consultation/start/', { callid, destination: OUTSIDE.number }, 202],
      ['3way/', { callid }, 202],
      ['consultation/cancel/', { callid }, 202],
      ['consultation/complete/', { callid }, 202],
    ]);
    expect(session.done).toEqual([]);
  });

  it('that refuses a destination has not moved the customer; one that breaks down may have', async () => {
    const { control, session } = await phoneOn('next');
    const gone = { to: 'agent', agentId: '999', name: 'Nobody' } as const;
    await control.startTransfer(session, 'blind', gone, never);
    await expect(control.sendDestination(session, 'blind', gone)).rejects.toBeInstanceOf(TransferUntouched);
    standIn.control.failNext(`POST ${TRANSFERS}`, 'http500');
    const broken = control.sendDestination(session, 'blind', COLLEAGUE);
    await expect(broken).rejects.toMatchObject({ code: 'serverError' });
    await expect(broken).rejects.not.toBeInstanceOf(TransferUntouched);
  });

  it('takes no consultation with a campaign, and is not asked for one', async () => {
    const { control, session } = await phoneOn('next');
    await expect(control.startTransfer(session, 'consultative', CAMPAIGN, never)).rejects.toMatchObject({
      code: 'transferTargetInvalid',
    });
    expect(asked()).toEqual([]);
  });
});

describe('a server of release 2.6', () => {
  it('has none of it: the same transfer goes out as tones', async () => {
    const { client, control, session } = await phoneOn('2.6');
    expect(await client.transfers.offered()).toBe(false);
    void control.startTransfer(session, 'blind', COLLEAGUE, never);
    await control.sendDestination(session, 'blind', COLLEAGUE);
    expect([session.done, asked()]).toEqual([['tones ##', 'tones 00002'], []]);
  });
});
