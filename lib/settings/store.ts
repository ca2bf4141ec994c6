/** Keeps Settings in extension storage; used by the worker only, so that there is one writer. */
import * as v from 'valibot';
import { PhoneError } from '@/lib/diagnostics/errors';
import { mergeSettings, ownSites } from './merge';
import { settingsPatchSchema } from './schema';
import { DEFAULT_SETTINGS, type PolicyView, type Settings } from './types';

const KEY = 'settings';

export interface StorageLike {
  readonly local: {
    get(key: string): Promise<Record<string, unknown>>;
    set(items: Record<string, unknown>): Promise<void>;
  };
  /** Absent or rejecting where no policy is installed. */
  readonly managed?: { get(key: null): Promise<Record<string, unknown>> };
}
export interface SettingsStore {
  get(): Promise<Settings>;
  /** What of them the administrator has fixed. */
  policy(): Promise<PolicyView>;
  /** Merges, validates and writes; rejects with PhoneError('messageInvalid') without having written anything. */
  set(patch: Partial<Settings>): Promise<Settings>;
}

export function createSettingsStore(
  storage: StorageLike,
  newId: () => string = () => crypto.randomUUID(),
): SettingsStore {
  let last: Promise<unknown> = Promise.resolve();

  const read = async () => {
    const stored = ((await storage.local.get(KEY))[KEY] ?? {}) as Record<string, unknown>;
    // Chrome rejects when no policy schema is installed: the same as an empty policy.
    const managed = await (storage.managed?.get(null) ?? Promise.resolve({})).catch(() => ({}));
    return { stored, managed, ...mergeSettings(stored, managed) };
  };
  /** One at a time: two patches read-modify-written side by side would lose one of them. */
  const inTurn = <T>(job: () => Promise<T>): Promise<T> => {
    const result = last.then(job, job);
    last = result.catch(() => null); // the caller hears of the failure; the next job doesn't
    return result;
  };

  return {
    get: () =>
      inTurn(async () => {
        const { stored, settings } = await read();
        if (settings.instanceId !== '') return settings;
        // The PBX recognises this browser's registration by it: it must outlive every restart.
        const instanceId = newId();
        await storage.local.set({ [KEY]: { ...stored, version: DEFAULT_SETTINGS.version, instanceId } });
        return { ...settings, instanceId };
      }),
    policy: () => inTurn(async () => (await read()).policy),
    set: (patch) =>
      inTurn(async () => {
        const checked = v.safeParse(settingsPatchSchema, patch);
        if (!checked.success) {
          throw new PhoneError(
            'messageInvalid',
            {},
            checked.issues.map((issue) => v.getDotPath(issue) ?? issue.message).join(', '),
          );
        }
        const { stored, managed } = await read();
        const { sites } = checked.output;
        const own = { ...checked.output, ...(sites ? { sites: ownSites(sites, managed) } : {}) };
        await storage.local.set({ [KEY]: { ...stored, ...own, version: DEFAULT_SETTINGS.version } });
        return (await read()).settings;
      }),
  };
}
