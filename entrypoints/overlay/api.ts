/**
 * The extension's interface as this page leaves it to us. A page whose form is named "chrome" hides it from scripts that
 * start after the form was parsed (measured, Chromium 156); the worker therefore registers us for document_start. Where we
 * come late and both names are taken, we stay away: the popup remains.
 */
interface Api {
  readonly runtime: typeof chrome.runtime;
  readonly storage: typeof chrome.storage;
}

const usable = (candidate: unknown): candidate is Api =>
  typeof (candidate as Partial<Api> | undefined)?.runtime?.connect === 'function';

export const api: Api | null =
  [globalThis.chrome, (globalThis as { browser?: unknown }).browser].find(usable) ?? null;
