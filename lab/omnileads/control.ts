/** What tests do and see behind the HTTP surface. */
import type { FailureKind, Failures, LoggedRequest } from './failures';
import type { Site } from './site';
import type { SipProxy } from './sip-proxy';
import type { ConsoleFrame } from './channels';
import { createFormsControl, type FormsControl } from './forms';
import { createSupervisor, type Supervisor } from './supervisor';
import {
  addCallLog,
  agentOfUser,
  denyPermission,
  endSessionsOf,
  findUser,
  grantPermission,
  openSession,
  setFlag,
  tokenOf,
  type GroupFlags,
  type PresenceEntry,
  type User,
  type World,
} from './store';

export interface OmnileadsControl extends FormsControl {
  readonly store: World;
  readonly presenceLog: readonly PresenceEntry[];
  readonly requests: readonly LoggedRequest[];
  /** Lines the real server would have written to its log. */
  readonly log: readonly string[];
  readonly frames: readonly {
    readonly userId: number;
    readonly frame: ConsoleFrame;
    readonly sockets: number;
  }[];
  /** Pattern is matched against "METHOD /path?query"; a text matches as a part of it. */
  readonly failNext: (pattern: RegExp | string, kind: FailureKind, times?: number) => void;
  /** Every request waits until this is over. */
  readonly stall: (on: boolean) => void;
  readonly clearFailures: () => void;
  readonly expireSession: (username: string) => void;
  readonly expireToken: (username: string) => void;
  /** Another browser signs in as this agent and opens its console: the old session dies, consoles get `logout`. */
  readonly signInElsewhere: (username: string) => void;
  readonly supervisor: Supervisor;
  readonly push: (username: string, frame: ConsoleFrame) => void;
  readonly setFlag: <K extends keyof GroupFlags>(group: string, flag: K, value: GroupFlags[K]) => void;
  readonly denyPermission: (username: string, codename: string) => void;
  readonly grantPermission: (username: string, codename: string) => void;
  readonly setCredentialTtl: (seconds: number) => void;
  readonly setSessionAge: (seconds: number) => void;
  readonly moveClock: (ms: number) => void;
  /** The row the PBX writes when a call reaches the agent; hold events need one (interface §5.1). */
  readonly addCallLog: (row: {
    username: string;
    callId: string;
    event?: string;
    campaignId?: number;
    phone?: string;
  }) => void;
  /** The dialer that global callbacks are handed to. */
  readonly setDialerReachable: (reachable: boolean) => void;
  readonly sip: { readonly cut: () => number; readonly setDown: (down: boolean) => void };
}

export function createControl(
  site: Site,
  failures: Failures,
  sip: SipProxy,
  log: readonly string[],
): OmnileadsControl {
  const { world } = site;
  const userNamed = (username: string): User => {
    const user = findUser(world, username);
    if (!user) throw new Error(`no user is called ${username}`);
    return user;
  };
  const supervisor = createSupervisor(site);
  return {
    ...createFormsControl(site),
    store: world,
    presenceLog: world.presenceLog,
    requests: failures.requests,
    log,
    frames: site.hub.sent,
    failNext: failures.failNext,
    stall: failures.stall,
    clearFailures: failures.clear,
    expireSession: (username) => endSessionsOf(world, userNamed(username).id),
    expireToken(username) {
      const token = tokenOf(world, userNamed(username).id);
      if (token) token.createdAt -= (world.settings.tokenAgeS + 1) * 1000;
    },
    signInElsewhere(username) {
      openSession(world, userNamed(username));
      site.hub.push(userNamed(username).id, { type: 'logout' });
    },
    supervisor,
    push: (username, frame) => site.hub.push(userNamed(username).id, frame),
    setFlag: (group, flag, value) => setFlag(world, group, flag, value),
    denyPermission: (username, codename) => denyPermission(world, username, codename),
    grantPermission: (username, codename) => grantPermission(world, username, codename),
    setCredentialTtl(seconds) {
      world.settings.credentialTtlS = seconds;
    },
    setSessionAge(seconds) {
      world.settings.sessionAgeS = seconds;
    },
    moveClock(ms) {
      world.clock.offsetMs += ms;
    },
    addCallLog({ username, callId, event = 'CONNECT', campaignId, phone = '' }) {
      const agentId = agentOfUser(world, username).id;
      addCallLog(world, { agentId, callId, event, campaignId: campaignId ?? null, phone, recording: null });
    },
    setDialerReachable(reachable) {
      world.dialer.reachable = reachable;
    },
    sip: {
      cut: () => sip.cut(),
      setDown(down) {
        sip.down = down;
      },
    },
  };
}
