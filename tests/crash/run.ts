/** npm run crash -- --runs N [--seed S]: the outbox against N seeded disasters. Ends with one JSON line. */
import { simulate } from './simulate';

const argument = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const runs = argument('runs', 10_000);
const first = argument('seed', 1);
if (!(Number.isInteger(runs) && runs > 0 && Number.isInteger(first))) {
  console.error('usage: npm run crash -- --runs N [--seed S]');
  process.exit(2);
}

const totals = { lost: 0, doubled: 0, reordered: 0, kills: 0 };
for (let seed = first; seed < first + runs; seed += 1) {
  const verdict = await simulate(seed);
  totals.kills += verdict.kills;
  for (const kind of ['lost', 'doubled', 'reordered'] as const) {
    totals[kind] += verdict[kind].length;
    if (verdict[kind].length > 0) console.log(`seed ${seed}: ${kind}: ${verdict[kind].join(', ')}`);
  }
}
console.log(JSON.stringify({ runs, seed: first, ...totals }));
process.exit(totals.lost + totals.doubled + totals.reordered === 0 ? 0 : 1);
