/** The phone document's life in a test: ended as the browser does it, and the next one found. */
import type { Person } from '@/lab/people';
import type { PhoneState } from '@/lib/phone';
import type { Agent } from '../harness/agent';
import { until } from '../harness/until';

const BACK_MS = 40_000; // the worker's alarm, where no page notices

export interface Life {
  /** As when the browser is short of memory or unloads it: no farewell. */
  end(): Promise<void>;
  /** The next document is there, and the agent's panel sees it. */
  back(): Promise<void>;
  endAndBack(): Promise<void>;
  /** ms from the end until both hear each other again. */
  endAndGoOn(customer: Person, hz: { mine: number; theirs: number }): Promise<number>;
}

export function lifeOf(agent: Agent): Life {
  const end = async (): Promise<void> => {
    await agent.phone.close();
  };
  const found = async (): Promise<void> => {
    const before = agent.phone;
    agent.phone = await until(
      () => agent.desk.phone(),
      (page) => page !== before && !page.isClosed(),
      'a new phone document',
      BACK_MS,
    );
  };
  const look = (): Promise<PhoneState | null> => agent.state().catch(() => null);
  const back = async (): Promise<void> => {
    await found();
    await until(
      look,
      (state) => state !== null && state.registration.phase === 'registered' && !state.health.recovering,
      'the new phone document should be registered, and its call mended',
      15_000,
    );
  };
  return {
    end,
    back,
    async endAndBack() {
      await end();
      await back();
    },
    async endAndGoOn(customer, { mine, theirs }) {
      const endedAt = Date.now();
      await end();
      await customer.hears([], { not: [mine] });
      const heard = customer.hears([mine]);
      await found();
      await Promise.all([heard, agent.hears([theirs])]);
      const took = Date.now() - endedAt;
      await until(look, (state) => state !== null, 'the panel should see the new phone document');
      return took;
    },
  };
}
