/** Chromium with the stub extension and pages made on the spot; looks into our closed root by the debugger, as no page can. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rmSync } from 'node:fs';
import type { CDPSession, Page } from 'puppeteer';
import { Desk } from '../harness/browser';
import { until as poll } from '../harness/until';
import { buildStub, type StubOptions } from './stub/build';
import type { StubState } from './stub/background';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export const centre = (box: Box): [number, number] => [box.x + box.width / 2, box.y + box.height / 2];

const WAIT_MS = 20_000;

/** Waits for a condition; the error names what never came. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  withinMs = WAIT_MS,
): Promise<T> {
  const value = await poll(look, Boolean, `never came: ${what}`, withinMs);
  if (!value) throw new Error('waited for');
  return value;
}

export interface PageAnswer {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}
export type Pages = Readonly<Record<string, string | PageAnswer>>;

export class Workshop {
  private constructor(
    readonly desk: Desk,
    readonly url: string,
    private readonly server: Server,
    private readonly extension: string,
    private readonly paths: string[],
  ) {}

  static async open(
    pages: Pages,
    options: StubOptions & { readonly args?: readonly string[] } = {},
  ): Promise<Workshop> {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://page.invalid').pathname;
      paths.push(path);
      const page = pages[path];
      if (page === undefined) return response.writeHead(404).end();
      const { body, headers } = typeof page === 'string' ? { body: page, headers: {} } : page;
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const extension = await buildStub(options);
    const desk = await Desk.open({ extension, ...(options.args ? { args: options.args } : {}) });
    const workshop = new Workshop(
      desk,
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      server,
      extension,
      paths,
    );
    await until('the stub phone', () => workshop.stub((stub) => stub.ready).catch(() => false));
    return workshop;
  }

  async close(): Promise<void> {
    await this.desk.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.extension, { recursive: true, force: true });
  }

  /** Runs in the stub phone. */
  async stub<T, A extends readonly unknown[]>(
    run: (stub: StubState, ...args: A) => T,
    ...args: A
  ): Promise<T> {
    const worker = await this.desk.worker();
    return worker.evaluate(`(${run.toString()})(globalThis.stub, ...${JSON.stringify(args)})`) as Promise<T>;
  }
  /** What the server was asked for since the last reset. */
  requests(): readonly string[] {
    return this.paths;
  }
  /** Forgets calls, requests and the panel's being open. */
  async reset(): Promise<void> {
    this.paths.length = 0;
    await this.forgetCalls();
    const worker = await this.desk.worker();
    await worker.evaluate(() => chrome.storage.local.clear());
  }
  calls(): Promise<StubState['calls']> {
    return this.stub((stub) => stub.calls);
  }
  forgetCalls(): Promise<void> {
    return this.stub((stub) => {
      stub.calls.length = 0;
    });
  }

  async page(path: string): Promise<Page> {
    const page = await this.desk.browser.newPage();
    await page.evaluateOnNewDocument('globalThis.__name = (named) => named'); // tsx names functions by a helper
    await page.goto(this.url + path);
    return page;
  }
  /** A page with the launcher on it. */
  async ready(path: string): Promise<Page> {
    const page = await this.page(path);
    await until('the launcher', () => inside(page, 'launcher'));
    return page;
  }
  async numbers(page: Page, count: number): Promise<void> {
    await until(`${count} painted numbers`, () =>
      page.evaluate((n) => [...CSS.highlights.values()].reduce((sum, h) => sum + h.size, 0) === n, count),
    );
  }
}

interface CdpNode {
  readonly nodeId: number;
  readonly backendNodeId: number;
  readonly attributes?: readonly string[];
  readonly children?: readonly CdpNode[];
  readonly shadowRoots?: readonly CdpNode[];
  readonly contentDocument?: CdpNode;
}
const sessions = new WeakMap<Page, CDPSession>();
async function session(page: Page): Promise<CDPSession> {
  const known = sessions.get(page);
  if (known) return known;
  const made = await page.createCDPSession();
  sessions.set(page, made);
  return made;
}

