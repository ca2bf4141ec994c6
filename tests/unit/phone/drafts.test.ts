import { describe, expect, it } from 'vitest';
import { createLog } from '@/lib/diagnostics';
import type { DraftSummary, DraftsView } from '@/lib/phone';
import { createDrafts } from '@/lib/phone/drafts';
import { isOver } from '@/lib/phone/drafts/tidy';
import { newDraft, type ExportReply } from '@/lib/drafts';
import { CALL_ID, campaignCall, createDesk } from './drafts-desk';
import { SERVER } from './drafts-office';
import { details, FakeClock, START } from './fakes';

const OWNER = { server: SERVER, agentId: '1' };
const only = (view: DraftsView): DraftSummary => {
  const [line, ...others] = view.list;
  if (!line || others.length > 0) throw new Error(`${view.list.length} drafts`);
  return line;
};

describe('a draft', () => {
  it('is born with a campaign call, once, and becomes the current one', async () => {
    const phone = await createDesk().start();
    expect(await phone.drafts.born(campaignCall(), '19', START)).toBe('d1');
    expect(await phone.drafts.born(campaignCall(), '19', START)).toBe('d1'); // the PBX brought the call back
    expect(phone.view().current).toBe('d1');
    expect(only(phone.view())).toMatchObject({ contactId: '19', phone: '3515550019', status: 'open' });
  });

  it('is not born with calls outside campaigns', async () => {
    const phone = await createDesk().start();
    expect(await phone.drafts.born(details(), '', START)).toBeNull();
    expect(phone.view().list).toEqual([]);
  });

  it('of one agent is neither seen nor touched by another', async () => {
    const phone = await createDesk().start();
    await phone.drafts.born(campaignCall(), '19', START);
    await phone.signIn('2');
    expect(phone.view()).toMatchObject({ list: [], current: null });
    expect(await phone.drafts.note(CALL_ID, 'hello', null)).toMatchObject({ ok: false });
    expect(await phone.handle({ type: 'save', draftId: 'd1' })).toMatchObject({ code: 'draftDamaged' });
    await phone.signIn();
    expect(phone.view().list).toHaveLength(1);
  });

  it('takes the contact that was saved during the call', async () => {
    const phone = await createDesk().start();
    await phone.drafts.born(campaignCall(CALL_ID, '-1'), '-1', START);
    await phone.drafts.contactSaved(CALL_ID, '42');
    expect(only(phone.view()).contactId).toBe('42');
  });

  it('says so when the disk is gone', async () => {
    const clock = new FakeClock();
    let view: DraftsView | undefined;
    const drafts = createDrafts({
      now: clock.now,
      newId: () => 'd',
      log: createLog(),
      after: clock.after,
      openStore: () => Promise.reject(new Error('disk')),
    });
    drafts.connect({
      view: (next) => (view = next),
      callbacks: () => undefined,
      callbackDue: () => undefined,
      zone: () => undefined,
      compulsory: () => undefined,
      openCrm: () => undefined,
    });
    const client = createDesk().office.client();
    await drafts.open({
      ...OWNER,
      extension: '1003',
      flags: { forceDisposition: false },
      zoneMin: null,
      client,
    });
    expect(view?.storageOk).toBe(false);
  });

  it('leaves the list a day after it was confirmed, and a month after a call nobody wrote about', () => {
    const day = 24 * 3_600_000;
    const draft = newDraft('d', OWNER, { ...CALL, startedAt: START }, START);
    const sent = { ...draft, status: 'sent' as const };
    expect(isOver(sent, START + day - 1000)).toBe(false);
    expect(isOver(sent, START + day + 1000)).toBe(true);
    expect(isOver(draft, START + 29 * day)).toBe(false);
    expect(isOver(draft, START + 31 * day)).toBe(true);
    const typed = { ...draft, wanted: { ...draft.wanted, management: { nota: 'x' } } };
    expect(isOver(typed, START + 400 * day)).toBe(false);
    expect(isOver({ ...draft, followUp: 'management' }, START + 400 * day)).toBe(false);
  });
});

const CALL = {
  callId: CALL_ID,
  campaignId: '1',
  campaignType: '1',
  campaignName: 'manual_01',
  phone: '3515550019',
  contactId: '19',
  callType: '1',
  startedAt: START,
  callData: {},
};

