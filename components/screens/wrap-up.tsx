import type { PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { Icon } from '../icons';
import { noteReason } from '../model/controls';
import { needsYou } from '../model/drafts';
import { Button } from '../parts/button';
import type { SheetName } from '../model/sheet';

/** How the last call ended, while it still matters: during wrap-up. What was said in it can be noted still. */
export function LastCall({ state, open }: { state: PhoneState; open: (sheet: SheetName) => void }) {
  const { texts } = useDesk();
  const { lastEnd } = state.call;
  if (!lastEnd || state.agent.phase !== 'afterCall') return null;
  const number = lastEnd.details?.phone || lastEnd.details?.remoteNumber || '';
  return (
    <div class="last-call">
      <Icon name="hangUp" size={18} />
      <span class="row-words">
        <span class="row-title">{texts.t(`end.${lastEnd.why}`)}</span>
        <span class="row-detail">
          {[texts.t('wrapUp.last'), number, texts.time(lastEnd.at)].filter(Boolean).join(' · ')}
        </span>
      </span>
      {lastEnd.answered && (
        <Button
          look="icon"
          icon="note"
          label={texts.t('call.note')}
          reason={noteReason(state, lastEnd.details)}
          onPress={() => open('note')}
        />
      )}
    </div>
  );
}

/** What waits to reach OMniLeads, one click from the whole list; silent when nothing does. */
export function Waiting({ state, open }: { state: PhoneState; open: (sheet: SheetName) => void }) {
  const { texts } = useDesk();
  const { list, current, storageOk } = state.drafts;
  // The form above says of itself how it stands.
  const shown = list.find((draft) => draft.id === current);
  const needYou = state.drafts.needYou - Number(shown !== undefined && needsYou(shown));
  const waiting = state.drafts.waiting - Number(shown?.status === 'waiting');
  if (!storageOk) {
    const words = texts.error('draftQuota');
    return (
      <div class="callout warn" role="alert">
        <p>{[words.what, words.auto, words.todo].join(' ')}</p>
      </div>
    );
  }
  if (needYou <= 0 && waiting <= 0) return null;
  return (
    <div class={`outbox-line ${needYou > 0 ? 'alert' : ''}`}>
      <Icon name={needYou > 0 ? 'warning' : 'clock'} size={18} />
      <span class="row-words">
        {needYou > 0 ? texts.plural('wrapUp.needYou', needYou) : texts.plural('wrapUp.waiting', waiting)}
      </span>
      <Button look="quiet" class="small" label={texts.t('notice.openDraft')} onPress={() => open('outbox')} />
    </div>
  );
}
