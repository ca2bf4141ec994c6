/** One seeded run: an agent works, the world breaks, the outbox is killed again and again; at the end the books must balance. */
import { asPhoneError, createLog } from '@/lib/diagnostics';
import {
  asksFor,
  change,
  changeNote,
  createOutbox,
  EMPTY_DISPOSITION,
  newDraft,
  resolve,
  save,
  saveContact,
  type Draft,
  type DraftCall,
  type Wanted,
} from '@/lib/drafts';
import { Disk, faultyServer, Life, World } from './faults';
import { REFUSED_TEXT, ServerModel, type Commit } from './model';
import { seeded, type Random } from './random';

export interface Verdict {
  readonly seed: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly reordered: readonly string[];
  readonly kills: number;
}

const OWNER = { server: 'https://oml.example', agentId: '1' };
const HOUR_MS = 3_600_000;
const CONTACTS = ['11', '12'];
const ROUNDS_WITH_FAULTS = 40;
/** Far more than any schedule of retries needs once nothing fails any more. */
const ROUNDS_TO_SETTLE = 100;

interface Expectation {
  /** What the agent wants in the end; typed now or later. */
  wanted: Wanted;
  /** How the agent goes about it. */
  readonly habit: Habit;
  /** When the disposition was first saved, in steps: newer calls of the contact must wait for it from then on. */
  savedAt: number;
  call: DraftCall;
  overridden: boolean;
  givenUp: boolean;
}

interface Habit {
  /** Saves at once, later, or not before everything else is done. */
  readonly saves: 'now' | 'later' | 'last';
  /** Saves the contact alone first, as in inbound calls. */
  readonly contactFirst: boolean;
  /** Fills in what follows the disposition only when asked for it. */
  readonly fillsWhenAsked: boolean;
}

/** Options 2 and 5 are those that the server follows up by another form. */
const PLAIN_OPTIONS = ['1', '3', '4'];

function randomWish(random: Random, n: number): Wanted {
  const kind = random.int(4);
  return {
    disposition: {
      option: kind === 1 ? '2' : kind === 2 ? '5' : random.pick(PLAIN_OPTIONS),
      sub: random.chance(0.3) ? 'Interesado' : '',
      comments: random.chance(0.1) ? REFUSED_TEXT : `c${n}-${random.int(1000)}`,
      contact: random.chance(0.4) ? { nombre: `x${random.int(50)}` } : {},
      confirmDuplicate: false,
    },
    management: kind === 1 ? { producto: 'Plan A', nota: `n${random.int(99)}` } : null,
    callback:
      kind === 2
        ? { kind: 'personal', date: '2026-12-01', time: '10:30', phone: '351', reason: `r${random.int(99)}` }
        : null,
    note: random.chance(0.4) ? `note ${n}` : null,
  };
}

