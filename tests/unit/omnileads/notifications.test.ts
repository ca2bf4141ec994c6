import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConsoleMessage, OmnileadsClient, SocketPhase } from '@/lib/omnileads';
import { parseMessage } from '@/lib/omnileads/messages';
import { retryDelay } from '@/lib/omnileads/notifications';
import { FakeServer } from './fake';

let server: FakeServer;
let client: OmnileadsClient;
let heard: ConsoleMessage[];
let phases: SocketPhase[];
beforeEach(async () => {
  vi.useFakeTimers();
  server = new FakeServer();
  client = await server.signedIn();
  [heard, phases] = [[], []];
});
afterEach(() => {
  client.notifications.stop();
  vi.useRealTimers();
});

const last = () => server.sockets.at(-1)!;
async function start(): Promise<void> {
  client.notifications.start({
    onMessage: (message) => heard.push(message),
    onPhase: (phase) => phases.push(phase),
  });
  await vi.advanceTimersByTimeAsync(0);
}
async function open(): Promise<void> {
  await start();
  last().opens();
}

describe('the console socket', () => {
  it('opens after its cookie rule is set, on the server’s own address', async () => {
    const asked = vi.spyOn(server, 'socketRule');
    await open();
    expect(asked).toHaveBeenCalledTimes(1);
    expect(last().url).toBe('wss://oml.example/channels/agent-console');
    expect(phases).toEqual(['connecting', 'open']);
  });

  it('passes on what it hears and logs what it does not know', async () => {
    await open();
    last().says({ type: 'supervisor_send_message', args: { msg: 'hola', supervisor: 'sup1' } });
    last().says({ type: 'from_the_future', args: {} });
    last().says('not json');
    expect(heard).toEqual([{ type: 'supervisorMessage', text: 'hola', supervisor: 'sup1' }]);
    expect(server.log.lines().filter(({ what }) => what === 'unknown console message')).toHaveLength(2);
  });

  it('comes back after a loss, asking first whether the session lives, with the rule set anew', async () => {
    const asked = vi.spyOn(server, 'socketRule');
    await open();
    last().breaks();
    expect(client.notifications.phase()).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.requests('GET /blanco/')).toHaveLength(1);
    expect(asked).toHaveBeenCalledTimes(2);
    last().opens();
    expect(phases).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open']);
  });

  it('tries for ever while the network is gone, ever more rarely', async () => {
    await open();
    server.on('GET /blanco/', 'network');
    last().breaks();
    await vi.advanceTimersByTimeAsync(3_600_000);
    const tries = server.requests('GET /blanco/').length;
    // A try each 22 s or so, and the session's own keep-alive.
    expect(tries).toBeGreaterThan(150);
    expect(tries).toBeLessThan(300);
    server.replies.delete('GET /blanco/');
    while (server.sockets.length === 1) await vi.advanceTimersByTimeAsync(1_000);
    last().opens();
    expect(client.notifications.phase()).toBe('open');
  });

  it('does not loop fast when the server accepts and closes at once', async () => {
    await open();
    for (let second = 0; second < 60; second += 1) {
      last().opens();
      last().breaks();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(server.sockets.length).toBeLessThan(10);
  });

  it('gives up a handshake that hangs', async () => {
    await start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(last().closed).toBe(true);
    expect(client.notifications.phase()).toBe('waiting');
  });

  it('never comes back by itself after another console took over', async () => {
    await open();
    const mine = last();
    mine.says({ type: 'logout' });
    expect(heard).toEqual([{ type: 'logout' }]);
    expect(mine.closed).toBe(true);
    mine.says({ type: 'pause', args: { id: '00', name: 'x' } });
    client.notifications.refresh();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(server.sockets).toHaveLength(1);
    expect(heard).toHaveLength(1);
    expect(client.notifications.phase()).toBe('takenOver');
  });

  it('takes over when the agent says so', async () => {
    await open();
    last().says({ type: 'logout' });
    client.notifications.takeOver();
    await vi.advanceTimersByTimeAsync(0);
    last().opens();
    expect(server.sockets).toHaveLength(2);
    expect(client.notifications.phase()).toBe('open');
  });

  it('asks for a sign-in when taking over finds the session gone', async () => {
    await open();
    last().says({ type: 'logout' });
    server.signInAs(null);
    client.notifications.takeOver();
    await vi.advanceTimersByTimeAsync(0);
    expect(client.notifications.phase()).toBe('signedOut');
    expect(server.events).toEqual([{ type: 'expired' }]);
    expect(server.sockets).toHaveLength(1);
  });

  it('waits for the next sign-in when there is no session cookie', async () => {
    server.signInAs(null);
    await start();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(server.sockets).toHaveLength(0);
    expect(client.notifications.phase()).toBe('signedOut');
    const again = await server.signedIn();
    again.notifications.start({ onMessage: () => undefined });
    await vi.advanceTimersByTimeAsync(0);
    expect(server.sockets).toHaveLength(1);
    again.notifications.stop();
  });

  it('reconnects at once when the network changed, and ignores its old socket', async () => {
    await open();
    const old = last();
    client.notifications.refresh();
    await vi.advanceTimersByTimeAsync(0);
    expect(old.closed).toBe(true);
    last().opens();
    old.says({ type: 'logout' }); // what our own reconnection makes the server tell the old one
    old.breaks();
    expect(heard).toEqual([]);
    expect(client.notifications.phase()).toBe('open');
  });

  it('is silent after stop, even with a try on its way', async () => {
    await open();
    last().breaks();
    client.notifications.stop();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(server.sockets).toHaveLength(1);
    expect(client.notifications.phase()).toBe('off');
  });
});

