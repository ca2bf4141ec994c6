/** A panel used without a pointer: where the focus is, and keys for whoever has it. */
import type { KeyInput } from 'puppeteer';
import type { Agent } from './agent';
import { until } from './until';

const TABS_MAX = 120;

export class Keys {
  constructor(private readonly agent: Agent) {}

  /** Name of what has the focus in the panel, as assistive technology says it; null = the focus is in the page. */
  focused(): Promise<string | null> {
    return this.agent.panel.evaluate(() => {
      const element = document.activeElement;
      if (!document.hasFocus() || !(element instanceof HTMLElement) || element === document.body) return null;
      const label = element.id ? document.querySelector(`label[for="${element.id}"]`)?.textContent : null;
      const named = element.getAttribute('aria-label') ?? label ?? element.closest('label')?.textContent;
      return (named ?? element.innerText).trim();
    });
  }
  /** Waits until it has the focus by itself. */
  async arrives(name: string | RegExp): Promise<void> {
    await until(
      () => this.focused(),
      (at) => at !== null && (typeof name === 'string' ? at === name : name.test(at)),
      `${String(name)} should have the focus`,
    );
  }

  press(key: KeyInput): Promise<void> {
    return this.agent.crm.keyboard.press(key);
  }
  /** Into whatever has the focus. */
  type(text: string): Promise<void> {
    return this.agent.crm.keyboard.type(text);
  }

  /** Forwards through the panel, and backwards where it ends. */
  async tabTo(name: string | RegExp): Promise<void> {
    const { keyboard } = this.agent.crm;
    let back = false;
    for (let tab = 0; tab < TABS_MAX; tab += 1) {
      const at = await this.focused();
      if (at !== null && (typeof name === 'string' ? at === name : name.test(at))) return;
      if (at === null) back = true;
      if (back) await keyboard.down('Shift');
      await this.press('Tab');
      if (back) await keyboard.up('Shift');
    }
    throw new Error(`Tab never reaches ${String(name)}`);
  }
  /** Goes there and presses it. Views redraw: what has the focus is looked at again just before. */
  async use(name: string | RegExp, by: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    await until(
      async () => {
        await this.tabTo(name).catch(() => undefined);
        return this.focused();
      },
      (at) => at !== null && (typeof name === 'string' ? at === name : name.test(at)),
      `${String(name)} should have the focus`,
    );
    await this.press(by);
  }
}
