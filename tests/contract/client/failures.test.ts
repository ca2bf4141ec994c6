/**
 * Every endpoint of the client's own list over real HTTP, met with every failure: each ends in its error, nothing escapes, and the
 * same question is answered again when the failure is over. What the phone says of each: tests/contract/phone.
 */
import { Window } from 'happy-dom';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakePbx, startOmnileads, type FailureKind, type OmnileadsStandIn } from '@/lab/omnileads';
import { ENDPOINTS, type EndpointName, type OmnileadsClient } from '@/lib/omnileads';
import {
  EXERCISES,
  outcomeOf,
  pathOfExercise,
  type Bench,
  type Failure,
} from '../../unit/omnileads/exercises';
import { createBrowser } from './browser';
import { overSoon, watchRejections } from './time';

const PASSWORD = '098098ZZZ'; // the seed's
const KINDS: readonly (readonly [FailureKind, Failure])[] = [
  ['403', '403 JSON'],
  ['http500', '500 page'],
  ['html200', 'a page instead of JSON'],
  ['timeout', 'no answer'],
];
/** This server has all the pages that a CSRF token may come from: the next one helps out. */
const HELPED = {
  '403': { status: 'fulfilled' },
  http500: { status: 'fulfilled' },
  html200: { status: 'fulfilled' },
};
const HERE: Partial<Record<EndpointName, Partial<Record<FailureKind, object>>>> = {
  csrfSelectCampaign: HELPED,
  csrfCallbacks: HELPED,
};
const ALWAYS = 1000;

let standIn: OmnileadsStandIn;
let server: string;
const escaped = watchRejections();
beforeAll(async () => {
  vi.stubGlobal('DOMParser', new Window().DOMParser);
  standIn = await startOmnileads({ secret: 's', pbx: createFakePbx(), mode: 'next', tls: false });
  server = standIn.httpUrl;
});
afterAll(async () => {
  await standIn.stop();
  vi.unstubAllGlobals();
});
beforeEach(() => standIn.control.clearFailures());

const lineOf = (name: EndpointName): RegExp =>
  new RegExp(`^${ENDPOINTS[name].method} ${pathOfExercise(name).replace(/\./g, '\\.')}(\\?|$)`, 'u');

async function bench(): Promise<Bench> {
  const browser = createBrowser();
  const { client } = browser.phone();
  const credentials = { server, user: 'ag1', password: PASSWORD };
  await client.session.signIn(credentials);
  const elsewhere = (): OmnileadsClient => createBrowser().phone().client;
  return {
    credentials,
    client,
    other: () => browser.phone().client,
    fresh: elsewhere,
    async besideSupervisor() {
      const theirs = createBrowser();
      // As a person does in a tab: our own client would refuse a supervisor, and sign them out.
      await theirs.fetch(`${server}/accounts/login/`);
      const csrfmiddlewaretoken = theirs.cookies.get('csrftoken') ?? '';
      const body = new URLSearchParams({ csrfmiddlewaretoken, username: 'sup1', password: PASSWORD });
      await theirs.fetch(`${server}/accounts/login/`, { method: 'POST', body });
      return theirs.phone().client;
    },
    forbid: (name) => standIn.control.failNext(lineOf(name), '403', ALWAYS),
    offerSchedule: () => undefined,
  };
}

const names = Object.keys(ENDPOINTS) as EndpointName[];
const cases = names.flatMap((name) => KINDS.map(([kind, failure]) => [name, kind, failure] as const));

describe('every endpoint over HTTP', () => {
  it.each(cases)('%s met with %s ends in its error', async (name, kind, failure) => {
    const at = await bench();
    const asked = (): number =>
      standIn.control.requests.filter(({ method, path }) => lineOf(name).test(`${method} ${path}`)).length;
    const before = asked();
    standIn.control.failNext(lineOf(name), kind, ALWAYS);
    const [outcome] = await overSoon(() => Promise.allSettled([EXERCISES[name](at)]), kind === 'timeout');
    expect(asked()).toBeGreaterThan(before);
    expect(outcome).toMatchObject(HERE[name]?.[kind] ?? outcomeOf(name, failure));
  });

  it('leaves no rejection that nobody took', () => expect(escaped()).toEqual([]));
});
