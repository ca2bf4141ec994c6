/** Blows that fall on worker and tabs beside the calls. */
import { setTimeout as delay } from 'node:timers/promises';
import { killWorker } from '../e2e/harness/blows';
import type { Blow, Strike } from './plan';
import type { Stage } from './stage';

async function strike({ desk, tabs, watch, ledger }: Stage, blow: Blow): Promise<void> {
  switch (blow) {
    case 'workerKill':
      await killWorker(desk, watch.page);
      ledger.counts.workerKills += 1;
      return;
    case 'tabCrash':
      await tabs.crash();
      ledger.counts.tabCrashes += 1;
      return;
    case 'tabReload':
      await tabs.reload();
      ledger.counts.tabReloads += 1;
      return;
    case 'tabClose':
      await tabs.replace();
      ledger.counts.tabClosings += 1;
      return;
  }
}

/** Each at its time, or as soon after it as the one before is over. */
export async function fall(stage: Stage, plan: readonly Strike[], running: () => boolean): Promise<void> {
  for (const { atMs, blow } of plan) {
    const wait = stage.ledger.startedAt + atMs - Date.now();
    if (wait > 0) await delay(wait);
    if (!running()) return;
    await strike(stage, blow).catch((error: unknown) => stage.ledger.violated(`${blow}: ${String(error)}`));
  }
}
