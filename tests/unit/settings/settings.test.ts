import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSettingsStore,
  DEFAULT_SETTINGS,
  mergeSettings,
  originPattern,
  serverPatterns,
  siteFor,
  type StorageLike,
} from '@/lib/settings';

const SITE = {
  origin: 'https://crm.example',
  country: 'AR',
  detection: true,
  prefix: '',
  campaignId: '',
  externalSystemId: '',
  screenPopUrl: '',
};

function storage(
  stored: unknown = undefined,
  managed?: Record<string, unknown>,
): StorageLike & { kept: () => unknown; writes: number } {
  let kept = stored;
  const fake = {
    writes: 0,
    kept: () => kept,
    local: {
      get: async (key: string) => ({ [key]: structuredClone(kept) }),
      set: async (items: Record<string, unknown>) => {
        fake.writes += 1;
        kept = structuredClone(Object.values(items)[0]);
      },
    },
    ...(managed ? { managed: { get: async () => managed } } : {}),
  };
  return fake;
}

describe('settings', () => {
  it('never lose more than the value that is wrong', () => {
    const { settings, rejected } = mergeSettings(
      { server: 'ftp://x', lastUser: 'ana', language: 'es', odd: 1 },
      {},
    );
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, lastUser: 'ana', language: 'es' });
    expect(rejected).toEqual(['server', 'odd']);
  });

  it('survive anything that may be in storage', () =>
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (stored, managed) => {
        const { settings } = mergeSettings(stored, managed);
        expect(Object.keys(settings).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
      }),
    ));

  it('of the administrator win, and are known to be locked', () => {
    const { settings, policy } = mergeSettings(
      { server: 'https://mine.example', language: 'es' },
      { server: 'https://office.example' },
    );
    expect(settings.server).toBe('https://office.example');
    expect(settings.language).toBe('es');
    expect(policy).toEqual({ locked: ['server'], sites: {}, rejected: [] });
  });

  it('add the administrator’s sites to the agent’s own', () => {
    const own = { ...SITE, origin: 'https://own.example' };
    const { settings } = mergeSettings({ sites: [own, { ...SITE, country: 'US' }] }, { sites: [SITE] });
    expect(settings.sites).toEqual([SITE, own]);
    expect(siteFor(settings, 'https://crm.example')?.country).toBe('AR');
    expect(siteFor(settings, 'https://crm.example.evil')).toBeNull();
  });

  it('of the administrator need only say what differs from the rule', () => {
    const { settings } = mergeSettings({}, { sites: [{ origin: 'https://crm.example', country: 'BR' }] });
    expect(settings.sites).toEqual([{ ...SITE, country: 'BR' }]);
  });

  it('may not name a site by more than its origin', () => {
    for (const origin of [
      'https://crm.example/',
      'javascript:alert(1)',
      'https://*',
      'crm.example',
      'file:///x',
    ])
      expect(mergeSettings({ sites: [{ ...SITE, origin }] }, {}).settings.sites).toEqual([]);
  });

  it('ask for the hosts of a server and of its sockets', () => {
    expect(originPattern('https://crm.example:8443')).toBe('https://crm.example/*');
    expect(serverPatterns('https://oml.example')).toEqual(['https://oml.example/*', 'wss://oml.example/*']);
    expect(serverPatterns('http://127.0.0.1:8000')).toEqual(['http://127.0.0.1/*', 'ws://127.0.0.1/*']);
  });
});

describe('the store', () => {
  it('gives this browser an id once and for all', async () => {
    const fake = storage();
    let made = 0;
    const store = createSettingsStore(fake, () => `id-${++made}`);
    const [a, b] = await Promise.all([store.get(), store.get()]);
    expect(a.instanceId).toBe('id-1');
    expect(b.instanceId).toBe('id-1');
    expect((await createSettingsStore(fake, () => 'other').get()).instanceId).toBe('id-1');
  });

  it('loses none of two changes made at once', async () => {
    const store = createSettingsStore(storage(), () => 'i');
    await Promise.all([
      store.set({ lastUser: 'ana' }),
      store.set({ language: 'es' }),
      store.set({ testNumber: '99' }),
    ]);
    expect(await store.get()).toMatchObject({ lastUser: 'ana', language: 'es', testNumber: '99' });
  });

  it('writes nothing when a value is wrong, and goes on afterwards', async () => {
    const fake = storage();
    const store = createSettingsStore(fake, () => 'i');
    await expect(store.set({ server: 'nonsense' })).rejects.toMatchObject({ code: 'messageInvalid' });
    expect(fake.writes).toBe(0);
    expect((await store.set({ server: 'https://oml.example' })).server).toBe('https://oml.example');
  });

  it('does not keep what the policy says as if the agent had said it', async () => {
    const fake = storage({}, { server: 'https://office.example' });
    await createSettingsStore(fake, () => 'i').set({ lastUser: 'ana' });
    expect(fake.kept()).toEqual({ version: 1, lastUser: 'ana' });
  });

  it('works without any policy installed', async () => {
    const fake = storage();
    const rejecting: StorageLike = {
      ...fake,
      managed: { get: () => Promise.reject(new Error('no schema')) },
    };
    expect((await createSettingsStore(rejecting, () => 'i').get()).language).toBe('auto');
  });
});
