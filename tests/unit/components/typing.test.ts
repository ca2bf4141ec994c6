import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTyping, createTypings, RETRY_MS, SEND_WITHIN_MS } from '@/components/form/typing';
import type { CommandResult } from '@/lib/phone';

type Fields = Readonly<Record<string, string>>;
const LOST: CommandResult = { ok: false, code: 'phoneDocumentLost', params: {} };

/** A phone that answers when it is told to. */
function phone(answer: () => CommandResult = () => ({ ok: true })) {
  const sent: Fields[] = [];
  const kept: Record<string, string> = {};
  const typing = createTyping((fields) => {
    sent.push(fields);
    const result = answer();
    if (result.ok) Object.assign(kept, fields);
    return Promise.resolve(result);
  });
  return { sent, kept, typing };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('what an agent types into a draft', () => {
  it('is sent within a quarter of a second, however fast the typing goes on', async () => {
    const { typing, sent } = phone();
    for (let at = 0; at < 20; at += 1) {
      typing.type('comments', 'x'.repeat(at + 1));
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(SEND_WITHIN_MS).toBeLessThanOrEqual(250);
    expect(sent.length).toBeGreaterThanOrEqual(4);
    expect(sent.length).toBeLessThan(20);
  });

  it('leaves at once on flush, in the very task: a page that goes has no other', () => {
    const { typing, sent } = phone();
    typing.type('a', '1');
    typing.type('b', '2');
    void typing.flush();
    expect(sent).toEqual([{ a: '1', b: '2' }]);
  });

  it('is said to be kept only when the phone has it', async () => {
    const { typing } = phone();
    expect(typing.state()).toBe('idle');
    typing.type('a', '1');
    expect(typing.state()).toBe('pending');
    expect(await typing.flush()).toBe(true);
    expect(typing.state()).toBe('kept');
  });

  it('outlives a phone that is not there: it is sent again until it is kept', async () => {
    let answer: CommandResult = LOST;
    const { typing, sent, kept } = phone(() => answer);
    typing.type('a', '1');
    expect(await typing.flush()).toBe(false);
    expect(typing.state()).toBe('failed');
    answer = { ok: true };
    await vi.advanceTimersByTimeAsync(RETRY_MS);
    expect([sent.length, kept, typing.state()]).toEqual([2, { a: '1' }, 'kept']);
  });

  it('is not repeated for ever when the draft is gone', async () => {
    const { typing, sent } = phone(() => ({ ok: false, code: 'draftDamaged', params: {} }));
    typing.type('a', '1');
    await typing.flush();
    await vi.advanceTimersByTimeAsync(10 * RETRY_MS);
    expect(sent).toHaveLength(1);
  });

  it('gives way to a form that was asked for after the phone had it', async () => {
    const { typing } = phone();
    typing.type('a', '1');
    await typing.flush();
    const mark = typing.mark();
    typing.settle(mark);
    expect(typing.valueOf('a')).toBeUndefined();
  });

  it('is never overwritten by a form that was asked for before it was typed', async () => {
    const { typing } = phone();
    typing.type('a', '1');
    await typing.flush();
    const mark = typing.mark();
    typing.type('a', '12');
    typing.type('b', 'new');
    typing.settle(mark);
    expect([typing.valueOf('a'), typing.valueOf('b')]).toEqual(['12', 'new']);
  });

  it('reaches the phone as it was typed last, whatever fails on the way', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('type' as const), name: fc.constantFrom('a', 'b'), value: fc.string() }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 2000 }) }),
      fc.record({ do: fc.constant('phone' as const), there: fc.boolean() }),
      fc.record({ do: fc.constant('flush' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        let there = true;
        const { typing, kept } = phone(() => (there ? { ok: true } : LOST));
        const wanted: Record<string, string> = {};
        for (const one of steps) {
          if (one.do === 'type') {
            typing.type(one.name, one.value);
            wanted[one.name] = one.value;
          } else if (one.do === 'wait') await vi.advanceTimersByTimeAsync(one.ms);
          else if (one.do === 'phone') there = one.there;
          else void typing.flush();
          for (const [name, value] of Object.entries(wanted)) expect(typing.valueOf(name)).toBe(value);
        }
        there = true;
        await vi.advanceTimersByTimeAsync(2 * RETRY_MS);
        expect(await typing.flush()).toBe(true);
        expect(kept).toEqual(wanted);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the typing of all drafts', () => {
  it('is one per draft, sent together when the page goes, and forgotten with the draft', async () => {
    const typings = createTypings();
    const sent: Fields[] = [];
    const send = (fields: Fields): Promise<CommandResult> => {
      sent.push(fields);
      return Promise.resolve({ ok: true });
    };
    const [one, two] = [typings.of('d1', send), typings.of('d2', send)];
    expect(typings.of('d1', send)).toBe(one);
    one.type('a', '1');
    two.type('a', '2');
    typings.forget('d2');
    typings.flushAll();
    await vi.advanceTimersByTimeAsync(RETRY_MS);
    expect(sent).toEqual([{ a: '1' }]);
  });

  it('is let go once no form shows it and the phone has it all; not while one of the two is missing', async () => {
    const typings = createTypings();
    let there = false;
    const send = (): Promise<CommandResult> => Promise.resolve(there ? { ok: true } : LOST);
    const typing = typings.of('d1', send);
    const hide = typing.onChange(() => undefined);
    typing.type('a', '1');
    hide();
    await typings.leave('d1');
    expect(typings.of('d1', send)).toBe(typing); // the phone has not said that it has it
    there = true;
    const hideNext = typing.onChange(() => undefined);
    await vi.advanceTimersByTimeAsync(RETRY_MS);
    await typings.leave('d1');
    expect(typings.of('d1', send)).toBe(typing); // another form shows it
    hideNext();
    await typings.leave('d1');
    expect(typings.of('d1', send)).not.toBe(typing);
  });
});
