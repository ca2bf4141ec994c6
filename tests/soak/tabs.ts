/** The agent's CRM tab, which is struck again and again, and the hands that work the panel in it all the same. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Frame, Page } from 'puppeteer';
import { crash } from '../e2e/harness/blows';
import { clickNow, has, pressNow, type as typeInto } from '../e2e/harness/aria';
import type { Desk } from '../e2e/harness/browser';
import { until } from '../e2e/harness/until';

const GONE =
  /detached|closed|destroyed|crashed|not available|Target|navigat|context|No frame|session|Waiting|timed? ?out|does not belong/i;
const STALE = /Cannot find context/;
const STALE_LOOKS = 20;
const RELOAD_TIMEOUT_MS = 10_000;
/** A struck tab comes back, the panel in it is found again, and a guarded button counts half a second later. */
const WORKS_WITHIN_MS = 25_000;

/** A person looks what came of a press before pressing again: the same button may mean the opposite by then. */
async function soon(done: () => Promise<boolean>): Promise<boolean> {
  const LOOKS = 15;
  for (let look = 0; look < LOOKS; look += 1) {
    if (await done()) return true;
    await delay(100);
  }
  return false;
}

export class Tabs {
  private panel: Frame | null = null;

  private constructor(
    private readonly desk: Desk,
    private readonly url: string,
    private tab: Page,
  ) {}

  static async open(desk: Desk, url: string): Promise<Tabs> {
    const tabs = new Tabs(desk, url, await desk.openPage(url));
    await tabs.work('the panel should open', WORKS_WITHIN_MS, () => Promise.resolve(true));
    return tabs;
  }

  get current(): Page {
    return this.tab;
  }

  /** Presses until it has had its effect; a struck tab is looked for again, as a person does. */
  async press(name: string, done: () => Promise<boolean>, withinMs = WORKS_WITHIN_MS): Promise<void> {
    await this.work(`"${name}" should have its effect`, withinMs, async (panel) => {
      if (await done()) return true;
      await pressNow(panel, name);
      return soon(done);
    });
  }

  async dial(number: string, done: () => Promise<boolean>): Promise<void> {
    await this.work(`${number} should be dialled`, WORKS_WITHIN_MS, async (panel) => {
      if (await done()) return true;
      await typeInto(panel, 'Number', number);
      await pressNow(panel, 'Call');
      return soon(done);
    });
  }

  /** The words that the agent reads now; null while there is no panel. */
  async words(): Promise<string | null> {
    try {
      return (await this.panel?.evaluate(() => document.body.innerText)) ?? null;
    } catch (error) {
      if (GONE.test(String(error))) return null;
      throw error;
    }
  }

  async crash(): Promise<void> {
    await crash(this.tab);
    await this.reload();
  }

  async reload(): Promise<void> {
    await this.tab.reload({ waitUntil: 'domcontentloaded', timeout: RELOAD_TIMEOUT_MS });
  }

  /** Closed, and the CRM opened in another one. */
  async replace(): Promise<void> {
    const old = this.tab;
    this.tab = await this.desk.openPage(this.url);
    await old.close();
  }

  /** The panel that lives in the tab now, opened if need be; a crashed page's frames are listed for a while. */
  private async find(): Promise<Frame | null> {
    if (!(await has(this.tab, 'button', 'Close phone'))) {
      const launcher = await this.tab.$('aria/Open phone[role="button"]');
      if (!launcher) return null;
      await clickNow(launcher);
    }
    for (const frame of this.tab.frames()) {
      if (!frame.url().startsWith(this.desk.url('panel.html'))) continue;
      const there = await frame.$('aria/Phone[role="region"]').catch(() => null);
      if (there) return frame;
    }
    return null;
  }

  private async work(
    what: string,
    withinMs: number,
    step: (panel: Frame) => Promise<boolean>,
  ): Promise<void> {
    let last = '';
    let stale = 0;
    await until(
      async () => {
        try {
          this.panel = await this.find();
          return this.panel !== null && (await step(this.panel));
        } catch (error) {
          last = String(error);
          if (!GONE.test(last)) throw error;
          // After some crashes the driver never finds the reloaded page's contexts again; a person's browser does.
          if (STALE.test(last) && (stale += 1) === STALE_LOOKS) await this.replace();
          return false;
        }
      },
      (worked) => worked,
      what,
      withinMs,
    ).catch((error: unknown) => {
      throw new Error(`${error instanceof Error ? error.message : String(error)} ${last}`);
    });
  }
}
