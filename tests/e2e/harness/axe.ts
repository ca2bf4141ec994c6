/** axe in a page or panel. Passes are counted: axe is silent on nothing. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Where } from './aria';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 AA and axe's own best practices. */
export const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export interface Findings {
  readonly problems: readonly string[];
  readonly passes: number;
}
/** Forced colours are put in while painting: the computed ones, which axe reads, are still ours. */
export async function axe(
  where: Where,
  runOnly: readonly string[] = TAGS,
  forcedColors = false,
): Promise<Findings> {
  if (!(await where.evaluate(() => 'axe' in window))) await where.evaluate(AXE);
  const rules = forcedColors ? { 'color-contrast': { enabled: false } } : {};
  const results = (await where.evaluate(
    (options: object) =>
      (window as unknown as { axe: { run(context: Document, options: object): Promise<unknown> } }).axe.run(
        document,
        options,
      ),
    { runOnly, resultTypes: ['violations'], rules },
  )) as AxeResults;
  return {
    problems: results.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
    ),
    passes: results.passes.length,
  };
}
