/** When the outbox runs: on every save, when a planned try is due, and when network or session are back. One run at a time. */
import { asPhoneError } from '@/lib/diagnostics';
import { createDispositionServer, createOutbox, serverMoment, zoneOf, type Draft } from '@/lib/drafts';
import type { Cancel } from '../ports';
import type { Bench, Signed } from './shared';

/** Another document of ours holds the lock: it sends what waits, and we look again. */
const LOCKED_RETRY_MS = 30_000;
/** A disk that is full or gone: again, without hurry. */
const FAILED_RETRY_MS = 60_000;
/** Timers over sleep and over weeks aren't to be trusted: looked at again at least so often. */
const LONGEST_WAIT_MS = 10 * 60_000;

export interface Runner {
  /** Runs now, or once more after the present run. */
  kick(): void;
  stop(): void;
}

/** `changed` hears of every change that sending makes. */
export function createRunner(bench: Bench, changed: (draft: Draft) => void): Runner {
  const { deps } = bench;
  let running = false;
  let again = false;
  let timer: Cancel = () => undefined;

  const elapsed = deps.elapsed ?? (() => performance.now());
  const me = () => bench.signed && { ...bench.signed.owner, extension: bench.signed.extension };
  const outboxFor = (client: Signed['client']) =>
    createOutbox({
      store: {
        get: (id) => bench.reload(id),
        list: async () => bench.drafts(),
        update: (id, change) => bench.update(id, change),
      },
      server: createDispositionServer(client, me, {
        now: () => serverMoment(deps.now(), bench.zoneMin),
        heard: (moments) => heard(moments),
        crm: (_callId, interaction) => bench.outlet.openCrm(interaction),
      }),
      clock: { now: deps.now, elapsed, random: deps.random ?? Math.random },
      log: deps.log,
      exclusively: deps.exclusively ?? withLock,
      onChange: changed,
    });
  const heard = (moments: readonly string[]): void => {
    const zone = zoneOf(moments);
    if (zone === null || zone === bench.zoneMin) return;
    bench.zoneMin = zone;
    bench.outlet.zone(zone);
  };

  /** The same one over all sign-ins: it remembers what it posted and when. */
  let outbox: ReturnType<typeof createOutbox> | null = null;

  async function run(): Promise<void> {
    const { signed } = bench;
    if (!signed) return;
    outbox ??= outboxFor(signed.client);
    let wait: number | null = null;
    try {
      const result = await outbox.run(signed.owner);
      if (result === null) wait = LOCKED_RETRY_MS;
      else if (result.nextAt !== null) wait = Math.max(0, result.nextAt - deps.now());
      if (result?.halted) deps.log.info('outbox', 'stands still', { code: result.halted });
    } catch (thrown) {
      const { code, detail } = asPhoneError(thrown);
      deps.log.error('outbox', 'run failed', { code, detail: detail ?? '' });
      wait = FAILED_RETRY_MS;
    }
    if (wait !== null && bench.signed === signed) plan(wait);
  }
  const plan = (ms: number): void => {
    timer();
    timer = deps.after(Math.min(ms, LONGEST_WAIT_MS), kick);
  };
  const kick = (): void => {
    if (running) {
      again = true;
      return;
    }
    timer();
    running = true;
    void run().finally(() => {
      running = false;
      if (!again) return;
      again = false;
      kick();
    });
  };
  return {
    kick,
    stop() {
      timer();
      again = false;
    },
  };
}

async function withLock<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : null));
}
