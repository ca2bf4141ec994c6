/** The launcher: its names, its place, its pill. */
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { centre, inside, spoken, until, Workshop, type Box } from './workshop';

let shop: Workshop;
beforeAll(async () => {
  shop = await Workshop.open({ '/': `<h1>CRM</h1><input id="first"><div style="height:3000px">long</div>` });
});
afterAll(() => shop.close());

const launcher = (page: Page): Promise<Box> => until('the launcher', () => inside(page, 'launcher'));
const drag = async (page: Page, to: readonly [number, number]): Promise<void> => {
  await page.mouse.move(...centre(await launcher(page)));
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 8 });
  await page.mouse.up();
};
const lastPlacement = () =>
  shop.stub((stub) => stub.placements.at(-1) ?? null) as Promise<{ x: number; y: number } | null>;

describe('the launcher', () => {
  it('says what it does', async () => {
    const page = await shop.ready('/');
    expect(await spoken(page)).toContain('button "Open phone"');
    await page.mouse.click(...centre(await launcher(page)));
    await until('its other name', async () => (await spoken(page)).includes('button "Close phone"'));
    await page.mouse.click(...centre(await launcher(page)));
    await until('the first name', async () => (await spoken(page)).includes('button "Open phone"'));
    await page.close();
  });

  it('can be dragged, snaps to the nearest edge, and tells where it was left', async () => {
    const page = await shop.ready('/');
    await drag(page, [90, 400]);
    const left = await until('the left edge', async () => {
      const box = await launcher(page);
      return box.x === 12 ? box : null;
    });
    expect(Math.abs(centre(left)[1] - 400)).toBeLessThan(3);
    const placed = await until('the placement', async () =>
      (await lastPlacement())?.x === 0 ? lastPlacement() : null,
    );
    expect(placed?.y).toBeCloseTo((left.y - 12) / (800 - 48 - 24), 2);
    expect(await inside(page, 'panel')).toBeNull();
    await page.close();
  });

  it('moves by the arrow keys', async () => {
    const page = await shop.ready('/');
    await page.focus('#first');
    await page.keyboard.press('Tab');
    const before = await launcher(page);
    await page.keyboard.press('ArrowUp');
    await until('one step up', async () => Math.abs((await launcher(page)).y - (before.y - 16)) < 1);
    await page.keyboard.press('ArrowLeft');
    await until('the other side', async () => (await launcher(page)).x === 12);
    await page.keyboard.press('Enter');
    await until('the panel', () => inside(page, 'panel'));
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.mouse.click(...centre(await launcher(page)));
    await page.close();
  });

  it('comes back to its place, and is never off screen', async () => {
    await shop.stub((stub) => {
      stub.placement = { x: 0, y: 1 };
    });
    const page = await shop.ready('/');
    await until('the corner', async () => {
      const { x, y } = await launcher(page);
      return x === 12 && Math.round(y) === 800 - 12 - 48;
    });
    await page.setViewport({ width: 500, height: 300 });
    await until('the smaller corner', async () => Math.round((await launcher(page)).y) === 300 - 12 - 48);
    await page.mouse.click(...centre(await launcher(page)));
    const panel = await until('the panel', () => inside(page, 'panel'));
    expect(panel.x).toBeGreaterThanOrEqual(0);
    expect(panel.y).toBeGreaterThanOrEqual(0);
    expect(panel.x + panel.width).toBeLessThanOrEqual(500);
    expect(panel.y + panel.height).toBeLessThanOrEqual(300);
    await page.mouse.click(...centre(await launcher(page)));
    await shop.stub((stub) => {
      stub.placement = null;
    });
    await page.close();
  });

  it('becomes a pill with a timer while there is a call, and a circle again', async () => {
    const page = await shop.ready('/');
    await shop.stub((stub) => {
      stub.view = { ...stub.view, phase: 'talking', tone: 'talking', since: Date.now() - 65_000 };
      stub.broadcast();
    });
    const pill = await until('the pill', async () => {
      const box = await launcher(page);
      return box.width > 80 ? box : null;
    });
    expect(pill.x + pill.width).toBeLessThanOrEqual(1280 - 12);
    await shop.stub((stub) => {
      stub.view = { ...stub.view, phase: 'idle', tone: 'ready' };
      stub.broadcast();
    });
    await until('the circle', async () => (await launcher(page)).width === 48);
    await page.close();
  });

  it('shows as offline while the phone is gone, and true again when it is back', async () => {
    const page = await shop.ready('/');
    const worker = await shop.desk.worker();
    await worker.evaluate(() => (globalThis as unknown as { stub: { hangPorts(): void } }).stub.hangPorts());
    await until('a port again', () => shop.stub((stub) => stub.ports > 0));
    await page.mouse.click(...centre(await launcher(page)));
    await until('the panel', () => inside(page, 'panel'));
    await page.close();
  });
});
