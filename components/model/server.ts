/** The address people type for their server. Pure. */
export type CheckedServer =
  | {
      readonly ok: true;
      readonly origin: string;
      /** readable by anybody on the way */ readonly plain: boolean;
    }
  | { readonly ok: false };

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|.+\.localhost)$/;

/** `calls.company.com`, `https://calls.company.com/consola/` … → the origin; https unless http was written. */
export function checkServer(typed: string): CheckedServer {
  const trimmed = typed.trim();
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!trimmed || !URL.canParse(address)) return { ok: false };
  const url = new URL(address);
  if (
    (url.protocol !== 'https:' && url.protocol !== 'http:') ||
    !url.hostname ||
    url.username ||
    url.password
  )
    return { ok: false };
  return { ok: true, origin: url.origin, plain: url.protocol === 'http:' && !LOOPBACK.test(url.hostname) };
}
