/** The file for support, and the self-test's part in the phone. */
import { describe, expect, it } from 'vitest';
import type { SelfTestResult } from '@/lib/diagnostics';
import { PhoneError } from '@/lib/diagnostics';
import type { ExportReply } from '@/lib/drafts';
import type { CommandResult, PhoneCommand } from '@/lib/phone';
import { createWorld, inCampaign, signedIn, CONSOLE, type World } from './fakes';

const value = async <T>(world: World, command: PhoneCommand): Promise<T> => {
  const result: CommandResult = await world.phone.handle(command, 'options');
  if (!result.ok) throw new Error(`${command.type} was refused`);
  return result.value as T;
};
const fileOf = async (world: World) => {
  const { fileName, text } = await value<ExportReply>(world, { type: 'diagnostics' });
  return { fileName, text, content: JSON.parse(text) as Record<string, never> };
};

const SECRETS = {
  password: 'Gr8!Pass',
  sipUser: '1764200000:1003',
  sipPassword: 'q7Zt+41kfA0xvB2mR9sUeXwLcDg=',
  turn: 'turnKey9',
  key: 'k3y-of-the-crm',
  number: '3515551001',
  name: 'Rosalinda Quispe',
};

async function shift(): Promise<World> {
  const world = createWorld({
    testNumber: '5551000',
    iceServers: [{ urls: 'turn:turn.example:3478', username: 'agents', credential: SECRETS.turn }],
    sipUrls: [`wss://oml.example/ws?key=${SECRETS.key}`],
    sites: [
      {
        origin: 'https://crm.example',
        country: 'AR',
        detection: true,
        prefix: '',
        campaignId: '',
        externalSystemId: '',
        screenPopUrl: `https://crm.example/pop?key=${SECRETS.key}`,
      },
    ],
  });
  world.server.session = signedIn({
    console: { ...CONSOLE, sipUser: SECRETS.sipUser, sipPassword: SECRETS.sipPassword },
    credentials: { ...signedIn().credentials, user: SECRETS.sipUser, password: SECRETS.sipPassword },
  });
  await world.phone.start();
  await world.phone.handle(
    { type: 'signIn', server: 'oml.example', user: 'ag1', password: SECRETS.password },
    'options',
  );
  await world.clock.pass(20);
  world.server.failing.set(
    'holdEvent',
    new PhoneError('serverError', { endpoint: 'holdEvent' }, `refused for ${SECRETS.sipPassword}`),
  );
  const session = world.sip.invite(
    inCampaign({ phone: SECRETS.number, contactId: '7', callData: { nombre: SECRETS.name } }),
  );
  await world.clock.pass(20);
  await world.phone.handle({ type: 'hold' }, 'panel');
  await world.clock.pass(20);
  session.events.onEnded({ by: 'remote', code: 486, phrase: 'Busy Here' });
  world.sip.says({ phase: 'lost', since: 0, reason: 'sipUnreachable', detail: 'Service Unavailable' });
  await world.clock.pass(3_000);
  return world;
}

describe('the diagnostics file', () => {
  it('holds what support asks for', async () => {
    const world = await shift();
    const results: readonly SelfTestResult[] = [{ what: 'socket', ok: false, why: 'sipUnreachable' }];
    await world.phone.handle({ type: 'selfTested', results }, 'options');
    const { fileName, text, content } = await fileOf(world);
    expect(fileName).toMatch(/^phone-diagnostics-\d{4}-\d\d-\d\d-\d\d-\d\d\.json$/);
    expect(content).toMatchObject({
      format: 1,
      versions: { extension: '0.1.0', browser: 'Chrome/148' },
      server: { origin: 'https://oml.example', sipServers: ['wss://oml.example/'], sipDomain: 'pbx.example' },
      settings: {
        iceServers: [{ urls: 'turn:turn.example:3478', withCredential: true }],
        sites: [{ origin: 'https://crm.example', opensPage: true }],
        testNumber: '…00',
      },
      state: {
        session: { kind: 'signedIn', agentId: '1', extension: '1003' },
        registration: { phase: 'lost', reason: 'sipUnreachable', detail: 'Service Unavailable' },
        recents: [{ number: '…01', answered: true }],
      },
      selfTest: { results },
      calls: [{ callId: '1700000000.1', endedBy: 'remote' }],
    });
    expect(text).toContain('"phrase": "Busy Here"');
    expect(text).toContain('refused for …');
  });

  it('holds no secret and no customer', async () => {
    const { text } = await fileOf(await shift());
    const told = Object.entries(SECRETS).flatMap(([what, secret]) => (text.includes(secret) ? [what] : []));
    expect(told).toEqual([]);
  });

  it('is there for views, not for pages', async () => {
    const world = createWorld();
    await world.phone.start();
    expect(await world.phone.handle({ type: 'diagnostics' }, 'page')).toMatchObject({
      code: 'commandNotAllowed',
    });
  });
});

describe('a self-test', () => {
  it('is offered once a day, before the first call', async () => {
    const world = createWorld();
    await world.ready();
    expect(world.state().selfTestDue).toBe(true);
    await world.phone.handle({ type: 'selfTestLater' }, 'panel');
    expect(world.state().selfTestDue).toBe(false);
    world.sip.says({ phase: 'lost', since: 0 });
    world.sip.says({ phase: 'registered', since: 0 });
    await world.clock.pass(20);
    expect(world.state().selfTestDue).toBe(false);
    const other = createWorld(world.settings());
    await other.ready();
    expect(other.state().selfTestDue).toBe(false);
    const tomorrow = createWorld({ ...world.settings(), selfTestDay: '2026-11-22' });
    await tomorrow.ready();
    expect(tomorrow.state().selfTestDue).toBe(true);
    tomorrow.sip.invite(inCampaign({ contactId: '7' }));
    await tomorrow.clock.pass(20);
    expect(tomorrow.state().selfTestDue).toBe(false);
  });

  it('tells server and session apart', async () => {
    const world = createWorld();
    const found = () => value<readonly SelfTestResult[]>(world, { type: 'testServer' });
    expect(await found()).toMatchObject([{ why: 'noServer' }, { why: 'notSignedIn' }]);
    await world.ready();
    expect(await found()).toMatchObject([{ ok: true }, { ok: true }]);
    world.server.who = { kind: 'agent', extension: '1004' };
    expect(await found()).toMatchObject([{ ok: true }, { why: 'otherAgentSignedIn' }]);
    world.server.who = { kind: 'nobody' };
    expect(await found()).toMatchObject([{ ok: true }, { why: 'sessionExpired' }]);
    world.server.fail('check', 'serverUnreachable');
    expect(await found()).toMatchObject([{ why: 'serverUnreachable' }, { why: 'notConnected' }]);
  });

  it('calls the test number, and never hangs up on a customer who came instead', async () => {
    const world = createWorld({ testNumber: '5551000' });
    await world.ready();
    const result = value<SelfTestResult>(world, { type: 'testCall' });
    await world.clock.pass(200);
    expect(world.server.asked).toContain('callOutside 5551000');
    await world.clock.pass(40_000); // OMniLeads never calls back
    expect(await result).toEqual({ what: 'testCall', ok: false, why: 'callUnanswered' });

    const customer = world.sip.invite(inCampaign({ contactId: '7' }));
    await world.clock.pass(20);
    expect(await value<SelfTestResult>(world, { type: 'testCall' })).toMatchObject({ why: 'callBusyNow' });
    expect(customer.done).not.toContain('end');
  });
});