export async function simulate(seed: number): Promise<Verdict> {
  const random = seeded(seed);
  const model = new ServerModel(CONTACTS);
  const world = new World(random, model);
  const disk = new Disk();
  const expected = new Map<string, Expectation>();
  const killChance = random.next() * 0.08;
  let kills = 0;
  let steps = 0;
  const reordered: string[] = [];
  /** When each call's disposition was first about to be posted, in steps. */
  const firstPost = new Map<string, number>();
  disk.written = ({ call, inFlight }) => {
    if (inFlight?.step === 'disposition' && !firstPost.has(call.callId))
      firstPost.set(call.callId, (steps += 1));
  };

  /** An older call's disposition that was saved before this one began to be posted must not be waiting still. */
  const posting = (call: DraftCall): void => {
    const since = firstPost.get(call.callId) ?? steps;
    for (const [id, older] of expected) {
      const row = disk.read(id);
      const waits = row?.status !== 'sent' && !row?.confirmed.disposition && !older.givenUp;
      const before = older.call.startedAt < call.startedAt && older.savedAt < since;
      if (waits && before && older.call.contactId === call.contactId && call.contactId !== '-1')
        reordered.push(`${call.callId} before ${older.call.callId}`);
    }
  };

  const begin = (n: number): void => {
    const contactId = random.chance(0.25) ? '-1' : random.pick(CONTACTS);
    const callId = `${Math.floor(world.now / 1000)}.${n}`;
    const startedAt = 1_000_000 + n; // the order of the calls, whatever the clock does
    const call: DraftCall = {
      callId,
      campaignId: '1',
      campaignType: '1',
      campaignName: '',
      phone: `555${n}`,
      contactId,
      callType: '1',
      startedAt,
      callData: {},
    };
    const wanted = randomWish(random, n);
    const habit: Habit = {
      saves: random.chance(0.6) ? 'now' : random.chance(0.7) ? 'later' : 'last',
      contactFirst: random.chance(0.15),
      fillsWhenAsked: random.chance(0.5),
    };
    let draft = newDraft(`d${n}`, OWNER, call, world.now);
    if (wanted.note !== null) draft = changeNote(draft, wanted.note, world.now);
    if (habit.contactFirst && wanted.disposition) {
      const disposition = { ...EMPTY_DISPOSITION, contact: wanted.disposition.contact };
      draft = saveContact(change(draft, { disposition }, world.now), world.now);
    } else if (habit.saves === 'now') draft = filled(draft, wanted, habit);
    disk.write(draft);
    const savedAt = draft.status === 'waiting' && !draft.contactOnly ? (steps += 1) : Infinity;
    expected.set(draft.id, { wanted, call, habit, savedAt, overridden: false, givenUp: false });
  };
  /** Typed and saved; what follows the disposition too, unless the agent waits to be asked. */
  const filled = (draft: Draft, { disposition, management, callback }: Wanted, habit: Habit): Draft => {
    const asked = asksFor(draft) !== null;
    const follow = habit.fillsWhenAsked && !asked ? {} : { management, callback };
    const main = asked ? {} : { disposition };
    return save(change(draft, { ...main, ...follow }, world.now), world.now);
  };

  /** The agent at the screen: types on, answers refusals and conflicts. */
  const agentActs = (): void => {
    for (const draft of disk.all()) {
      const expectation = expected.get(draft.id);
      if (!expectation || draft.status === 'sent') continue;
      const { wanted, habit } = expectation;
      if (draft.status === 'refused') {
        const disposition = {
          ...(wanted.disposition ?? EMPTY_DISPOSITION),
          comments: `fixed ${draft.id}`,
        };
        expectation.wanted = { ...wanted, disposition };
        disk.write(save(change(draft, { disposition }, world.now), world.now));
      } else if (draft.status === 'conflict') {
        const keep = random.chance(0.7) ? 'mine' : 'theirs';
        expectation.overridden = true;
        if (keep === 'theirs') expectation.givenUp = true;
        disk.write(resolve(draft, keep, world.now));
      } else if (draft.status === 'open' && mayFill(habit)) {
        expectation.savedAt = Math.min(expectation.savedAt, (steps += 1));
        disk.write(filled(draft, wanted, habit));
      } else if (world.faulty && random.chance(0.05)) {
        const note = `typed later ${(typings += 1)}`;
        expectation.wanted = { ...wanted, note };
        disk.write(changeNote(draft, note, world.now));
      }
    }
  };
  let typings = 0;
  let lastOnes = false;
  const isLast = ({ id, status }: Draft): boolean =>
    status === 'open' && expected.get(id)?.habit.saves === 'last';
  const mayFill = ({ saves }: Habit): boolean =>
    saves === 'last' ? lastOnes : !world.faulty || random.chance(0.4);

  let alive: { life: Life; outbox: ReturnType<typeof createOutbox> } | null = null;
  const born = (): { life: Life; outbox: ReturnType<typeof createOutbox> } => {
    const life = new Life(world, killChance);
    const outbox = createOutbox({
      store: disk.storeFor(world, life),
      server: faultyServer(world, life, posting),
      clock: { now: () => world.now, elapsed: life.elapsed, random: () => random.next() },
      log: createLog(() => world.now),
      exclusively: (_name, work) => work(),
      onChange: () => undefined,
    });
    return { life, outbox };
  };
  /** One run of the outbox; a killed document is followed by a new one. */
  const round = async (): Promise<void> => {
    alive ??= born();
    const run = alive.outbox.run(OWNER).then(
      () => 'done' as const,
      (error: unknown) =>
        asPhoneError(error).code === 'draftQuota' ? ('done' as const) : Promise.reject(asPhoneError(error)),
    );
    if ((await Promise.race([run, alive.life.death])) === 'done') return;
    kills += 1;
    alive = null;
  };

  const calls = 1 + random.int(4);
  let begun = 0;
  for (let i = 0; i < ROUNDS_WITH_FAULTS; i += 1) {
    if (begun < calls && (begun === 0 || random.chance(0.3))) begin((begun += 1));
    if (random.chance(0.04))
      model.byAnother('1', random.pick(CONTACTS), {
        option: '9',
        sub: '',
        comments: `other ${random.int(99)}`,
      });
    if (random.chance(0.05)) world.jump((random.next() - 0.5) * 48 * HOUR_MS);
    if (random.chance(0.5)) world.signedIn = '1';
    await round();
    agentActs();
    world.advance(random.int(120_000));
  }
  world.faulty = false;
  while (begun < calls) begin((begun += 1));
  const settle = async (done: (draft: Draft) => boolean): Promise<void> => {
    for (let i = 0; i < ROUNDS_TO_SETTLE && !disk.all().every(done); i += 1) {
      world.signedIn = '1';
      await round();
      agentActs();
      world.advance(10 * 60_000);
    }
  };
  // Notes wait for nobody: they are there before the last forms are even saved.
  const noteThere = ({ id, call }: Draft): boolean => {
    const note = expected.get(id)?.wanted.note ?? null;
    return note === null || model.readNote(call.callId) === note;
  };
  await settle((draft) => noteThere(draft) && (draft.status === 'sent' || isLast(draft)));
  const late = disk.all().filter((draft) => !noteThere(draft));
  lastOnes = true;
  await settle((draft) => draft.status === 'sent');
  const verdict = judge(model, disk, expected);
  const lost = [...verdict.lost, ...late.map(({ id }) => `${id} note waited for the form`)];
  return { seed, ...verdict, lost, reordered, kills };
}

