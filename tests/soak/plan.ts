/**
 * What happens in a soak, from its seed alone: calls with what is done in them, and blows that fall meanwhile. Pure, so that a
 * failing seed is the same run again; how long a step really takes is up to the machine.
 */
import type { FailureKind } from '@/lab/omnileads';
import type { RtpDirection } from '@/lab/faults';
import { seeded, type Random } from '../crash/random';

export type CallKind = 'outside' | 'campaign' | 'inbound';
export type Step =
  | { readonly do: 'talk' | 'mute' | 'hold'; readonly ms: number }
  | { readonly do: 'tones'; readonly digits: string }
  /** The network takes the SIP socket away and lets none in for a while. */
  | { readonly do: 'cut'; readonly ms: number }
  /** The server closes the socket by itself. */
  | { readonly do: 'close' }
  | { readonly do: 'delay'; readonly ms: number; readonly byMs: number }
  | { readonly do: 'dropRtp'; readonly ms: number; readonly direction: RtpDirection };
export type Ending = 'customer' | 'agent' | 'blindTransfer' | 'completedTransfer' | 'conference';
export interface Scene {
  readonly index: number;
  readonly call: CallKind;
  readonly steps: readonly Step[];
  readonly ending: Ending;
  /** What meets the disposition on its way; null = nothing. */
  readonly trouble: FailureKind | null;
}
export type Blow = 'workerKill' | 'tabCrash' | 'tabReload' | 'tabClose';
export interface Strike {
  readonly atMs: number;
  readonly blow: Blow;
}

const MINUTE_MS = 60_000;
/** Cuts longer than this belong to other tests: up to here a call must survive. */
const CUT_LONGEST_MS = 5_000;
/** On average this gives, in 30 minutes, 130 ends of the worker and 80 blows to tabs: well above the 100 and 50 asked for. */
const WORKER_GAP_MS = { from: 11_000, to: 17_000 };
const TAB_GAP_MS = { from: 18_000, to: 26_000 };

/** Dealt like cards, so that a run of any length holds its share of each. */
const NETWORK: readonly (readonly Step['do'][])[] = [
  ['cut'],
  ['cut'],
  ['cut'],
  ['cut', 'cut'],
  ['close'],
  ['dropRtp'],
  ['delay'],
];
const TAB_BLOWS: readonly Blow[] = [
  'tabCrash',
  'tabCrash',
  'tabReload',
  'tabCrash',
  'tabCrash',
  'tabClose',
  'tabCrash',
  'tabCrash',
];
const CALLS: readonly CallKind[] = ['outside', 'campaign', 'inbound'];
const CALM_ENDINGS: readonly Ending[] = ['blindTransfer', 'completedTransfer', 'conference', 'agent'];
const TROUBLES: readonly (FailureKind | null)[] = [null, null, 'http500', 'commitThenDrop', 'drop'];

const between = (random: Random, from: number, to: number): number => from + random.int(to - from + 1);

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  const dealt: T[] = [];
  while (left.length > 0) dealt.push(...left.splice(random.int(left.length), 1));
  return dealt;
}

/** The card for this call out of its own deal. */
function dealt<T>(deck: readonly T[], seed: number, index: number, salt: number): T {
  const deal = Math.floor(index / deck.length);
  const cards = shuffled(deck, seeded(seed * 7919 + deal * 31 + salt));
  const card = cards[index % deck.length];
  if (card === undefined) throw new RangeError('an empty deck');
  return card;
}

function networkStep(what: Step['do'], random: Random): Step {
  switch (what) {
    case 'cut':
      return { do: 'cut', ms: random.chance(0.25) ? 0 : between(random, 300, CUT_LONGEST_MS) };
    case 'delay':
      return { do: 'delay', ms: between(random, 1500, 3000), byMs: between(random, 50, 300) };
    case 'dropRtp': {
      const direction = random.pick(['fromBrowser', 'toBrowser', 'both'] as const);
      return { do: 'dropRtp', direction, ms: between(random, 500, 1500) };
    }
    default:
      return { do: 'close' };
  }
}

function calmStep(random: Random): Step {
  const what = random.pick(['talk', 'mute', 'hold', 'hold', 'tones'] as const);
  if (what === 'tones') return { do: 'tones', digits: String(between(random, 10, 9999)) };
  return { do: what, ms: between(random, 500, 2500) };
}

/** The call number `index` of this seed. */
export function scene(seed: number, index: number): Scene {
  const random = seeded(seed * 104_729 + index * 613 + 1);
  const network = dealt(NETWORK, seed, index, 1);
  const struck = network.some((what) => what === 'cut' || what === 'close');
  const steps = [
    calmStep(random),
    ...network.flatMap((what) => [
      networkStep(what, random),
      ...(random.chance(0.5) ? [calmStep(random)] : []),
    ]),
    { do: 'talk', ms: between(random, 300, 1500) } as const,
  ];
  return {
    index,
    call: dealt(CALLS, seed, index, 2),
    steps,
    // After a broken line it is the customer's hang-up that must arrive (the PBX has to know where we are now).
    ending: struck ? 'customer' : random.pick(CALM_ENDINGS),
    trouble: random.pick(TROUBLES),
  };
}

function every(gap: { from: number; to: number }, untilMs: number, random: Random): number[] {
  const times: number[] = [];
  for (let at = between(random, 0, gap.from); at < untilMs; at += between(random, gap.from, gap.to))
    times.push(at);
  return times;
}

/** Everything that falls on worker and tabs, in order. */
export function strikes(seed: number, minutes: number): Strike[] {
  const untilMs = minutes * MINUTE_MS;
  const random = seeded(seed * 15_485_863 + 2);
  const kills = every(WORKER_GAP_MS, untilMs, random).map((atMs): Strike => ({ atMs, blow: 'workerKill' }));
  const tabs = every(TAB_GAP_MS, untilMs, random).map((atMs, index): Strike => ({
    atMs,
    blow: dealt(TAB_BLOWS, seed, index, 3),
  }));
  return [...kills, ...tabs].sort((a, b) => a.atMs - b.atMs);
}
