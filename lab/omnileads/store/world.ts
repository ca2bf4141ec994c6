/** The whole memory of one stand-in. Read it freely; change it only through the functions of this folder. */
import type { FormsTables } from './form-types';
import type {
  ActivityEntry,
  Agent,
  Callback,
  CallLogRow,
  Campaign,
  Contact,
  ContactDatabase,
  DispositionStatus,
  ExternalSystem,
  Group,
  Pause,
  Presence,
  PresenceEntry,
  QuickContact,
  Session,
  Token,
  User,
} from './types';

export interface WorldSettings {
  /** SESSION_COOKIE_AGE. */
  sessionAgeS: number;
  /** TOKEN_EXPIRED_AFTER_SECONDS. */
  tokenAgeS: number;
  /** EPHEMERAL_USER_TTL. */
  credentialTtlS: number;
  /** LOGIN_FAILURE_LIMIT and django-defender's cool-off. */
  loginFailureLimit: number;
  lockoutCooloffS: number;
  videoDomain: string;
  /** TIME_ZONE as an offset, for the ISO dates the console shows. */
  zoneOffset: string;
}

export interface World {
  readonly settings: WorldSettings;
  /** The server's clock; tests move it. */
  readonly clock: { offsetMs: number };
  readonly users: Map<number, User>;
  readonly agents: Map<number, Agent>;
  readonly groups: Map<string, Group>;
  readonly pauses: Map<number, Pause>;
  readonly campaigns: Map<number, Campaign>;
  readonly databases: Map<number, ContactDatabase>;
  readonly contacts: Map<number, Contact>;
  readonly externalSystems: Map<number, ExternalSystem>;
  readonly quickContacts: QuickContact[];
  readonly presence: Map<number, Presence>;
  readonly presenceLog: PresenceEntry[];
  readonly activityLog: ActivityEntry[];
  readonly callLog: CallLogRow[];
  readonly sessions: Map<string, Session>;
  readonly tokens: Map<string, Token>;
  readonly loginFailures: Map<string, { count: number; lockedUntil: number | null; until: number }>;
  readonly dispositionStatus: Map<number, DispositionStatus>;
  readonly callbacks: Map<number, Callback>;
  /** The dialer that global callbacks are handed to; unreachable, they end in a crash page (interface §7.5). */
  readonly dialer: { reachable: boolean; readonly calls: string[] };
  /** Tables of the forms part (dispositions, preview, notes …). */
  readonly forms: FormsTables;
  /** Counters of ids handed out after the seed. */
  readonly nextId: Map<string, number>;
}

export const now = (world: World): number => Date.now() + world.clock.offsetMs;

/** A fresh id of a table; `first` is used the first time the table asks. */
export function takeId(world: World, table: string, first: number): number {
  const id = world.nextId.get(table) ?? first;
  world.nextId.set(table, id + 1);
  return id;
}
