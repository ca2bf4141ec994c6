/** The other side ended the call while the phone was away, and its BYE went to the dead socket. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failure, inCall, pass, setUp } from './harness';

/** Asterisk of a dialog that it has ended and not forgotten yet. */
const UNUSED = { status: 500, phrase: 'Unhandled by dialog usages' };
const FORGOTTEN = { status: 481, phrase: 'Call/Transaction Does Not Exist' };

afterEach(() => void vi.useRealTimers());

async function back(set: ReturnType<typeof setUp>): Promise<void> {
  set.network.closeAll();
  for (let ms = 0; ms < 2000 && set.registrations.at(-1)?.phase !== 'lost'; ms += 10) await pass(10);
  for (let ms = 0; ms < 2000 && set.registrations.at(-1)?.phase !== 'registered'; ms += 10) await pass(10);
}

describe('a call that the other side ended while the phone was away', () => {
  it.each([
    ['has ended and not forgotten', UNUSED],
    ['has forgotten', FORGOTTEN],
  ])('and that the PBX %s ends within a second of the registration', async (_, word) => {
    const set = setUp();
    const { call } = await inCall(set);
    set.pbx.swallowsInvites = true;
    set.pbx.answerUpdate = (before) => (before === 0 ? null : word); // the first is swallowed (measured)
    await back(set);
    expect(call.ended).toBeNull();
    await pass(1000);
    expect(call.ended).toMatchObject({ by: 'remote' });
    expect(set.pbx.reinvites).toHaveLength(0);
  });

  it('ends when it is ended between the UPDATE and the re-INVITE, which nobody answers', async () => {
    const set = setUp();
    const { call } = await inCall(set);
    set.pbx.swallowsInvites = true;
    set.pbx.answerUpdate = (before) => (before === 0 ? { status: 200, phrase: 'OK' } : UNUSED);
    await back(set);
    await pass(2000);
    expect(set.pbx.reinvites).toHaveLength(1);
    expect(call.ended).toMatchObject({ by: 'remote' });
  });

  it('ends by the re-INVITE where the PBX has no UPDATE', async () => {
    const set = setUp();
    const { call, customer } = await inCall(set);
    set.network.cut();
    await customer.hangUp();
    set.network.restore();
    await pass(3000);
    expect(call.ended).toMatchObject({ by: 'remote' });
  });

  it('ends when a hold finds it out', async () => {
    const set = setUp();
    const { call, session } = await inCall(set);
    set.pbx.swallowsInvites = true;
    set.pbx.answerUpdate = () => UNUSED;
    const held = failure(session.hold(true));
    await pass(2000);
    expect(call.ended).toMatchObject({ by: 'remote' });
    await pass(7000);
    expect(await held).toMatchObject({ code: 'holdRefused' });
  });
});

describe('a call that is still there', () => {
  it('is not ended by an edge that has an error of its own', async () => {
    const set = setUp();
    const { call } = await inCall(set);
    set.pbx.answerUpdate = () => ({ status: 500, phrase: 'I’m terribly sorry, server error occurred' });
    await back(set);
    await pass(3000);
    expect(call.ended).toBeNull();
    expect(set.pbx.reinvites).toHaveLength(1);
  });

  it('is told the contact again when neither UPDATE nor re-INVITE is answered, until one is', async () => {
    const set = setUp();
    const { call, customer } = await inCall(set);
    set.pbx.swallowsInvites = true;
    set.pbx.answerUpdate = () => null;
    await back(set);
    await pass(25_000);
    expect(set.pbx.reinvites.length).toBeGreaterThan(1);
    set.pbx.swallowsInvites = false;
    await pass(20_000);
    const told = set.pbx.reinvites.length;
    await pass(60_000);
    expect(set.pbx.reinvites).toHaveLength(told);
    await customer.hangUp();
    await pass(100);
    expect(call.ended).toMatchObject({ by: 'remote' });
  });
});
