/** Door of the OMniLeads client. One instance per phone document; its session lives in memory and in the browser's cookie jar. */
import { createCallbacks, type Callbacks } from './callbacks';
import { createCalls, type Calls } from './calls';
import { fetchSipCredentials } from './credentials';
import { createContacts, type Contacts } from './contacts';
import { createDirectory, type Directory } from './directory';
import { createDispositions, type Dispositions } from './dispositions';
import { createSend } from './http';
import { identify } from './identity';
import { emptyMemory, type Context } from './memory';
import { createNotes, type Notes } from './notes';
import { createNotifications, type Notifications } from './notifications';
import type { OmnileadsDeps } from './ports';
import { createPresence, type Presence } from './presence';
import { createPreview, type Preview } from './preview';
import { createWriteQueue } from './queue';
import { createRest } from './rest';
import { createSession, type Session } from './session';
import type { SipCredentials } from './types';
import { createTransfers, type Transfers } from './transfers';
import { createWeb, type Web } from './web';

export interface OmnileadsClient {
  readonly session: Session;
  readonly presence: Presence;
  readonly calls: Calls;
  readonly directory: Directory;
  readonly notes: Notes;
  readonly contacts: Contacts;
  readonly preview: Preview;
  readonly callbacks: Callbacks;
  readonly dispositions: Dispositions;
  readonly notifications: Notifications;
  /** Of later releases: `offered` tells whether this server is one. */
  readonly transfers: Transfers;
  /** Pages and forms by session, for dispositions, management forms and callbacks. */
  readonly web: Pick<Web, 'get' | 'write'>;
  /** A new pair of SIP credentials; fetch at `renewAt` of the present one. Errors: otherAgentSignedIn and those of REST. */
  sipCredentials(): Promise<SipCredentials>;
}

export function createOmnileads(deps: OmnileadsDeps): OmnileadsClient {
  const { host, log, onSession, now = Date.now, random = Math.random } = deps;
  // Called as a plain function: a detached `window.fetch` throws "Illegal invocation".
  const fetch: typeof globalThis.fetch = deps.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const send = createSend(fetch, now);
  const context: Context = {
    host,
    log,
    send,
    now,
    random,
    emit: (event) => onSession?.(event),
    memory: emptyMemory(),
  };
  const queue = createWriteQueue(context, () => identify(send, context.memory.server));
  const web = createWeb(context, queue);
  const rest = createRest(context, web);
  return {
    session: createSession(context, web, queue),
    presence: createPresence(rest),
    calls: createCalls(context, rest, web),
    directory: createDirectory(context, rest, web),
    notes: createNotes(web),
    contacts: createContacts(rest, web),
    preview: createPreview(web),
    callbacks: createCallbacks(context, rest, web),
    dispositions: createDispositions(rest),
    notifications: createNotifications(context, web, deps.openSocket ?? ((url) => new WebSocket(url))),
    transfers: createTransfers(context, rest),
    web,
    sipCredentials: () => fetchSipCredentials(context, rest),
  };
}

export {
  callbackMoments,
  type CallbackRow,
  type Callbacks,
  type Scheduled,
  type StoredCallback,
} from './callbacks';
export type { CampaignCall, Calls, ContactCall } from './calls';
export type * from './contacts';
export type { ActiveAgent, CompulsoryStatus, Directory } from './directory';
export type { DispositionOption, Dispositions, ManagementField, PastDisposition } from './dispositions';
export { ENDPOINTS, type Endpoint, type EndpointName } from './endpoints';
export type { IdentifiedContact } from './identify';
export { normaliseServer } from './identity';
export { sameNote, type Notes } from './notes';
export type { Host, OmnileadsDeps, RefererForm, SessionEvent, SocketLike } from './ports';
export type { NotificationListener, Notifications, SocketPhase } from './notifications';
export type { Presence } from './presence';
export type { Preview, PreviewContact } from './preview';
export type { Identity } from './queue';
export type { Session, SignedIn, SignInRequest } from './session';
export type { Transfers } from './transfers';
export type * from './types';
export type { Page, Pairs, Web, Writing } from './web';
