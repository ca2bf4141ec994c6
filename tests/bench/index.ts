/**
 * npm run bench [-- PART …]: the figures to hold, each against its bar and its baseline of the same run. Without a name all
 * parts are measured. Ends non-zero when a bar is missed or a part could not be measured.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLab, type Lab } from '@/lab';
import { Agent } from '@/tests/e2e/harness/agent';
import { placeOf } from '@/tests/e2e/harness/place';
import { answerRows } from './answer';
import { callRows } from './call';
import { clickRows } from './click';
import { draftRows } from './drafts';
import { memoryRows } from './memory';
import { outboxRows } from './outbox';
import { overlayRows } from './overlay';
import { panelRows } from './panels';
import { rescueRows } from './rescue';
import { row, table, type Row } from './row';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

type Measure = () => Promise<Row[]>;
/** Parts that need an agent at work share one lab and one agent, for starting them takes longer than most measurements. */
class Shift {
  private lab: Promise<Lab> | undefined;
  private agent: Promise<Agent> | undefined;
  readonly inLab = async (measure: (lab: Lab) => Promise<Row[]>): Promise<Row[]> =>
    measure(await (this.lab ??= startLab()));
  readonly atWork = (measure: (agent: Agent, lab: Lab) => Promise<Row[]>): Promise<Row[]> =>
    this.inLab(async (lab) => measure(await (this.agent ??= Agent.atWork(placeOf(lab))), lab));
  async end(): Promise<void> {
    await (await this.agent?.catch(() => undefined))?.close();
    await (await this.lab?.catch(() => undefined))?.stop();
  }
}
const shift = new Shift();

const PARTS: Readonly<Record<string, Measure>> = {
  overlay: overlayRows,
  memory: () => shift.inLab(memoryRows),
  click: () => shift.atWork(clickRows),
  call: () => shift.atWork(callRows),
  panels: () => shift.atWork(panelRows),
  rescue: () => shift.atWork(rescueRows),
  answer: answerRows,
  drafts: draftRows,
  outbox: outboxRows,
};

async function measured(part: string, measure: Measure): Promise<Row[]> {
  const began = Date.now();
  try {
    return await measure();
  } catch (error) {
    console.error(error);
    return [row(`${part}: could not be measured`, '', NaN, {})];
  } finally {
    const seconds = Math.round((Date.now() - began) / 1000);
    console.log(`measured ${part} in ${seconds} s, load ${loadavg()[0]?.toFixed(1)}`);
  }
}

const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !(part in PARTS));
if (unknown.length > 0) {
  console.error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}
if (
  spawnSync(process.execPath, ['node_modules/wxt/bin/wxt.mjs', 'build', '--mode', 'e2e'], {
    cwd: ROOT,
    stdio: 'ignore',
  }).status !== 0
) {
  console.error('the extension could not be built: run npm run build');
  process.exit(2);
}
const rows: Row[] = [];
for (const [part, measure] of Object.entries(PARTS))
  if (asked.length === 0 || asked.includes(part)) rows.push(...(await measured(part, measure)));
await shift.end();
mkdirSync(join(ROOT, '.output'), { recursive: true });
writeFileSync(join(ROOT, '.output', 'bench.json'), JSON.stringify(rows, null, 2));
console.log(`\n${table(rows)}`);
process.exit(rows.every((r) => r.ok) ? 0 : 1);
