import { describe, expect, it, vi } from 'vitest';
import { INITIAL_CALL } from '@/lib/call';
import { createLog } from '@/lib/diagnostics';
import { initialState } from '@/lib/phone/initial';
import { launcherFacts } from '@/lib/phone/launcher';
import { withNotice, withoutCause } from '@/lib/phone/notices';
import { RECENTS_MAX, withRecent } from '@/lib/phone/recents';
import { createDispatch } from '@/lib/phone/runtime/dispatch';
import { serverZone } from '@/lib/phone/session/directory';
import { createStore } from '@/lib/phone/store';
import type { Notice, RecentCall } from '@/lib/phone';
import { details, FakeClock, START } from './fakes';

describe('the store', () => {
  it('tells of many changes once, a frame later', async () => {
    const clock = new FakeClock();
    const publish = vi.fn();
    const store = createStore(initialState('b', START), clock, publish);
    for (let i = 0; i < 100; i += 1) store.set({ serverZoneMin: i });
    expect(publish).not.toHaveBeenCalled();
    await clock.pass(16);
    expect(publish).toHaveBeenCalledTimes(1);
    expect(publish.mock.calls[0]?.[0]).toMatchObject({ serverZoneMin: 99, revision: 100 });
  });

  it('says nothing when nothing changed', async () => {
    const clock = new FakeClock();
    const publish = vi.fn();
    const store = createStore(initialState('b', START), clock, publish);
    store.set({ language: 'auto', serverZoneMin: null });
    await clock.pass(100);
    expect(publish).not.toHaveBeenCalled();
  });

  it('can be made to tell at once, and then does not repeat itself', async () => {
    const clock = new FakeClock();
    const publish = vi.fn();
    const store = createStore(initialState('b', START), clock, publish);
    store.set({ serverZoneMin: 60 });
    store.flush();
    await clock.pass(100);
    expect(publish).toHaveBeenCalledTimes(1);
  });
});

describe('notices', () => {
  const add = (list: readonly Notice[], code: Notice['code'], id: string, params = {}) =>
    withNotice(list, code, params, START, id);

  it('say the same thing once, under the id it had', () => {
    const once = add([], 'sipUnreachable', 'a');
    expect(add(once, 'sipUnreachable', 'b')).toBe(once);
  });

  it('of people are all kept apart', () => {
    const two = add(add([], 'supervisorMessage', 'a', { text: 'x' }), 'supervisorMessage', 'b', {
      text: 'x',
    });
    expect(two.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('leave with their cause and with no other', () => {
    const list = add(add([], 'sipTls', 'a'), 'microphoneDenied', 'b');
    expect(withoutCause(list, 'registration').map(({ code }) => code)).toEqual(['microphoneDenied']);
    expect(withoutCause(list, 'session')).toBe(list);
  });

  it('never grow beyond a few, and sticky ones stay', () => {
    let list = add([], 'sessionExpired', 'keep');
    const many = [
      'toneFailed',
      'holdRefused',
      'callBusy',
      'notReady',
      'numberInvalid',
      'mediaFailed',
      'callCooldown',
      'serverError',
    ] as const;
    many.forEach((code, i) => (list = add(list, code, String(i))));
    expect(list).toHaveLength(6);
    expect(list[0]?.id).toBe('keep');
  });
});

describe('recent calls', () => {
  it('are bounded, newest first', () => {
    const call = (id: number) => ({ id: String(id) }) as RecentCall;
    let list: readonly RecentCall[] = [];
    for (let i = 0; i < 100; i += 1) list = withRecent(list, call(i));
    expect(list).toHaveLength(RECENTS_MAX);
    expect(list[0]?.id).toBe('99');
  });
});

describe('dispatching', () => {
  it('finishes an event before the one its effects bring', () => {
    const clock = new FakeClock();
    const store = createStore(initialState('b', START), clock, () => undefined);
    const phases: string[] = [];
    const dispatch = createDispatch({
      store,
      log: createLog(),
      callEffect(effect) {
        if (effect.type === 'answerSession')
          dispatch.call({ type: 'established', sessionId: 's', at: START });
        phases.push(`${effect.type} in ${store.get().call.phase}`);
      },
      agentEffect: () => undefined,
      callChanged: () => undefined,
    });
    dispatch.call({ type: 'invite', sessionId: 's', details: details(), autoAnswer: true, at: START });
    expect(phases).toContain('answerSession in answering');
    expect(store.get().call.phase).toBe('talking');
  });

  it('carries out the other effects when one breaks', () => {
    const clock = new FakeClock();
    const store = createStore(initialState('b', START), clock, () => undefined);
    const done: string[] = [];
    const log = createLog();
    const dispatch = createDispatch({
      store,
      log,
      callEffect(effect) {
        if (effect.type === 'earTone') throw new Error('no sound card');
        done.push(effect.type);
      },
      agentEffect: () => undefined,
      callChanged: () => undefined,
    });
    dispatch.call({ type: 'invite', sessionId: 's', details: details(), autoAnswer: true, at: START });
    expect(done).toContain('answerSession');
    expect(log.lines().some(({ level }) => level === 'error')).toBe(true);
  });
});

describe('what a page sees', () => {
  it('is a tone and a time', () => {
    const state = initialState('b', START);
    expect(launcherFacts(state)).toEqual({ phase: 'idle', tone: 'offline', since: START });
    expect(launcherFacts({ ...state, agent: { ...state.agent, phase: 'ready' } }).tone).toBe('ready');
    expect(launcherFacts({ ...state, call: { ...INITIAL_CALL, phase: 'held' } }).tone).toBe('held');
  });
});

describe('the server’s zone', () => {
  it.each([
    [['2026-11-23T11:59:00-03:00'], -180],
    [['2026-11-23T11:59:00+05:30'], 330],
    [['2026-11-23T11:59:00Z'], 0],
    [['nonsense'], null],
    [[], null],
  ])('of %j is %s', (times, minutes) => expect(serverZone(times)).toBe(minutes));
});
