/**
 * A whole shift, from signing in to going home, by the panel's own controls and without opening OMniLeads once; the server's presence
 * log tells it back, event by event, each in the step that caused it.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startLab, type Lab } from '@/lab';
import { DEFAULT_WORLD } from '@/lab/pbx';
import { createTexts } from '@/lib/i18n';
import { Agent, AG1 } from './harness/agent';
import { choose, clickNow, find, press, pressNow, type } from './harness/aria';
import { placeOf } from './harness/place';
import { until } from './harness/until';

const AGENT_HZ = 440;
const CUSTOMER_HZ = 600;
const DID = '5553000';
const INBOUND = DEFAULT_WORLD.campaigns.find(({ id }) => id === 3);
/** Long enough to be seen, short enough for a test. */
const BREAK_S = 3;
const words = createTexts('en');
/** The whole of it, as the server tells it back at the end. */
const SHIFT = [
  ['READY'],
  ['RINGING', 'ONCALL', 'PAUSE-ACW', 'READY'],
  ['ONCALL', 'PAUSE-ACW', 'READY'],
  ['PAUSE-break', 'READY'],
  ['DIALING', 'ONCALL', 'PAUSE-gestion', 'READY'],
  ['PAUSE-Supervision', 'READY'],
  ['DIALING', 'ONCALL', 'PAUSE-ACW', 'READY'],
  ['DIALING', 'ONCALL', 'PAUSE-ACW', 'READY'],
  ['DIALING', 'ONCALL', 'PAUSE-ACW', 'READY'],
  ['READY'], // taken over from elsewhere
  ['READY'], // taken over from the agent's own tab
].flat();

let lab: Lab;
let agent: Agent;
beforeAll(async () => {
  lab = await startLab();
  const { store } = lab.omnileads.control;
  const group = store.groups.get('grupo_full');
  if (!group) throw new Error('the seed has no grupo_full');
  group.pauseSet = [
    { pauseId: 1, seconds: BREAK_S },
    { pauseId: 2, seconds: 0 },
  ];
  seen = ours().length;
  lookedAt = Date.now();
  agent = await Agent.atWork(placeOf(lab), { micHz: AGENT_HZ });
});
/** A step that failed must not fail the next ones. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await lab.people.hangUpAll();
  await pressNow(agent.panel, 'Close');
  if ((await state()).call.phase !== 'idle') await agent.send({ type: 'hangUp', confirmed: true });
  await callIs('idle');
  await agent.send({ type: 'resumeWork' });
  await phase('ready');
  seen = ours().length;
});
afterAll(async () => {
  await agent?.close();
  await lab?.stop();
});

/** What the server saw of this agent: what the phone told it, and what the PBX did. */
let seen = 0;
const ours = () => lab.omnileads.control.presenceLog.filter(({ agentId }) => agentId === 1);
/** Clocks of one machine, read by two processes. */
const CLOCKS_MS = 100;
const told: string[] = [];
let lookedAt = 0;
/** Exactly these, in this order, since the last time this was asked, and each of them since then. */
async function presenceBecomes(...expected: string[]): Promise<void> {
  const fresh = () =>
    ours()
      .slice(seen)
      .map(({ status }) => status);
  const log = await until(
    fresh,
    (statuses) => statuses.length >= expected.length,
    `presence should be told as ${expected.join(', ')}`,
  );
  expect(log).toEqual(expected);
  const times = ours()
    .slice(seen)
    .map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0] ?? 0).toBeGreaterThanOrEqual(lookedAt - CLOCKS_MS);
  expect(times.at(-1) ?? 0).toBeLessThanOrEqual(Date.now() + CLOCKS_MS);
  seen += log.length;
  told.push(...log);
  lookedAt = Date.now();
}

const state = () => agent.state();
const phase = (wanted: string) =>
  until(
    async () => (await state()).agent.phase,
    (now) => now === wanted,
    `the agent should be ${wanted}`,
    15_000,
  );
const callIs = (wanted: string) =>
  until(
    async () => (await state()).call.phase,
    (now) => now === wanted,
    `the call should be ${wanted}`,
    15_000,
  );
