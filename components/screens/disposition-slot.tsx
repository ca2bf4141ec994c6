import { useEffect, useRef, useState } from 'preact/hooks';
import type { DraftSummary, PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { DispositionForm } from '../form/disposition-form';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { draftDetail, draftIcon, draftTitle, draftWords, isHandedOver } from '../model/drafts';
import { Button } from '../parts/button';

/** Handed over: what it was and how far it got; one click brings it back to be changed. */
function Folded({ draft, onEdit }: { draft: DraftSummary; onEdit: () => void }) {
  const { texts } = useDesk();
  const now = useNow(draft.status === 'waiting');
  return (
    <div class="folded">
      <Icon name={draftIcon(draft)} size={18} />
      <p class="row-words">{draftWords(draft, texts, now)}</p>
      {draft.status !== 'sending' && <Button label={texts.t('draft.edit')} onPress={onEdit} class="small" />}
    </div>
  );
}

/** Whose form it is. During its own call that is said above already. */
function Head({ draft, alone }: { draft: DraftSummary; alone: boolean }) {
  const { texts, send } = useDesk();
  const detail = draftDetail(draft, texts);
  return (
    <header class="draft-head">
      <div class="row-words">
        <h2 class={alone ? 'row-title' : 'section-title'}>
          {alone ? draftTitle(draft, texts) : texts.t('form.title')}
        </h2>
        {alone && detail && <p class="row-detail">{detail}</p>}
      </div>
      {alone && (
        <Button
          look="icon"
          icon="close"
          class="small"
          label={texts.t('common.close')}
          onPress={() => void send({ type: 'draft', command: { type: 'close' } })}
        />
      )}
    </header>
  );
}

function Draft({ draft, alone }: { draft: DraftSummary; alone: boolean }) {
  const [editing, setEditing] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  // Opened from a list further down, or by a message: it has to be seen.
  useEffect(() => {
    if (alone) ref.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const folded = isHandedOver(draft) && !editing;
  return (
    <div ref={ref} class="draft-slot">
      <Head draft={draft} alone={alone} />
      {folded ? (
        <Folded draft={draft} onEdit={() => setEditing(true)} />
      ) : (
        <DispositionForm draft={draft} onSaved={() => setEditing(false)} />
      )}
    </div>
  );
}

/** The place of the current draft's form, in wrap-up and during a call; nothing while none is current. */
export function DispositionSlot({ state }: { state: PhoneState }) {
  const { list, current } = state.drafts;
  const draft = list.find((entry) => entry.id === current);
  // A note alone has no form, a damaged row nothing that could be shown.
  if (!draft || draft.about === 'note' || draft.status === 'damaged') return null;
  const alone = state.call.call?.details?.callId !== draft.callId;
  return <Draft key={draft.id} draft={draft} alone={alone} />;
}
