/** The world between the outbox and the model: it delays, loses, times out after the commit, and kills at any await. */
import { PhoneError } from '@/lib/diagnostics';
import type { DispositionServer, Draft, DraftCall, OutboxStore, Posted } from '@/lib/drafts';
import { ownerKey } from '@/lib/drafts/rows';
import { REFUSED_TEXT, type ServerModel } from './model';
import type { Random } from './random';

/** A request that the client gave up on may still be carried out this much later (less than UNKNOWN_OUTCOME_WAIT_MS). */
const LATEST_COMMIT_MS = 70_000;

export class World {
  now = 1_790_000_000_000;
  /** Time that really passes, whatever the wall clock is set to. */
  elapsed = 0;
  faulty = true;
  signedIn: string | null = '1';
  private late: { at: number; commit: () => void }[] = [];

  constructor(
    readonly random: Random,
    readonly model: ServerModel,
  ) {}

  advance(ms: number): void {
    this.now += ms;
    this.elapsed += ms;
    const due = this.late.filter((task) => task.at <= this.elapsed);
    this.late = this.late.filter((task) => task.at > this.elapsed);
    for (const task of due) task.commit();
  }
  commitLater(commit: () => void): void {
    this.late.push({ at: this.elapsed + 1 + this.random.int(LATEST_COMMIT_MS - 1), commit });
  }
  /** Somebody sets the wall clock. */
  jump(ms: number): void {
    this.now += ms;
  }
}

/** One life of the phone document. After death nothing it awaits ever settles, as in a killed process. */
export class Life {
  dead = false;
  private readonly bornAt: number;
  elapsed = (): number => this.world.elapsed - this.bornAt;
  private die: () => void = () => undefined;
  readonly death = new Promise<'killed'>((resolve) => {
    this.die = () => resolve('killed');
  });

  constructor(
    private readonly world: World,
    private readonly killChance: number,
  ) {
    this.bornAt = world.elapsed;
  }

  private kill<T>(): Promise<T> {
    this.dead = true;
    this.die();
    return new Promise<T>(() => undefined);
  }

  /** An await of the outbox: it may die before or after the effect. */
  async step<T>(effect: () => T): Promise<T> {
    const { random } = this.world;
    if (this.dead) return this.kill();
    if (this.world.faulty && random.chance(this.killChance)) return this.kill();
    const value = effect();
    if (this.world.faulty && random.chance(this.killChance)) return this.kill();
    await Promise.resolve();
    return this.dead ? this.kill() : value;
  }

  fail<T>(code: PhoneError['code']): Promise<T> {
    return this.dead ? this.kill() : Promise.reject(new PhoneError(code));
  }

  request<T>(writes: boolean, effect: () => T): Promise<T> {
    const { random, faulty, signedIn } = this.world;
    if (this.dead) return this.kill();
    this.world.advance(random.int(400));
    if (signedIn !== '1') return this.fail('sessionExpired');
    if (!faulty) return this.step(effect);
    const fate = random.next();
    if (fate < 0.06) return this.fail('serverUnreachable'); // request lost
    if (fate < 0.1) return this.fail('serverError');
    if (fate < 0.16) {
      if (writes) effect(); // committed, answer lost
      return this.fail('serverTimeout');
    }
    if (fate < 0.2) {
      if (writes) this.world.commitLater(effect); // still on its way when we gave up
      return this.fail('serverTimeout');
    }
    if (fate < 0.22) this.world.signedIn = random.chance(0.5) ? null : '2';
    return this.step(effect);
  }
}

/** `posting` hears of every disposition that is about to be posted, before anything can go wrong with it. */
export function faultyServer(
  world: World,
  life: Life,
  posting: (call: DraftCall) => void,
): DispositionServer {
  const { model } = world;
  const saved = <T extends object>(value: T): Posted<T> => ({ kind: 'saved', ...value });
  return {
    identity: () => life.step(() => world.signedIn),
    findByCall: (id) => life.request(false, () => model.findByCall('1', id)),
    readDisposition: (campaignId, contactId) => life.request(false, () => model.read(campaignId, contactId)),
    postContact: ({ call }, contactId, wanted) =>
      life.request(true, () => saved(model.postContact(call, contactId, wanted))),
    findFollowUp: (_draft, id) => life.request(false, () => model.findFollowUp(id)),
    postDisposition: ({ call }, contactId, wanted) => {
      if (!life.dead) posting(call);
      if (wanted.comments === REFUSED_TEXT) {
        return life.request(false, () => ({
          kind: 'refused',
          code: 'draftRefused',
          fields: { observaciones: ['no'] },
        }));
      }
      return life.request(true, () => saved(model.postDisposition('1', call, contactId, wanted)));
    },
    readManagement: (id) => life.request(false, () => model.readManagement(id)),
    postManagement: ({ callId }, id, answers) =>
      life.request(true, () => (model.postManagement(callId, id, answers), saved({}))),
    readCallback: (contactId, campaignId) =>
      life.request(false, () => model.readCallback(contactId, campaignId)),
    postCallback: ({ callId, campaignId }, contactId, wanted) =>
      life.request(true, () => saved(model.postCallback(callId, contactId, campaignId, wanted))),
    readNote: (id) => life.request(false, () => model.readNote(id)),
    postNote: (id, text) => life.request(true, () => (model.postNote(id, text), saved({}))),
  };
}

/** The disk: atomic, durable, sometimes full. It outlives every life. */
export class Disk {
  private readonly rows = new Map<string, Draft>();
  all = (): Draft[] => [...this.rows.values()];
  /** Hears of every write. */
  written: (draft: Draft) => void = () => undefined;
  write(draft: Draft): void {
    this.written(draft);
    this.rows.set(draft.id, structuredClone(draft));
  }
  read = (id: string): Draft | null => structuredClone(this.rows.get(id) ?? null);

  storeFor(world: World, life: Life): OutboxStore {
    const full = (): boolean => world.faulty && world.random.chance(0.02);
    return {
      get: (id) => life.step(() => this.read(id)),
      list: (owner) =>
        life.step(() => structuredClone(this.all().filter((d) => ownerKey(d.owner) === ownerKey(owner)))),
      update: (id, change) => {
        if (full()) return life.fail('draftQuota');
        return life.step(() => {
          const found = this.read(id);
          if (!found) return null;
          const changed = change(found);
          this.write(changed);
          return structuredClone(changed);
        });
      },
    };
  }
}
