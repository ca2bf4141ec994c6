/** Ends of a call in which the customer goes on with somebody else, or all three talk. */
import type { Lab } from '@/lab';
import { MUSIC_ON_HOLD_HZ } from '@/lab/pbx';
import type { SimulatedAgent } from '@/lab/people';
import type { Ending } from './plan';
import { AGENT_HZ, COLLEAGUE_HZ, CUSTOMER_HZ, phoneIs, type Stage } from './stage';
import type { Talk } from './steps';

const COLLEAGUE = { agentId: 2, extension: 1004, name: 'Beto Núñez' } as const;
/** The PBX's prompt, the digits, its five seconds after the last one, and a colleague who answers. */
const REACHED_MS = 40_000;
let colleague: SimulatedAgent | null = null;

/** The colleague comes to work. */
export async function openColleague({ lab }: Pick<Stage, 'lab'>): Promise<void> {
  colleague = await lab.people.agent(COLLEAGUE.extension, { voice: COLLEAGUE_HZ });
  await ready(lab);
}

/** Free in the eyes of server and PBX, as after every call. */
async function ready(lab: Lab): Promise<void> {
  const { store } = lab.omnileads.control;
  store.presence.set(COLLEAGUE.agentId, {
    name: COLLEAGUE.name,
    sip: String(COLLEAGUE.extension),
    status: 'READY',
    at: Date.now(),
    pauseId: null,
  });
  await lab.pbx.setPresence(COLLEAGUE.agentId, 'READY');
}

export async function handOver(stage: Stage, talk: Talk, ending: Ending): Promise<void> {
  if (!colleague) throw new Error('no colleague is at work');
  const { ledger, watch } = stage;
  await ready(stage.lab);
  const kind = ending === 'blindTransfer' ? 'blind' : 'consultative';
  ledger.counts.transfers += 1;
  const asked = await watch.send({
    type: 'transfer',
    kind,
    target: { to: 'agent', agentId: String(COLLEAGUE.agentId), name: COLLEAGUE.name },
    confirmed: ['contactNotSaved', 'targetNotReady'],
  });
  if (!asked.ok) {
    const { phase } = (await watch.state()).call;
    throw new Error(`the transfer was refused while ${phase}: ${JSON.stringify(asked)}`);
  }
  const other = await colleague.talking(REACHED_MS);
  if (kind === 'consultative') {
    await phoneIs(stage, 'they should consult', ({ call }) => call.phase === 'consulting', REACHED_MS);
    stage.ears.expect({
      scene: talk.scene,
      agent: { yes: [COLLEAGUE_HZ], no: [CUSTOMER_HZ] },
      customer: { person: talk.customer, yes: MUSIC_ON_HOLD_HZ, no: [AGENT_HZ] },
    });
    await other.hears([AGENT_HZ], { not: [CUSTOMER_HZ] });
    stage.ears.expect(null);
    if (ending === 'conference') {
      ledger.counts.conferences += 1;
      await stage.tabs.press('Conference', async () => (await watch.state()).call.phase === 'conference');
      await Promise.all([
        other.hears([AGENT_HZ, CUSTOMER_HZ], { withinMs: 15_000 }),
        talk.customer.hears([AGENT_HZ, COLLEAGUE_HZ], { not: MUSIC_ON_HOLD_HZ, withinMs: 15_000 }),
      ]);
      await talk.customer.hangUp();
      await other.hangUp();
      return;
    }
    const done = await watch.send({ type: 'completeTransfer' });
    if (!done.ok) throw new Error(`the transfer could not be completed: ${JSON.stringify(done)}`);
  }
  await phoneIs(stage, 'the agent should be off the line', ({ call }) => call.phase === 'idle', REACHED_MS);
  await Promise.all([
    talk.customer.hears([COLLEAGUE_HZ], { not: [AGENT_HZ, ...MUSIC_ON_HOLD_HZ], withinMs: 15_000 }),
    other.hears([CUSTOMER_HZ], { not: [AGENT_HZ], withinMs: 15_000 }),
  ]);
  await talk.customer.hangUp();
  await other.hangUp();
}
