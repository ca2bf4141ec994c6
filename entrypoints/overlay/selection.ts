/** A selected number can be called, whatever a numbering plan says of it: the person chose it. */
import { findCandidates, parseCallLink } from '@/lib/numbers';
import type { Chip } from './chip';
import type { RequestCall } from './hover';
import type { Judge } from './found';

const SETTLE_MS = 250; // a selection in the making changes with every pixel
const MAX_LENGTH = 60;
const MIN_DIGITS = 3; // internal extensions are this short

export function followSelection(chip: Chip, judge: Judge, call: RequestCall, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let key: object = {};
  const look = async (): Promise<void> => {
    const selection = document.getSelection();
    const text = selection && !selection.isCollapsed ? selection.toString().trim() : '';
    if (!selection || text.length < MIN_DIGITS || text.length > MAX_LENGTH) return;
    const candidate = findCandidates(text)[0]?.text;
    const typed = parseCallLink(`tel:${candidate ?? text}`);
    const [judged] = candidate ? await judge([candidate]) : [''];
    const number = judged || typed;
    if (
      signal.aborted ||
      number.replace(/\D/g, '').length < MIN_DIGITS ||
      selection.isCollapsed ||
      selection.rangeCount === 0
    )
      return;
    const range = selection.getRangeAt(0);
    const { left, top, width, height } = range.getBoundingClientRect();
    if (width === 0 && height === 0) return;
    const from = range.startContainer.parentElement;
    chip.offer({
      number,
      at: { left, top, width, height },
      key,
      call: () => call(number, 'selection', from),
    });
  };
  document.addEventListener(
    'selectionchange',
    () => {
      clearTimeout(timer);
      if (chip.shownKey() === key) chip.hide();
      key = {};
      timer = setTimeout(() => void look(), SETTLE_MS);
    },
    { passive: true, signal },
  );
  signal.addEventListener('abort', () => clearTimeout(timer));
}
