import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  createSettingsStore,
  DEFAULT_SETTINGS,
  mergeSettings,
  NEW_SITE,
  POLICY_KEYS,
  type StorageLike,
} from '@/lib/settings';
import { siteFields } from '@/lib/settings/schema';

/** Everything an administrator may say, as ADMIN.md shows it. */
const POLICY = {
  server: 'https://oml.example',
  language: 'es',
  sites: [
    {
      origin: 'https://crm.example',
      country: 'MX',
      prefix: '9',
      campaignId: '4',
      detection: false,
      externalSystemId: '1',
      externalAgentId: '{user}',
      screenPopUrl: 'https://crm.example/find?tel={phone}',
      screenPopIn: 'newTab',
    },
  ],
  iceServers: [{ urls: 'turn:turn.example', username: 'u', credential: 'c' }],
  tones: 'rtp',
  sipUrls: ['wss://sip.example/ws'],
  refererHost: 'withPort',
  testNumber: '*43',
} as const;

interface Schema {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}
const shipped = JSON.parse(readFileSync('public/managed-schema.json', 'utf8')) as Schema;

describe('a policy', () => {
  it('may say everything that an administrator is to say, and it is used', () => {
    const { settings, policy } = mergeSettings({}, POLICY);
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, ...POLICY });
    expect(policy.rejected).toEqual([]);
    expect([...policy.locked, 'sites'].sort()).toEqual([...POLICY_KEYS].sort());
  });

  it('is described to the browser key by key: what the schema lacks would never reach us', () => {
    expect(Object.keys(shipped.properties ?? {}).sort()).toEqual([...POLICY_KEYS].sort());
    const site = shipped.properties?.sites?.items?.properties ?? {};
    expect(Object.keys(site).sort()).toEqual(Object.keys(siteFields).sort());
    expect(site.screenPopIn?.enum).toEqual(['crmTab', 'newTab']);
    expect(shipped.properties?.language?.enum).toEqual(['auto', 'en', 'es', 'pt_BR']);
    // Chrome leaves out a whole policy whose schema it doesn't understand: only these words are safe.
    const types = JSON.stringify(shipped).match(/"type":"(\w+)"/g) ?? [];
    expect(new Set(types)).toEqual(
      new Set(['"type":"object"', '"type":"string"', '"type":"array"', '"type":"boolean"']),
    );
  });

  it('with mistakes loses the mistakes only, and they can be told', () => {
    const { settings, policy } = mergeSettings(
      {},
      {
        ...POLICY,
        tones: 'morse',
        lastUser: 'ana',
        colour: 'red',
        sites: [
          { origin: 'https://crm.example', country: 'Mexico', prefix: '9' },
          { origin: 'crm.example' },
          'https://text.example',
          { origin: 'https://crm.example', country: 'CL' },
          { origin: 'https://b.example', screenPopUrl: 'javascript:alert({phone})' },
        ],
      },
    );
    expect(settings.tones).toBe('info');
    expect(settings.lastUser).toBe('');
    expect(settings.server).toBe('https://oml.example');
    expect(settings.sites).toEqual([
      { ...NEW_SITE, origin: 'https://crm.example', prefix: '9' },
      { ...NEW_SITE, origin: 'https://b.example' },
    ]);
    expect([...policy.rejected].sort()).toEqual([
      'colour',
      'lastUser',
      'sites[0].country',
      'sites[1].origin',
      'sites[2]',
      'sites[3]',
      'sites[4].screenPopUrl',
      'tones',
    ]);
  });
});

describe('a prescribed site', () => {
  const managed = { sites: [{ origin: 'https://crm.example', country: 'MX', externalSystemId: '1' }] };

  it('leaves to the agent what the policy does not name', () => {
    const own = {
      ...NEW_SITE,
      origin: 'https://crm.example',
      country: 'US',
      externalAgentId: 'ana',
      prefix: '9',
    };
    const { settings, policy } = mergeSettings({ sites: [own] }, managed);
    expect(settings.sites).toEqual([{ ...own, country: 'MX', externalSystemId: '1' }]);
    expect(policy.sites).toEqual({ 'https://crm.example': ['origin', 'country', 'externalSystemId'] });
  });

  it('is not kept as the agent’s: without the policy only the agent’s own words are left', async () => {
    let kept: unknown = {};
    const policy: { now: Record<string, unknown> } = { now: managed };
    const storage: StorageLike = {
      local: {
        get: async (key) => ({ [key]: structuredClone(kept) }),
        set: async (items) => void (kept = structuredClone(Object.values(items)[0])),
      },
      managed: { get: async () => policy.now },
    };
    const store = createSettingsStore(storage, () => 'i');
    const { sites } = await store.set({ sites: (await store.get()).sites });
    expect(sites).toHaveLength(1);
    expect(kept).toMatchObject({ sites: [] });
    await store.set({ sites: sites.map((site) => ({ ...site, country: 'US', externalAgentId: 'ana' })) });
    expect((await store.get()).sites).toMatchObject([{ country: 'MX', externalAgentId: 'ana' }]);
    expect(await store.policy()).toMatchObject({
      sites: { 'https://crm.example': ['origin', 'country', 'externalSystemId'] },
    });
    policy.now = {};
    expect((await store.get()).sites).toEqual([
      { ...NEW_SITE, origin: 'https://crm.example', externalAgentId: 'ana' },
    ]);
  });
});
