export { retryDelayMs } from './backoff';
export * from './edit';
export { withExternalContact } from './external-contact';
export {
  callbackPage,
  dispositionPage,
  managementPage,
  readPage,
  type FormPage,
  type PageField,
} from './form-page';
export type * from './form-view';
export {
  createOutbox,
  purged,
  settled,
  UNKNOWN_OUTCOME_WAIT_MS,
  type OutboxDeps,
  type OutboxRun,
} from './outbox';
export { formView, missingFields, type OverlayContext } from './overlay';
export { asksFor, dueSteps, hasWork, sendable, type Lane } from './plan';
export * from './ports';
export { readRow } from './rows';
export {
  createDispositionServer,
  createFormSource,
  type FormSource,
  type LoadedForm,
  type Outside,
} from './server';
export { openDraftStore } from './store';
export { callbackAsOffered, typed, typedValue, type Pages } from './typed';
export * from './types';
export { momentOf, serverMoment, zoneOf } from './zone';
