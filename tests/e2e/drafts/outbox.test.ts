/** What waits, what was refused, whose it is: the outbox as the agent sees it, and what the stand-in has of it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AG1, AG2, mustSignIn, signIn, type Credentials } from '../harness/agent';
import { clickNow, find, press } from '../harness/aria';
import { until } from '../harness/until';
import { contactNumber, Paperwork } from './paperwork';

const EMPTY = 'Everything has been sent';

let desk: Paperwork;
beforeAll(async () => {
  desk = await Paperwork.open();
});
afterAll(() => desk?.close());
afterEach(async () => {
  await desk.agent.phone.setOfflineMode(false);
  await desk.stage.rest();
  await desk.putAway();
});

/** The agent's own sign-out and another sign-in, by the options page. */
async function changeTo(credentials: Credentials): Promise<void> {
  const { agent } = desk;
  const options = await agent.desk.options();
  if (!(await mustSignIn(options))) await press(options, 'Sign out');
  await find(options, 'button', 'Sign in');
  await signIn(options, agent.place.server, credentials);
  await find(options, 'button', 'Sign out');
  await options.close();
  await agent.crm.bringToFront();
  await agent.reopenPanel();
  await desk.says(credentials.user);
}

/** Says yes to the question. */
async function sayDiscard(): Promise<void> {
  const title = 'Discard this for good?';
  await find(desk.panel, 'alertdialog', title);
  await until(
    async () => {
      const question = await desk.panel.$(`aria/${title}[role="alertdialog"]`);
      const yes = await question?.$('aria/Discard[role="button"]');
      if (yes) await clickNow(yes);
      return question;
    },
    (question) => question === null,
    'the question should be answered',
  );
}
const openOutbox = (): Promise<void> => press(desk.panel, 'Show outbox');

/** Rows as only another version or a broken disk would leave them. */
async function putRow(phone: Page, id: string, owner: string, row: unknown): Promise<void> {
  await phone.evaluate(
    (key, whose, content) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('agent-phone');
        opening.addEventListener('error', () => reject(new Error('cannot be opened')));
        opening.addEventListener('success', () => {
          const writing = opening.result.transaction('drafts', 'readwrite');
          writing.objectStore('drafts').put({ id: key, owner: whose, row: content });
          writing.addEventListener('abort', () => reject(new Error(String(writing.error))));
          writing.addEventListener('complete', () => {
            opening.result.close();
            resolve();
          });
        });
      }),
    id,
    owner,
    row,
  );
}

