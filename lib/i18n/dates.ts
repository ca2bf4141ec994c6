/** Dates and times as people type them; in and out go the forms' own shapes, YYYY-MM-DD and HH:MM. Pure. */
type Part = 'day' | 'month' | 'year';

export interface DateInput {
  /** `2026-11-25` as the locale writes it in digits; a text that is no date stays as it is. */
  show(date: string): string;
  /**
   * ISO, the locale's own order with any separator, without year (the next such day), a day alone (the next one), `+3` (in
   * three days); null = no date.
   * @param today YYYY-MM-DD where the date is meant
   */
  read(text: string, today: string): string | null;
  /** Weekday, day and month in words; '' for what is no date. */
  words(date: string): string;
}

const DAY_MS = 86_400_000;
const two = (n: number): string => String(n).padStart(2, '0');
const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;

/** null where the calendar has no such day. */
function dateOf(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  const real = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return real ? `${year}-${two(month)}-${two(day)}` : null;
}
/** The day's beginning for the formatters; null for what is no day, such as a date that is still being typed. */
function dayOf(text: string): number | null {
  const iso = ISO.exec(text);
  const date = iso && dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  return date ? Date.parse(`${date}T00:00:00Z`) : null;
}
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The first day from `today` on that `make` has in this year or month, or in those that follow. */
function nextOf(today: string, make: (year: number, month: number) => string | null): string | null {
  const [year = 0, month = 0] = today.split('-').map(Number);
  const MONTHS_AHEAD = 13;
  for (let ahead = 0; ahead < MONTHS_AHEAD; ahead += 1) {
    const index = month - 1 + ahead;
    const date = make(year + Math.floor(index / 12), (index % 12) + 1);
    if (date && date >= today) return date;
  }
  return null;
}

const other = (part: Part): Part => (part === 'day' ? 'month' : part === 'month' ? 'day' : part);

function formatters(tag: string) {
  const digits = new Intl.DateTimeFormat(tag, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const words = new Intl.DateTimeFormat(tag, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  const order = digits
    .formatToParts(0)
    .map(({ type }) => type)
    .filter((type): type is Part => type === 'day' || type === 'month' || type === 'year');
  return { digits, words, order };
}

export function createDateInput(tag: string): DateInput {
  // Made when a date is first shown or typed: an idle phone needs none, and they cost the browser's locale data.
  let made: ReturnType<typeof formatters> | undefined;
  const formats = (): ReturnType<typeof formatters> => (made ??= formatters(tag));

  /** In the locale's order; where the calendar has no such day, with day and month changed over: 25/11 is clear everywhere. */
  const inAnyOrder = (numbers: readonly number[], today: string): string | null =>
    inOrder(formats().order, numbers, today) ?? inOrder(formats().order.map(other), numbers, today);

  function inOrder(parts: readonly Part[], numbers: readonly number[], today: string): string | null {
    const slots = numbers.length === 3 ? parts : parts.filter((part) => part !== 'year');
    const value = Object.fromEntries(slots.map((part, at) => [part, numbers[at] ?? 0]));
    const { day = 0, month = 0, year } = value as { [P in Part]?: number };
    if (year !== undefined) return dateOf(year < 100 ? 2000 + year : year, month, day);
    return nextOf(today, (nextYear, nextMonth) =>
      nextMonth === month ? dateOf(nextYear, month, day) : null,
    );
  }

  return {
    show(date) {
      const day = dayOf(date);
      return day === null ? date : formats().digits.format(day);
    },
    read(text, today) {
      const typed = text.trim();
      const iso = ISO.exec(typed);
      if (iso) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
      if (/^\+\d{1,3}$/.test(typed)) return addDays(today, Number(typed));
      if (!/^\d{1,4}([\s./-]+\d{1,4}){0,2}$/.test(typed)) return null;
      const numbers = typed.split(/[\s./-]+/).map(Number);
      if (numbers.length > 1) return inAnyOrder(numbers, today);
      return nextOf(today, (year, month) => dateOf(year, month, numbers[0] ?? 0));
    },
    words(date) {
      const day = dayOf(date);
      return day === null ? '' : formats().words.format(day);
    },
  };
}

/** `9`, `930`, `9:30`, `9.30`, `9h30`, `9:30 pm` → HH:MM in 24 hours; null = no time of the day. */
export function readTime(text: string): string | null {
  const match = /^(\d{1,2})(?:[\s:.h]*(\d{2}))?(?::\d{2})?\s*h?s?\s*([ap])?\.?\s*m?\.?$/i.exec(text.trim());
  if (!match) return null;
  const [, hours = '', minutes = '00', half = ''] = match;
  const twelve = Number(hours) % 12;
  const hour = half === '' ? Number(hours) : twelve + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59 || (half !== '' && Number(hours) > 12)) return null;
  return `${two(hour)}:${minutes}`;
}
