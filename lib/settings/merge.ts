/** Settings from what is stored and what the administrator prescribes. Pure: storage is the worker's. */
import * as v from 'valibot';
import { settingFields, siteFields, SITES_MAX } from './schema';
import { DEFAULT_SETTINGS, type PolicyView, type Settings, type SiteSettings } from './types';

export interface MergedSettings {
  readonly settings: Settings;
  readonly policy: PolicyView;
  /** Stored values that were not valid and gave way to the default, as "server" or "sites[2].country". */
  readonly rejected: readonly string[];
}

/** What a site is without further words. */
export const NEW_SITE: Omit<SiteSettings, 'origin'> = {
  country: 'AR',
  detection: true,
  prefix: '',
  campaignId: '',
  externalSystemId: '',
  screenPopUrl: '',
};

/** Keys a policy may prescribe; the rest belongs to the person or to this browser. */
export const POLICY_KEYS = [
  'server',
  'language',
  'sites',
  'iceServers',
  'tones',
  'sipUrls',
  'refererHost',
  'testNumber',
] as const;

type SiteKey = keyof SiteSettings;
type PartialSite = Pick<SiteSettings, 'origin'> & Partial<SiteSettings>;

/** One record by the schemas of its fields. hasOwn: a stored "valueOf" would find the prototype's. */
function checked(
  raw: object,
  schemas: Readonly<Record<string, v.GenericSchema>>,
): { fields: Record<string, unknown>; rejected: string[] } {
  const fields: Record<string, unknown> = {};
  const rejected: string[] = [];
  for (const [key, value] of Object.entries(raw)) {
    if (value === undefined) continue;
    const schema = Object.hasOwn(schemas, key) ? schemas[key] : undefined;
    const result = schema ? v.safeParse(schema, value) : null;
    if (result?.success) fields[key] = result.output;
    else rejected.push(key);
  }
  return { fields, rejected };
}

/** Each site by itself, one per origin, with only the fields it names: an administrator writes down what differs from the rule. */
function checkedSites(raw: unknown): { sites: PartialSite[]; rejected: string[] } {
  if (!Array.isArray(raw)) return { sites: [], rejected: ['sites'] };
  const sites = new Map<string, PartialSite>();
  const rejected: string[] = [];
  for (const [index, one] of (raw as unknown[]).slice(0, SITES_MAX).entries()) {
    const found = checked(typeof one === 'object' && one !== null ? one : {}, siteFields);
    const site = found.fields as Partial<SiteSettings>;
    const usable = site.origin !== undefined && !sites.has(site.origin);
    if (usable) sites.set(site.origin, site as PartialSite);
    const named = found.rejected.map((key) => `sites[${index}].${key}`);
    rejected.push(...(usable || named.length > 0 ? named : [`sites[${index}]`]));
  }
  return { sites: [...sites.values()], rejected };
}

function parts(raw: unknown): { fields: Partial<Settings>; sites: PartialSite[]; rejected: string[] } {
  if (typeof raw !== 'object' || raw === null) return { fields: {}, sites: [], rejected: [] };
  const { sites: rawSites, ...rest } = raw as Record<string, unknown>;
  const { fields, rejected } = checked(rest, settingFields);
  const { sites, rejected: bad } =
    rawSites === undefined ? { sites: [], rejected: [] } : checkedSites(rawSites);
  return { fields: fields as Partial<Settings>, sites, rejected: [...rejected, ...bad] };
}

/** Policy wins per key; for sites per origin and field, so that agents may add their own, and their id in a prescribed CRM. */
export function mergeSettings(stored: unknown, managed: unknown): MergedSettings {
  const own = parts(stored);
  const all = parts(managed);
  const policy: Partial<Record<keyof Settings, unknown>> = {};
  for (const key of POLICY_KEYS) if (all.fields[key] !== undefined) policy[key] = all.fields[key];
  const ownSite = (origin: string): PartialSite | undefined =>
    own.sites.find((site) => site.origin === origin);
  const prescribed = new Set(all.sites.map(({ origin }) => origin));
  const sites = [
    ...all.sites.map((site) => ({ ...NEW_SITE, ...ownSite(site.origin), ...site })),
    ...own.sites.filter(({ origin }) => !prescribed.has(origin)).map((site) => ({ ...NEW_SITE, ...site })),
  ];
  return {
    settings: { ...DEFAULT_SETTINGS, ...own.fields, ...policy, sites, version: 1 } as Settings,
    policy: {
      locked: Object.keys(policy) as (keyof Settings)[],
      sites: Object.fromEntries(all.sites.map((site) => [site.origin, Object.keys(site) as SiteKey[]])),
      // A key that exists but is not an administrator's to set is as ineffective as one that doesn't.
      rejected: [...Object.keys(all.fields).filter((key) => !(key in policy)), ...all.rejected],
    },
    rejected: own.rejected,
  };
}

/**
 * What of changed sites is the agent's own: prescribed fields are left out, so that they don't outlive the policy. A
 * prescribed site of which the agent said nothing isn't kept at all.
 */
export function ownSites(sites: readonly SiteSettings[], managed: unknown): readonly PartialSite[] {
  const fixed = new Map(parts(managed).sites.map((site) => [site.origin, new Set(Object.keys(site))]));
  return sites.flatMap((site) => {
    const locked = fixed.get(site.origin);
    if (!locked) return [site];
    const said = Object.entries(site).filter(
      ([key, value]) => !locked.has(key) && value !== (NEW_SITE as Record<string, unknown>)[key],
    );
    return said.length > 0 ? [{ origin: site.origin, ...Object.fromEntries(said) }] : [];
  });
}

/** The site a page belongs to, by its exact origin. */
export function siteFor(settings: Settings, origin: string): SiteSettings | null {
  return settings.sites.find((site) => site.origin === origin) ?? null;
}

/** Match pattern of an origin, for permissions and content scripts. Patterns carry no port: the host is granted whole. */
export function originPattern(origin: string): string {
  const url = new URL(origin);
  return `${url.protocol}//${url.hostname}/*`;
}

/** What has to be granted for an OMniLeads server: its pages and its sockets (session.md §9: a wss rule needs a wss grant). */
export function serverPatterns(server: string): readonly string[] {
  const url = new URL(server);
  return [
    `${url.protocol}//${url.hostname}/*`,
    `${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.hostname}/*`,
  ];
}