describe('the note on the recording', () => {
  it('goes out during the call, while the form is still open', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    await phone.drafts.born(campaignCall(), '19', START);
    expect(await phone.drafts.note(CALL_ID, 'wants a refund', campaignCall())).toEqual({ ok: true });
    await phone.until(() => only(phone.view()).note === 'sent');
    expect(office.notes.get(CALL_ID)).toBe('wants a refund');
    expect(only(phone.view()).status).toBe('open');
  });

  it('is posted when typing pauses, not with every word', async () => {
    const { office, start, clock } = createDesk();
    const phone = await start();
    await phone.drafts.born(campaignCall(), '19', START);
    for (const text of ['w', 'wa', 'want', 'wants']) {
      await phone.drafts.note(CALL_ID, text, campaignCall());
      await clock.pass(300);
    }
    await phone.until(() => only(phone.view()).note === 'sent');
    expect(office.requests(/^note /)).toEqual([`note ${CALL_ID} wants`]);
  });

  it('of a call outside campaigns makes a draft of its own, and is gone when it is sent', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const call = details({ callId: '1795000000.7', phone: '5551234' });
    await phone.drafts.note(call.callId, 'called the supplier', call);
    expect(only(phone.view())).toMatchObject({
      about: 'note',
      status: 'waiting',
      step: 'note',
      note: 'kept',
    });
    await phone.until(() => only(phone.view()).status === 'sent');
    expect(office.notes.get(call.callId)).toBe('called the supplier');
    expect(await phone.handle({ type: 'note', callId: call.callId })).toEqual({
      ok: true,
      value: { text: 'called the supplier' },
    });
  });

  it('written offline waits for the network, and survives the document', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    await phone.drafts.born(campaignCall(), '19', START);
    office.fail(/Note|note/, 'serverUnreachable', 1e6);
    await phone.drafts.note(CALL_ID, 'later', campaignCall());
    await phone.until(() => office.requests(/readNote/).length > 1, 5_000);
    const after = await start();
    expect(await after.handle({ type: 'note', callId: CALL_ID })).toEqual({
      ok: true,
      value: { text: 'later' },
    });
    office.failing = [];
    after.online();
    await after.until(() => only(after.view()).note === 'sent');
    expect(office.notes.get(CALL_ID)).toBe('later');
  });

  it('that the server refuses waits for the agent and holds nothing else up', async () => {
    const { office, start } = createDesk();
    const phone = await start();
    const id = await phone.drafts.born(campaignCall(), '19', START);
    await phone.form(id ?? '');
    office.fail(/^note/, 'draftRefused');
    await phone.drafts.note(CALL_ID, 'no', campaignCall());
    await phone.until(() => only(phone.view()).note === 'refused');
    await phone.handle({ type: 'change', draftId: id ?? '', fields: { 'disposition.option': '3' } });
    await phone.handle({ type: 'save', draftId: id ?? '' });
    await phone.until(() => office.dispositions.has('19') && only(phone.view()).status === 'refused');
    expect(only(phone.view())).toMatchObject({ step: 'note', error: { code: 'draftRefused' } });
    await phone.handle({ type: 'retry', draftId: id ?? '' });
    await phone.until(() => only(phone.view()).status === 'sent');
    expect(office.notes.get(CALL_ID)).toBe('no');
  });

  it('without a known call is refused', async () => {
    const phone = await createDesk().start();
    expect(await phone.drafts.note('9.9', 'x', null)).toMatchObject({ ok: false, code: 'commandNotAllowed' });
  });
});

describe('the list', () => {
  it('tells all of them, newest first, and exports what is not sent', async () => {
    const phone = await createDesk().start();
    await phone.drafts.born(campaignCall('1795000000.1'), '19', START);
    await phone.drafts.born(campaignCall('1795000000.2'), '19', START + 1);
    await phone.handle({ type: 'change', draftId: 'd2', fields: { 'disposition.comments': 'hola' } });
    const listed = await phone.handle({ type: 'list', upTo: 50 });
    expect(listed).toMatchObject({ ok: true, value: { list: [{ id: 'd2' }, { id: 'd1' }], total: 2 } });
    const first = await phone.handle({ type: 'list', upTo: 1 });
    expect(first).toMatchObject({ ok: true, value: { list: [{ id: 'd2' }], total: 2 } });
    const exported = await phone.handle({ type: 'export' });
    const { fileName, text } = (exported as { value: ExportReply }).value;
    expect(fileName).toMatch(/^drafts-1-2026-11-23-12-00\.json$/);
    expect(JSON.parse(text)).toMatchObject({ owner: OWNER, drafts: [{ id: 'd1' }, { id: 'd2' }] });
  });

  it('forgets what the agent discards', async () => {
    const phone = await createDesk().start();
    await phone.drafts.born(campaignCall(), '19', START);
    await phone.handle({ type: 'discard', draftId: 'd1' });
    expect(phone.view()).toMatchObject({ list: [], current: null });
  });
});
