import { describe, expect, it } from 'vitest';
import { isOwed } from '@/lib/phone/drafts';
import { CALL_ID, campaignCall, createDesk, disk } from './drafts-desk';
import { START } from './fakes';

/** START is 12:00 UTC; the lab's zone is -03:00 and this computer's may be anything. */
const ZONE = '["2026-11-23T09:30:00-03:00"]';
const stored = (id: string, time: string, over = {}) => ({
  id,
  contactId: '19',
  campaignId: '1',
  kind: 'personal' as const,
  date: '2026-11-23',
  time,
  phone: '3515550019',
  reason: `call ${id}`,
  ...over,
});
const MINUTE_MS = 60_000;
/** 09:xx of the server's day is 12:xx UTC, 30 minutes after START for 09:30. */
const desk = () => {
  const made = createDesk();
  made.office.momentsJson = ZONE;
  return made;
};
/** The zone comes with the console page in real life; here it is given. */
const signIn = async (made: ReturnType<typeof createDesk>) => {
  const phone = await made.start();
  await phone.drafts.open({
    server: 'https://oml.example',
    agentId: '1',
    extension: '1003',
    flags: made.flags,
    zoneMin: -180,
    client: made.office.client(),
  });
  return phone;
};

describe('the list of callbacks', () => {
  it('has those of OMniLeads with their exact times, soonest first, overdue ones too', async () => {
    const made = desk();
    made.office.callbacks.set('2', stored('2', '15:00'));
    made.office.callbacks.set('1', stored('1', '08:00'));
    const phone = await signIn(made);
    await phone.until(() => phone.callbacks().length === 2);
    expect(phone.callbacks().map(({ id }) => id)).toEqual(['1', '2']);
    expect(phone.callbacks()[1]).toMatchObject({ at: Date.parse('2026-11-23T15:00:00-03:00') });
  });

  it('finds what was added elsewhere within minutes, and asks for the time of new ones only', async () => {
    const made = desk();
    made.office.callbacks.set('1', stored('1', '15:00'));
    const phone = await signIn(made);
    await phone.until(() => phone.callbacks().length === 1);
    made.office.callbacks.set('2', stored('2', '16:00'));
    await phone.until(() => phone.callbacks().length === 2, MINUTE_MS);
    expect(made.office.requests(/^callback 1$/)).toHaveLength(1);
  });

  it('is refreshed when asked, and forgets what is gone', async () => {
    const made = desk();
    made.office.callbacks.set('1', stored('1', '15:00'));
    const phone = await signIn(made);
    await phone.until(() => phone.callbacks().length === 1);
    made.office.callbacks.clear();
    await phone.drafts.refreshCallbacks();
    expect(phone.callbacks()).toEqual([]);
  });

  it('where the group forbids it holds those made here', async () => {
    const made = desk();
    made.office.listForbidden = true;
    const phone = await signIn(made);
    const id = (await phone.drafts.born(campaignCall(), '19', START)) ?? '';
    await phone.form(id);
    const fields = {
      'disposition.option': '5',
      'callback.date': '2026-11-24',
      'callback.time': '10:00',
      'callback.phone': '3515550019',
    };
    await phone.handle({ type: 'change', draftId: id, fields });
    await phone.handle({ type: 'save', draftId: id });
    await phone.until(() => phone.callbacks().length === 1);
    expect(phone.callbacks()[0]).toMatchObject({ at: Date.parse('2026-11-24T10:00:00-03:00') });
  });
});

