// @vitest-environment node
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleOverlay } from '@/tests/e2e/overlay/stub/build';
import { WEAKENINGS } from '@/tests/hostile/weaken';

let source: string;
beforeAll(async () => {
  source = await bundleOverlay(false);
}, 60_000);

describe('a deliberate mistake of the hostile pages still finds what it spoils', () => {
  it.each(WEAKENINGS)('$name', ({ weaken }) => {
    expect(() => weaken(source)).not.toThrow();
  });
});
