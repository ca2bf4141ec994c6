/** Public door of the phone: types only; the runtime is started by entrypoints/phone through ./runtime. */
export type * from './state';
export type * from './command';
export type * from './contacts';
