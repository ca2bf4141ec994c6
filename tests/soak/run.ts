/**
 * npm run soak -- --minutes N [--seed S]: calls, holds, transfers and faults at random for N minutes, on real parts, with
 * everything checked all along. Ends with one JSON line; status 0 only if nothing fell short.
 */
import { startLab, type Lab } from '@/lab';
import { addSite, AG1, signIn } from '../e2e/harness/agent';
import { find } from '../e2e/harness/aria';
import { Desk } from '../e2e/harness/browser';
import { placeOf } from '../e2e/harness/place';
import { fall } from './blows';
import { play } from './calls';
import { settle } from './dispositions';
import { Ears } from './ears';
import { openColleague } from './handing-over';
import { Leaks } from './leaks';
import { Ledger } from './ledger';
import { scene, strikes } from './plan';
import { AGENT_HZ, phoneIs, type Stage } from './stage';
import { Tabs } from './tabs';
import { compare } from './truth';
import { verdict } from './verdict';
import { Watch } from './watch';

const argument = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};

const sorted = (values: readonly number[]): string => [...values].sort((a, b) => a - b).join(' ') || 'never';

async function open(seed: number, lab: Lab, desk: Desk): Promise<Stage> {
  const place = placeOf(lab);
  const options = await desk.options();
  await addSite(options, place.crm);
  await signIn(options, place.server, AG1);
  await find(options, 'button', 'Sign out');
  await options.close();
  const watch = await Watch.open(desk);
  await phoneIs({ watch }, 'the agent should be ready', ({ agent }) => agent.phase === 'ready');
  const tabs = await Tabs.open(desk, place.page);
  await openColleague({ lab });
  const phone = await desk.phone();
  const ledger = new Ledger(console.log);
  return { seed, lab, desk, phone, watch, tabs, ledger, ears: new Ears(phone, ledger) };
}

async function soak(stage: Stage, minutes: number, first: number): Promise<void> {
  const { ledger, seed } = stage;
  const until = ledger.startedAt + minutes * 60_000;
  let running = true;
  const leaks = await Leaks.open(stage);
  const beside = [fall(stage, strikes(seed, minutes), () => running), compare(stage, () => running)];
  for (let index = first; Date.now() < until; index += 1) {
    await play(stage, scene(seed, index));
    await leaks.look();
  }
  running = false;
  await Promise.all(beside);
  await settle(stage);
  await stage.ears.stop();
  await leaks.finish();
  const boots = await stage.watch.boots();
  if (boots !== 1) ledger.violated(`the phone document was started ${boots} times`);
}

const minutes = argument('minutes', 30);
const seed = argument('seed', Math.floor(Math.random() * 1_000_000));
/**
 * Machine code that the engine makes of what runs often lies in the same heap and grows for hours (20 KiB a call in the
 * first thirty): it would hide what the phone keeps.
 */
const NO_COMPILED_CODE = '--js-flags=--no-sparkplug --no-maglev --no-opt';
/** Number of the call to begin with, for looking at one that failed. */
const first = argument('first', 0);
if (!(minutes > 0 && Number.isInteger(seed))) {
  console.error('usage: npm run soak -- --minutes N [--seed S]');
  process.exit(2);
}
console.log(`seed ${seed}, ${minutes} minutes`);
let lab: Lab | null = null;
let desk: Desk | null = null;
try {
  lab = await startLab();
  desk = await Desk.open({ micHz: AGENT_HZ, args: [NO_COMPILED_CODE] });
  const stage = await open(seed, lab, desk);
  await soak(stage, minutes, first);
  const { line, short } = verdict(minutes, stage.ledger);
  const { recoveriesMs, hangUpsMs } = stage.ledger;
  console.log(`registered again after (ms): ${sorted(recoveriesMs)}`);
  console.log(`free after the customer hung up (ms): ${sorted(hangUpsMs)}`);
  for (const what of short) console.log(`falls short: ${what}`);
  console.log(`seed ${seed}`);
  console.log(JSON.stringify(line));
  process.exitCode = short.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
} finally {
  await desk?.close();
  await lab?.stop();
}
process.exit(); // a customer's timer may still hold the loop