/** The click guard counts a press only when the panel has been in sight for half a second. */
async function pressUntil(button: string, wanted: string): Promise<void> {
  await until(
    async () => {
      await pressNow(agent.panel, button);
      return (await state()).call.phase;
    },
    (now) => now === wanted,
    `the call should be ${wanted}`,
  );
}
async function bothHear(customer: Awaited<ReturnType<Lab['people']['expect']>>): Promise<void> {
  await customer.hears([AGENT_HZ]);
  await agent.hears([CUSTOMER_HZ]);
}
const NO_ANSWER = 'No contesta';

/** Presses the line of a list that has these words. */
async function pressLine(list: string, words: string): Promise<void> {
  const before = (await state()).revision;
  await find(agent.panel, 'list', list);
  await until(
    async () => {
      // The list goes when one of its lines was heard.
      const lines = (await (await agent.panel.$(`aria/${list}[role="list"]`))?.$$('button')) ?? [];
      for (const line of lines)
        if ((await line.evaluate((one) => one.textContent)).includes(words)) await clickNow(line);
      return (await state()).revision;
    },
    (revision) => revision > before,
    `the line "${words}" of "${list}" should do something`,
  );
}

/** Says how the call went, in the form that stands open beside it. */
async function disposition(option: string): Promise<void> {
  const { drafts } = await until(
    state,
    ({ drafts: view }) => view.current !== null,
    'the call should have its form',
  );
  const draftId = drafts.current;
  await choose(agent.panel, 'Disposition', option);
  await press(agent.panel, 'Save');
  await until(
    async () => (await state()).drafts.list.find(({ id }) => id === draftId)?.status ?? 'gone',
    (status) => status === 'sent' || status === 'gone',
    'the disposition should be sent',
  );
}

/** What the agent does after every campaign call. */
async function wrapUp(): Promise<void> {
  await phase('afterCall');
  await disposition(NO_ANSWER);
  await agent.pressSeen('Resume work');
  await phase('ready');
}

