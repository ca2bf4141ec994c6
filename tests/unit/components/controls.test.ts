import { describe, expect, it } from 'vitest';
import type { CallPhase } from '@/lib/call/types';
import {
  callControls,
  transferKindReason,
  type CallControlName,
  type Reason,
} from '@/components/model/controls';
import type { PhoneState } from '@/lib/phone';
import { inCall } from '../../e2e/screens/states';

const ON_DEMAND = { recording: 'on' } as const;
const usable = (phase: CallPhase): string[] =>
  Object.entries(callControls(inCall(phase))).flatMap(([name, reason]) => (reason === null ? [name] : []));

describe('the controls of a call', () => {
  it.each<[CallPhase, CallControlName[]]>([
    ['answering', ['note', 'confHold']],
    ['talking', ['hold', 'mute', 'keypad', 'transfer', 'survey', 'record', 'note', 'confHold']],
    ['held', ['hold', 'note', 'confHold']],
    ['transferPrompt', ['note', 'confHold']],
    ['transferReturning', ['note', 'confHold']],
    ['transferDialing', ['note', 'confHold']],
    ['transferSent', ['note', 'confHold']],
    ['consulting', ['mute', 'keypad', 'note', 'confHold']],
    ['conference', ['mute', 'keypad', 'note', 'confHold']],
    ['ending', ['note', 'confHold']],
  ])('while %s are %j', (phase, names) => {
    expect(usable(phase)).toEqual(names);
  });

  it('what is on its way is not asked for twice, and no tones meet its re-INVITE', () => {
    const holding = callControls(inCall('talking', { holdPending: true }));
    expect([holding.hold, holding.transfer]).toEqual(['reason.wait', 'reason.wait']);
    expect(callControls(inCall('held', { holdPending: false })).hold).toBe('reason.wait');
    expect(callControls(inCall('talking', { recordPending: true })).record).toBe('reason.wait');
    expect(callControls(inCall('talking', { ...ON_DEMAND, recordPending: false })).record).toBe(
      'reason.wait',
    );
  });

  it('the group hides hold; whoever is on hold can be taken back all the same', () => {
    const without = (phase: CallPhase): Reason => {
      const state = inCall(phase);
      const flags = { ...state.abilities.flags, hold: false };
      return callControls({ ...state, abilities: { ...state.abilities, flags } }).hold;
    };
    expect([without('talking'), without('held')]).toEqual(['reason.group', null]);
  });

  it.each([
    [{}, null],
    [{ campaignId: '0' }, 'reason.noCampaign'],
    [{ campaignId: null }, 'reason.noCampaign'],
    [{ recordingFile: 'in-7' }, 'reason.alreadyRecorded'],
    [{ recordingFile: null }, 'reason.recordingUnknown'],
  ] as const)('recording on demand with %j', (details, reason) => {
    expect(callControls(inCall('talking', {}, details)).record).toBe(reason);
  });

  it('a recording never starts where its tones would swap the parties, and stops wherever they mean nothing else', () => {
    for (const phase of ['consulting', 'conference'] as const) {
      expect(callControls(inCall(phase)).record).toBe('reason.consulting');
      expect(callControls(inCall(phase, ON_DEMAND)).record).toBeNull();
    }
    expect(callControls(inCall('held', ON_DEMAND)).record).toBeNull();
    expect(callControls(inCall('transferDialing', ON_DEMAND)).record).toBe('reason.transferring');
  });

  it('what the role may not do is off with its reason, and nothing else is', () => {
    const state = inCall('talking');
    const denied = { ...state, abilities: { ...state.abilities, denied: ['noteRecording'] } };
    expect(callControls(denied)).toMatchObject({ note: 'reason.permission', hold: null, transfer: null });
    expect(callControls(inCall('talking', {}, { callId: '' })).note).toBe('reason.noCallId');
  });

  it.each([
    [['surveyTransfer'], ['survey']],
    [['transfer'], ['blind']],
    [['consultation'], ['consultative']],
    [
      ['transfer', 'consultation'],
      ['blind', 'consultative', 'transfer'],
    ],
    [['conferenceHold'], ['confHold']],
    [['noteRecording'], ['note']],
  ])('is switched off by a role without %j: %j, and nothing else', (endpoints, off) => {
    const state = inCall('talking');
    const reasons = (phone: PhoneState) => ({
      ...callControls(phone),
      blind: transferKindReason(phone, 'blind'),
      consultative: transferKindReason(phone, 'consultative'),
    });
    const before = reasons(state);
    const denied = { ...state, abilities: { ...state.abilities, denied: endpoints } };
    const forbidden = Object.fromEntries(off.map((name) => [name, 'reason.permission']));
    expect(reasons(denied)).toEqual({ ...before, ...forbidden });
  });
});
