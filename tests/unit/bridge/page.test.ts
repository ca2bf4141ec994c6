import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { servePorts, type LauncherView, type Served } from '@/lib/bridge';
import { connectPage, type PageHandlers } from '@/lib/bridge/page';
import { createLog } from '@/lib/diagnostics';
import type { PhoneCommand, CommandSource } from '@/lib/phone';
import { initialState } from '@/lib/phone/initial';
import type { SiteSettings } from '@/lib/settings/types';
import { FakeRuntime, page, type ClientRuntime } from './fake-runtime';

const CRM = 'https://crm.example';
const SITE: SiteSettings = {
  origin: CRM,
  country: 'AR',
  detection: true,
  prefix: '',
  campaignId: '',
  externalSystemId: '',
  screenPopUrl: '',
};

let runtime: FakeRuntime;
let served: Served;
let sites: SiteSettings[] | null; // null: not read yet
let asked: [PhoneCommand, CommandSource][];
let placed: unknown[];
let now: number;

beforeEach(() => {
  vi.useFakeTimers();
  runtime = new FakeRuntime();
  sites = [SITE];
  asked = [];
  placed = [];
  now = 0;
  served = servePorts({
    runtime,
    log: createLog(),
    now: () => now,
    handle: (command, source) => (asked.push([command, source]), Promise.resolve({ ok: true })),
    site: (origin) => {
      if (!sites) return undefined;
      const site = sites.find((one) => one.origin === origin);
      return site ? { site, placement: { x: 1, y: 0.5 } } : null;
    },
    numbers: (candidates) => candidates.map((text) => (/^\d+$/.test(text) ? text : '')),
    placed: (...args) => void placed.push(args),
    news: () => 'news',
    after: () => () => undefined,
    launcher: (state) => ({
      phase: state.call.phase,
      tone: 'ready',
      since: state.agent.since,
      texts: { open: 'Open phone', close: 'Close phone', call: 'Call' },
    }),
  });
  served.publish(initialState('boot', 1));
});
afterEach(() => vi.useRealTimers());

const handlers = () => {
  const views: LauncherView[] = [];
  const seen: unknown[] = [];
  const told: PageHandlers = {
    onLauncher: (view) => views.push(view),
    onSite: (site, placement) => seen.push([site, placement]),
    onShowPanel: () => seen.push('show'),
    onTogglePanel: () => seen.push('toggle'),
    onLost: () => seen.push('lost'),
    onOrphaned: () => seen.push('orphaned'),
  };
  return { views, seen, told };
};

