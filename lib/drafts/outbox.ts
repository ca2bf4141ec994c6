/**
 * The outbox brings drafts to OMniLeads, each exactly once. The server has no idempotency key, so it reconciles: see steps.ts.
 * It never decides for the agent: a refusal or a conflict waits for a person; what may pass is tried again.
 */
import { asPhoneError, type ErrorCode, type Log } from '@/lib/diagnostics';
import { retryDelayMs } from './backoff';
import {
  asksFor,
  dueSteps,
  fingerprint,
  hasWork,
  LANES,
  sendable,
  sendingOf,
  wishOf,
  type Lane,
} from './plan';
import type { DispositionServer, OutboxClock, OutboxStore } from './ports';
import { RUN_STEP } from './steps';
import { IDLE } from './edit';
import type { Draft, DraftOwner, Sending, Step } from './types';

/**
 * After a post whose answer never came the server may still be working on it: acting earlier could do the same thing twice.
 * Longer than the proxy in front of OMniLeads lets a request live (60 s by default).
 */
export const UNKNOWN_OUTCOME_WAIT_MS = 75_000;
const LOCK = 'agent-phone-outbox';

export interface OutboxDeps {
  readonly store: OutboxStore;
  readonly server: DispositionServer;
  readonly clock: OutboxClock;
  readonly log: Log;
  /** One worker at a time over all documents of the profile (navigator.locks). `null` when another holds it. */
  readonly exclusively: <T>(name: string, work: () => Promise<T>) => Promise<T | null>;
  /** After every change of a draft, for the state's summary. */
  onChange(draft: Draft): void;
}

export interface OutboxRun {
  readonly sent: number;
  /** When to run again: ms epoch; null = nothing waits. */
  readonly nextAt: number | null;
  /** Why everything stands still (signed out, other agent), if it does. */
  readonly halted: ErrorCode | null;
}

/** Failures that concern every draft alike: no use in trying the next one. */
const HALTS: ReadonlySet<ErrorCode> = new Set([
  'sessionExpired',
  'otherAgentSignedIn',
  'serverUnreachable',
  'certificateUntrusted',
  'sitePermissionMissing',
]);

/** Failures that no retry cures: the role forbids it, or (seen several times) the form isn't the one we know. */
const TRIES_BEFORE_ASKING: Readonly<Partial<Record<ErrorCode, number>>> = {
  permissionDenied: 0,
  draftRefused: 0,
  formChanged: 3,
};

/** Puts `patch` where this lane's sending is kept. */
function withSending(draft: Draft, lane: Lane, patch: Partial<Sending>): Draft {
  return lane === 'note' ? { ...draft, note: { ...draft.note, ...patch } } : { ...draft, ...patch };
}

/** The agent has to look at it before this lane goes on. */
function stopped(draft: Draft, lane: Lane, status: 'refused' | 'conflict'): Draft {
  if (lane === 'note') return { ...draft, noteRefused: true };
  // Typed on meanwhile: the answer was to an older wish, and the draft is being looked at anyway.
  return draft.status === 'waiting' ? { ...draft, status } : draft;
}

