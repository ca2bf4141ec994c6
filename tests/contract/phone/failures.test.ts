/**
 * The phone with its real client over HTTP: what an agent does, met with every failure of the endpoint behind it. Each says so where
 * somebody waits for it, a 403 takes away its own ability only, and the phone works on as soon as the failure is over.
 * Drafts and their forms: tests/contract/drafts. Every endpoint's error by itself: tests/contract/client/failures.test.ts.
 */
import { Window } from 'happy-dom';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakePbx, startOmnileads, type FailureKind, type OmnileadsStandIn } from '@/lab/omnileads';
import type { ErrorCode } from '@/lib/diagnostics';
import { ENDPOINTS, type EndpointName } from '@/lib/omnileads';
import type { CommandResult, PhoneCommand } from '@/lib/phone';
import { createWorld, inCampaign, type World } from '../../unit/phone/fakes';
import { until } from '../../e2e/harness/until';
import { createBrowser, type Browser } from '../client/browser';
import { overSoon, watchRejections } from '../client/time';

const PASSWORD = '098098ZZZ'; // the seed's
const ALWAYS = 1000;
const CODES: Readonly<Partial<Record<FailureKind, ErrorCode>>> = {
  '403': 'permissionDenied',
  http500: 'serverError',
  html200: 'serverAnsweredPage',
  timeout: 'serverTimeout',
};
const KINDS = Object.keys(CODES) as FailureKind[];

let standIn: OmnileadsStandIn;
let browser: Browser;
let world: World;
const escaped = watchRejections();
beforeAll(() => vi.stubGlobal('DOMParser', new Window().DOMParser));
afterAll(() => {
  vi.unstubAllGlobals();
});
beforeEach(async () => {
  standIn = await startOmnileads({ secret: 's', pbx: createFakePbx(), tls: false });
  browser = createBrowser();
  world = createWorld({}, (onSession) => browser.phone(onSession).client);
  await world.phone.start();
});
afterEach(async () => {
  browser.closeSockets();
  await standIn.stop();
});

const signIn = (): Promise<CommandResult> =>
  world.phone.handle({ type: 'signIn', server: standIn.httpUrl, user: 'ag1', password: PASSWORD }, 'options');
const send = (command: PhoneCommand): Promise<CommandResult> => world.phone.handle(command, 'panel');
/** The phone's own clock goes on while the server's answers travel. */
async function phase(wanted: string): Promise<void> {
  await until(
    async () => (await world.clock.pass(20), world.state().agent.phase),
    (now) => now === wanted,
    `the agent should be ${wanted}`,
  );
}
async function ready(): Promise<void> {
  expect(await signIn()).toEqual({ ok: true });
  await phase('ready');
}

interface Row {
  /** reply: the command is refused with the code; quiet: it is done all the same, or nobody waits for it. */
  readonly shown: 'reply' | 'quiet';
  readonly first?: () => Promise<unknown>;
  readonly run: () => Promise<CommandResult | void>;
  /** Where a failure rightly ends otherwise; null = it is none. */
  readonly otherwise?: Partial<Record<FailureKind, ErrorCode | null>>;
}
const NUMBER = '3515550009';
const hold = async (): Promise<void> => {
  const session = world.sip.invite(inCampaign({ origin: 'inbound', campaignId: '3', campaignType: '3' }));
  await world.clock.pass(20);
  await send({ type: 'answer' });
  await world.clock.pass(20);
  await send({ type: 'hold' });
  await send({ type: 'resume' });
  await world.clock.pass(20);
  expect(world.state().call.phase).toBe('talking');
  session.events.onEnded({ by: 'remote' });
};
const NOT_OMNILEADS = { '403': 'notOmnileads', html200: 'notOmnileads' } as const;