describe('a page of a site on the list', () => {
  it('learns its own settings and what the launcher shows, nothing else', () => {
    const { views, seen, told } = handlers();
    const client = runtime.as(page(CRM));
    connectPage(told, client);
    expect(seen).toEqual([[SITE, { x: 1, y: 0.5 }]]);
    expect(Object.keys(views[0] ?? {}).sort()).toEqual(['phase', 'since', 'texts', 'tone']);
    served.publish({
      ...initialState('boot', 1),
      session: { kind: 'signedOut', server: 'https://secret', lastUser: 'ana' },
    });
    expect(JSON.stringify(client.ports[0]?.heard)).not.toMatch(/secret|ana/);
  });

  it('is not woken by changes the launcher does not show', () => {
    const { views, told } = handlers();
    connectPage(told, runtime.as(page(CRM)));
    for (let revision = 1; revision < 50; revision += 1)
      served.publish({ ...initialState('boot', 1), revision });
    expect(views).toHaveLength(1);
  });

  it('may ask for a call, in the site’s campaign, and its panel is shown', async () => {
    sites = [{ ...SITE, campaignId: '4' }];
    const { seen, told } = handlers();
    const link = connectPage(told, runtime.as(page(CRM)));
    expect(link.call('3515550001', 'click')).toBe(true);
    expect(asked).toEqual([[{ type: 'call', number: '3515550001', via: 'click', campaignId: '4' }, 'page']]);
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toContain('show');
  });

  it('names the CRM’s own ids only where the site has its external system, and all or none', () => {
    sites = [{ ...SITE, campaignId: '4', externalSystemId: '7', externalAgentId: '{user}' }];
    const link = connectPage(handlers().told, runtime.as(page(CRM)));
    link.call('3515550001', 'click', { contactExternalId: 'C-1', campaignExternalId: 'VENTAS' });
    link.call('3515550001', 'click', { campaignExternalId: 'VENTAS' });
    link.call('3515550001', 'click', { contactExternalId: 'C-1' });
    sites = [SITE];
    link.call('3515550001', 'click', { contactExternalId: 'C-1', campaignExternalId: 'VENTAS' });
    const external = { systemId: '7', agentId: '{user}', campaignId: 'VENTAS' };
    const asks = { type: 'call', number: '3515550001', via: 'click' } as const;
    expect(asked.map(([command]) => command)).toEqual([
      { ...asks, external: { ...external, contactId: 'C-1' } },
      { ...asks, external: { ...external, contactId: '' } },
      { ...asks, campaignId: '4' },
      asks,
    ]);
  });

  it('that asks for calls all the time is not listened to', () => {
    const link = connectPage(handlers().told, runtime.as(page(CRM)));
    const other = connectPage(handlers().told, runtime.as(page(CRM, 7)));
    for (let i = 0; i < 100; i += 1) (i % 2 ? link : other).call('3515550001', 'click');
    expect(asked).toHaveLength(4);
    now += 5_000;
    link.call('3515550001', 'click');
    link.call('3515550001', 'click');
    expect(asked).toHaveLength(5);
  });

  it('cannot send the phone anything but its three messages', () => {
    const client = runtime.as(page(CRM));
    connectPage(handlers().told, client);
    const port = client.ports[0];
    for (const message of [
      { type: 'command', id: 1, command: { type: 'answer' } },
      { type: 'call', number: 5, via: 'click' },
      { type: 'call', number: '1'.repeat(65), via: 'click' },
      { type: 'call', number: '3515550001', via: 'panel' },
      { type: 'call', number: '1', via: 'click', attributes: { contactExternalId: 'a\nb' } },
      { type: 'call', number: '1', via: 'click', attributes: { campaignExternalId: 'x'.repeat(129) } },
      { type: 'call', number: '1', via: 'click', attributes: { externalSystemId: '1' } },
      { type: 'call', number: '1', via: 'click', external: { systemId: '1' } },
      { type: 'numbers', id: 1, candidates: Array.from({ length: 501 }, () => '1') },
      { type: 'placement', x: 2, y: 0, size: 'wideTall' },
      { type: 'placement', x: 1, y: 0, size: 'huge' },
      null,
      'hello',
    ])
      port?.postMessage(message);
    expect(asked).toEqual([]);
    expect(placed).toEqual([]);
  });

  it('has its candidates judged in their order', async () => {
    const link = connectPage(handlers().told, runtime.as(page(CRM)));
    expect(await link.numbers(['123456', 'Ana', '99'])).toEqual(['123456', '', '99']);
  });

  it('keeps the place of its launcher', () => {
    connectPage(handlers().told, runtime.as(page(CRM))).placement({ x: 0.25, y: 1 }, 'narrowTall');
    expect(placed).toEqual([[CRM, 'narrowTall', { x: 0.25, y: 1 }]]);
  });

  it('taken off the list has to go', () => {
    const { seen, told } = handlers();
    connectPage(told, runtime.as(page(CRM)));
    sites = [];
    served.sitesChanged();
    expect(seen.at(-1)).toBe('lost');
    expect(seen).toContainEqual([null, null]);
    expect(served.counts().pages).toBe(0);
  });
});

