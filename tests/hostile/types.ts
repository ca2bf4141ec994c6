import type { Page } from 'puppeteer';
import type { Workshop } from '../e2e/overlay/workshop';

export interface Visit {
  readonly page: Page;
  readonly shop: Workshop;
}

export interface HostilePage {
  readonly name: string;
  /** What the page tries. */
  readonly tries: string;
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further answers of the server, by path. */
  readonly others?: Readonly<Record<string, string>>;
  /** 'shown' (default); 'none': no overlay there, and no error; 'leaves': the page won't have us, we give up in peace. */
  readonly overlay?: 'shown' | 'none' | 'leaves';
  /** 'same' (default): byte-identical but for our element; 'moving': the page itself never rests. */
  readonly dom?: 'same' | 'moving';
  /** A person's click on Answer: counts (default), or must be refused because the person could not see it. */
  readonly answer?: 'counts' | 'refused';
  /** The page takes the focus for itself, visibly: what is typed then goes to it, as without us. */
  readonly takesFocus?: boolean;
  /** What the person does there. */
  act?(visit: Visit): Promise<void>;
  /** Calls that the person really asked for; everything else was the page's doing. */
  readonly calls?: number;
  /** Sentences about what is wrong, beyond what is checked on every page. */
  check?(visit: Visit): Promise<readonly string[]>;
}

/** Plain content with numbers: what every page has something of. */
export const CONTENT = `<h1>CRM</h1><ul><li>Tel (0351) 555-1001</li><li>Cel 0341 555-1003</li></ul>
<p><a id="tel" href="tel:+5493515551002">+54 9 351 555-1002</a></p><p><button id="bait">Continue</button> <input id="own" value=""></p>`;
export const html = (script: string, rest = CONTENT, head = ''): string =>
  `<!doctype html><html lang="es"><head><meta charset="utf-8"><title>CRM</title>${head}</head><body>${rest}${script && `<script>${script}</script>`}</body></html>`;