describe('without the server', () => {
  it('what was saved waits, is seen waiting, and is sent by itself when the network is back', async () => {
    const { server, panel } = desk;
    const { id, callId } = await desk.called(contactNumber(10));
    await desk.choose('Disposition', 'Contactado');
    await desk.choose('Sub-disposition', 'Llamar luego');
    await desk.agent.phone.setOfflineMode(true);
    await desk.write('Comments', 'escrito sin red');
    await desk.save();
    await desk.stands(id, ['waiting']);
    await desk.says('Waiting to be sent');
    await press(panel, 'Edit');
    await desk.says('OMniLeads can’t be asked right now');
    expect(await desk.written('Comments')).toBe('escrito sin red');
    await desk.write('Comments', 'escrito sin red, dos veces');
    await desk.save();
    await desk.stands(id, ['waiting']);
    expect(desk.counts(callId)).toEqual({});
    await desk.agent.phone.setOfflineMode(false);
    await desk.sent(id);
    await desk.says(EMPTY);
    expect(server.disposition(10, 1)).toMatchObject({
      sub: 'Llamar luego',
      comments: 'escrito sin red, dos veces',
    });
    expect(desk.counts(callId)).toMatchObject({ disposition: 1 });
  });

  it('an answer that fails is tried again, also at once when the agent says so', async () => {
    const { server } = desk;
    const { id, callId } = await desk.called(contactNumber(11));
    await desk.choose('Disposition', 'No contesta');
    server.failNext(/^GET \/api\/v1\/disposition\//, 'http500', 1);
    await desk.save();
    await desk.stands(id, ['waiting']);
    await desk.says(/next try in/i);
    await desk.putAway();
    await openOutbox();
    await desk.pressEntry('Nombre11', 'Try now');
    await desk.sent(id, 4000);
    await desk.says('OMniLeads has it');
    await press(desk.panel, 'Close');
    expect(desk.counts(callId)).toMatchObject({ disposition: 1 });
  });
});

describe('what needs the agent', () => {
  it("a refusal: the server's own words beside the field, and one save when it is put right", async () => {
    const { server, panel } = desk;
    const { id, callId } = await desk.called(contactNumber(12));
    await desk.choose('Disposition', 'No contesta');
    await press(panel, 'Edit contact');
    await desk.write('telefono2', 'doce');
    await desk.save();
    await desk.stands(id, ['refused']);
    await desk.complains('textbox', 'telefono2', /\S{4}/);
    await desk.says('OMniLeads did not accept what was sent.');
    expect(server.disposition(12, 1)).toBeNull();
    await desk.putAway();
    expect(await desk.lines('Outbox')).toEqual([expect.stringContaining('Not accepted: Disposition')]);
    await openOutbox();
    await desk.pressEntry('Nombre12', 'Edit');
    await desk.write('telefono2', '3519998888');
    await desk.saveAndSend(id);
    expect(server.contact(12).columns['telefono2']).toBe('3519998888');
    expect(desk.counts(callId)).toEqual({ disposition: 1 });
  });

  it('a conflict: both versions are shown, and what the agent chooses stays', async () => {
    const { server, panel } = desk;
    const theirs = { campaignId: 1, option: 'No contesta', comments: 'la atendí yo' };
    const conflictOn = async (contactId: number): Promise<string> => {
      const { id } = await desk.called(contactNumber(contactId));
      await find(panel, 'combobox', 'Disposition');
      server.byAnotherAgent('ag2', { ...theirs, contactId });
      await desk.choose('Disposition', 'Contactado');
      await desk.choose('Sub-disposition', 'Interesado');
      await desk.write('Comments', 'no, fui yo');
      await desk.save();
      await desk.stands(id, ['conflict']);
      await desk.says('Two versions of this disposition');
      await desk.says(/Contactado · Interesado\s+no, fui yo/);
      await desk.says(/No contesta\s+la atendí yo/);
      return id;
    };
    const mine = await conflictOn(13);
    expect(server.disposition(13, 1)).toMatchObject({ agentId: 2, comments: 'la atendí yo' });
    await press(panel, 'Keep mine');
    await desk.sent(mine);
    expect(server.disposition(13, 1)).toMatchObject({
      agentId: 1,
      sub: 'Interesado',
      comments: 'no, fui yo',
    });

    const left = await conflictOn(14);
    const saves = server.dispositionHistory().length;
    await press(panel, 'Keep theirs');
    await desk.sent(left);
    expect(server.disposition(14, 1)).toMatchObject({ agentId: 2, comments: 'la atendí yo' });
    expect(server.dispositionHistory()).toHaveLength(saves);
  });
});

describe('the view', () => {
  it('discards only after a question, and nothing of it reaches the server', async () => {
    const { server, panel } = desk;
    const { id, callId } = await desk.called(contactNumber(15));
    await desk.choose('Disposition', 'No contesta');
    await desk.write('Comments', 'esto se tira');
    await desk.putAway();
    expect(await desk.lines('Outbox')).toEqual([expect.stringContaining('Not finished')]);
    await openOutbox();
    await desk.pressEntry('Nombre15', 'Discard');
    await desk.says('Discard this for good?');
    await press(panel, 'Cancel');
    expect((await desk.agent.state()).drafts.list.some((one) => one.id === id)).toBe(true);
    await desk.pressEntry('Nombre15', 'Discard');
    await sayDiscard();
    await desk.stands(id, ['gone']);
    await press(panel, 'Close');
    await desk.says(EMPTY);
    expect(desk.counts(callId)).toEqual({});
    expect(server.disposition(15, 1)).toBeNull();
  });

  it('a row that cannot be read is shown, exported as it is, and keeps nobody from working; an older one is sent', async () => {
    const { server, panel, agent } = desk;
    const { id, callId } = await desk.called(contactNumber(16));
    await desk.choose('Disposition', 'No contesta');
    await desk.write('Comments', 'va en el archivo');
    await until(
      async () => (await agent.state()).drafts.list.find((one) => one.id === id)?.outcome,
      (outcome) => outcome === 'No contesta',
      'what was chosen should be kept',
    );
    const owner = `${agent.place.server}|1`;
    const whose = { server: agent.place.server, agentId: '1' };
    await putRow(agent.phone, 'broken', owner, { id: 'broken', owner: whose, wanted: 'half a row' });
    await putRow(agent.phone, 'old', owner, {
      schema: 1,
      id: 'old',
      owner: whose,
      createdAt: 1,
      updatedAt: 1,
      call: {
        callId: '1700000000.77',
        campaignId: '1',
        campaignType: '1',
        campaignName: 'manual_01',
        phone: contactNumber(17),
        contactId: '17',
        callType: '1',
        startedAt: 1,
        callData: {
          id_campana: '1',
          campana_type: '1',
          telefono: contactNumber(17),
          id_contacto: '17',
          call_id: '1700000000.77',
          call_type: '1',
        },
      },
      wanted: {
        disposition: { option: '3', sub: '', comments: 'de antes', contact: {}, confirmDuplicate: false },
        management: null,
        callback: null,
        note: null,
      },
      status: 'waiting',
      contactId: '17',
      dispositionId: '',
      callbackId: '',
      base: null,
      overrides: null,
      confirmed: {},
      inFlight: null,
      attempts: 3,
      nextTryAt: 0,
      problem: null,
    });
    await desk.putAway();
    await changeTo(AG1);
    await until(
      () => server.disposition(17, 1),
      (stored) => stored?.comments === 'de antes',
      'the row of the first version should be sent',
    );
    await desk.says('Can’t be read');
    const folder = mkdtempSync(join(tmpdir(), 'agent-phone-export-'));
    const session = await agent.desk.browser.target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await openOutbox();
    await press(panel, 'Export as a file');
    const [file = ''] = await until(
      () => readdirSync(folder),
      ([name]) => name?.endsWith('.json') ?? false,
      'the file should be there',
    );
    expect(file).toMatch(/^drafts-1-.*\.json$/);
    const exported = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      drafts: { id: string; call: { callId: string }; wanted: unknown }[];
      damaged: unknown[];
    };
    rmSync(folder, { recursive: true });
    expect(exported.drafts.find((one) => one.id === id)).toMatchObject({
      call: { callId },
      wanted: { disposition: { comments: 'va en el archivo' } },
    });
    expect(exported.damaged).toEqual([
      { id: 'broken', raw: { id: 'broken', owner: whose, wanted: 'half a row' } },
    ]);
    await desk.pressEntry('Can’t be read', 'Discard');
    await sayDiscard();
    await desk.stands('broken', ['gone']);
    await desk.pressEntry('Nombre16', 'Edit');
    await desk.saveAndSend(id);
  });
});

