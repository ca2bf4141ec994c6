import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { agents, consoleHtml, FakeServer } from './fake';

let server: FakeServer;
beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
});
afterEach(() => vi.useRealTimers());

async function signedInWithAge(maxSessionAgeS: number) {
  server.on('POST /accounts/login/', () => {
    server.signInAs(agents.ag1);
    return { html: consoleHtml({ max_session_age: String(maxSessionAgeS) }), endsAt: '/consola/' };
  });
  return server.signedIn();
}
const touches = () => server.requests('GET /blanco/').length;

describe('the keep-alive', () => {
  it.each([
    [3600, 300],
    [600, 300],
    [120, 60],
  ])('of a session of %i s asks every %i s, always', async (age, periodS) => {
    const client = await signedInWithAge(age);
    await vi.advanceTimersByTimeAsync(periodS * 1000 - 1);
    expect(touches()).toBe(0);
    await vi.advanceTimersByTimeAsync(periodS * 3000 + 1);
    expect(touches()).toBe(4);
    await client.session.signOut();
  });

  it('asks again soon after the network failed', async () => {
    const client = await signedInWithAge(3600);
    server.on('GET /blanco/', 'network');
    await vi.advanceTimersByTimeAsync(300_000);
    server.replies.delete('GET /blanco/');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(touches()).toBe(2);
    await vi.advanceTimersByTimeAsync(299_000);
    expect(touches()).toBe(2);
    await client.session.signOut();
  });

  it('notices the end of the session before the agent does, once, and its return', async () => {
    const client = await signedInWithAge(3600);
    server.signInAs(null);
    await vi.advanceTimersByTimeAsync(900_000);
    expect(server.events).toEqual([{ type: 'expired' }]);
    server.signInAs(agents.ag1); // in a tab of the same browser
    await client.web.write(async () => undefined);
    expect(client.session.expired).toBe(false);
    await client.session.signOut();
  });

  it('stops at sign-out', async () => {
    const client = await signedInWithAge(3600);
    await client.session.signOut();
    server.seen.length = 0;
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(server.seen).toHaveLength(0);
  });
});