export function createOutbox(deps: OutboxDeps): { run(owner: DraftOwner): Promise<OutboxRun | null> } {
  const { store, server, clock, log } = deps;
  /** When this document posted last, per draft and lane, by the clock that nobody sets. */
  const postedAt = new Map<string, number>();
  /** How long to wait still before a draft whose last post has an unknown outcome may be looked at again. */
  const unknownForMs = (draft: Draft, lane: Lane): number => {
    if (!sendingOf(draft, lane).inFlight) return 0;
    // Posted by an earlier document: how long ago can't be trusted to the wall clock, so count from our own beginning.
    const at = postedAt.get(`${lane} ${draft.id}`) ?? 0;
    return Math.max(0, at + UNKNOWN_OUTCOME_WAIT_MS - clock.elapsed());
  };

  const change = async (id: string, edit: (draft: Draft) => Draft): Promise<Draft | null> => {
    const changed = await store.update(id, (draft) => ({ ...edit(draft), updatedAt: clock.now() }));
    if (changed) deps.onChange(changed);
    return changed;
  };

  const postpone = (draft: Draft, lane: Lane, code: ErrorCode, step?: Step): Promise<Draft | null> =>
    change(draft.id, (now) => {
      const { attempts } = sendingOf(now, lane);
      const asks = attempts >= (TRIES_BEFORE_ASKING[code] ?? Infinity);
      const wait = Math.max(retryDelayMs(attempts, clock.random()), unknownForMs(now, lane));
      const later = withSending(now, lane, {
        attempts: attempts + 1,
        nextTryAt: clock.now() + wait,
        problem: { code, params: {}, fields: {}, theirs: null, ...(step ? { step } : {}) },
      });
      return asks ? stopped(later, lane, 'refused') : later;
    });

  /** True when the step is confirmed and the next one may follow. */
  const runStep = async (draft: Draft, lane: Lane, step: Step): Promise<boolean> => {
    const wish = fingerprint(wishOf(draft, step));
    const result = await RUN_STEP[step](draft, {
      server,
      aboutToPost: async () => {
        postedAt.set(`${lane} ${draft.id}`, clock.elapsed());
        await change(draft.id, (now) =>
          withSending(now, lane, { inFlight: { step, at: clock.now() }, nextTryAt: 0 }),
        );
      },
    });
    if (result.kind === 'confirmed') {
      await change(draft.id, (now) => ({
        ...withSending(now, lane, IDLE),
        ...result.learnt,
        confirmed: { ...now.confirmed, [step]: wish },
      }));
      return true;
    }
    if (result.kind === 'unconfirmed') {
      log.warn('outbox', 'said to be saved, but reading back shows something else', { step });
      await postpone(draft, lane, 'formChanged', step);
      return false;
    }
    await change(draft.id, (now) =>
      stopped(
        withSending(now, lane, { problem: { ...result.problem, step }, inFlight: null }),
        lane,
        result.status,
      ),
    );
    return false;
  };

  const sendOne = async (listed: Draft, lane: Lane): Promise<{ sent: boolean; halted: ErrorCode | null }> => {
    // What the list held may be older than what the agent typed since.
    const draft = await store.get(listed.id);
    if (!draft || !hasWork(draft, lane)) return { sent: false, halted: null };
    // A post that was on its way when we died or lost the line: the server may still be at it.
    const wait = unknownForMs(draft, lane);
    if (wait > 0) {
      await change(draft.id, (now) => withSending(now, lane, { nextTryAt: clock.now() + wait }));
      return { sent: false, halted: null };
    }
    let step = dueSteps(draft, lane)[0];
    try {
      let current: Draft | null = draft;
      while (step && current) {
        if (!(await runStep(current, lane, step))) return { sent: false, halted: null };
        current = await store.get(draft.id); // the agent may have typed meanwhile
        if (!current || !hasWork(current, lane)) break;
        step = dueSteps(current, lane)[0];
      }
      const done = await change(draft.id, settled);
      return { sent: done?.status === 'sent', halted: null };
    } catch (thrown) {
      const error = asPhoneError(thrown);
      log.warn('outbox', 'postponed', { code: error.code, detail: error.detail });
      await postpone(draft, lane, error.code, step);
      return { sent: false, halted: HALTS.has(error.code) ? error.code : null };
    }
  };

  const drain = async (owner: DraftOwner): Promise<OutboxRun> => {
    let sent = 0;
    const tried = new Set<string>();
    for (;;) {
      const drafts = await store.list(owner);
      const next = LANES.flatMap((lane) =>
        sendable(drafts, clock.now(), lane).map((draft) => ({ draft, lane })),
      ).find(({ draft, lane }) => !tried.has(`${lane} ${draft.id}`));
      if (!next) return { sent, nextAt: earliest(drafts), halted: null };
      const agent = await server.identity();
      const halted: ErrorCode | null =
        agent === null ? 'sessionExpired' : agent === owner.agentId ? null : 'otherAgentSignedIn';
      if (halted) return { sent, nextAt: null, halted };
      tried.add(`${next.lane} ${next.draft.id}`);
      const result = await sendOne(next.draft, next.lane);
      if (result.sent) sent += 1;
      if (result.halted) return { sent, nextAt: earliest(await store.list(owner)), halted: result.halted };
    }
  };

  const earliest = (drafts: readonly Draft[]): number | null => {
    let first = Infinity;
    for (const lane of LANES)
      for (const draft of drafts)
        if (hasWork(draft, lane)) first = Math.min(first, sendingOf(draft, lane).nextTryAt);
    return first === Infinity ? null : Math.max(first, clock.now());
  };

  return { run: (owner) => deps.exclusively(LOCK, () => drain(owner)) };
}

/** After a lane's last step: put away what is confirmed as a whole, open again what still needs the agent. */
export function settled(draft: Draft): Draft {
  if (draft.status !== 'waiting' || dueSteps(draft, 'main').length > 0) return draft;
  const { disposition } = draft.wanted;
  if (draft.contactOnly || disposition?.option === '' || asksFor(draft))
    return { ...draft, status: 'open', contactOnly: false };
  return dueSteps(draft, 'note').length > 0 ? draft : purged(draft);
}

/** What the forms' address needs (interface §6.6); the rest of the call's data is the customer's or of no use later. */
const CALL_DATA_KEPT = [
  'id_campana',
  'campana_type',
  'telefono',
  'id_contacto',
  'call_id',
  'call_type',
  'rec_filename',
  'call_wait_duration',
];

/** What is left of a confirmed draft: enough for a line in the list and to open the form again, nothing that was typed. */
export function purged(draft: Draft): Draft {
  const { callData } = draft.call;
  return {
    ...draft,
    ...IDLE,
    status: 'sent',
    call: {
      ...draft.call,
      callData: Object.fromEntries(
        CALL_DATA_KEPT.flatMap((key) => (callData[key] === undefined ? [] : [[key, callData[key]]])),
      ),
    },
    wanted: { disposition: null, management: null, callback: null, note: null },
    title: '',
    // That there is one may be told; its fingerprint would be its text.
    confirmed: draft.confirmed.note === undefined ? {} : { note: 'sent' },
    base: null,
    overrides: null,
    note: IDLE,
    noteRefused: false,
  };
}
