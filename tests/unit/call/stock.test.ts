// @vitest-environment node
/** The stock phone's transitions of a call (interface §10.1), row by row, and what ours makes of each. */
import { describe, expect, it } from 'vitest';
import { reduceCall, type CallEvent, type CallPhase } from '@/lib/call';
import { at, inPhase, invite } from './build';

const ended = { type: 'ended', sessionId: 's1', by: 'remote', at: at(30_000) } as const;
const failed = { ...ended, by: 'failed' } as const;
const target = { to: 'number', number: '1144445555' } as const;
const now = { at: at(20_000) };

describe('the rows of the stock phone that belong to a call', () => {
  it.each<[string, CallPhase, CallEvent, CallPhase]>([
    ['Ready receiveCall → ReceivingCall', 'idle', invite('s1'), 'ringing'],
    ['ReceivingCall acceptCall (button) → OnCall', 'ringing', { type: 'answer', ...now }, 'answering'],
    [
      'ReceivingCall acceptCall (by itself) → OnCall',
      'idle',
      invite('s1', {}, { autoAnswer: true }),
      'answering',
    ],
    [
      '… and OnCall once the 200 OK is confirmed',
      'answering',
      { type: 'established', sessionId: 's1', ...now },
      'talking',
    ],
    ['ReceivingCall refuseCall (the caller gives up) → Ready', 'ringing', ended, 'idle'],
    ['ReceivingCall refuseCall (failed) → Ready', 'ringing', failed, 'idle'],
    ['OnCall endCall → Ready', 'talking', ended, 'idle'],
    [
      'OnCall dialTransfer → DialingTransfer',
      'talking',
      { type: 'transfer', kind: 'blind', target, ...now },
      'transferPrompt',
    ],
    ['OnCall startOnHold: asked for …', 'talking', { type: 'hold', ...now }, 'talking'],
    [
      'OnCall unregistered → End: not ours, the call goes on',
      'talking',
      { type: 'registrationLost' },
      'talking',
    ],
    ['DialingTransfer endCall (in the prompt) → Ready', 'transferPrompt', ended, 'idle'],
    ['DialingTransfer endCall (between digits) → Ready', 'transferDialing', ended, 'idle'],
    ['Transfered endCall → Ready', 'transferSent', ended, 'idle'],
    [
      "Transfering endTransfer → OnCall: through the customer's return",
      'consulting',
      { type: 'cancelTransfer', ...now },
      'transferReturning',
    ],
    [
      'Transfering transferNotAccepted (never fired there) → OnCall',
      'consulting',
      { type: 'reinvite', sessionId: 's1', assertedIdentity: '3511234567', ...now },
      'talking',
    ],
    ['Transfering transferAccepted (session failed) → Ready', 'consulting', failed, 'idle'],
    ['Transfering endCall → Ready', 'consulting', ended, 'idle'],
    ['OnHold releaseHold: asked for …', 'held', { type: 'resume', ...now }, 'held'],
    ['OnHold endCall → Ready', 'held', ended, 'idle'],
  ])('%s', (_, from, event, to) => {
    expect(reduceCall(inPhase(from), event).state.phase).toBe(to);
  });

  it('DialingTransfer blindTransfer → Transfered, once the digits are really out', () => {
    expect(inPhase('transferSent').call?.transfer?.kind).toBe('blind');
  });

  it('DialingTransfer consultativeTransfer → Transfering, once the digits are really out', () => {
    expect(inPhase('consulting').call?.transfer?.kind).toBe('consultative');
  });
});
