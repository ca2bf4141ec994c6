import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCandidates } from '@/lib/numbers';
import { toE164 } from '@/lib/numbers/dialable';

/** Labelled by construction, not by the library that is tested: the e164 of a snippet is what its number was written from. */
interface Snippet {
  readonly text: string;
  readonly country: string;
  readonly numbers: readonly { readonly text: string; readonly e164: string }[];
  readonly half: 'tuning' | 'held'; // no sentence of one half occurs in the other; rules are changed by looking at 'tuning' only
}
const FOLDER = join(import.meta.dirname, '../../fixtures/numbers');
const corpus = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Snippet[]);

function score(snippets: readonly Snippet[]) {
  let right = 0;
  let wrong = 0;
  let missed = 0;
  for (const { text, country, numbers } of snippets) {
    const open = [...numbers];
    for (const candidate of findCandidates(text)) {
      const e164 = toE164(candidate.asked, country);
      if (e164 === '') continue;
      const at = open.findIndex((n) => n.e164 === e164 && n.text === candidate.text);
      if (at < 0) wrong++;
      else {
        right++;
        open.splice(at, 1);
      }
    }
    missed += open.length;
  }
  return { precision: right / (right + wrong), recall: right / (right + missed), right, wrong, missed };
}

describe('numbers found in the labelled corpus', () => {
  it('is large enough to decide', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(600);
    const held = corpus.filter((s) => s.half === 'held');
    expect(held.length / corpus.length).toBeGreaterThan(0.45);
    expect(held.flatMap((s) => s.numbers).length).toBeGreaterThanOrEqual(180);
  });

  it('reaches precision 0.98 and recall 0.95 on the half that is kept for testing', () => {
    const { precision, recall } = score(corpus.filter((s) => s.half === 'held'));
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  });

  it.each(['AR', 'MX', 'CL', 'CO', 'PE', 'BR', 'UY', 'ES', 'US'])('finds the numbers of %s', (country) => {
    const mine = corpus.filter((s) => s.country === country && s.numbers.length > 0);
    expect(mine.length).toBeGreaterThan(5);
    expect(score(mine).recall).toBeGreaterThanOrEqual(0.95);
  });
});
