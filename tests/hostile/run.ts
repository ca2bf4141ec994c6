/**
 * npm run hostile [-- --only NAME] [-- --prove]
 * Visits every page with the overlay of the source tree; the last line is {"pages":n,"passed":n}, exit 0 only if all pass.
 * --prove instead runs each weakening of ./weaken on the pages that must catch it, and ends with {"weakenings":n,"caught":n}.
 */
import { Workshop, type Pages } from '../e2e/overlay/workshop';
import { HOSTILE_PAGES } from './pages';
import type { HostilePage } from './types';
import { visit } from './visit';
import { WEAKENINGS } from './weaken';

function served(pages: readonly HostilePage[]): Pages {
  return Object.fromEntries(
    pages.flatMap(({ name, html, headers, others }) => [
      [`/${name}`, { body: html, ...(headers ? { headers } : {}) }] as const,
      ...Object.entries(others ?? {}).map(([path, body]) => [`/${path}`, body] as const),
    ]),
  );
}

async function corpus(only: string | undefined): Promise<boolean> {
  const pages = HOSTILE_PAGES.filter((page) => only === undefined || page.name === only);
  const [shop, bare] = [
    await Workshop.open(served(pages)),
    await Workshop.open(served(pages), { without: true }),
  ];
  let passed = 0;
  try {
    for (const page of pages) {
      const wrong = await visit(shop, bare, page);
      if (wrong.length === 0) passed++;
      process.stderr.write(
        `${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${page.name}: ${page.tries}\n${wrong.map((w) => `       ${w}\n`).join('')}`,
      );
    }
  } finally {
    await shop.close();
    await bare.close();
  }
  process.stdout.write(`${JSON.stringify({ pages: pages.length, passed })}\n`);
  return passed === pages.length && passed > 0;
}

const MAX_REASON = 160;

async function prove(only: string | undefined): Promise<boolean> {
  const never = HOSTILE_PAGES.filter(
    ({ name }) => !WEAKENINGS.some(({ caughtBy }) => caughtBy.includes(name)),
  );
  if (never.length > 0)
    throw new Error(`pages that no weakening shows able to fail: ${never.map((p) => p.name).join(' ')}`);
  let caught = 0;
  const chosen = WEAKENINGS.filter(({ name }) => only === undefined || name === only);
  const bare = await Workshop.open(served(HOSTILE_PAGES), { without: true });
  try {
    for (const { name, weaken, guard, late, caughtBy } of chosen) {
      const pages = HOSTILE_PAGES.filter((page) => caughtBy.includes(page.name));
      const shop = await Workshop.open(served(pages), { weaken, guard, late });
      const misses: string[] = [];
      for (const page of pages) {
        const [first] = await visit(shop, bare, page);
        if (first === undefined) misses.push(page.name);
        else process.stderr.write(`         ${page.name}: ${first.slice(0, MAX_REASON)}\n`);
      }
      await shop.close();
      if (misses.length === 0 && pages.length === caughtBy.length) caught++;
      process.stderr.write(
        `${misses.length === 0 ? 'caught' : 'MISSED'} ${name} by ${caughtBy.join(', ')}${misses.length > 0 ? `; not by ${misses.join(', ')}` : ''}\n`,
      );
    }
  } finally {
    await bare.close();
  }
  process.stdout.write(`${JSON.stringify({ weakenings: chosen.length, caught })}\n`);
  return caught === chosen.length && caught > 0;
}

const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const ok = process.argv.includes('--prove')
  ? await prove(argument('--only'))
  : await corpus(argument('--only'));
process.exit(ok ? 0 : 1);
