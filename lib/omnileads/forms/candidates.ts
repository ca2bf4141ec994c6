/** The page that asks which of several contacts with one number it was (interface §6.6, §8.4). */

/** One of several contacts that share the customer's number. */
export interface Candidate {
  readonly contactId: string;
  readonly phone: string;
  /** Columns by their headings, as the server's page shows them. */
  readonly columns: Readonly<Record<string, string>>;
}

const LINK = /\/agente\/calificar_llamada_con_contacto\/(\d+)\//;
const text = (node: Node | null): string => (node?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** Each row's link leads to the form of its contact. */
export function contactCandidates(page: ParentNode, phone: string): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const link of page.querySelectorAll('a[href*="calificar_llamada_con_contacto"]')) {
    const contactId = LINK.exec(link.getAttribute('href') ?? '')?.[1];
    if (contactId && !found.has(contactId))
      found.set(contactId, { contactId, phone, columns: columnsOf(link.closest('tr')) });
  }
  return [...found.values()];
}

function columnsOf(row: Element | null): Record<string, string> {
  const headings = [...(row?.closest('table')?.querySelectorAll('th') ?? [])].map(text);
  return Object.fromEntries(
    [...(row?.children ?? [])].flatMap((cell, index) => {
      const value = text(cell);
      const isButton =
        cell.querySelector('a, button') !== null && cell.children.length === cell.childNodes.length;
      return value && !isButton ? [[headings[index] || String(index + 1), value] as const] : [];
    }),
  );
}
