import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newsOf } from '@/lib/phone/news';
import type { PhoneState } from '@/lib/phone';
import { inCall, READY } from '../../e2e/screens/states';

/** As it arrives through a port: equal, and none of it the same object. */
const sent = (state: PhoneState): PhoneState =>
  JSON.parse(JSON.stringify({ ...state, revision: state.revision + 1 })) as PhoneState;
const withAgent = (patch: Partial<PhoneState['agent']>): PhoneState => ({
  ...READY,
  agent: { ...READY.agent, ...patch },
});
const memo = (countedFrom: number, patch: object = {}) =>
  ({ ...READY.agent.memo, countedFrom, ...patch }) as NonNullable<PhoneState['agent']['memo']>;

describe('a state that comes to a view', () => {
  it('is no news when only its number is another', () => {
    expect(newsOf(READY, sent(READY))).toBe('none');
    expect(newsOf(inCall('talking'), sent(inCall('talking')))).toBe('none');
  });

  it('is no news when the shift has only added up what the view counts by itself', () => {
    const since = READY.agent.since;
    const before = withAgent({ totals: { ready: 1000 }, memo: memo(since) });
    const after = withAgent({ totals: { ready: 61_000 }, memo: memo(since + 60_000, { leaving: true }) });
    expect(newsOf(before, sent(after))).toBe('none');
    expect(newsOf(before, sent(withAgent({ totals: {}, memo: memo(since + 60_000) })))).toBe('news');
  });

  it('passes when OMniLeads is being asked for a pause and nothing else has changed', () => {
    const pause = { id: '1', name: 'break', maxS: 0 };
    const asked = withAgent({ phase: 'pausing', pause, since: READY.agent.since + 1 });
    expect(newsOf(READY, sent(asked))).toBe('passing');
    expect(newsOf(asked, sent(withAgent({ phase: 'paused', pause })))).toBe('news');
    expect(newsOf(READY, sent({ ...asked, notices: [...asked.notices, NOTICE] }))).toBe('news');
    expect(newsOf(inCall('talking'), sent({ ...asked, call: READY.call }))).toBe('news');
  });

  it('is news whatever else has changed, at any depth', () => {
    const leaves = pathsOf(READY).filter(
      ([first, second]) => first !== 'revision' && !BOOKKEEPING.has(second ?? ''),
    );
    fc.assert(
      fc.property(fc.constantFrom(...leaves), (path) => {
        expect(newsOf(READY, sent(changed(READY, path)))).toBe('news');
      }),
    );
  });
});

const NOTICE = {
  id: 'n',
  at: 1,
  kind: 'info',
  code: 'updateReady',
  params: {},
  sticky: true,
  action: null,
} as PhoneState['notices'][number];
const BOOKKEEPING = new Set(['memo', 'totals']);

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]));
}
function changed<T>(value: T, [key, ...rest]: readonly string[]): T {
  if (key === undefined) return `${String(value)}, changed` as T;
  const inner = (value as Record<string, unknown>)[key];
  if (Array.isArray(value))
    return value.map((one: unknown, at) => (String(at) === key ? changed(one, rest) : one)) as T;
  return { ...value, [key]: changed(inner, rest) };
}
