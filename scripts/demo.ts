/**
 * npm run demo: the phone over a CRM page, signed in as an agent of the lab, ready to call.
 * With a display a browser opens and stays. Without one, or with --check, it plays the main job by itself and says what it
 * saw; --check ends with one JSON line and exit status 0 only if agent and customer heard each other.
 *
 * LAB_OMNILEADS_URL (and LAB_WS_URL, LAB_USER, LAB_PASSWORD) point it at another server. Nobody of ours answers there: what
 * is called then is a number that echoes (LAB_ECHO_NUMBER), and an agent who hears their own tone was heard.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startLab, type Lab } from '@/lab';
import { startCrm } from '@/lab/crm';
import { Agent, AG1, type Credentials, type Place } from '@/tests/e2e/harness/agent';
import { placeOf, serverElsewhere } from '@/tests/e2e/harness/place';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const AGENT_HZ = 440;
const CUSTOMER_HZ = 600;
/** The first contact's mobile in the demo CRM; in the lab's outside world it answers and speaks 600 Hz. */
const NUMBER = '3515551002';
/** In the lab it echoes; a real PBX has its own. */
const ECHO_NUMBER = process.env.LAB_ECHO_NUMBER ?? '3515551101';
const CREDENTIALS: Credentials = {
  user: process.env.LAB_USER ?? AG1.user,
  password: process.env.LAB_PASSWORD ?? AG1.password,
};
/** How long the call is listened to, beyond the first sign of both voices. */
const HEAR_WITHIN_MS = 10_000;

const check = process.argv.includes('--check');
const display = Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
const startedAt = Date.now();
const ms: Record<string, number> = {};
const mark = (step: string): void => {
  ms[step] = Date.now() - startedAt;
};
const say = (text: string): void =>
  console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${text}`);

function build(): void {
  say('building the extension');
  const built = spawnSync(process.execPath, ['node_modules/wxt/bin/wxt.mjs', 'build', '--mode', 'e2e'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (built.status !== 0)
    throw new Error(`the extension could not be built:\n${built.stdout}\n${built.stderr}`);
}

interface Seen {
  registered: boolean;
  calls: number;
  heardByAgent: boolean;
  heardByCustomer: boolean;
}

/** The main job, played: click a number in the page, listen on both sides, hang up. */
async function play(agent: Agent, lab: Lab, seen: Seen): Promise<void> {
  seen.registered = (await agent.state()).registration.phase === 'registered';
  mark('registered');
  say('signed in and registered; clicking a number in the CRM page');
  const called = lab.people.expect(NUMBER);
  const link = await agent.crm.waitForSelector('a[href^="tel:"]');
  await link?.click();
  const customer = await called;
  seen.calls = 1;
  mark('answered');
  say(`${NUMBER} was called and answered`);
  const heard = async (who: Promise<void>, what: string): Promise<boolean> =>
    who.then(
      () => (say(what), true),
      (error: unknown) => (say(String(error)), false),
    );
  seen.heardByCustomer = await heard(
    customer.hears([AGENT_HZ], { withinMs: HEAR_WITHIN_MS }),
    `the customer hears the agent (${AGENT_HZ} Hz)`,
  );
  seen.heardByAgent = await heard(
    agent.hears([CUSTOMER_HZ], [], HEAR_WITHIN_MS),
    `the agent hears the customer (${CUSTOMER_HZ} Hz)`,
  );
  mark('heard');
  await agent.press('Hang up');
  await customer.ended;
  mark('ended');
  say('hung up, for both');
}

/** The main job where only our own ears are: a number that echoes is dialled, and hung up when the tone came back. */
async function playElsewhere(agent: Agent, seen: Seen): Promise<void> {
  seen.registered = (await agent.state()).registration.phase === 'registered';
  mark('registered');
  say(`signed in and registered; dialling ${ECHO_NUMBER}`);
  await agent.dial(ECHO_NUMBER);
  await agent.phase('talking', 30_000);
  seen.calls = 1;
  mark('answered');
  await agent.hears([AGENT_HZ], [], HEAR_WITHIN_MS);
  seen.heardByAgent = true;
  seen.heardByCustomer = true;
  mark('heard');
  say(`the agent's tone (${AGENT_HZ} Hz) went out and came back`);
  await agent.press('Hang up');
  await agent.phase('idle');
  mark('ended');
}

async function wait(agent: Agent, place: Place): Promise<void> {
  say(`ready. The CRM page is ${place.page}`);
  say(
    'click a phone number in the page, or type one in the phone. Numbers ending 555 10xx answer, 11xx echo, 12xx ring for ever.',
  );
  say(
    `OMniLeads: ${place.server}, user ${CREDENTIALS.user}${serverElsewhere() ? '' : `, password ${CREDENTIALS.password}`}. Close the browser to end.`,
  );
  await new Promise<void>((resolve) => {
    agent.desk.browser.once('disconnected', () => resolve());
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

const seen: Seen = { registered: false, calls: 0, heardByAgent: false, heardByCustomer: false };
const started: { stop(): Promise<void> }[] = [];
let agent: Agent | null = null;
/** At work in the lab, or at the server that the environment names. */
async function begin(): Promise<{ place: Place; play: (at: Agent) => Promise<void> }> {
  if (serverElsewhere()) {
    const crm = await startCrm();
    started.push(crm);
    return { place: placeOf({ crm }), play: (at) => playElsewhere(at, seen) };
  }
  say('starting the lab: Kamailio, rtpengine, Asterisk, the OMniLeads stand-in, a CRM');
  const lab = await startLab({ log: say });
  started.push(lab);
  mark('lab');
  return { place: placeOf(lab), play: (at) => play(at, lab, seen) };
}
try {
  build();
  mark('built');
  const { place, play: playThere } = await begin();
  const headless = check || !display;
  agent = await Agent.atWork(place, { micHz: AGENT_HZ, headless, credentials: CREDENTIALS });
  if (headless) await playThere(agent);
  else await wait(agent, place);
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
} finally {
  await agent?.close();
  for (const one of started) await one.stop();
}
const ok =
  seen.registered && seen.calls === 1 && seen.heardByAgent && seen.heardByCustomer && process.exitCode !== 1;
if (check) {
  console.log(JSON.stringify({ ok, ...seen, ms: { ...ms, total: Date.now() - startedAt } }));
  process.exitCode = ok ? 0 : 1;
} else if (!display && !ok) {
  process.exitCode = 1;
}