describe('shift', () => {
  it('begins with signing in: registered, in the queues, ready', async () => {
    await presenceBecomes('READY');
    expect((await state()).session.kind).toBe('signedIn');
  });

  it('an inbound call rings, is answered by hand, and is followed by after-call work and a disposition', async () => {
    const calling = lab.people.callIn(DID);
    await callIs('ringing');
    await presenceBecomes('RINGING');
    await pressUntil('Answer', 'talking');
    const customer = await calling;
    await bothHear(customer);
    await customer.hangUp();
    await phase('afterCall');
    await presenceBecomes('ONCALL', 'PAUSE-ACW');
    await wrapUp();
    await presenceBecomes('READY');
  });

  it('an inbound call of a campaign that wants it so is answered by itself', async () => {
    if (!INBOUND) throw new Error('the lab has no inbound campaign');
    await lab.pbx.defineCampaign({ ...INBOUND, autoAttendInbound: true });
    const customer = await lab.people.callIn(DID);
    await callIs('talking');
    await bothHear(customer);
    await customer.hangUp();
    await phase('afterCall');
    await wrapUp();
    await presenceBecomes('ONCALL', 'PAUSE-ACW', 'READY');
    await lab.pbx.defineCampaign(INBOUND);
  });

  it('a pause with a limit ends by itself', async () => {
    await press(agent.panel, 'Pause');
    await pressLine('Choose a pause', 'break');
    await phase('paused');
    await agent.says('left'); // the countdown
    const { agent: paused } = await state();
    expect(paused).toMatchObject({ phase: 'paused', pause: { name: 'break', maxS: BREAK_S } });
    await phase('ready');
    await presenceBecomes('PAUSE-break', 'READY');
    const [set, left] = ours().slice(-2);
    const lasted = (left?.at ?? 0) - (set?.at ?? 0);
    expect(lasted).toBeGreaterThanOrEqual(BREAK_S * 1000 - 200);
    expect(lasted).toBeLessThan(BREAK_S * 1000 + 3000);
  });

  it('a pause chosen during a call begins at its end', async () => {
    const called = lab.people.expect('3515551001');
    await agent.free();
    await agent.dial('3515551001');
    const customer = await called;
    await bothHear(customer);
    await press(agent.panel, 'Pause');
    await pressLine('Pause after this call', 'gestion');
    await agent.says(/after this call: gestion/i);
    await customer.hangUp();
    await phase('paused');
    await presenceBecomes('DIALING', 'ONCALL', 'PAUSE-gestion');
    await agent.pressSeen('Resume work');
    await presenceBecomes('READY');
    // The server's answer is on its way still: a supervisor's pause that crosses it is asked for once more (lib/agent).
    await until(
      async () => (await state()).agent.memo?.inFlight.unpause ?? 0,
      (asked) => asked === 0,
      'the phone should hear of it',
    );
  });

  it('a supervisor pauses and releases the agent', async () => {
    await lab.omnileads.control.supervisor.pause('ag1');
    await phase('paused');
    expect((await state()).agent.forced).toBe(true);
    await agent.says('Set by a supervisor');
    await lab.omnileads.control.supervisor.unpause('ag1');
    await phase('ready');
    await presenceBecomes('PAUSE-Supervision', 'READY');
  });

  it('a preview contact is handed out and called', async () => {
    await press(agent.panel, 'Get a contact');
    const { preview } = await until(state, (now) => now.preview !== null, 'a contact should be handed out');
    expect(preview).toMatchObject({ campaignName: 'preview_01', state: 'delivered' });
    const called = lab.people.expect(preview?.contact.phone ?? '');
    await agent.free();
    await agent.pressSeen('Call contact');
    const customer = await called;
    await bothHear(customer);
    expect((await state()).call.call?.contactId).toBe(preview?.contact.id);
    await customer.hangUp();
    await wrapUp();
    await presenceBecomes('DIALING', 'ONCALL', 'PAUSE-ACW', 'READY');
    expect((await state()).preview).toBeNull();
  });

  it('a new contact is saved and called in a manual campaign', async () => {
    const phone = '3515551042';
    await choose(agent.panel, 'Campaign', 'manual_01');
    await until(
      async () => (await state()).siteCampaigns,
      (kept) => kept[lab.crm.url] === '1',
      'the site should remember the campaign',
    );
    await type(agent.panel, 'Number', phone);
    await press(agent.panel, 'Contacts');
    await agent.says(`no contact has ${phone}`);
    await press(agent.panel, 'New contact');
    // Wrong first: the server says so beside the field, and nothing is lost.
    await type(agent.panel, 'telefono', 'abc');
    await type(agent.panel, 'nombre', 'Nueva');
    await type(agent.panel, 'apellido', 'Clienta');
    await press(agent.panel, 'Save');
    const field = await find(agent.panel, 'textbox', 'telefono');
    await until(
      () => field.evaluate((one) => one.getAttribute('aria-invalid')),
      (invalid) => invalid === 'true',
      'the wrong number should be marked',
    );
    await type(agent.panel, 'telefono', phone);
    const called = lab.people.expect(phone);
    await agent.free();
    await agent.pressSeen('Save and call');
    const customer = await called;
    await bothHear(customer);
    const contactId = (await state()).call.call?.contactId ?? '';
    const saved = lab.omnileads.control.store.contacts.get(Number(contactId));
    expect(JSON.stringify(saved)).toContain('Clienta');
    await pressUntil('Hang up', 'idle');
    await wrapUp();
    await presenceBecomes('DIALING', 'ONCALL', 'PAUSE-ACW', 'READY');
    expect(lab.omnileads.control.disposition(Number(contactId), 1)).not.toBeNull();
    await choose(agent.panel, 'Campaign', 'Outside campaigns');
  });

  it('the session expires in the middle of a call: said, renewed, and the call goes on', async () => {
    const called = lab.people.expect('3515551001');
    await agent.free();
    await agent.dial('3515551001');
    const customer = await called;
    await bothHear(customer);
    lab.omnileads.control.expireSession('ag1');
    await agent.send({ type: 'retryNow' });
    await agent.says(words.error('sessionExpired').what, 15_000);
    await bothHear(customer);
    await signInAgain();
    expect((await state()).call.phase).toBe('talking');
    await bothHear(customer);
    await pressUntil('Hang up', 'idle');
    await phase('afterCall');
    await agent.pressSeen('Resume work');
    await presenceBecomes('DIALING', 'ONCALL', 'PAUSE-ACW', 'READY');
  });

  it("a supervisor's message stays until it was read", async () => {
    lab.omnileads.control.supervisor.message('ag1', 'Team meeting at five');
    await agent.says('Team meeting at five');
    const { notices } = await state();
    const message = notices.find(({ code }) => code === 'supervisorMessage');
    expect(message).toMatchObject({ sticky: true, params: { supervisor: 'sup1' } });
    await press(agent.panel, 'Dismiss');
    await until(
      async () => (await state()).notices.map(({ code }) => code),
      (codes) => !codes.includes('supervisorMessage'),
      'the message should be read',
    );
  });

  it('somebody opens the user elsewhere: said, and taken over by a button and a password', async () => {
    lab.omnileads.control.signInElsewhere('ag1');
    await agent.says(words.error('signedInElsewhere').what);
    await phase('signedInElsewhere');
    // Off the line: the PBX rings whoever registered last, and each renewal of ours would take the other's calls.
    const line = (wanted: string) =>
      until(
        async () => (await state()).registration.phase,
        (phase) => phase === wanted,
        `the line should be ${wanted}`,
      );
    await line('off');
    await agent.press('Take over');
    await signInAgain();
    await phase('ready');
    await line('registered');
    await presenceBecomes('READY');
  });

  it("the agent's own OMniLeads in a tab: each side is told of the other, and neither leaves in silence", async () => {
    const tab = await agent.desk.openPage(`${lab.omnileads.httpUrl}/consola/`);
    // What the stock page does when it is opened, and what it would show of our coming back.
    await tab.evaluate(() => {
      const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/channels/agent-console`);
      socket.addEventListener('message', ({ data }) => (document.title = String(data)));
    });
    await agent.crm.bringToFront();
    await agent.reopenPanel();
    await agent.says(words.error('signedInElsewhere').what);
    await phase('signedInElsewhere');
    expect(await tab.title()).not.toContain('logout');
    // The same session: no password is asked for.
    await agent.pressSeen('Take over');
    await phase('ready');
    await until(
      () => tab.title(),
      (title) => title.includes('logout'),
      'the tab should be told',
    );
    await presenceBecomes('READY');
    // Signing out over there: said at once, not at the next call.
    await tab.goto(`${lab.omnileads.httpUrl}/accounts/logout/`);
    await tab.close();
    await agent.crm.bringToFront();
    await agent.reopenPanel();
    await agent.says(words.error('sessionExpired').what);
    await signInAgain();
    await phase('ready');
  });

  it('ends with signing out: out of the queues, unregistered, the session closed', async () => {
    const options = await agent.desk.options();
    await press(options, 'Sign out');
    await until(
      async () => (await state()).session.kind,
      (kind) => kind === 'signedOut',
      'the agent should be signed out',
    );
    await options.close();
    expect(ours()[seen]?.status).toBe('OFFLINE');
    const { session, registration } = await state();
    expect(session.kind).toBe('signedOut');
    expect(registration.phase).toBe('off');
    expect(told).toEqual(SHIFT);
    const last = lab.omnileads.control.store.activityLog.filter(({ agentId }) => agentId === 1).at(-1);
    expect(last?.event).toBe('LOGOUT');
  });
});

async function signInAgain(): Promise<void> {
  const options = await agent.desk.options();
  await type(options, 'Password', AG1.password);
  await options.keyboard.press('Enter');
  await find(options, 'button', 'Sign out');
  await options.close();
  await until(
    async () => (await state()).session.kind,
    (kind) => kind === 'signedIn',
    'the agent should be signed in again',
  );
}
