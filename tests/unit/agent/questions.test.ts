// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  afterCallRule,
  callProblem,
  canCall,
  isQueueEligible,
  presenceLabel,
  refusesInvite,
  totalsAt,
  type PresencePhase,
} from '@/lib/agent';
import { afterCall, at, inPhase, lost, paused, play, ready } from './build';

const EVERY: readonly PresencePhase[] = [
  'signedOut',
  'connecting',
  'ready',
  'pausing',
  'paused',
  'ringing',
  'inCall',
  'afterCall',
  'connectionLost',
  'disabled',
  'signedInElsewhere',
];

describe('who may call', () => {
  it('an agent who is ready, paused or in after-call work, and nobody else', () => {
    expect(EVERY.filter((phase) => canCall(inPhase(phase)))).toEqual(['ready', 'paused', 'afterCall']);
  });

  it.each([
    ['signedOut', 'notReady'],
    ['connecting', 'registrationLost'],
    ['inCall', 'notReady'],
    ['connectionLost', 'registrationLost'],
    ['disabled', 'microphoneMissing'],
    ['signedInElsewhere', 'signedInElsewhere'],
  ] as const)('%s is told why not: %s', (phase, code) => expect(callProblem(inPhase(phase))).toBe(code));

  it('nobody who owes a disposition', () => {
    expect(callProblem(afterCall({ forceDisposition: true }))).toBe('callGated');
  });
});

describe('which INVITEs are refused before anything else (§12.14)', () => {
  it.each<[PresencePhase, boolean, boolean]>([
    ['signedOut', true, true],
    ['connecting', false, false],
    ['ready', false, false],
    ['pausing', true, false],
    ['paused', true, false],
    ['afterCall', true, false],
    ['inCall', false, false],
    ['connectionLost', false, false],
    ['disabled', true, true],
    ['signedInElsewhere', true, true],
  ])('%s: of a queue %s, any other %s', (phase, queue, other) => {
    expect(refusesInvite(inPhase(phase), { queueCall: true })).toBe(queue);
    expect(refusesInvite(inPhase(phase), { queueCall: false })).toBe(other);
  });

  it("a queue's call is taken while the agent is being let out of the pause", () => {
    const { state } = play([{ type: 'resumeWork', at: at(50) }], paused());
    expect(refusesInvite(state, { queueCall: true })).toBe(false);
  });
});

describe('what is said and counted', () => {
  it('an agent gets queue calls when ready and registered', () => {
    expect(EVERY.filter((phase) => isQueueEligible(inPhase(phase)))).toEqual(['ready']);
    expect(isQueueEligible(play([lost], ready()).state)).toBe(false);
  });

  it.each<[PresencePhase, string]>([
    ['ready', 'state.ready'],
    ['inCall', 'state.talking'],
    ['connectionLost', 'state.offline'],
    ['signedInElsewhere', 'state.elsewhere'],
    ['afterCall', 'state.afterCall'],
  ])('%s reads %s', (phase, key) => expect(presenceLabel(inPhase(phase))).toBe(key));

  it('totals go on counting what is being done now', () => {
    expect(totalsAt(ready(), at(32))).toEqual({ ready: 30_000 });
    expect(totalsAt(inPhase('connectionLost'), at(500))).toEqual({ ready: 98_000 });
  });

  it.each([
    [
      { forceDisposition: null, autoUnpauseS: null, offCampaign: false },
      { forceDisposition: true, autoUnpauseS: 20 },
    ],
    [
      { forceDisposition: false, autoUnpauseS: 5, offCampaign: false },
      { forceDisposition: false, autoUnpauseS: 5 },
    ],
    [
      { forceDisposition: null, autoUnpauseS: 0, offCampaign: false },
      { forceDisposition: true, autoUnpauseS: 0 },
    ],
    [
      { forceDisposition: null, autoUnpauseS: null, offCampaign: true },
      { forceDisposition: false, autoUnpauseS: 20 },
    ],
  ])("the call's own headers %j win over the group", (call, rule) => {
    expect(afterCallRule(call, { forceDisposition: true, autoUnpauseS: 20 })).toEqual(rule);
  });
});
