/** Callback moments are the server's wall clock; the agent may sit in another zone. Pure but for this computer's own zone. */
import type { Texts } from '@/lib/i18n';

const MINUTE_MS = 60_000;
const two = (n: number): string => String(n).padStart(2, '0');
const ownOffset = (at: number): number => -new Date(at).getTimezoneOffset();

/** The server's clock is not the agent's now. @param zoneMin minutes east of UTC; null = not known, taken for the agent's own */
export const zoneDiffers = (zoneMin: number | null, now: number): boolean =>
  zoneMin !== null && zoneMin !== ownOffset(now);

/** `UTC−3`, `UTC+5:30`. */
export function zoneName(zoneMin: number): string {
  const minutes = Math.abs(zoneMin);
  const rest = minutes % 60;
  return `UTC${zoneMin < 0 ? '−' : '+'}${Math.floor(minutes / 60)}${rest ? `:${two(rest)}` : ''}`;
}

/** ms epoch of a date and time of the server; null while they are not both there. */
export function momentAt(date: string, time: string, zoneMin: number | null, now: number): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}$/.test(time)) return null;
  const at = zoneDiffers(zoneMin, now)
    ? Date.parse(`${date}T${time}:00Z`) - (zoneMin ?? 0) * MINUTE_MS
    : new Date(`${date}T${time}:00`).getTime();
  return Number.isNaN(at) ? null : at;
}

/** Midnight of the agent's day that follows `now`, ms epoch. */
export function endOfDay(now: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime();
}

/** A moment as it is read beside others: its time, with its day where that isn't today. */
export const momentWords = (at: number, now: number, texts: Texts): string =>
  endOfDay(at) === endOfDay(now) ? texts.time(at) : `${texts.day(at)} ${texts.time(at)}`;
