import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SETTINGS, type SiteSettings } from '@/lib/settings/types';

/** The corner of the extension API that the worker's helpers use. */
const fake = vi.hoisted(() => ({
  offscreen: { createDocument: vi.fn() },
  runtime: { getContexts: vi.fn(), getURL: (path: string) => `chrome-extension://x${path}`, id: 'x' },
  cookies: {
    get: vi.fn(),
    onChanged: { addListener: vi.fn() },
  },
  permissions: { contains: vi.fn() },
  scripting: {
    getRegisteredContentScripts: vi.fn(),
    registerContentScripts: vi.fn(),
    unregisterContentScripts: vi.fn(),
    executeScript: vi.fn(),
  },
  tabs: { query: vi.fn() },
  declarativeNetRequest: { updateSessionRules: vi.fn() },
}));
vi.mock('wxt/browser', () => ({ browser: fake }));

const { ensurePhone } = await import('@/entrypoints/background/phone-document');
const { watchCookie } = await import('@/entrypoints/background/cookies');
const { injectIntoOpenTabs, syncSites } = await import('@/entrypoints/background/sites');
const { setSocketRule } = await import('@/entrypoints/background/rules');

const site = (origin: string): SiteSettings => ({
  origin,
  country: 'AR',
  detection: true,
  prefix: '',
  campaignId: '',
  externalSystemId: '',
  screenPopUrl: '',
});

beforeEach(() => {
  vi.clearAllMocks();
  fake.runtime.getContexts.mockResolvedValue([]);
  fake.scripting.getRegisteredContentScripts.mockResolvedValue([]);
  fake.permissions.contains.mockResolvedValue(true);
});

describe('the phone document', () => {
  it('is created once, however many ask at the same time', async () => {
    fake.offscreen.createDocument.mockImplementation(() => new Promise((resolve) => setTimeout(resolve, 5)));
    await Promise.all([ensurePhone(), ensurePhone(), ensurePhone()]);
    expect(fake.offscreen.createDocument).toHaveBeenCalledTimes(1);
    expect(fake.offscreen.createDocument).toHaveBeenCalledWith(
      expect.objectContaining({ reasons: ['USER_MEDIA', 'WEB_RTC'] }),
    );
  });

  it('is left alone when it is there', async () => {
    fake.runtime.getContexts.mockResolvedValue([{}]);
    await ensurePhone();
    expect(fake.offscreen.createDocument).not.toHaveBeenCalled();
  });

  it('is tried again after a failure', async () => {
    fake.offscreen.createDocument
      .mockRejectedValueOnce(new Error('no memory'))
      .mockResolvedValueOnce(undefined);
    await expect(ensurePhone()).rejects.toThrow('no memory');
    await ensurePhone();
    expect(fake.offscreen.createDocument).toHaveBeenCalledTimes(2);
  });
});

describe('the session cookie', () => {
  it('written again with the same value says nothing; another value says so once', async () => {
    vi.useFakeTimers();
    const changed = vi.fn();
    watchCookie(async () => 'https://oml.example', changed);
    const listener = fake.cookies.onChanged.addListener.mock.calls[0]?.[0] as (change: object) => void;
    const noise = async (value: string | null): Promise<void> => {
      fake.cookies.get.mockResolvedValue(value === null ? null : { value });
      listener({ cookie: { name: 'sessionid' }, removed: true });
      listener({ cookie: { name: 'sessionid' }, removed: false });
      await vi.advanceTimersByTimeAsync(200);
    };
    await noise('one');
    await noise('one');
    await noise('one');
    // The digest is computed off the timer's turn.
    vi.useRealTimers();
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1));
    vi.useFakeTimers();
    await noise(null);
    vi.useRealTimers();
    await vi.waitFor(() => expect(changed).toHaveBeenLastCalledWith(''));
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('seen late says nothing any more', async () => {
    vi.useFakeTimers();
    const changed = vi.fn();
    watchCookie(async () => 'https://oml.example', changed);
    const listener = fake.cookies.onChanged.addListener.mock.calls[0]?.[0] as (change: object) => void;
    let answer = (_cookie: { value: string }): void => undefined;
    fake.cookies.get.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    listener({ cookie: { name: 'sessionid' } });
    await vi.advanceTimersByTimeAsync(200);
    fake.cookies.get.mockResolvedValue(null);
    listener({ cookie: { name: 'sessionid' } });
    await vi.advanceTimersByTimeAsync(200);
    vi.useRealTimers();
    const digest = vi.spyOn(crypto.subtle, 'digest');
    answer({ value: 'old' });
    await vi.waitFor(() => expect(digest).toHaveBeenCalled());
    await digest.mock.results[0]?.value;
    await Promise.resolve();
    await Promise.resolve();
    digest.mockRestore();
    expect(changed.mock.calls).toEqual([['']]);
  });

  it('that is gone takes its rule with it', async () => {
    fake.cookies.get.mockResolvedValue(null);
    expect(await setSocketRule('https://oml.example')).toBe(false);
    expect(fake.declarativeNetRequest.updateSessionRules).toHaveBeenCalledWith({
      removeRuleIds: [2],
      addRules: [],
    });
  });
});

describe('sites', () => {
  const settings = {
    ...DEFAULT_SETTINGS,
    sites: [site('https://a.example'), site('https://a.example:8443'), site('https://b.example')],
  };

  it('are registered where the browser granted them, each host once', async () => {
    fake.permissions.contains.mockImplementation(
      async ({ origins }: { origins: string[] }) => origins[0] !== 'https://b.example/*',
    );
    await syncSites(settings);
    const [registered] = fake.scripting.registerContentScripts.mock.calls[0] as [
      { matches: string[]; js: string[] }[],
    ];
    expect(registered.map(({ matches }) => matches)).toEqual([['https://a.example/*']]);
    expect(registered[0]?.js).toEqual(['overlay.js']);
  });

  it('that are registered already are not registered again, and old ones go', async () => {
    fake.scripting.getRegisteredContentScripts.mockResolvedValue([
      { id: 'site:https://a.example/*' },
      { id: 'site:https://b.example/*' },
      { id: 'site:https://old.example/*' },
    ]);
    await syncSites(settings);
    expect(fake.scripting.registerContentScripts).not.toHaveBeenCalled();
    expect(fake.scripting.unregisterContentScripts).toHaveBeenCalledWith({
      ids: ['site:https://old.example/*'],
    });
  });

  it('asked for twice at once are registered once: the browser refuses an id it has', async () => {
    const ids = new Set<string>();
    fake.scripting.getRegisteredContentScripts.mockImplementation(async () =>
      Array.from(ids, (id) => ({ id })),
    );
    fake.scripting.registerContentScripts.mockImplementation(async (scripts: { id: string }[]) => {
      for (const { id } of scripts) {
        if (ids.has(id)) throw new Error(`Duplicate script ID '${id}'`);
        ids.add(id);
      }
    });
    await Promise.all([syncSites(settings), syncSites(settings)]);
    expect(ids.size).toBe(2);
  });

  it('that are open get their script now; a tab that shows an error page stops nobody', async () => {
    fake.tabs.query.mockResolvedValue([{ id: 1 }, { id: 2 }, { id: 3, discarded: true }]);
    fake.scripting.executeScript
      .mockRejectedValueOnce(new Error('Frame is showing error page'))
      .mockResolvedValue([]);
    await injectIntoOpenTabs(settings, 'https://a.example');
    expect(fake.scripting.executeScript).toHaveBeenCalledTimes(2);
  });
});