describe('a number that a person chose in a page, through the browser', () => {
  it('is dialled by the plan and in the campaign of its site', () => {
    sites = [{ ...SITE, campaignId: '4' }];
    served.callFrom(CRM, '3515550001');
    expect(asked).toEqual([
      [{ type: 'call', number: '3515550001', via: 'selection', campaignId: '4' }, 'worker'],
    ]);
  });

  it('is dialled as it stands where no site is set up', () => {
    served.callFrom('https://elsewhere.example', '1003');
    expect(asked).toEqual([[{ type: 'call', number: '1003', via: 'selection' }, 'worker']]);
  });
});

describe('a page of any other site', () => {
  it('is told to withdraw and never heard', () => {
    const { seen, told } = handlers();
    const link = connectPage(told, runtime.as(page('https://evil.example')));
    expect(seen[0]).toEqual([null, null]);
    expect(link.call('3515550001', 'click')).toBe(false);
    expect(asked).toEqual([]);
  });
});

describe('a page that connects before the phone document has read its settings', () => {
  it('waits instead of withdrawing, and learns its site and the launcher when they are read', () => {
    sites = null;
    const { seen, views, told } = handlers();
    const link = connectPage(told, runtime.as(page(CRM)));
    served.showPanel();
    served.publish({ ...initialState('boot', 1), session: { kind: 'signedOut', server: '', lastUser: '' } });
    expect([seen, views]).toEqual([[], []]);
    expect(link.call('3515550001', 'click')).toBe(false);
    sites = [SITE];
    served.sitesChanged();
    expect(seen).toEqual([[SITE, { x: 1, y: 0.5 }]]);
    expect(views).toHaveLength(1);
    expect(link.call('3515550001', 'click')).toBe(true);
  });

  it('of no site of ours hears nothing of the phone, and is told to withdraw', () => {
    sites = null;
    const { seen, told } = handlers();
    const client = runtime.as(page('https://evil.example'));
    connectPage(told, client);
    client.ports[0]?.postMessage({ type: 'call', number: '3515550001', via: 'click' });
    sites = [SITE];
    served.sitesChanged();
    served.publish(initialState('boot', 2));
    expect(client.ports[0]?.heard).toEqual([{ type: 'site', site: null, placement: null }]);
    expect(seen[0]).toEqual([null, null]);
    expect(asked).toEqual([]);
    expect(served.counts().pages).toBe(0);
  });
});

describe('a page whose phone document dies', () => {
  it('says that it cannot call, and comes back', async () => {
    const { seen, told } = handlers();
    const client = runtime.as(page(CRM), () => {
      runtime.alive = true;
      return { ok: true, value: null };
    });
    const link = connectPage(told, client);
    runtime.alive = false;
    client.dropAll();
    expect(seen.at(-1)).toBe('lost');
    expect(link.call('3515550001', 'click')).toBe(false);
    expect(await link.numbers(['1', '2'])).toEqual(['', '']);
    await vi.advanceTimersByTimeAsync(200);
    expect(link.call('3515550001', 'click')).toBe(true);
  });

  it('by an update withdraws: nobody will ever answer it again', async () => {
    const { seen, told } = handlers();
    const client = runtime.as(page(CRM));
    connectPage(told, client);
    client.id = undefined;
    client.dropAll();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen.at(-1)).toBe('orphaned');
    expect(client.ports).toHaveLength(1);
  });

  it('by an update withdraws too when the update came while it asked for another phone document', async () => {
    const { seen, told } = handlers();
    const client: ClientRuntime = runtime.as(page(CRM), () => {
      client.id = undefined; // from now on nothing that was asked is answered
      return new Promise(() => undefined);
    });
    connectPage(told, client);
    client.dropAll();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.asked).toHaveLength(1);
    expect(seen.at(-1)).toBe('orphaned');
  });

  it('does not wait for ever for judged numbers', async () => {
    const link = connectPage(handlers().told, runtime.as(page(CRM)));
    const client = runtime.as(page(CRM));
    const silent = connectPage(handlers().told, client);
    client.ports[0]!.peer.onMessage.fire = () => undefined; // a phone document that hangs
    const asking = silent.numbers(['1']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await asking).toEqual(['']);
    expect(await link.numbers(['1'])).toEqual(['1']);
  });
});