describe('a callback that is due', () => {
  it('is told at its time, once', async () => {
    const made = desk();
    made.office.callbacks.set('1', stored('1', '09:30'));
    const phone = await signIn(made);
    await phone.until(() => phone.callbacks().length === 1);
    await made.clock.pass(29 * MINUTE_MS - 1000);
    expect(phone.told.filter((line) => line.startsWith('due'))).toEqual([]);
    await phone.until(() => phone.told.includes('due 1 call 1'), MINUTE_MS / 4);
    await made.clock.pass(10 * MINUTE_MS);
    expect(phone.told.filter((line) => line.startsWith('due'))).toEqual(['due 1 call 1']);
  });

  it('is told again after it was moved', async () => {
    const made = desk();
    made.office.callbacks.set('1', stored('1', '09:10'));
    const phone = await signIn(made);
    await phone.until(() => phone.told.includes('due 1 call 1'), MINUTE_MS);
    made.office.callbacks.set('1', stored('1', '09:30', { reason: 'moved' }));
    await phone.until(() => phone.told.includes('due 1 moved'), MINUTE_MS);
  });

  it('is told by the next document, without any network, and not twice', async () => {
    const made = desk();
    made.office.callbacks.set('1', stored('1', '09:10'));
    const first = await signIn(made);
    await first.until(() => first.callbacks().length === 1);
    first.drafts.close();
    made.office.fail(/^callbacks/, 'serverUnreachable', 1e6);
    await made.clock.pass(12 * MINUTE_MS);
    const second = await signIn(made);
    await second.until(() => second.told.includes('due 1 call 1'));
    second.drafts.close();
    const third = await signIn(made);
    await third.until(() => third.callbacks().length === 1);
    expect(third.told).not.toContain('due 1 call 1');
  });

  it('hours ago is in the list, but no longer called out', async () => {
    const made = desk();
    made.office.callbacks.set('1', stored('1', '06:00'));
    const phone = await signIn(made);
    await phone.until(() => phone.callbacks().length === 1);
    await made.clock.pass(MINUTE_MS);
    expect(phone.told.filter((line) => line.startsWith('due'))).toEqual([]);
  });
});

describe('changing a callback of the list', () => {
  it('goes the way of a draft: form, change, save, confirmed', async () => {
    const made = desk();
    made.office.callbacks.set('1', stored('1', '15:00'));
    const phone = await signIn(made);
    await phone.until(() => phone.callbacks().length === 1);
    const reply = await phone.handle({ type: 'editCallback', callbackId: '1' });
    const { draftId } = (reply as { value: { draftId: string } }).value;
    expect(phone.view()).toMatchObject({ current: draftId, list: [{ about: 'callback', step: 'callback' }] });
    expect(await phone.handle({ type: 'editCallback', callbackId: '1' })).toEqual({
      ok: true,
      value: { draftId },
    });
    const form = await phone.form(draftId, 'callback');
    expect(form.sections[0]?.fields.map(({ value }) => value)).toEqual([
      'personal',
      '2026-11-23',
      '15:00',
      '3515550019',
      'call 1',
    ]);
    await phone.handle({ type: 'change', draftId, fields: { 'callback.time': '16:45' } });
    await phone.handle({ type: 'save', draftId });
    await phone.until(() => made.office.callbacks.get('1')?.time === '16:45');
    await phone.until(() => phone.callbacks()[0]?.at === Date.parse('2026-11-23T16:45:00-03:00'));
    expect(made.office.callbacks.get('1')).toMatchObject({ date: '2026-11-23', reason: 'call 1' });
  });

  it('that is not there is refused', async () => {
    const phone = await desk().start();
    expect(await phone.handle({ type: 'editCallback', callbackId: '9' })).toMatchObject({
      code: 'draftDamaged',
    });
  });
});

