/** The browser is killed in the worst moments; the agent comes back, and everything is at OMniLeads exactly once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLab, type Lab } from '@/lab';
import { CallStage } from '../calls/stage';
import { Agent } from '../harness/agent';
import { find, press, pressNow, words } from '../harness/aria';
import { placeOf } from '../harness/place';
import { until } from '../harness/until';
import { contactNumber, Paperwork, serverDay, serverMoment } from './paperwork';

/** A post whose answer never came is looked at again only after the server's own time limit. */
const UNKNOWN_OUTCOME_MS = 75_000;
const LONG_MS = 240_000;
const ANOTHER_COMPUTER = '';
const MINUTE_MS = 60_000;

let lab: Lab;
let profile: string;
let desk: Paperwork;
beforeAll(async () => {
  lab = await startLab();
  profile = mkdtempSync(join(tmpdir(), 'agent-phone-crash-'));
  await signIn();
});
afterAll(async () => {
  await desk?.agent.close();
  await lab?.stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** The agent starts the browser and signs in. */
async function signIn(where = profile): Promise<void> {
  const agent = await Agent.atWork(placeOf(lab), where ? { profile: where } : {});
  desk = new Paperwork(new CallStage(lab, agent));
}

/** No goodbye: the operating system ends it between two instructions. */
async function kill(): Promise<void> {
  const browser = desk.agent.desk.browser.process();
  if (!browser?.pid) throw new Error('the browser has no process');
  const gone = new Promise((resolve) => browser.once('exit', resolve));
  process.kill(browser.pid, 'SIGKILL');
  await gone;
  await lab.people.hangUpAll();
  await lab.pbx.hangupAll();
}

/** Everything a call may leave behind, typed by the agent. */
async function fillIn(contactId: number): Promise<{ id: string; callId: string }> {
  const customer = await desk.onTheLine(contactNumber(contactId));
  await press(desk.panel, 'Note on recording');
  await desk.write('Note', `nota ${contactId}`);
  await press(desk.panel, 'Close');
  await customer.hangUp();
  await desk.agent.phase('idle', 15_000);
  await find(desk.panel, 'form', 'Disposition');
  await desk.choose('Disposition', 'agenda');
  await find(desk.panel, 'textbox', 'Callback date');
  await desk.write('Comments', `comentario ${contactId}`);
  await desk.write('Callback date', serverDay(4));
  await desk.write('Callback time', '11:45');
  await desk.write('Reason', `motivo ${contactId}`);
  return desk.draft();
}

/** What the server has of it: one of each, as it was typed. */
function expectAllOnce(contactId: number, callId: string): void {
  const { server } = desk;
  expect(desk.counts(callId)).toEqual({ disposition: 1, callback: 1, note: 1 });
  expect(server.disposition(contactId, 1)).toMatchObject({ comments: `comentario ${contactId}`, callId });
  expect(server.callbacks().filter((one) => one.contactId === contactId)).toMatchObject([
    { date: serverDay(4), time: '11:45:00', observations: `motivo ${contactId}` },
  ]);
  expect(server.notes().get(callId)).toBe(`nota ${contactId}`);
}
/** The agent dials, and is told what is owed instead. */
async function heldBack(number: string): Promise<void> {
  await desk.write('Number', number);
  await until(
    async () => {
      await pressNow(desk.panel, 'Call');
      return words(desk.panel);
    },
    (all) => all.includes('The last call still needs its disposition.'),
    'the phone should say what is owed',
  );
  expect((await desk.agent.state()).call.phase).toBe('idle');
}
/** A callback falls due while no page of a CRM is open: the desktop says so. */
async function remindedWithoutTabs(): Promise<void> {
  const { agent, server } = desk;
  const due = Math.ceil((Date.now() + 15_000) / MINUTE_MS) * MINUTE_MS;
  const { date, time } = serverMoment(due);
  server.store.callbacks.set(950, {
    id: 950,
    agentId: 1,
    contactId: 20,
    campaignId: 1,
    date,
    time,
    kind: 1,
    phone: contactNumber(20),
    observations: 'a su hora',
  });
  await press(desk.panel, 'Refresh callbacks');
  await desk.says('a su hora');
  await agent.crm.close();
  await until(
    async () =>
      (await agent.desk.worker()).evaluate(
        () => new Promise<object>((resolve) => chrome.notifications.getAll(resolve)),
      ),
    (shown) => 'callback:950' in shown,
    'the reminder should be shown',
    due - Date.now() + 15_000,
  );
  expect(Date.now()).toBeGreaterThanOrEqual(due);
  const page = await agent.desk.openPage(agent.place.page);
  desk = new Paperwork(new CallStage(lab, await agent.inPage(page)));
  await desk.says('Callback due');
  await find(desk.panel, 'button', `Call back ${contactNumber(20)}`);
  server.store.callbacks.delete(950);
}
const everythingSent = (withinMs?: number): Promise<void> => desk.says('Everything has been sent', withinMs);

it(
  'while the agent types: what was typed is there again, and is finished',
  { timeout: LONG_MS },
  async () => {
    const { id, callId } = await fillIn(1);
    await until(
      () => words(desk.panel),
      (all) => !all.includes('Saving…'),
      'what was typed should be kept',
    );
    const comments = await find(desk.panel, 'textbox', 'Comments');
    await comments.type(' y algo más que');
    await kill();
    expect(desk.server.disposition(1, 1)).toBeNull();

    await signIn();
    const [line] = await until(
      () => desk.lines('Outbox'),
      ([first]) => first?.includes('Not finished') ?? false,
      'the outbox should show the unfinished one',
    );
    expect(line).toContain('Nombre1');
    await press(desk.panel, 'Show outbox');
    await press(desk.panel, 'Edit');
    expect((await desk.draft()).id).toBe(id);
    await find(desk.panel, 'textbox', 'Callback date');
    // What was typed in the very last moment may be gone; nothing of before is.
    expect(await desk.written('Comments')).toMatch(/^comentario 1/);
    expect(await desk.written('Callback time')).toBe('11:45');
    expect(await desk.written('Reason')).toBe('motivo 1');
    await desk.write('Comments', 'comentario 1');
    await desk.saveAndSend(id);
    await everythingSent();
    expectAllOnce(1, callId);
  },
);

it('between save and send: it goes out by itself after the next sign-in', { timeout: LONG_MS }, async () => {
  const { server } = desk;
  const { id, callId } = await fillIn(2);
  // Confirmed, not only there: a note still on its way would be waited for after the kill.
  await until(
    async () => (await desk.agent.state()).drafts.list.find((draft) => draft.id === id)?.note,
    (note) => note === 'sent',
    'the note should be sent: it waits for nobody',
  );
  server.failNext(/^(GET|POST) /, 'timeout', 500);
  await desk.save();
  await desk.stands(id, ['waiting', 'sending']);
  await kill();
  server.clearFailures();
  expect(server.disposition(2, 1)).toBeNull();

  await signIn();
  await desk.sent(id, 30_000);
  await everythingSent();
  expectAllOnce(2, callId);
});

it(
  'after the server committed and before its answer: found out, not done again',
  { timeout: LONG_MS },
  async () => {
    const { server } = desk;
    const { id, callId } = await fillIn(3);
    server.failNext(/^POST \/agente\/calificar_llamada/, 'commitThenTimeout');
    await desk.save();
    await until(
      () => server.commits('disposition', callId).length,
      (commits) => commits === 1,
      'the server should have saved it',
    );
    await kill();
    server.clearFailures();

    await signIn();
    await until(
      () => desk.lines('Outbox'),
      ([line, ...more]) => /^Nombre3 .*Waiting to be sent, next try in/.test(line ?? '') && more.length === 0,
      'the outbox should say that it waits',
    );
    await remindedWithoutTabs();
    await desk.sent(id, UNKNOWN_OUTCOME_MS + 30_000);
    await everythingSent();
    expectAllOnce(3, callId);
    await press(desk.panel, 'Show outbox');
    await desk.says('OMniLeads has it');
    await press(desk.panel, 'Close');
  },
);

it(
  'a compulsory disposition holds the next call back, also after a reinstall',
  { timeout: LONG_MS },
  async () => {
    const { server } = desk;
    await desk.agent.close();
    server.setFlag('grupo_full', 'obligar_calificacion', true);
    await signIn(ANOTHER_COMPUTER);
    const { callId } = await desk.called(contactNumber(4));
    await desk.putAway();
    await heldBack(contactNumber(5));
    await find(desk.panel, 'form', 'Disposition');
    expect((await desk.draft()).callId).toBe(callId);
    await desk.agent.close();

    await signIn(ANOTHER_COMPUTER); // nothing of the other one is there
    await find(desk.panel, 'form', 'Disposition');
    const draft = await desk.draft();
    expect(draft.callId).toBe(callId);
    await heldBack(contactNumber(5));
    await desk.choose('Disposition', 'No contesta');
    await desk.saveAndSend(draft.id);
    expect(desk.counts(callId)).toMatchObject({ disposition: 1 });
    const customer = await desk.onTheLine(contactNumber(5));
    await customer.hangUp();
    server.setFlag('grupo_full', 'obligar_calificacion', false);
  },
);
