/** Everybody and everything in a soak, in one handle. */
import type { Lab } from '@/lab';
import type { PhoneState } from '@/lib/phone';
import type { Page } from 'puppeteer';
import { AGENT_HZ, COLLEAGUE_HZ, CUSTOMER_HZ } from '../e2e/calls/stage';
import type { Desk } from '../e2e/harness/browser';
import { until } from '../e2e/harness/until';
import type { Ears } from './ears';
import type { Ledger } from './ledger';
import type { Tabs } from './tabs';
import type { Watch } from './watch';

export { AGENT_HZ, COLLEAGUE_HZ, CUSTOMER_HZ };

export interface Stage {
  readonly seed: number;
  readonly lab: Lab;
  readonly desk: Desk;
  /** The phone document. */
  readonly phone: Page;
  readonly watch: Watch;
  readonly tabs: Tabs;
  readonly ears: Ears;
  readonly ledger: Ledger;
}

/** Waits for the phone's state. */
export function phoneIs(
  { watch }: Pick<Stage, 'watch'>,
  what: string,
  good: (state: PhoneState) => boolean,
  withinMs = 15_000,
): Promise<PhoneState> {
  let seen: PhoneState | null = null;
  return until(
    async () => {
      seen = await watch.state();
      return good(seen) ? seen : null;
    },
    (state) => state !== null,
    what,
    withinMs,
  ).then(
    (state) => state as PhoneState,
    (error: unknown) => {
      const now = seen && `${seen.call.phase}, ${seen.agent.phase}, ${seen.registration.phase}`;
      throw new Error(`${what}: the phone is ${now ?? 'unknown'}`, { cause: error });
    },
  );
}
