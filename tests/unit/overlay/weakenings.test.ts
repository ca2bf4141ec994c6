// @vitest-environment node
import { expect, it } from 'vitest';
import { bundleOverlay } from '@/tests/e2e/overlay/stub/build';
import { WEAKENINGS } from '@/tests/hostile/weaken';

it(
  'every deliberate mistake of the hostile pages still finds what it spoils',
  { timeout: 60_000 },
  async () => {
    const source = await bundleOverlay(false);
    const lost = WEAKENINGS.filter(({ weaken }) => {
      try {
        weaken(source);
        return false;
      } catch {
        return true; // it says what it looked for; which one it was is enough here
      }
    });
    expect(lost.map(({ name }) => name)).toEqual([]);
  },
);