describe('the back-off', () => {
  it('stays between half a second and half a minute', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const delay = retryDelay(attempt, random);
          expect(delay).toBeGreaterThanOrEqual(500);
          expect(delay).toBeLessThanOrEqual(30_000);
        },
      ),
    );
  });
});

describe('a frame of the console socket', () => {
  it.each<[unknown, ConsoleMessage]>([
    [
      { type: 'pause', args: { id: '00', name: 'Supervision' } },
      { type: 'pause', id: '00', name: 'Supervision' },
    ],
    [
      { type: 'unpause', args: { id: '00' } },
      { type: 'unpause', pauseId: '00' },
    ],
    [
      { type: 'unpause', args: { id: '1.2', dispositioned: true } },
      { type: 'dispositioned', callId: '1.2', dispositioned: true },
    ],
    [
      { type: 'unpause', args: { id: null, dispositioned: false } },
      { type: 'dispositioned', callId: null, dispositioned: false },
    ],
    [{ type: 'logout' }, { type: 'logout' }],
    [
      { type: 'contact_saved', args: { id: '1.2', contact_id: 66 } },
      { type: 'contactSaved', callId: '1.2', contactId: '66' },
    ],
    [
      { type: 'external_site_interaction_error', args: { error_msg: null } },
      { type: 'externalSite', error: null },
    ],
    [
      { type: 'external_site_interaction_error', args: { error_msg: 'x' } },
      { type: 'externalSite', error: 'x' },
    ],
    [{ type: 'end_transferred_call', args: { end_transferred_call: true } }, { type: 'consultationEnded' }],
    [
      { type: 'supervisor_send_message', args: { msg: 'm', supervisor: 's' } },
      { type: 'supervisorMessage', text: 'm', supervisor: 's' },
    ],
    [
      { type: 'attended_multinum_call', args: { phone: '351' } },
      { type: 'multinumAnswered', phone: '351' },
    ],
  ])('%j is %j', (frame, message) => {
    expect(parseMessage(JSON.stringify(frame))).toEqual(message);
  });

  it.each([
    { type: 'pause' },
    { type: 'pause', args: { name: 'x' } },
    { type: 'contact_saved', args: { id: 'x' } },
    { type: 'supervisor_send_message', args: {} },
    null,
    [],
  ])('%j is none', (frame) => {
    expect(parseMessage(JSON.stringify(frame))).toBeNull();
  });

  it('never throws, whatever arrives', () => {
    const types = [
      'pause',
      'unpause',
      'logout',
      'contact_saved',
      'supervisor_send_message',
      'end_transferred_call',
      'x',
    ];
    const frame = fc
      .record({ type: fc.constantFrom(...types), args: fc.jsonValue() })
      .map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(fc.oneof(frame, fc.string(), fc.json(), fc.uint8Array()), (data) => {
        const message = parseMessage(data);
        expect(message === null || typeof message.type === 'string').toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
