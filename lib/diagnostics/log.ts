/**
 * The phone's log: a ring of structured lines for the diagnostics export.
 * error = somebody lost something; warn = recovered by itself; info = one line per lifecycle step; debug = the rest.
 */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';
export interface LogLine {
  readonly at: number; // ms since epoch
  readonly level: LogLevel;
  readonly area: string; // 'sip', 'omnileads', 'call' …
  readonly what: string;
  readonly data?: Readonly<Record<string, unknown>>;
}
export interface Log {
  error(area: string, what: string, data?: Record<string, unknown>): void;
  warn(area: string, what: string, data?: Record<string, unknown>): void;
  info(area: string, what: string, data?: Record<string, unknown>): void;
  debug(area: string, what: string, data?: Record<string, unknown>): void;
  lines(): readonly LogLine[];
}

/** Lines kept; at one line per step a shift of eight hours stays well below it. */
export const LOG_LINES_KEPT = 4000;

/** Keys whose values never enter the log, whatever they hold. */
const SECRET_KEYS = /pass|secret|token|cookie|csrf|authori[sz]ation|session/i;

function redact(data: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  if (!data) return undefined;
  return Object.fromEntries(Object.entries(data).map(([k, v]) => [k, SECRET_KEYS.test(k) ? '…' : v]));
}

export function createLog(now: () => number = Date.now): Log {
  const kept: LogLine[] = [];
  const add = (level: LogLevel) => (area: string, what: string, data?: Record<string, unknown>) => {
    const redacted = redact(data);
    kept.push({ at: now(), level, area, what, ...(redacted ? { data: redacted } : {}) });
    if (kept.length > LOG_LINES_KEPT) kept.splice(0, kept.length - LOG_LINES_KEPT);
  };
  return {
    error: add('error'),
    warn: add('warn'),
    info: add('info'),
    debug: add('debug'),
    lines: () => kept,
  };
}
