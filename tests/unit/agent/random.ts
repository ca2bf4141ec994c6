/** Random shifts against a model of the server: requests are done in order, answers come in order, both whenever they like. */
import fc from 'fast-check';
import {
  INITIAL_AGENT,
  reduceAgent,
  transitions,
  type AgentEffect,
  type AgentEvent,
  type AgentState,
} from '@/lib/agent';
import { COFFEE, LUNCH, T0 } from './build';

/** A claim about one beat. Most hold under a condition only, so a broken one throws instead of being expected. */
export function must(truth: boolean, claim: string): void {
  if (!truth) throw new Error(`not so: ${claim}`);
}

export interface Move {
  readonly kind: 'event' | 'server' | 'answer';
  readonly wild: boolean;
  readonly pick: number;
  readonly flag: boolean;
  readonly ok: boolean;
  readonly s: number;
}
export const moves = fc.array(
  fc.record<Move>({
    kind: fc.constantFrom('event', 'event', 'server', 'answer'),
    wild: fc.nat(7).map((n) => n === 0),
    pick: fc.nat(1000),
    flag: fc.boolean(),
    ok: fc.nat(5).map((n) => n > 0),
    s: fc.nat(200),
  }),
  { minLength: 1, maxLength: 80, size: 'max' },
);

type Request = Extract<AgentEffect, { type: 'pbxLogin' | 'pbxLogout' | 'setPause' | 'leavePause' }> & {
  /** Asked before the other console took the queues: what it does there is the other's. */
  readonly overtaken?: boolean;
};
export interface World {
  readonly agent: AgentState;
  readonly clock: number;
  readonly timer: number | null;
  readonly requests: readonly Request[];
  readonly answers: readonly AgentEvent[];
  /** Who put the agent into the queues. */
  readonly queues: 'nobody' | 'us' | 'otherConsole';
  readonly serverPause: string | null;
  /** Something was refused on the way: what the server has may differ from what we show. */
  readonly refused: boolean;
}
export const BEGIN: World = {
  agent: INITIAL_AGENT,
  clock: T0,
  timer: null,
  requests: [],
  answers: [],
  queues: 'nobody',
  serverPause: null,
  refused: false,
};

const KNOWN = new Map<string, AgentEvent['type'][]>();
const ANSWERS: readonly AgentEvent['type'][] = ['pbxLogin', 'pauseSet', 'unpauseSet'];
const ALL = [...new Set(transitions().map(({ event }) => event))].filter((type) => !ANSWERS.includes(type));
for (const { from, event } of transitions()) {
  const known = KNOWN.get(from) ?? [];
  if (!known.includes(event) && !ANSWERS.includes(event)) KNOWN.set(from, [...known, event]);
}
/** Rare, or no shift would last. */
const HARD: readonly AgentEvent['type'][] = [
  'signOut',
  'signedInElsewhere',
  'microphone',
  'registrationLost',
];

export function tell(world: World, event: AgentEvent): World {
  const { state, effects } = reduceAgent(world.agent, event);
  let next: World = { ...world, agent: state };
  // What the event says has already happened on the server.
  if (event.type === 'signedInElsewhere') {
    const requests = world.requests.map((request) => ({ ...request, overtaken: true }));
    next = { ...next, requests, queues: 'otherConsole', serverPause: null };
  }
  if (event.type === 'forcedPause') next = { ...next, serverPause: '00' };
  if (event.type === 'forcedUnpause') next = { ...next, serverPause: null };
  for (const effect of effects) {
    if (effect.type === 'armTimer') next = { ...next, timer: effect.at };
    if (
      effect.type === 'pbxLogin' ||
      effect.type === 'pbxLogout' ||
      effect.type === 'setPause' ||
      effect.type === 'leavePause'
    )
      next = { ...next, requests: [...next.requests, effect] };
  }
  return next;
}

/** The server does the oldest request; `ok` false = it refuses, or does it and the answer is lost. */
export function serve(world: World, ok: boolean, doneAnyway: boolean): World {
  const [request, ...requests] = world.requests;
  if (!request) return world;
  const done = ok || doneAnyway || request.type === 'pbxLogout';
  const next: World = { ...world, requests, refused: world.refused || !ok };
  const answer = (event: AgentEvent): World['answers'] => [...world.answers, event];
  const at = world.clock;
  switch (request.type) {
    case 'pbxLogin':
      return {
        ...next,
        ...(done && !request.overtaken ? { queues: 'us', serverPause: null } : {}),
        answers: answer({ type: 'pbxLogin', ok, at, request: request.request }),
      };
    case 'pbxLogout':
      return { ...next, refused: world.refused, queues: 'nobody', serverPause: null };
    case 'setPause':
      return {
        ...next,
        ...(done ? { serverPause: request.pauseId } : {}),
        answers: answer({ type: 'pauseSet', ok, at, request: request.request }),
      };
    case 'leavePause':
      return {
        ...next,
        ...(done ? { serverPause: null } : {}),
        answers: answer({ type: 'unpauseSet', ok, at, request: request.request }),
      };
  }
}

export function deliver(world: World): World {
  const [answer, ...answers] = world.answers;
  return answer ? tell({ ...world, answers }, { ...answer, at: world.clock } as AgentEvent) : world;
}

/** Everything asked for is done and answered. */
export function settled(world: World): World {
  let next = world;
  while (next.requests.length > 0 || next.answers.length > 0) next = deliver(serve(next, true, true));
  return next;
}

function eventFor(move: Move, { agent, clock: at }: World): AgentEvent {
  const known = move.wild ? ALL : (KNOWN.get(agent.phase) ?? ALL);
  const gentle = known.filter((type) => !HARD.includes(type));
  const types = move.ok && gentle.length > 0 ? gentle : known;
  const type = types[move.pick % types.length] ?? 'signIn';
  const pause = move.flag ? LUNCH : COFFEE;
  switch (type) {
    case 'microphone':
      return { type, ok: move.flag, at };
    case 'pause':
      return { type, pause, at };
    case 'programPause':
      return { type, pause: move.pick % 3 ? pause : null };
    case 'forcedPause':
      return { type, name: 'Meeting', at };
    case 'ringing':
      return { type, queueCall: move.flag, at };
    case 'callOver':
      return {
        type,
        answered: move.pick % 4 > 0,
        forceDisposition: move.flag,
        autoUnpauseS: move.pick % 3 ? 30 : 0,
        at,
      };
    case 'dispositioned':
      return { type, done: move.flag, at, ...(move.pick % 4 ? {} : { leave: false }) };
    case 'pbxLogin':
    case 'pauseSet':
    case 'unpauseSet':
      return { type, ok: move.ok, at };
    default:
      return { type, at };
  }
}

/** One move of a random shift. The timer fires when its time has come. */
export function step(world: World, move: Move): { readonly world: World; readonly event: AgentEvent | null } {
  const now = { ...world, clock: world.clock + move.s * 1000 };
  if (now.timer !== null && now.clock >= now.timer) {
    const event = { type: 'timer', at: now.clock } as const;
    return { world: tell({ ...now, timer: null }, event), event };
  }
  if (move.kind === 'server') return { world: serve(now, move.ok, move.flag), event: null };
  if (move.kind === 'answer') return { world: deliver(now), event: now.answers[0] ?? null };
  const event = eventFor(move, now);
  return { world: tell(now, event), event };
}
