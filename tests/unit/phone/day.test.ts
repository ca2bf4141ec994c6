import { expect, it } from 'vitest';
import { createWorld } from './fakes';

it('the day’s totals start anew at midnight, every midnight', async () => {
  const world = createWorld();
  await world.ready();
  await world.clock.pass(3600_000);
  world.sip.says({ phase: 'lost', since: 0 }); // any event books the time so far
  expect(world.state().agent.totals['ready']).toBeGreaterThan(3_599_000);
  world.sip.says({ phase: 'registered', since: 0 });
  await world.clock.pass(3 * 24 * 3600_000);
  expect(world.state().agent.totals['ready'] ?? 0).toBeLessThan(3600_000);
});
