/** Where launchers were left, as it is stored. Pure: the worker writes it. */
import { withPlace, type Place, type WindowSize } from './placement';
import type { Settings } from './types';

/** Of sites on the list only: what was removed is forgotten, so that the record can't outgrow it. */
export function keptPlaces(
  { sites, placements }: Pick<Settings, 'sites' | 'placements'>,
  origin: string,
  size: WindowSize,
  place: Place,
): Settings['placements'] {
  const listed = new Set(sites.map((site) => site.origin));
  return Object.fromEntries([
    ...Object.entries(placements).filter(([other]) => listed.has(other)),
    ...(listed.has(origin) ? [[origin, withPlace(placements[origin] ?? place, size, place)] as const] : []),
  ]);
}
