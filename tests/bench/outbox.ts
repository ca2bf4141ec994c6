/** What agents wrote, through seeded disasters: every draft reaches the server once. */
import { simulate } from '@/tests/crash/simulate';
import { row, type Row } from './row';

const RUNS = 10_000;

export async function outboxRows(): Promise<Row[]> {
  let bad = 0;
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const { lost, doubled, reordered } = await simulate(seed);
    bad += lost.length + doubled.length + reordered.length;
  }
  return [row(`drafts lost, doubled or reordered in ${RUNS} seeded disasters`, 'drafts', bad, { max: 0 })];
}
