/** Thousands of drafts that were never sent: what opening the list and saving cost the thread that carries the audio. */
import type { Page } from 'puppeteer';
import { startLab } from '@/lab';
import type { PhoneState } from '@/lib/phone';
import { Agent, AG1 } from '@/tests/e2e/harness/agent';
import { find, press, type } from '@/tests/e2e/harness/aria';
import { CallStage } from '@/tests/e2e/calls/stage';
import { contactNumber, Paperwork } from '@/tests/e2e/drafts/paperwork';
import { placeOf } from '@/tests/e2e/harness/place';
import { until } from '@/tests/e2e/harness/until';
import { longestTask } from './thread-time';
import { row, type Row } from './row';

const DRAFTS = 5_000;
const BAR_MS = 50;

/** Rows as an agent leaves them who was offline for a month. */
async function putDrafts(phone: Page, server: string): Promise<void> {
  await phone.evaluate('globalThis.__name ??= (f) => f');
  await phone.evaluate(
    (origin, count) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('agent-phone');
        opening.addEventListener('error', () => reject(new Error('the database cannot be opened')));
        opening.addEventListener('success', () => {
          const writing = opening.result.transaction('drafts', 'readwrite');
          const idle = { inFlight: null, attempts: 0, nextTryAt: 0, problem: null };
          for (let at = 0; at < count; at += 1) {
            const id = `bench-${at}`;
            const callId = `1700000000.${at}`;
            const phone_ = `35199${String(at).padStart(5, '0')}`;
            const callData = {
              id_campana: '1',
              campana_type: '1',
              telefono: phone_,
              id_contacto: '-1',
              call_id: callId,
              call_type: '1',
            };
            const call = {
              callId,
              campaignId: '1',
              campaignType: '1',
              campaignName: 'manual_01',
              phone: phone_,
              contactId: '',
              callType: '1',
              startedAt: at,
              callData,
            };
            const disposition = {
              option: '3',
              sub: '',
              comments: 'The customer asked to be called again next week. '.repeat(4),
              contact: { nombre: 'Ana', apellido: 'Pérez' },
              confirmDuplicate: false,
            };
            // Tried a minute ago and to be tried in an hour: they wait while the bench works.
            const row = {
              ...idle,
              schema: 2,
              id,
              owner: { server: origin, agentId: '1' },
              about: 'disposition',
              createdAt: at,
              updatedAt: at,
              call,
              wanted: { disposition, management: null, callback: null, note: null },
              status: 'waiting',
              contactOnly: false,
              newContact: false,
              announced: true,
              followUp: '',
              title: 'Ana Pérez',
              outcome: 'No contesta',
              contactId: '',
              dispositionId: '',
              callbackId: '',
              base: null,
              overrides: null,
              confirmed: {},
              note: idle,
              noteRefused: false,
              nextTryAt: Date.now() + 50 * 60_000,
            };
            writing.objectStore('drafts').put({ id, owner: `${origin}|1`, row });
          }
          writing.addEventListener('abort', () => reject(new Error(String(writing.error))));
          writing.addEventListener('complete', () => {
            opening.result.close();
            resolve();
          });
        });
      }),
    server,
    DRAFTS,
  );
}

/** The outbox opened, then a draft typed, saved and sent. Controls are found beforehand: looking for them costs the same thread. */
async function openAndSave(desk: Paperwork, contact: number): Promise<{ opening: number; saving: number }> {
  const { agent, panel } = desk;
  const { id } = await desk.called(contactNumber(contact));
  await find(panel, 'combobox', 'Disposition');
  const show = await find(panel, 'button', 'Show outbox');
  const opening = await longestTask(agent.phone, async () => {
    await show.click();
    await panel.waitForSelector('article');
  });
  await press(panel, 'Close');
  const option = await find(panel, 'combobox', 'Disposition');
  const comments = await find(panel, 'textbox', 'Comments');
  const save = await find(panel, 'button', 'Save');
  const saving = await longestTask(agent.phone, async () => {
    await option.select('3');
    await comments.type('Saved among five thousand.');
    await save.click();
    await until(
      () => desk.server.disposition(contact, 1),
      (stored) => stored !== null,
      'the draft should be sent',
    );
  });
  await desk.sent(id);
  return { opening, saving };
}

/** Signs in as the agent who has them all; how long their reading took the thread at most. */
async function signInTo(agent: Agent): Promise<number> {
  const options = await agent.desk.options();
  await press(options, 'Sign out');
  await find(options, 'button', 'Sign in');
  await type(options, 'Password', AG1.password);
  const box = await find(options, 'textbox', 'Password');
  const reading = await longestTask(agent.phone, async () => {
    await box.press('Enter');
    await hasDrafts(options);
  });
  await find(options, 'button', 'Sign out');
  await options.close();
  await agent.crm.bringToFront();
  await agent.reopenPanel();
  return reading;
}
/** Listens by one port as a view does: asking again and again would cost the same thread. */
const hasDrafts = (page: Page): Promise<void> =>
  page.evaluate(
    (count) =>
      new Promise<void>((resolve) => {
        const port = chrome.runtime.connect({ name: 'panel' });
        port.onMessage.addListener((message: { type: string; state: PhoneState }) => {
          if (message.type !== 'state' || message.state.drafts.waiting < count) return;
          port.disconnect();
          resolve();
        });
      }),
    DRAFTS,
  );

export async function draftRows(): Promise<Row[]> {
  const lab = await startLab();
  const agent = await Agent.atWork(placeOf(lab));
  const desk = new Paperwork(new CallStage(lab, agent));
  try {
    const few = await openAndSave(desk, 1);
    await putDrafts(agent.phone, agent.place.server);
    const reading = await signInTo(agent);
    const many = await openAndSave(desk, 2);
    const bar = { max: BAR_MS, baselineName: 'without any' };
    const among = `with ${DRAFTS.toLocaleString('en')} drafts`;
    return [
      row(`longest task while the agent's drafts are read, ${among}`, 'ms', reading, bar),
      row(`longest task while the outbox opens, ${among}`, 'ms', many.opening, bar, few.opening),
      row(`longest task while one is typed, saved and sent, ${among}`, 'ms', many.saving, bar, few.saving),
    ];
  } finally {
    await agent.close();
    await lab.stop();
  }
}
