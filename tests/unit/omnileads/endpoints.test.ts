/** Every endpoint of the client's own list, met with every failure (issue D): each ends in its PhoneError, none escapes. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ENDPOINTS, type EndpointName, type OmnileadsClient } from '@/lib/omnileads';
import { EXERCISES, FAILURES, outcomeOf, pathOfExercise, type Bench, type Failure } from './exercises';
import { FakeServer, PASSWORD, SERVER, type Responder } from './fake';

const RESPONDERS: Readonly<Record<Failure, Responder>> = {
  '403 JSON': { status: 403, json: { detail: 'Usted no tiene permiso' } },
  '403 page': { status: 403, html: 'Prohibido' },
  '500 page': { status: 500, html: 'Error Interno' },
  'the login page': { html: 'login', endsAt: '/accounts/login/?next=/x' },
  'a page instead of JSON': { html: '<h1>hello</h1>' },
  'no answer': 'silence',
  'no network': 'network',
};
const names = Object.keys(ENDPOINTS) as EndpointName[];
const cases = names.flatMap((name) => FAILURES.map((failure) => [name, failure] as const));

let server: FakeServer;
let client: OmnileadsClient;
const LONGER_THAN_ANY_TIMEOUT_MS = 31_000;
beforeEach(async () => {
  vi.useFakeTimers();
  server = new FakeServer();
  client = await server.signedIn();
});
afterEach(() => vi.useRealTimers());

function bench(): Bench {
  const fresh = (who: Parameters<FakeServer['signInAs']>[0]): OmnileadsClient => {
    server.signInAs(who);
    return server.client();
  };
  return {
    credentials: { server: SERVER, user: 'ag1', password: PASSWORD },
    client,
    other: () => server.client(),
    fresh: () => fresh(null),
    besideSupervisor: () => fresh('supervisor'),
    forbid: (name) =>
      server.on(`${ENDPOINTS[name].method} ${pathOfExercise(name)}`, { status: 403, html: '' }),
    offerSchedule: () =>
      server.on('GET /api/v1/agenda_contacto/', { status: 405, json: { detail: 'not by GET' } }),
  };
}

describe('every endpoint', () => {
  it.each(cases)('%s met with %s ends in its error', async (name, failure) => {
    const { method } = ENDPOINTS[name];
    const filled = pathOfExercise(name);
    server.on(`${method} ${filled}`, RESPONDERS[failure]);
    const settled = Promise.allSettled([EXERCISES[name](bench())]);
    await vi.advanceTimersByTimeAsync(LONGER_THAN_ANY_TIMEOUT_MS);
    const [outcome] = await settled;
    expect(server.requests(`${method} ${filled}`).length).toBeGreaterThan(0);
    expect(outcome).toMatchObject(outcomeOf(name, failure));
  });

  it.each(names.filter((name) => ENDPOINTS[name].permission && ENDPOINTS[name].auth === 'rest'))(
    '%s without its permission tells which control to disable',
    async (name) => {
      const filled = pathOfExercise(name);
      server.on(`${ENDPOINTS[name].method} ${filled}`, RESPONDERS['403 JSON']);
      await EXERCISES[name](bench()).catch(() => undefined);
      expect(server.events).toContainEqual({ type: 'denied', endpoint: name });
    },
  );

  it('is written as the server routes it: a slash too many or too few loses the body', () => {
    const withoutSlash = names.filter((name) => !ENDPOINTS[name].path.endsWith('/'));
    expect(withoutSlash.sort()).toEqual([
      'conferenceHold',
      'dispositionHistory',
      'dispositionOptions',
      'ownCampaigns',
      'searchContacts',
      'tokenLogin',
      'transferAgents',
    ]);
  });
});
