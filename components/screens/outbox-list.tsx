import type { DraftSummary, PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { useNow } from '../hooks';
import { draftDetail, draftIcon, draftTitle, draftWords, needsYou } from '../model/drafts';
import type { SheetName } from '../model/sheet';
import { momentWords } from '../model/zone';
import { Listed, Row } from './lists';

/** `list "Outbox"`: what has not reached OMniLeads yet, what needs the agent first. One click opens it. */
export function OutboxList({ state, open }: { state: PhoneState; open: (sheet: SheetName) => void }) {
  const { texts, send } = useDesk();
  const { list, current } = state.drafts;
  const now = useNow(state.drafts.waiting > 0);
  const unsent = list
    .filter((draft) => draft.status !== 'sent' && draft.id !== current)
    .toSorted((a, b) => Number(needsYou(b)) - Number(needsYou(a)) || b.at - a.at);
  const row = (draft: DraftSummary) => (
    <Row
      icon={draftIcon(draft)}
      iconWord=""
      title={draftTitle(draft, texts)}
      detail={[draftWords(draft, texts, now), draftDetail(draft, texts)].filter(Boolean).join(' · ')}
      end={draft.at ? momentWords(draft.at, now, texts) : ''}
      alert={needsYou(draft)}
      hint={texts.t('outbox.show')}
      endIcon="note"
      onPress={() =>
        draft.status === 'open' || draft.status === 'refused' || draft.status === 'conflict'
          ? void send({ type: 'draft', command: { type: 'open', draftId: draft.id } })
          : open('outbox')
      }
    />
  );
  return (
    <Listed
      title={texts.t('outbox.title')}
      none={texts.t('outbox.none')}
      items={unsent}
      row={row}
      keyOf={(draft) => draft.id}
      onAll={() => open('outbox')}
      allWords={texts.t('outbox.show')}
    />
  );
}
