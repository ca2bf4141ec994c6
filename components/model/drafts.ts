/** How a draft stands, in words and with a sign. Pure. */
import type { Texts } from '@/lib/i18n';
import type { DraftSummary } from '@/lib/phone';
import type { TypingState } from '../form/typing';
import type { IconName } from '../icons';

const ICONS: Readonly<Record<DraftSummary['status'], IconName>> = {
  open: 'note',
  waiting: 'clock',
  sending: 'spinner',
  sent: 'check',
  refused: 'warning',
  conflict: 'warning',
  damaged: 'warning',
};

export const needsYou = (draft: DraftSummary): boolean =>
  draft.status === 'refused' || draft.status === 'conflict' || draft.status === 'damaged';

/** On its way or there: its form is folded away until the agent wants to change it. */
export const isHandedOver = (draft: DraftSummary): boolean =>
  draft.status === 'waiting' || draft.status === 'sending' || draft.status === 'sent';

export const draftIcon = (draft: DraftSummary): IconName => ICONS[draft.status];

/** The status; what the server refused is named, and what waits says until when. */
export function draftWords(draft: DraftSummary, texts: Texts, now: number): string {
  const status = texts.t(`draft.${draft.status}`);
  if (draft.status === 'refused' && draft.step) return `${status}: ${texts.t(`draft.step.${draft.step}`)}`;
  if (draft.status === 'waiting' && draft.nextTryAt !== null && draft.nextTryAt > now)
    return `${status}, ${texts.t('draft.nextTry', { time: texts.clock(draft.nextTryAt - now) })}`;
  return status;
}

/** Why it needs the agent or waits; '' when there is nothing to say. */
export const draftReason = (draft: DraftSummary, texts: Texts): string =>
  draft.error && draft.status !== 'open' ? texts.error(draft.error.code).what : '';

export const draftTitle = (draft: DraftSummary, texts: Texts): string =>
  draft.title || draft.phone || texts.t(`draft.about.${draft.about}`);

/** The number below a name, the campaign, the outcome: what tells one draft from another. */
export function draftDetail(draft: DraftSummary, texts: Texts): string {
  const about = draft.about === 'disposition' ? '' : texts.t(`draft.about.${draft.about}`);
  const number = draft.phone === draft.title ? '' : draft.phone;
  return [about, draft.outcome, number, draft.campaignName].filter(Boolean).join(' · ');
}

/** Whether what is typed is safe, in a word. */
export function typingWords(state: TypingState, texts: Texts): string {
  if (state === 'pending') return texts.t('draft.saving');
  if (state === 'failed') return texts.t('draft.notKept');
  return state === 'kept' ? texts.t('draft.kept') : '';
}
