/** SIP credentials of twenty seconds: the registration outlives them, and so does a call, without a gap in what is heard. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startLab, type Lab } from '@/lab';
import { FRAME_SAMPLES, SAMPLE_RATE } from '@/lab/people/hearing';
import { Agent } from './harness/agent';
import { placeOf } from './harness/place';
import { until } from './harness/until';

const LIFE_S = 20;
const WATCHED_MS = 90_000;
/** Two renewals, wherever between two of them the call begins. */
const CALL_MS = 2 * LIFE_S * 1000;
const LOOK_EVERY_MS = 250;
/** What may be missing of the agent's sound in the whole call: a renewal that broke it would cost seconds. */
const GAP_MS = 500;
const PACKET_MS = (FRAME_SAMPLES / SAMPLE_RATE) * 1000;
/** A busy machine delivers packets in heaps: heard a little later is heard. */
const HEARD_WITHIN_MS = 2000;
const AGENT_HZ = 440;
const CUSTOMER_HZ = 600;

let lab: Lab;
let agent: Agent;
beforeAll(async () => {
  lab = await startLab();
  lab.omnileads.control.setCredentialTtl(LIFE_S);
  agent = await Agent.atWork(placeOf(lab), { micHz: AGENT_HZ });
});
afterAll(async () => {
  await agent?.close();
  await lab?.stop();
});

afterEach(() => lab.people.hangUpAll()); // a repeat begins without the call of the one before

const renewals = (): number =>
  lab.omnileads.control.requests.filter(({ path }) => path.includes('/sip/credentials/agent/')).length;

it('credentials of twenty seconds are renewed under the registration and under a call', async () => {
  const until90 = Date.now() + WATCHED_MS;
  const phases = new Set<string>();
  const look = async (): Promise<void> => void phases.add((await agent.state()).registration.phase);

  const called = lab.people.expect('3515551001', { withinMs: 30_000 });
  await agent.free();
  await agent.dial('3515551001');
  const customer = await called;
  await customer.hears([AGENT_HZ]);
  await agent.hears([CUSTOMER_HZ]);
  const before = renewals();
  const listenedFrom = Date.now();
  let packets = 0;
  const stop = customer.media.ear.onAudio(() => (packets += 1));
  const callEnds = Date.now() + CALL_MS;
  await until(
    async () => {
      await look();
      // Silence would pass for packets: the tones themselves have to be there each time.
      await customer.hears([AGENT_HZ], { withinMs: HEARD_WITHIN_MS });
      await agent.hears([CUSTOMER_HZ], [], HEARD_WITHIN_MS);
      return Date.now() >= callEnds && renewals() >= before + 2;
    },
    (over) => over,
    'two renewals should pass under the call',
    CALL_MS + 20_000,
  );
  const missingMs = Date.now() - listenedFrom - packets * PACKET_MS;
  stop();
  expect(missingMs).toBeLessThan(GAP_MS);
  await customer.hangUp();
  await agent.phase('idle');

  await until(
    async () => {
      await look();
      return Math.ceil((until90 - Date.now()) / LOOK_EVERY_MS);
    },
    (left) => left <= 0,
    'ninety seconds should pass',
    WATCHED_MS,
  );
  expect([...phases]).toEqual(['registered']);
  expect(renewals()).toBeGreaterThanOrEqual(before + 3);
  // The last pair is good for a call as well, long after the first one's end.
  const again = lab.people.expect('3515551002');
  await agent.free();
  await agent.dial('3515551002');
  await (await again).hears([AGENT_HZ]);
}, 180_000);
