/** A customer's data on its way to the CRM: kept in memory for the page that posts it, and for no longer. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CrmPost } from '@/lib/bridge';

const kept = vi.hoisted(() => new Map<string, unknown>());
const created = vi.hoisted((): string[] => []);
const alarms = vi.hoisted((): number[] => []);
vi.mock('wxt/browser', () => ({
  browser: {
    runtime: { getURL: (path: string) => `chrome-extension://x${path}` },
    alarms: {
      create: async (_name: string, { delayInMinutes }: { delayInMinutes: number }) =>
        void alarms.push(delayInMinutes),
    },
    tabs: { create: ({ url }: { url: string }) => void created.push(url) },
    storage: {
      session: {
        get: async (key: string | null) =>
          Object.fromEntries([...kept].filter(([name]) => key === null || name === key)),
        set: async (items: Record<string, unknown>) => {
          for (const [name, value] of Object.entries(items)) kept.set(name, value);
        },
        remove: async (keys: string | string[]) => {
          for (const name of [keys].flat()) kept.delete(name);
        },
      },
    },
  },
}));

const { postForm, sweepForms, takeForm } = await import('@/entrypoints/background/crm');

const FORM: CrmPost = {
  url: 'https://crm.example/customer',
  encoding: 'application/x-www-form-urlencoded',
  fields: [['name', 'Ana']],
  newTab: true,
};
const idOfLastTab = (): string => new URL(created.at(-1) ?? '').hash.slice(1);

beforeEach(() => {
  vi.useFakeTimers();
  kept.clear();
  alarms.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

it('is given out once', async () => {
  await postForm(FORM);
  expect(created.at(-1)).not.toContain('Ana');
  expect(await takeForm(idOfLastTab())).toEqual(FORM);
  expect(await takeForm(idOfLastTab())).toBeNull();
  expect(kept.size).toBe(0);
});

it('that nobody comes for is forgotten after a minute, and nothing else is', async () => {
  kept.set('something else', 1);
  await postForm(FORM);
  vi.advanceTimersByTime(59_000);
  await sweepForms();
  expect(kept.size).toBe(2);
  vi.advanceTimersByTime(2_000);
  await sweepForms();
  expect([...kept.keys()]).toEqual(['something else']);
  expect(alarms).toEqual([1]); // the worker is woken for it
});
