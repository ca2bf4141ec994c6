/** Chromium with the built extension, its own profile and a microphone that is a tone. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Frame, type Page, type Target, type WebWorker } from 'puppeteer';
import { writeTone } from './tone';
import { until } from './until';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** The build whose manifest already has loopback granted: Chrome's prompt can't be clicked headlessly. */
export const E2E_BUILD = join(resolve(ROOT, process.env.WXT_OUT_DIR ?? '.output'), 'chrome-mv3-e2e');
const LAUNCH_TIMEOUT_MS = 30_000;

export interface LaunchOptions {
  readonly micHz?: number;
  readonly extension?: string;
  readonly language?: 'en' | 'es' | 'pt-BR';
  readonly dark?: boolean;
  readonly headless?: boolean;
  readonly profile?: string; // kept after close when given
  readonly args?: readonly string[];
  /** false: the microphone prompt is refused, as it is where nobody may click it. */
  readonly microphone?: boolean;
  /** false: self-signed certificates are refused, as in any browser. */
  readonly trustCertificates?: boolean;
}

function chromiumPath(): string {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
  for (const dir of (process.env.PATH ?? '').split(delimiter)) {
    const found = names.map((name) => join(dir, name)).find((path) => existsSync(path));
    if (found) return found;
  }
  throw new Error('no Chromium found: set CHROME_PATH');
}

export class Desk {
  private constructor(
    readonly browser: Browser,
    readonly extensionId: string,
    readonly profile: string,
    private readonly keepProfile: boolean,
  ) {}

  static async open(options: LaunchOptions = {}): Promise<Desk> {
    const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'agent-phone-profile-'));
    const tone = writeTone(profile, options.micHz ?? 440);
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-timer-throttling',
      '--disable-renderer-backgrounding',
      '--disable-backgrounding-occluded-windows',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${tone}`,
      ...(options.microphone === false ? [] : ['--use-fake-ui-for-media-stream']),
      ...(options.trustCertificates === false ? [] : ['--ignore-certificate-errors']),
      `--lang=${options.language ?? 'en'}`,
      '--window-size=1280,860',
      ...(options.args ?? []),
    ];
    const browser = await puppeteer.launch({
      executablePath: chromiumPath(),
      headless: options.headless ?? true,
      pipe: true,
      userDataDir: profile,
      enableExtensions: [options.extension ?? E2E_BUILD],
      acceptInsecureCerts: options.trustCertificates !== false,
      defaultViewport: options.headless === false ? null : { width: 1280, height: 800 },
      protocolTimeout: 60_000,
      // The CRM's contacts and the server live there: a new site's numbers are read as Argentina's.
      env: {
        ...process.env,
        TZ: 'America/Argentina/Cordoba',
        LANGUAGE: (options.language ?? 'en').replace('-', '_'),
      },
      args,
    });
    const worker = await browser.waitForTarget(
      (t) => t.type() === 'service_worker' && t.url().startsWith('chrome-extension://'),
      { timeout: LAUNCH_TIMEOUT_MS },
    );
    return new Desk(browser, new URL(worker.url()).host, profile, options.profile !== undefined);
  }

  url(page: string): string {
    return `chrome-extension://${this.extensionId}/${page}`;
  }

  private target(match: (t: Target) => boolean): Promise<Target> {
    return this.browser.waitForTarget(match, { timeout: LAUNCH_TIMEOUT_MS });
  }

  /** Woken if it sleeps, as it may after half a minute in which nothing was asked of it. */
  async worker(): Promise<WebWorker> {
    const isWorker = (t: Target): boolean =>
      t.type() === 'service_worker' && t.url().includes(this.extensionId);
    if (!this.browser.targets().some(isWorker))
      await (
        await this.phone()
      ).evaluate(() =>
        chrome.runtime.sendMessage({ to: 'worker', request: { type: 'ensurePhone' } }).then(() => null),
      );
    const worker = await (await this.target(isWorker)).worker();
    if (!worker) throw new Error('the worker is gone');
    return worker;
  }

  /** The phone document. */
  async phone(): Promise<Page> {
    return (
      await this.target((t) => t.type() === 'background_page' && t.url().includes('/phone.html'))
    ).asPage();
  }

  async openPage(url: string): Promise<Page> {
    const page = await this.browser.newPage();
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    return page;
  }

  options(): Promise<Page> {
    return this.openPage(this.url('options.html'));
  }

  /** The panel as a page of its own (the same document that the overlay's frame shows). */
  panelPage(): Promise<Page> {
    return this.openPage(this.url('panel.html'));
  }

  /** The panel inside a CRM page's closed shadow root. */
  async panelIn(page: Page): Promise<Frame> {
    const isPanel = (f: Frame): boolean =>
      f.url().startsWith('chrome-extension://') && f.url().includes('/panel.html');
    const look = () => page.frames().find((f) => isPanel(f) && !f.detached) ?? null;
    const panel = await until(look, (found) => found !== null, 'the panel should be in the page');
    if (!panel) throw new Error('unreachable: waited for');
    return panel;
  }

  async close(): Promise<void> {
    await this.browser.close();
    if (!this.keepProfile) rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
