// @vitest-environment node
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { diagram } from '@/lib/call';

const OPEN = '<!-- call-machine -->';
const CLOSE = '<!-- /call-machine -->';

it('the diagram in ARCHITECTURE.md is the table as it is', () => {
  const page = readFileSync(new URL('../../../ARCHITECTURE.md', import.meta.url), 'utf8');
  const drawn = page.slice(page.indexOf(OPEN) + OPEN.length, page.indexOf(CLOSE)).trim();
  expect(page).toContain(OPEN);
  expect(drawn).toBe(`\`\`\`mermaid\n${diagram()}\`\`\``);
});