function* all(node: CdpNode): Generator<CdpNode> {
  yield node;
  for (const child of [
    ...(node.children ?? []),
    ...(node.shadowRoots ?? []),
    ...(node.contentDocument ? [node.contentDocument] : []),
  ])
    yield* all(child);
}
const hasClass = (node: CdpNode, name: string): boolean => {
  const at = node.attributes?.indexOf('class') ?? -1;
  return at >= 0 && (node.attributes?.[at + 1] ?? '').split(' ').includes(name);
};

type Ours = 'launcher' | 'chip' | 'panel';
async function ours(page: Page, name: Ours): Promise<CdpNode | null> {
  const { root } = (await (await session(page)).send('DOM.getDocument', { depth: -1, pierce: true })) as {
    root: CdpNode;
  };
  for (const node of all(root)) if (hasClass(node, name)) return node;
  return null;
}

/** The box of an element of ours with this class, null when it isn't there or isn't shown. */
export async function inside(page: Page, name: Ours): Promise<Box | null> {
  const cdp = await session(page);
  const node = await ours(page, name);
  if (!node) return null;
  try {
    const { model } = await cdp.send('DOM.getBoxModel', { backendNodeId: node.backendNodeId });
    const [x = 0, y = 0] = model.border;
    return model.width > 0 ? { x, y, width: model.width, height: model.height } : null;
  } catch (thrown) {
    if (!String(thrown).includes('box model')) throw thrown; // not rendered: hidden
    return null;
  }
}

/** Its computed style. */
export async function styleOf(page: Page, name: Ours): Promise<Readonly<Record<string, string>>> {
  const cdp = await session(page);
  const node = await until(`the ${name}`, () => ours(page, name));
  await cdp.send('DOM.enable');
  await cdp.send('CSS.enable');
  const { computedStyle } = await cdp.send('CSS.getComputedStyleForNode', { nodeId: node.nodeId });
  return Object.fromEntries(computedStyle.map((one) => [one.name, one.value]));
}

/** Role and name of what assistive technology hears of our buttons. */
export async function spoken(page: Page): Promise<string[]> {
  const cdp = await session(page);
  const { nodes } = await cdp.send('Accessibility.getFullAXTree');
  return nodes
    .filter((n) => !n.ignored && n.role?.value === 'button')
    .map((n) => `button "${String(n.name?.value ?? '')}"`);
}

/** The rectangle of a text in the page (or in a frame of it). */
export function textBox(page: Page, text: string): Promise<Box> {
  return page.evaluate((wanted) => {
    const seek = (root: Node): DOMRect | null => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
      for (let node: Node | null = root; node; node = walker.nextNode()) {
        if (node instanceof Text && node.data.includes(wanted)) {
          const range = document.createRange();
          range.setStart(node, node.data.indexOf(wanted));
          range.setEnd(node, node.data.indexOf(wanted) + wanted.length);
          return range.getBoundingClientRect();
        }
        const inner =
          node instanceof Element
            ? (node.shadowRoot ?? (node as Element & { kept?: ShadowRoot }).kept)
            : null;
        const found = inner ? seek(inner) : null;
        if (found) return found;
      }
      return null;
    };
    const rect = seek(document.documentElement);
    if (!rect) throw new Error(`no text ${wanted}`);
    return { x: rect.x, y: rect.y, width: rect.width, height: rect.height };
  }, text);
}

/** Moves onto a number and waits for the chip. */
export async function chipFor(page: Page, text: string): Promise<Box> {
  const [x, y] = centre(await textBox(page, text));
  await page.mouse.move(x - 4, y);
  await page.mouse.move(x, y, { steps: 3 });
  return until('the chip', () => inside(page, 'chip'));
}
/** As a hand does it: over to the chip, a moment to aim, click. */
export async function clickChip(page: Page): Promise<void> {
  const chip = await until('the chip', () => inside(page, 'chip'));
  await page.mouse.move(...centre(chip), { steps: 5 });
  const shownFor = await page.evaluateHandle(() => new Promise((resolve) => setTimeout(resolve, 300)));
  await shownFor.dispose();
  await page.mouse.click(...centre(chip));
}
