const SECOND_MS = 1000;
const MINUTE_S = 60;
const HOUR_S = 3600;

export interface Formats {
  number(value: number): string;
  /** Hour and minute of the day, as the locale writes them. */
  time(at: number): string;
  /** Short day, "today" left out by the caller. */
  day(at: number): string;
  /** The two together. */
  dateTime(at: number): string;
  /** A running clock: `0:07`, `12:40`, `1:02:03`. Negative spans count as zero. */
  clock(ms: number): string;
  /** A limit in words: `15 min`, `1 h 30 min`, `45 s`. */
  span(seconds: number): string;
  /** Name of a country by ISO 3166 alpha-2. */
  country(code: string): string;
}

const two = (n: number): string => String(n).padStart(2, '0');

function clock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / SECOND_MS));
  const hours = Math.floor(total / HOUR_S);
  const minutes = Math.floor((total % HOUR_S) / MINUTE_S);
  const seconds = total % MINUTE_S;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** Made when first asked for: each costs the browser's locale data, 2 MiB of them in every process (measured). */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Below it, the locales we speak write whole numbers by their digits alone. */
const UNGROUPED = 1000;

/**
 * @param tag BCP 47, with region where the browser has one: 24-hour clocks and date order follow it
 * @param units how this language writes so many hours, minutes or seconds
 */
export function createFormats(
  tag: string,
  units: (unit: 'hour' | 'minute' | 'second', count: number) => string,
): Formats {
  const numbers = once(() => new Intl.NumberFormat(tag));
  // Shifts are written in 24 hours wherever Spanish and Portuguese are spoken; ICU says 12 for half of them.
  const hours = /^(es|pt)/.test(tag)
    ? ({ hour: '2-digit', hourCycle: 'h23' } as const)
    : ({ hour: 'numeric' } as const);
  const times = once(() => new Intl.DateTimeFormat(tag, { ...hours, minute: '2-digit' }));
  const days = once(() => new Intl.DateTimeFormat(tag, { weekday: 'short', day: 'numeric', month: 'short' }));
  const both = once(
    () =>
      new Intl.DateTimeFormat(tag, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        ...hours,
        minute: '2-digit',
      }),
  );
  const countries = once(() => new Intl.DisplayNames(tag, { type: 'region' }));

  function span(seconds: number): string {
    const total = Math.max(0, Math.round(seconds));
    if (total < MINUTE_S) return units('second', total);
    const hours = Math.floor(total / HOUR_S);
    const minutes = Math.floor((total % HOUR_S) / MINUTE_S);
    const rest = total % MINUTE_S;
    const parts = [
      hours ? units('hour', hours) : '',
      minutes ? units('minute', minutes) : '',
      rest && !hours ? units('second', rest) : '',
    ];
    return parts.filter(Boolean).join(' ');
  }

  return {
    number: (value) =>
      Number.isInteger(value) && value >= 0 && value < UNGROUPED ? String(value) : numbers().format(value),
    time: (at) => times().format(at),
    day: (at) => days().format(at),
    dateTime: (at) => both().format(at),
    clock,
    span,
    country: (code) => countries().of(code) ?? code,
  };
}
