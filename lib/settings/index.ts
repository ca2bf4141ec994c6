export * from './types';
export {
  mergeSettings,
  NEW_SITE,
  originPattern,
  ownSites,
  POLICY_KEYS,
  serverPatterns,
  siteFor,
  type MergedSettings,
} from './merge';
export { originSchema, settingsPatchSchema, settingsSchema, siteSchema, devicesSchema } from './schema';
export { createSettingsStore, type SettingsStore, type StorageLike } from './store';
export { keptPlaces } from './places';
export { likelyCountry } from './country';
export {
  externalAgentId,
  SCREEN_POP_VALUES,
  screenPopProblem,
  screenPopUrl,
  type ScreenPopProblem,
  type ScreenPopValue,
  type ScreenPopValues,
} from './screen-pop';
