/** What a person reads before a lone number: the column's title, the term before a value, the words next to it. */
const MAX_LABEL = 60; // longer text is no label
const LEVELS = 3; // how far up a label may stand: <td><div><span>number

const short = (element: Element | null | undefined): string => {
  if (!element || element.childElementCount > 2) return '';
  const text = element.textContent.trim();
  return text.length <= MAX_LABEL ? text : '';
};

/**
 * Column titles by the rows' parent: thousands of cells ask for them in one scan, and the way to them through the table is
 * long. Forgotten soon, for a page may rename columns.
 */
interface Head {
  readonly row: HTMLTableRowElement | undefined;
  readonly titles: readonly string[];
}
let heads: WeakMap<ParentNode, Head> | null = null;
const KEPT_MS = 500;

function headOf(rows: ParentNode): Head {
  if (!heads) {
    heads = new WeakMap();
    setTimeout(() => (heads = null), KEPT_MS);
  }
  let head = heads.get(rows);
  if (!head) {
    const table = (rows as Element).closest('table');
    const row = table?.tHead?.rows[0] ?? table?.rows[0];
    head = { row, titles: row?.cells[0]?.tagName === 'TH' ? Array.from(row.cells, short) : [] };
    heads.set(rows, head);
  }
  return head;
}

function columnTitle(cell: HTMLTableCellElement): string {
  const row = cell.parentElement;
  const rows = row?.parentElement;
  const head = rows && headOf(rows);
  const title = head && head.row !== row && head.titles[cell.cellIndex];
  if (title) return title;
  const before = cell.previousElementSibling;
  return before?.tagName === 'TH' || row?.childElementCount === 2 ? short(before) : '';
}

export function labelOf(node: Text): string {
  const near = node.previousSibling?.textContent?.trim() ?? '';
  if (near !== '') return near.slice(-MAX_LABEL);
  let element = node.parentElement;
  for (let level = 0; element && level < LEVELS; level++, element = element.parentElement) {
    if (element instanceof HTMLTableCellElement) return columnTitle(element);
    const label = short(element.previousElementSibling);
    if (label !== '') return label;
    if (element.tagName === 'DD' || element.tagName === 'LI') return '';
  }
  return '';
}
