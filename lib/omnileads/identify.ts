/**
 * Who is behind a number (interface §4.6, §8.6). The JSON search belongs to another module of the product and may change, so
 * where it doesn't answer as expected the agent's own page is read: the one the stock phone shows before a keypad call.
 */
import { PhoneError, type ErrorCode } from '@/lib/diagnostics';
import * as v from 'valibot';
import { ENDPOINTS, pathOf } from './endpoints';
import { parseHtml } from './html';
import type { Rest } from './rest';
import { Id, read } from './shape';
import type { Web } from './web';

/** More candidates than a person would choose from mean that the digits were too few. */
const CANDIDATES_MAX = 50;

export interface IdentifiedContact {
  readonly id: string;
  readonly campaignId: string;
  readonly phone: string;
  readonly columns: Readonly<Record<string, string>>; // {} where the page doesn't name them
  /** Of its disposition in this campaign, whoever made it; null = none, or the page that answered doesn't tell. */
  readonly dispositionId: string | null;
}

const Column = v.pipe(
  v.nullable(Id),
  v.transform((text) => text ?? ''),
);
const Found = v.object({
  status: v.literal('SUCCESS'),
  data: v.array(
    v.object({ id: Id, phone: Id, data: v.record(v.string(), Column), disposition: v.nullish(Id) }),
  ),
});
/** Not there, not granted, or another release's: the page decides. */
const ASK_THE_PAGE: readonly ErrorCode[] = ['permissionDenied', 'serverAnsweredPage', 'serverError'];

export async function identifyContact(
  rest: Rest,
  web: Web,
  campaignId: string,
  typed: string,
): Promise<readonly IdentifiedContact[]> {
  const digits = typed.replace(/[^0-9*#]/g, '');
  if (digits === '') return []; // without a search the server would send the whole database
  try {
    return await search(rest, campaignId, digits);
  } catch (thrown) {
    if (!(thrown instanceof PhoneError) || !ASK_THE_PAGE.includes(thrown.code)) throw thrown;
    return fromPage(web, campaignId, digits);
  }
}

async function search(rest: Rest, campaignId: string, digits: string): Promise<IdentifiedContact[]> {
  const endpoint = ENDPOINTS.searchContacts;
  const { json } = await rest({ endpoint, parts: { campaignId }, query: { search: digits } });
  const { data } = read(Found, json, endpoint);
  return data.slice(0, CANDIDATES_MAX).map(({ id, phone, data: columns, disposition }) => ({
    id,
    campaignId,
    phone,
    columns,
    dispositionId: disposition ?? null,
  }));
}

async function fromPage(web: Web, campaignId: string, digits: string): Promise<IdentifiedContact[]> {
  const endpoint = ENDPOINTS.identify;
  const page = await web.get(pathOf(endpoint, { campaignId, digits }), endpoint.name);
  if (page.status === 404) throw new PhoneError('campaignUnknown', { endpoint: endpoint.name, campaignId });
  return identifiedIn(page.html);
}

/**
 * Rows of the page: the call button says which contact it calls,
 * `makeClick2Call('<campaign>','<type>','<contact>','<phone>','contactos')` (session.md §4.4).
 */
function identifiedIn(html: string): IdentifiedContact[] {
  const found = new Map<string, IdentifiedContact>();
  for (const button of parseHtml(html).querySelectorAll('[onclick*="makeClick2Call"]')) {
    const quoted = (button.getAttribute('onclick') ?? '').matchAll(/["']([^"']*)["']/g);
    const [campaignId, , id, phone] = [...quoted].map(([, text]) => text ?? '');
    if (!campaignId || !id || id === '-1' || found.has(id) || found.size >= CANDIDATES_MAX) continue;
    found.set(id, {
      id,
      campaignId,
      phone: phone ?? '',
      columns: columnsOf(button.closest('tr')),
      dispositionId: null,
    });
  }
  return [...found.values()];
}

/** Cells by their table's headings; only when each has one. */
function columnsOf(row: Element | null): Record<string, string> {
  const cells = [...(row?.children ?? [])].map((cell) => cell.textContent?.trim() ?? '');
  const headings = [...(row?.closest('table')?.querySelectorAll('th') ?? [])].map(
    (heading) => heading.textContent?.trim() ?? '',
  );
  if (headings.length !== cells.length) return {};
  return Object.fromEntries(
    headings.flatMap((heading, index) => (heading && cells[index] ? [[heading, cells[index]]] : [])),
  );
}