describe('whose it is', () => {
  it("nothing goes out under another agent's session, however it got there", async () => {
    const { server, agent } = desk;
    const { id, callId } = await desk.called(contactNumber(18));
    await desk.choose('Disposition', 'No contesta');
    const tab = await agent.desk.openPage(`${agent.place.server}/`);
    await tab.goto(`${agent.place.server}/accounts/logout/`);
    await tab.type('#id_username', AG2.user);
    await tab.type('#id_password', AG2.password);
    await Promise.all([
      tab.waitForNavigation(),
      tab.evaluate(() => document.querySelector<HTMLFormElement>('form[action=""]')?.requestSubmit()),
    ]);
    await tab.close();
    await agent.crm.bringToFront();
    await agent.reopenPanel();
    await desk.save();
    await desk.says('another agent', 20_000);
    expect((await desk.stands(id, ['waiting']))?.status).toBe('waiting');
    expect(desk.counts(callId)).toEqual({});
    expect(server.dispositionsOf('ag2').filter(({ contactId }) => contactId === 18)).toEqual([]);
    await changeTo(AG1);
    await desk.sent(id);
    expect(server.disposition(18, 1)).toMatchObject({ agentId: 1, callId });
    expect(desk.counts(callId)).toMatchObject({ disposition: 1 });
  });

  it("another agent at this computer neither sees nor sends it; its owner's next sign-in does", async () => {
    const { server, agent } = desk;
    const { id, callId } = await desk.called(contactNumber(19));
    await desk.choose('Disposition', 'Contactado');
    await desk.choose('Sub-disposition', 'Interesado');
    await desk.write('Comments', 'solo de Ana');
    server.failNext(/^GET \/api\/v1\/disposition\//, 'http500', 3);
    await desk.save();
    await desk.stands(id, ['waiting']);
    await changeTo(AG2);
    server.clearFailures();
    await desk.says(EMPTY);
    expect((await agent.state()).drafts).toMatchObject({ list: [], waiting: 0, current: null });
    const { value } = (await agent.send({ type: 'draft', command: { type: 'export' } })) as {
      value?: { text: string };
    };
    expect(value?.text).not.toContain('solo de Ana');
    expect(desk.counts(callId)).toEqual({});
    await changeTo(AG1);
    await until(
      () => server.disposition(19, 1),
      (stored) => stored !== null,
      'the draft should be sent',
    );
    expect(server.disposition(19, 1)).toMatchObject({ agentId: 1, comments: 'solo de Ana', callId });
    expect(desk.counts(callId)).toMatchObject({ disposition: 1 });
  });
});