describe('the compulsory disposition', () => {
  const callData = { ...campaignCall('1700000601.1').callData };

  it('is owed by the call’s own header, else by the group; a header that says no wins', () => {
    const status = (force?: string) =>
      ({
        kind: 'disposition',
        callData: force === undefined ? callData : { ...callData, force_disposition: force },
      }) as const;
    expect(isOwed({ kind: 'clear' }, { forceDisposition: true })).toBe(false);
    expect(isOwed(status(), { forceDisposition: true })).toBe(true);
    expect(isOwed(status(), { forceDisposition: false })).toBe(false);
    expect(isOwed(status('True'), { forceDisposition: false })).toBe(true);
    // The server takes the text "False" for yes (interface §12.26); its client doesn't.
    expect(isOwed(status('False'), { forceDisposition: true })).toBe(false);
  });

  it('is found at sign-in, also on a computer that never saw the call', async () => {
    const made = createDesk();
    made.flags.forceDisposition = true;
    made.office.compulsory = { kind: 'disposition', callData };
    const phone = await made.start();
    await phone.until(() => phone.view().current !== null);
    expect(phone.told).toContain('owed true');
    expect(phone.view().list).toMatchObject([
      { callId: '1700000601.1', status: 'open', step: 'disposition' },
    ]);
    const id = phone.view().current ?? '';
    await phone.form(id);
    expect(made.office.requests(/^GET \/agente\/calificar_llamada\//)).toEqual([]);
    made.office.compulsory = { kind: 'clear' };
    await phone.handle({ type: 'change', draftId: id, fields: { 'disposition.option': '3' } });
    await phone.handle({ type: 'save', draftId: id });
    await phone.until(() => phone.told.includes('owed false'));
    expect(made.office.dispositions.get('19')).toMatchObject({ option: '3', callid: '1700000601.1' });
  });

  it('with a management form pending opens that form', async () => {
    const made = createDesk();
    made.flags.forceDisposition = true;
    made.office.dispositions.set('19', {
      id: '30',
      option: '2',
      sub: '',
      comments: '',
      callid: '1700000601.1',
    });
    made.office.compulsory = { kind: 'management', dispositionId: '30', callData };
    const phone = await made.start();
    await phone.until(() => phone.view().current !== null);
    const id = phone.view().current ?? '';
    expect(phone.view().list[0]?.step).toBe('management');
    await phone.form(id, 'management');
    await phone.handle({ type: 'change', draftId: id, fields: { 'management.producto': 'Plan B' } });
    await phone.handle({ type: 'save', draftId: id });
    await phone.until(() => made.office.answers.has('30'));
    expect(made.office.answers.get('30')).toMatchObject({ producto: 'Plan B' });
    expect(made.office.requests(/^POST \/agente/)).toEqual([]);
  });

  it('that refused a call brings up the draft of that call, not a second one', async () => {
    const made = createDesk();
    const phone = await made.start();
    await phone.drafts.born(campaignCall(), '19', START);
    await phone.handle({ type: 'close' });
    await phone.drafts.gated({ kind: 'disposition', callData: campaignCall().callData });
    expect(phone.view()).toMatchObject({ current: 'd1', list: [{ callId: CALL_ID }] });
    expect(phone.view().list).toHaveLength(1);
  });

  it('of a short call is asked for only when the form that makes it owed is through', async () => {
    const made = createDesk();
    made.flags.forceDisposition = true;
    const phone = await made.start();
    const answer = made.office.hold(/calificar_llamada\//);
    await phone.drafts.born(campaignCall(), '19', START);
    await phone.until(() => made.office.requests(/calificar_llamada\//).length > 0);
    phone.told.length = 0;
    phone.drafts.callOver();
    for (let turn = 0; turn < 5; turn++) await disk();
    made.office.compulsory = { kind: 'disposition', callData: campaignCall().callData };
    answer();
    await phone.until(() => phone.told.some((what) => what.startsWith('owed')));
    expect(phone.told).toContain('owed true');
    expect(phone.told).not.toContain('owed false');
  });

  it('is asked for after each campaign call', async () => {
    const made = createDesk();
    made.flags.forceDisposition = true;
    const phone = await made.start();
    await phone.drafts.born(campaignCall(), '19', START);
    made.office.compulsory = { kind: 'disposition', callData: campaignCall().callData };
    phone.drafts.callOver();
    await phone.until(() => phone.told.includes('owed true'));
  });
});
