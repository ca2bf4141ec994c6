// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  belongsToCampaign,
  campaignRecords,
  displayName,
  fromAgent,
  isContactUnsaved,
  isOffCampaign,
  isQueueCall,
  sameNumber,
  shouldAutoAnswer,
  type CallDetails,
} from '@/lib/call';
import { details, OUTSIDE } from './build';

const YES = { autoAttendInbound: true, autoAttendDialer: true };
const NO = { autoAttendInbound: false, autoAttendDialer: false };
const transferred = { origin: 'transfer', recordingFile: null, campaignType: null } as const;

describe('answering by itself (interface §2.8)', () => {
  it.each<[string, Partial<CallDetails>, typeof YES, boolean]>([
    ['click-to-call, whatever the group says', { origin: 'click2call' }, NO, true],
    ['preview, whatever the group says', { origin: 'preview' }, NO, true],
    ['dialer by the group', { origin: 'dialer' }, { ...NO, autoAttendDialer: true }, true],
    ['dialer not by the inbound flag', { origin: 'dialer' }, { ...NO, autoAttendInbound: true }, false],
    ['dialer by its campaign against the group', { origin: 'dialer', autoAttend: true }, NO, true],
    ['dialer refused by its campaign against the group', { origin: 'dialer', autoAttend: false }, YES, false],
    ['inbound by the group', { origin: 'inbound' }, { ...NO, autoAttendInbound: true }, true],
    [
      'inbound refused by its campaign against the group',
      { origin: 'inbound', autoAttend: false },
      YES,
      false,
    ],
    [
      'campaign transfer by the group',
      { ...transferred, transfer: 'campaign' },
      { ...NO, autoAttendInbound: true },
      true,
    ],
    [
      'campaign transfer not by the campaign header',
      { ...transferred, transfer: 'campaign', autoAttend: true },
      NO,
      false,
    ],
    ['off-campaign always', OUTSIDE, NO, true],
    ['campaign "0" always', { origin: 'unknown', campaignId: '0' }, NO, true],
    ['type "0" always', { origin: 'unknown', campaignId: null, campaignType: '0' }, NO, true],
    ['between agents never', { origin: 'agent', campaignId: null, campaignType: null }, YES, false],
    ['blind transfer never', { ...transferred, transfer: 'blind' }, YES, false],
    ['consultative transfer never', { ...transferred, transfer: 'consultative' }, YES, false],
    ['unknown never', { origin: 'unknown', campaignId: null, campaignType: null }, YES, false],
  ])('%s', (_, change, group, answers) => {
    expect(shouldAutoAnswer(details(change), group)).toBe(answers);
  });
});

describe('what a call is', () => {
  it('a missing campaign header does not make it off-campaign', () => {
    expect(isOffCampaign(details({ origin: 'agent', campaignId: null, campaignType: null }))).toBe(false);
    expect(belongsToCampaign(details({ origin: 'agent', campaignId: null }))).toBe(false);
    expect(belongsToCampaign(details(OUTSIDE))).toBe(false);
    expect(belongsToCampaign(details())).toBe(true);
  });

  it('comes from a queue when inbound, dialled by the dialer or transferred to a campaign', () => {
    expect(isQueueCall(details())).toBe(true);
    expect(isQueueCall(details({ origin: 'dialer' }))).toBe(true);
    expect(isQueueCall(details({ origin: 'transfer', transfer: 'campaign' }))).toBe(true);
    expect(isQueueCall(details({ origin: 'transfer', transfer: 'blind' }))).toBe(false);
    expect(isQueueCall(details({ origin: 'click2call' }))).toBe(false);
  });

  it.each<[Partial<CallDetails>, 'yes' | 'no' | 'unknown']>([
    [{ recordingFile: 'in-7-1' }, 'yes'],
    [{ recordingFile: '' }, 'no'],
    [{ recordingFile: null }, 'unknown'],
    [{ ...transferred, transfer: 'blind' }, 'unknown'],
    [{ ...OUTSIDE, recordingFile: null }, 'no'],
    [{ origin: 'agent', campaignId: null, recordingFile: null }, 'no'],
  ])('%j records: %s', (change, records) => expect(campaignRecords(details(change))).toBe(records));

  it('an unsaved contact is "-1", an empty one is nobody in particular', () => {
    expect(isContactUnsaved('-1')).toBe(true);
    expect(isContactUnsaved('')).toBe(false);
  });
});

describe('who it is', () => {
  it.each<[Partial<CallDetails>, string]>([
    [{}, '3511234567'],
    [{ phone: '' }, '3511234567'],
    [{ phone: '', remoteNumber: '' }, ''],
    [{ origin: 'agent', fromAgent: '15_Ana_Diaz' }, 'Ana Diaz'],
    [{ origin: 'agent', fromAgent: 'Ana Diaz' }, 'Ana Diaz'],
    [{ origin: 'agent', fromAgent: null, phone: '', remoteNumber: '1015' }, '1015'],
    [{ origin: 'transfer', fromAgent: '15_Ana' }, '3511234567'],
  ])('%j is shown as "%s"', (change, name) => expect(displayName(details(change))).toBe(name));

  it.each([
    ['15_Ana_Diaz', '15', 'Ana Diaz'],
    ['Ana', '', 'Ana'],
    ['3511234567', '', '3511234567'],
    [null, '', ''],
  ])('OMLFROMAGENT %j names agent "%s", "%s"', (text, id, name) =>
    expect(fromAgent(details({ fromAgent: text }))).toEqual({ id, name }),
  );

  it.each([
    ['3511234567', '351 123-4567', true],
    ['3511234567', '03511234567', true],
    ['3511234567', '93511234567', true],
    ['1001', '1001', true],
    ['1001', '21001', false],
    ['3511234567', '3511234568', false],
    ['', '', false],
    ['anonymous', '3511234567', false],
  ])('%s and %s are the same number: %s', (a, b, same) => {
    expect(sameNumber(a, b)).toBe(same);
    expect(sameNumber(b, a)).toBe(same);
  });
});
