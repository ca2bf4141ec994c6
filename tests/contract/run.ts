/**
 * Contract of the stand-in: replays every recorded exchange and prints {"passed","total","share"}.
 * Fails when the share is below floor.json; `--verbose` lists what differs, `--raise` writes a higher floor.
 */
import { readFile, writeFile } from 'node:fs/promises';

import { readRecording, replay } from './exchanges/replay';

const FLOOR = new URL('floor.json', import.meta.url);
const verbose = process.argv.includes('--verbose');
const outcomes = await replay(await readRecording());
const failed = outcomes.filter(({ differences }) => differences.length > 0);
const total = outcomes.length;
const passed = total - failed.length;
const share = Math.floor((passed / total) * 10_000) / 10_000;

if (verbose)
  for (const { exchange, differences } of failed) {
    console.log(
      `${exchange.section} ${exchange.number} ${exchange.request.method} ${exchange.request.url.slice(0, 60)}  ${exchange.title}`,
    );
    for (const difference of differences.slice(0, 6)) console.log(`    ${difference.slice(0, 300)}`);
  }
console.log(JSON.stringify({ passed, total, share }));

const floor = (JSON.parse(await readFile(FLOOR, 'utf8')) as { share: number }).share;
if (process.argv.includes('--raise') && share > floor)
  await writeFile(FLOOR, `${JSON.stringify({ share })}\n`);
if (share < floor) {
  console.error(`the share fell below the floor of ${floor}`);
  process.exitCode = 1;
}
