/**
 * OMniLeads keeps callbacks as date and time of its own zone, without naming it (interface §7.1). Its offset shows in the ISO
 * moments of `#agendas_dates_json`; where it is the agent's own, the agent's zone decides, which knows about summer time.
 */
const MINUTE_MS = 60_000;
const two = (n: number): string => String(n).padStart(2, '0');

/** Offset of this computer's zone at that moment, minutes east of UTC. */
const ownOffset = (at: number): number => -new Date(at).getTimezoneOffset();

/** Minutes east of UTC in the first ISO text that tells; null = none does. */
export function zoneOf(moments: readonly string[]): number | null {
  for (const moment of moments) {
    if (moment.endsWith('Z')) return 0;
    const match = /([+-])(\d\d):?(\d\d)$/.exec(moment);
    if (match) return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  }
  return null;
}

/** The server's wall clock at this moment: YYYY-MM-DD and HH:MM. `zoneMin` null = taken for the agent's own. */
export function serverMoment(
  at: number,
  zoneMin: number | null,
): { readonly date: string; readonly time: string } {
  const shifted = new Date(at + (zoneMin ?? ownOffset(at)) * MINUTE_MS);
  return {
    date: `${shifted.getUTCFullYear()}-${two(shifted.getUTCMonth() + 1)}-${two(shifted.getUTCDate())}`,
    time: `${two(shifted.getUTCHours())}:${two(shifted.getUTCMinutes())}`,
  };
}

/** ms epoch of a date and time of the server; NaN when they are none. */
export function momentOf(date: string, time: string, zoneMin: number | null, now: number): number {
  // Date.parse makes a date of nearly anything.
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^\d\d:\d\d/.test(time)) return Number.NaN;
  const text = `${date}T${time.slice(0, 5)}:00`;
  if (zoneMin === null || zoneMin === ownOffset(now)) return new Date(text).getTime();
  return Date.parse(`${text}Z`) - zoneMin * MINUTE_MS;
}
