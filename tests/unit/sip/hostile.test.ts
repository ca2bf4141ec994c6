// @vitest-environment node
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addressedTo, mutatedMessages, tortureMessages } from './hostile-messages';
import { inCall, pass, setUp } from './harness';

/** A whole run has 10,000 over a real socket (tests/e2e/sip/hostile.test.ts); here a taste of it on every change. */
const MUTATED = 1500;
const SEED = 20260105;
const TIMEOUT_MS = 60_000; // a second when the machine is free

afterEach(() => void vi.useRealTimers());

const phoneInCall = async () => {
  const set = setUp();
  const { customer, call, session } = await inCall(set);
  const contact = /<sip:([^@]+)@/.exec(set.pbx.registers.at(-1)?.contact ?? '')?.[1] ?? '';
  const stillThere = async () => {
    expect(call.ended).toBeNull();
    expect(customer.established()).toBe(true);
    expect(set.phone.registration().phase).toBe('registered');
    await session.hold(true);
    expect(set.pbx.reinvites.at(-1)).toContain('a=sendonly');
    const ended = session.end();
    await pass();
    await ended;
    expect(customer.byeFromPhone).toBe(true);
    const next = set.pbx.call();
    await pass();
    await set.calls.at(-1)?.session.answer();
    await pass();
    expect(next.established()).toBe(true);
  };
  /** As lib/phone does: a second INVITE is refused. */
  const refuseOthers = () => {
    for (const other of set.calls)
      if (other !== call && !other.ended) other.session.end().catch(() => undefined);
  };
  return { set, contact, stillThere, refuseOthers };
};

describe('hostile SIP in the middle of a call', () => {
  it('the fifty messages of RFC 4475 harm neither call nor registration', async () => {
    const { set, contact, stillThere, refuseOthers } = await phoneInCall();
    const messages = tortureMessages();
    expect(messages).toHaveLength(50);
    for (const { text } of messages) {
      set.pbx.inject(text);
      set.pbx.inject(addressedTo(contact, text));
      await pass(5);
      refuseOthers();
    }
    await stillThere();
  });

  it(
    `${MUTATED} mutated messages (seed ${SEED}) harm neither call nor registration`,
    async () => {
      const { set, contact, stillThere, refuseOthers } = await phoneInCall();
      for (const { text } of mutatedMessages(SEED, MUTATED, contact)) {
        set.pbx.inject(text);
        await pass(1);
        refuseOthers();
      }
      await stillThere();
    },
    TIMEOUT_MS,
  );

  it('a request that can’t be answered properly isn’t answered at all: the edge would close the socket', async () => {
    const { set, stillThere } = await phoneInCall();
    const sentBefore = set.pbx.wire?.sent.filter((text) => text.startsWith('SIP/2.0')).length;
    const ordinary =
      'OPTIONS sip:1005@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/WS pbx.test;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n';
    const rest =
      'From: <sip:a@pbx.test>;tag=1\r\nTo: <sip:1005@pbx.test>\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n';
    set.pbx.inject(
      ordinary
        .replace('1005@', `${/<sip:([^@]+)@/.exec(set.pbx.registers.at(-1)?.contact ?? '')?.[1]}@`)
        .replace('SIP/2.0/WS', 'SIP/.0/WS') + rest,
    );
    await pass();
    expect(set.pbx.wire?.sent.filter((text) => text.startsWith('SIP/2.0')).length).toBe(sentBefore);
    await stillThere();
  });

  it('an exception in the depths drops one message and is logged', async () => {
    const { set, stillThere } = await phoneInCall();
    // A PRACK inside the live dialog makes SIP.js throw "Unimplemented".
    const call = set.calls[0]?.session.dialog();
    const contact = /<(sip:[^>]+)>/.exec(set.pbx.registers.at(-1)?.contact ?? '')?.[1] ?? '';
    set.pbx.inject(
      [
        `PRACK ${contact} SIP/2.0`,
        'Via: SIP/2.0/WS pbx.test;branch=z9hG4bKprack',
        `From: <sip:pbx@pbx.test>;tag=${call?.remoteTag}`,
        `To: <sip:1005@pbx.test>;tag=${call?.localTag}`,
        `Call-ID: ${call?.callId}`,
        'CSeq: 900 PRACK',
        'RAck: 1 1 INVITE',
        'Max-Forwards: 70',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    );
    await pass();
    expect(set.problems.some((p) => p.includes('dropped'))).toBe(true);
    set.problems.length = 0;
    await stillThere();
  });
});
