/** The stand-in's memory: read the World, change it through these functions. */
export * from './types';
export { now, takeId, type World, type WorldSettings } from './world';
export { createWorld, DEFAULT_SETTINGS } from './seed';
export * from './people';
export * from './sessions';
export * from './presence';
export * from './campaigns';
export * from './callbacks';
export * from './contacts';
export * from './dispositions';
export * from './form-types';
export * from './preview';
export * from './commits';
export * from './notes';
