import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '@/lib/diagnostics';
import { en } from '@/lib/i18n/en';
import { es } from '@/lib/i18n/es';
import { pt_BR } from '@/lib/i18n/pt_BR';

const OTHERS = { es, pt_BR };
const keys = Object.keys(en) as (keyof typeof en)[];
const holes = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').toSorted();

/** Every source that may speak, without the catalogues themselves. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return path === join('lib', 'i18n') ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}
const code = [
  ...sources('components'),
  ...sources('entrypoints'),
  ...sources('lib'),
  readFileSync(join('lib', 'i18n', 'texts.ts'), 'utf8'),
].join('\n');
/** `'a.b'` as it stands, or the fixed beginning of a template: `a.${x}`, `a.${x}.b`. */
const templates = [...code.matchAll(/`([\w.]+\.)\$\{[^}]+\}([\w.]*)`/g)].map(([, head = '', tail = '']) => ({
  head,
  tail,
}));
const used = (key: string): boolean =>
  code.includes(`'${key}'`) ||
  code.includes(`\`${key}\``) ||
  templates.some(
    ({ head, tail }) => key.startsWith(head) && key.endsWith(tail) && key.length > head.length + tail.length,
  ) ||
  ['.one', '.other'].some((form) => key.endsWith(form) && code.includes(`'${key.slice(0, -form.length)}'`));

describe('the catalogue of texts', () => {
  it.each(Object.entries(OTHERS))('is complete in %s, without leftovers', (_, catalogue) => {
    expect(Object.keys(catalogue).toSorted()).toEqual(keys.toSorted());
  });

  it.each(Object.entries(OTHERS))('has the same placeholders in %s as in English', (_, catalogue) => {
    const different = keys.filter((key) => holes(catalogue[key]).join() !== holes(en[key]).join());
    expect(different).toEqual([]);
  });

  it.each(Object.entries({ en, ...OTHERS }))('has no empty or untrimmed text in %s', (_, catalogue) => {
    expect(
      keys.filter((key) => catalogue[key].trim() === '' || catalogue[key] !== catalogue[key].trim()),
    ).toEqual([]);
  });

  it.each(Object.entries(OTHERS))(
    'is translated: whole sentences in %s are not the English ones',
    (_, catalogue) => {
      const same = keys.filter((key) => en[key].split(' ').length > 3 && catalogue[key] === en[key]);
      expect(same).toEqual([]);
    },
  );

  it('says of every error what happened, what the phone does and what to do', () => {
    const wanted = ERROR_CODES.flatMap((code) =>
      ['what', 'auto', 'do'].map((part) => `error.${code}.${part}`),
    );
    expect(keys.filter((key) => key.startsWith('error.')).toSorted()).toEqual(wanted.toSorted());
  });

  it('holds no text that nobody shows', () => {
    expect(keys.filter((key) => !key.startsWith('error.') && !used(key))).toEqual([]);
  });
});
