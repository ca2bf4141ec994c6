/** The launcher's place with the real phone behind it: remembered per size of window, whatever the agent does to the window. */
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLab, type Lab } from '@/lab';
import { Agent } from '../harness/agent';
import { placeOf } from '../harness/place';
import { centre, inside, until, type Box } from './workshop';

const FULL = { width: 1280, height: 800 };
const TILE = { width: 640, height: 800 };
const EDGE_PX = 12;

let lab: Lab;
let agent: Agent;
beforeAll(async () => {
  lab = await startLab();
  agent = await Agent.atWork(placeOf(lab));
});
afterAll(async () => {
  await agent?.close();
  await lab?.stop();
});

const launcher = (page: Page): Promise<Box> => until('the launcher', () => inside(page, 'launcher'));
const stands = (page: Page, where: string, is: (box: Box) => boolean): Promise<Box> =>
  until(`the launcher ${where}`, async () => {
    const box = await launcher(page);
    return is(box) && box;
  });
const left = ({ x }: Box): boolean => x === EDGE_PX;
const right =
  ({ width }: { readonly width: number }) =>
  (box: Box): boolean =>
    Math.abs(box.x + box.width - (width - EDGE_PX)) < 1;
const at =
  (y: number) =>
  (box: Box): boolean =>
    Math.abs(centre(box)[1] - y) < 3;

async function drag(page: Page, to: readonly [number, number]): Promise<void> {
  await page.mouse.move(...centre(await launcher(page)));
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 8 });
  await page.mouse.up();
}
/** What a next start of the browser would read. */
const stored = async (): Promise<Record<string, { sizes?: object }>> =>
  (await agent.desk.worker()).evaluate(async () => {
    const { settings } = await chrome.storage.local.get('settings');
    return (settings as { placements?: Record<string, { sizes?: object }> }).placements ?? {};
  });

describe("the launcher's place", () => {
  it('is remembered for each size of window, over reloads', async () => {
    const { crm } = agent;
    await crm.setViewport(FULL);
    await drag(crm, [60, 300]);
    await stands(crm, 'at the left of the full window', (box) => left(box) && at(300)(box));
    await crm.setViewport(TILE);
    // Nobody has arranged a window like this one: it has the first place that was chosen.
    await stands(crm, 'at the left of the tile', left);
    await drag(crm, [600, 500]);
    await stands(crm, 'at the right of the tile', (box) => right(TILE)(box) && at(500)(box));
    await crm.setViewport(FULL);
    await stands(crm, 'back at the left', (box) => left(box) && at(300)(box));
    await until('both places in storage', async () => {
      const { sizes = {} } = (await stored())[agent.place.crm] ?? {};
      return Object.keys(sizes).length === 2;
    });

    await crm.reload();
    await stands(crm, 'at the left again', (box) => left(box) && at(300)(box));
    await crm.setViewport(TILE);
    await crm.reload();
    await stands(crm, 'at the right of the tile again', (box) => right(TILE)(box) && at(500)(box));
    await crm.setViewport(FULL);
    await agent.reopenPanel();
    expect(Object.keys(await stored())).toEqual([agent.place.crm]);
  });
});