function judge(
  model: ServerModel,
  disk: Disk,
  expected: ReadonlyMap<string, Expectation>,
): Pick<Verdict, 'lost' | 'doubled'> {
  const lost: string[] = [];
  const doubled: string[] = [];
  const of = (callId: string, what: Commit['what']): Commit[] =>
    model.history.filter((c) => c.callId === callId && c.what === what);
  for (const [id, { wanted, call, overridden, givenUp }] of expected) {
    if (disk.read(id)?.status !== 'sent') lost.push(`${id} is ${disk.read(id)?.status ?? 'gone'}`);
    const last = (what: Commit['what']): unknown =>
      JSON.parse(of(call.callId, what).at(-1)?.content ?? 'null');
    if (wanted.disposition && !givenUp) {
      const { option, comments } = wanted.disposition;
      const there = last('disposition') as { option?: string; comments?: string } | null;
      if (there?.option !== option || there.comments !== comments) lost.push(`${id} disposition`);
    }
    if (wanted.note !== null && model.readNote(call.callId) !== wanted.note) lost.push(`${id} note`);
    // Two calls may want the same of one contact: then the second finds it there and posts nothing.
    const written = (what: Commit['what'], wish: unknown): boolean =>
      model.history.some((commit) => commit.what === what && commit.content === JSON.stringify(wish));
    if (wanted.management && !givenUp && !written('management', wanted.management))
      lost.push(`${id} management`);
    if (wanted.callback && !givenUp && !written('callback', wanted.callback)) lost.push(`${id} callback`);
    if (of(call.callId, 'contact').length > 1) doubled.push(`${id} contact`);
    for (const what of ['disposition', 'management', 'callback', 'note'] as const) {
      const contents = of(call.callId, what).map((commit) => commit.content);
      // Choosing "mine" in a conflict writes over the other's on purpose, once more.
      if (!overridden && new Set(contents).size !== contents.length) doubled.push(`${id} ${what}`);
    }
  }
  return { lost, doubled };
}