const ROWS: Partial<Record<EndpointName, Row>> = {
  loginPage: { shown: 'reply', run: signIn, otherwise: NOT_OMNILEADS },
  login: { shown: 'reply', run: signIn, otherwise: { '403': 'csrfRejected', html200: 'accountLocked' } },
  tokenLogin: { shown: 'quiet', run: signIn },
  inboundCampaigns: { shown: 'quiet', run: signIn },
  ownCampaigns: { shown: 'quiet', run: signIn },
  agentLogout: {
    shown: 'quiet',
    first: ready,
    async run() {
      await send({ type: 'signOut' });
      expect(world.state().session.kind).toBe('signedOut');
      await signIn();
    },
  },
  pause: { shown: 'reply', first: ready, run: () => send({ type: 'pause', pauseId: '1' }) },
  unpause: {
    shown: 'reply',
    first: async () => (await ready(), await send({ type: 'pause', pauseId: '1' })),
    run: () => send({ type: 'resumeWork' }),
  },
  callOutside: {
    shown: 'reply',
    first: ready,
    run: () => send({ type: 'call', number: NUMBER, via: 'panel' }),
  },
  makeCall: {
    shown: 'reply',
    first: ready,
    run: () => send({ type: 'call', number: NUMBER, campaignId: '1', contactId: '', via: 'panel' }),
  },
  callContact: {
    shown: 'reply',
    first: async () => (await ready(), await send({ type: 'previewNext', campaignId: '4' })),
    run: () => send({ type: 'previewCall' }),
  },
  compulsoryStatus: {
    shown: 'reply',
    async first() {
      standIn.control.setFlag('grupo_full', 'obligar_calificacion', true);
      await ready();
    },
    run: () => send({ type: 'call', number: NUMBER, via: 'panel' }),
    otherwise: { '403': null },
  },
  transferAgents: { shown: 'reply', first: ready, run: () => send({ type: 'refreshAgents' }) },
  databaseMetadata: {
    shown: 'reply',
    first: ready,
    run: () => send({ type: 'contactColumns', campaignId: '1' }),
  },
  contacts: {
    shown: 'reply',
    first: ready,
    run: () => send({ type: 'listContacts', campaignId: '1', search: '', start: 0 }),
  },
  newContact: {
    shown: 'reply',
    first: ready,
    run: () => send({ type: 'newContact', campaignId: '1', columns: { telefono: NUMBER } }),
  },
  searchContacts: {
    shown: 'reply',
    first: ready,
    run: () => send({ type: 'lookUp', number: NUMBER, campaignId: '1' }),
    // OMniLeads' own page helps out.
    otherwise: { '403': null, http500: null, html200: null },
  },
  identify: {
    shown: 'reply',
    async first() {
      await ready();
      standIn.control.failNext(lineOf('searchContacts'), '403', ALWAYS);
    },
    run: () => send({ type: 'lookUp', number: NUMBER, campaignId: '1' }),
    // A page is what it answers with: one without contacts means that nobody has the number.
    otherwise: { html200: null },
  },
  previewNext: { shown: 'reply', first: ready, run: () => send({ type: 'previewNext', campaignId: '4' }) },
  previewRelease: {
    shown: 'reply',
    first: async () => (await ready(), await send({ type: 'previewNext', campaignId: '4' })),
    run: () => send({ type: 'previewRelease' }),
  },
  ringing: {
    shown: 'quiet',
    first: ready,
    async run() {
      const session = world.sip.invite(inCampaign({ origin: 'inbound', campaignId: '3', campaignType: '3' }));
      await world.clock.pass(20);
      session.events.onEnded({ by: 'remote' });
    },
  },
  rejectCall: {
    shown: 'quiet',
    first: ready,
    async run() {
      world.sip.invite(inCampaign({ origin: 'inbound', campaignId: '3', campaignType: '3' }));
      await world.clock.pass(20);
      await send({ type: 'reject' });
    },
  },
  holdEvent: { shown: 'quiet', first: ready, run: hold },
};

function lineOf(name: EndpointName): RegExp {
  const { method, path } = ENDPOINTS[name];
  return new RegExp(`^${method} ${path.replace(/\./g, '\\.').replace(/\{\w+\}/g, '[^/?]+')}(\\?|$)`, 'u');
}
const cases = Object.entries(ROWS).flatMap(([name, row]) =>
  KINDS.map((kind) => [name as EndpointName, kind, row] as const),
);

describe('what an agent does over HTTP', () => {
  it.each(cases)('%s met with %s is said, and is over when it is over', async (name, kind, row) => {
    await row.first?.();
    standIn.control.failNext(lineOf(name), kind, ALWAYS);
    const result = await overSoon(row.run, kind === 'timeout');
    const code = row.otherwise?.[kind] === undefined ? CODES[kind] : row.otherwise[kind];
    if (row.shown === 'reply') expect(result).toMatchObject(code ? { ok: false, code } : { ok: true });
    else expect(world.codes()).not.toContain(CODES[kind]);

    // A role without it loses this ability, and no other.
    const forbidden = new Set<string>([name, ...(name === 'identify' ? ['searchContacts'] : [])]);
    expect(world.state().abilities.denied.filter((one) => !forbidden.has(one))).toEqual([]);
    if (kind === '403' && code === 'permissionDenied' && row.shown === 'reply')
      expect(world.state().abilities.denied).toContain(name);

    standIn.control.clearFailures();
    await world.clock.pass(20_000);
    if (world.state().session.kind !== 'signedIn') await ready();
    await until(
      async () => {
        await world.clock.pass(1_000);
        const { phase: now } = world.state().agent;
        if (now === 'paused' || now === 'afterCall') await send({ type: 'resumeWork' });
        return world.state().agent.phase;
      },
      (now) => now === 'ready',
      'the agent should be ready by the phone’s own doing or one press',
    );
    const before = standIn.control.requests.length;
    standIn.control.setFlag('grupo_full', 'obligar_calificacion', false);
    await until(
      async () => (await world.clock.pass(2_000), send({ type: 'call', number: '3515550001', via: 'panel' })),
      ({ ok }) => ok,
      'the agent should be able to call',
    );
    expect(standIn.control.requests.slice(before).map(({ path }) => path)).toContain(
      '/api/v1/make_call_outside_campaign/',
    );
  });

  it('leaves no rejection that nobody took', () => expect(escaped()).toEqual([]));
});
