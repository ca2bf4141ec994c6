import { describe, expect, it } from 'vitest';
import {
  askHost,
  onHostEvent,
  serveHost,
  type HostEvent,
  type HostHandlers,
  type SenderLike,
} from '@/lib/bridge';
import { fingerprint, freshConnectionRule, refererRule, socketRule } from '@/lib/bridge/rules';
import { PhoneError } from '@/lib/diagnostics';
import { DEFAULT_SETTINGS } from '@/lib/settings/types';
import { ID, OPTIONS, OWN, page, PANEL } from './fake-runtime';

type Listener = (message: unknown, sender: SenderLike) => Promise<unknown> | undefined;
const BACKSTAGE: SenderLike = { id: ID, origin: OWN, url: `${OWN}/background.js` };

function worker(change: Partial<Record<keyof HostHandlers, () => Promise<unknown>>> = {}) {
  const asked: string[] = [];
  let listen: Listener = () => undefined;
  const handlers = new Proxy({} as HostHandlers, {
    get: (_target, type: keyof HostHandlers) => () => {
      asked.push(type);
      return change[type]?.() ?? Promise.resolve(null);
    },
  });
  serveHost(handlers, {
    id: ID,
    getURL: (path) => OWN + path,
    onMessage: { addListener: (listener) => (listen = listener) },
  });
  const from = (sender: SenderLike) => ({ sendMessage: async (message: unknown) => listen(message, sender) });
  return { asked, from, raw: (message: unknown, sender: SenderLike) => listen(message, sender) };
}

describe('asking the worker', () => {
  it('brings the value back', async () => {
    const { from } = worker({ 'settings.get': () => Promise.resolve(DEFAULT_SETTINGS) });
    expect(await askHost({ type: 'settings.get' }, from(OPTIONS))).toEqual(DEFAULT_SETTINGS);
  });

  it('brings a failure back as its code', async () => {
    const { from } = worker({ 'settings.set': () => Promise.reject(new PhoneError('messageInvalid')) });
    await expect(askHost({ type: 'settings.set', patch: {} }, from(OPTIONS))).rejects.toMatchObject({
      code: 'messageInvalid',
    });
  });

  it('without a worker is a failure too', async () => {
    await expect(
      askHost({ type: 'ensurePhone' }, { sendMessage: async () => undefined }),
    ).rejects.toMatchObject({
      code: 'unexpected',
    });
  });

  it('is allowed to pages for one thing only: that the phone exists', async () => {
    const { from, asked } = worker();
    const crm = from(page('https://crm.example'));
    await askHost({ type: 'ensurePhone' }, crm);
    await expect(askHost({ type: 'settings.get' }, crm)).rejects.toMatchObject({ code: 'commandNotAllowed' });
    await expect(askHost({ type: 'openTab', url: 'https://x.example' }, crm)).rejects.toMatchObject({
      code: 'commandNotAllowed',
    });
    expect(asked).toEqual(['ensurePhone']);
  });

  it.each([
    { type: 'openTab', url: 'javascript:alert(1)' },
    { type: 'openTab', url: 'file:///etc/passwd' },
    { type: 'rules.referer', server: 'https://a.example/path', refererHost: 'withoutPort' },
    { type: 'settings.set', patch: { unknown: 1 } },
    { type: 'nonsense' },
  ])('with $type of a wrong shape is refused', async (request) => {
    const { raw, asked } = worker();
    expect(await raw({ to: 'worker', request }, OPTIONS)).toMatchObject({
      ok: false,
      code: 'messageInvalid',
    });
    expect(asked).toEqual([]);
  });

  it('leaves messages alone that are for somebody else', () => {
    const { raw } = worker();
    expect(raw({ to: 'phone', type: 'updateAvailable' }, BACKSTAGE)).toBeUndefined();
    expect(
      raw({ to: 'worker', request: { type: 'ensurePhone' } }, { ...OPTIONS, id: 'another' }),
    ).toBeUndefined();
  });
});

describe('the worker’s events', () => {
  const listening = () => {
    const heard: HostEvent[] = [];
    let listen: (message: unknown, sender: SenderLike) => void = () => undefined;
    onHostEvent((event) => heard.push(event), {
      id: ID,
      getURL: (path) => OWN + path,
      onMessage: { addListener: (listener) => (listen = listener) },
    });
    return { heard, say: (message: unknown, sender: SenderLike) => listen(message, sender) };
  };

  it('are heard from the worker and from nobody else', () => {
    const { heard, say } = listening();
    const event = {
      to: 'phone',
      type: 'callText',
      text: '0351 555-0001',
      origin: 'https://crm.example',
    };
    say(event, page('https://evil.example'));
    say(event, PANEL);
    expect(heard).toEqual([]);
    say(event, BACKSTAGE);
    expect(heard).toEqual([event]);
  });

  it('of a wrong shape are not heard', () => {
    const { heard, say } = listening();
    say({ to: 'phone', type: 'command', command: { type: 'answer' } }, BACKSTAGE);
    say({ to: 'phone', type: 'shortcut', name: 'format-disk' }, BACKSTAGE);
    expect(heard).toEqual([]);
  });
});

describe('the header rules', () => {
  it('are bound to our own requests: without that they would disarm the server for web pages', () => {
    for (const rule of [
      refererRule(1, 'https://oml.example', 'withoutPort', ID),
      socketRule(2, 'https://oml.example', 'c', ID),
      freshConnectionRule(3, 'https://oml.example', ID),
    ]) {
      expect(rule?.condition.initiatorDomains).toEqual([ID]);
    }
  });

  it.each([
    ['https://oml.example', 'withoutPort', 'https://oml.example/'],
    ['https://oml.example:9443', 'withoutPort', 'https://oml.example/'],
    ['https://oml.example:9443', 'withPort', 'https://oml.example:9443/'],
  ] as const)('name the host that %s sees (%s)', (server, form, referer) => {
    const rule = refererRule(1, server, form, ID);
    expect(rule?.action.requestHeaders).toEqual([{ header: 'referer', operation: 'set', value: referer }]);
    expect(rule?.condition.urlFilter).toBe(`|${server}/`);
  });

  it('need no Referer over http', () =>
    expect(refererRule(1, 'http://127.0.0.1:8000', 'withoutPort', ID)).toBeNull());

  it('let no connection to the server be used twice, for no request may be repeated by the browser', () => {
    const rule = freshConnectionRule(3, 'https://oml.example:9443', ID);
    expect(rule.action.requestHeaders).toEqual([{ header: 'connection', operation: 'set', value: 'close' }]);
    expect(rule.condition).toMatchObject({
      urlFilter: '|https://oml.example:9443/',
      resourceTypes: ['xmlhttprequest'],
    });
  });

  it('put the cookie on the console socket and on no other address', () => {
    expect(socketRule(2, 'https://oml.example:9443', 'abc', ID).condition).toMatchObject({
      urlFilter: '|wss://oml.example:9443/channels/agent-console|',
      resourceTypes: ['websocket'],
    });
  });

  it('tell a changed cookie without its value', async () => {
    const [one, again, other] = await Promise.all([
      fingerprint('secret-1'),
      fingerprint('secret-1'),
      fingerprint('secret-2'),
    ]);
    expect(one).toBe(again);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^[0-9a-f]{16}$/);
    expect(await fingerprint(undefined)).toBe('');
  });
});
