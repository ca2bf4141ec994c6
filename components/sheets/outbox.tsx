import { useEffect, useState } from 'preact/hooks';
import type { ExportReply } from '@/lib/drafts';
import type { DraftCommand, DraftSummary, ListReply, PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { useNow } from '../hooks';
import { Icon } from '../icons';
import { draftDetail, draftIcon, draftReason, draftTitle, draftWords, needsYou } from '../model/drafts';
import { Button } from '../parts/button';
import { Sheet } from '../parts/sheet';

/** More lines than these are drawn when asked for: thousands at once would hold the phone's thread. */
const PAGE = 20;

function Entry({ draft, onClose }: { draft: DraftSummary; onClose: () => void }) {
  const { texts, send, confirm, typings } = useDesk();
  const now = useNow(draft.status === 'waiting');
  const title = draftTitle(draft, texts);
  const detail = draftDetail(draft, texts);
  const reason = draftReason(draft, texts);
  const ask = (command: DraftCommand): void => void send({ type: 'draft', command });
  const readable = draft.status !== 'damaged';
  const discard = async (): Promise<void> => {
    const sure = await confirm({
      title: texts.t('confirm.discard.title'),
      body: [title, detail, texts.t('confirm.discard.body')].filter(Boolean).join('. '),
      yes: texts.t('confirm.discard.yes'),
    });
    if (!sure) return;
    typings.forget(draft.id);
    ask({ type: 'discard', draftId: draft.id });
  };
  const edit = (): void => {
    ask({ type: 'open', draftId: draft.id });
    onClose();
  };
  return (
    <article class={`entry ${needsYou(draft) ? 'alert' : ''}`} aria-label={title}>
      <div class="entry-head">
        <Icon name={draftIcon(draft)} size={18} />
        <div class="row-words">
          <p class="row-title">{title}</p>
          {detail && <p class="row-detail">{detail}</p>}
        </div>
        {draft.at > 0 && <span class="row-end">{texts.dateTime(draft.at)}</span>}
      </div>
      <p class="entry-status">{draftWords(draft, texts, now)}</p>
      {reason && <p class="quiet-text">{reason}</p>}
      <div class="entry-actions">
        {readable && draft.about !== 'note' && (
          <Button look="quiet" class="small" label={texts.t('draft.edit')} onPress={edit} />
        )}
        {(draft.status === 'waiting' || draft.status === 'refused') && (
          <Button
            look="quiet"
            class="small"
            label={texts.t('notice.retry')}
            onPress={() => ask({ type: 'retry', draftId: draft.id })}
          />
        )}
        {draft.status !== 'sending' && draft.status !== 'sent' && (
          <Button
            look="quiet"
            class="small"
            label={texts.t('outbox.discard')}
            onPress={() => void discard()}
          />
        )}
      </div>
    </article>
  );
}

const NOTHING: ListReply = { list: [], total: 0 };

/** The agent's drafts as far as they are drawn: the state carries some, the rest is asked for. The state's word counts where both have one. */
function useAll(state: PhoneState, upTo: number): ListReply {
  const { ask } = useDesk();
  const [reply, setReply] = useState(NOTHING);
  const { list, waiting, needYou } = state.drafts;
  const changed = `${list.map(({ id, status }) => id + status).join()}|${waiting}|${needYou}`;
  useEffect(() => {
    let current = true;
    void ask({ type: 'draft', command: { type: 'list', upTo } }).then((result) => {
      // From our own phone document.
      if (current && result.ok && result.value) setReply(result.value as ListReply);
    });
    return () => void (current = false);
  }, [changed, upTo]);
  const known = new Set(list.map(({ id }) => id));
  const all = [...list, ...reply.list.filter(({ id }) => !known.has(id))];
  return { list: all.toSorted(byUrgency).slice(0, upTo), total: Math.max(reply.total, all.length) };
}

const byUrgency = (a: DraftSummary, b: DraftSummary): number =>
  Number(needsYou(b)) - Number(needsYou(a)) ||
  Number(a.status === 'sent') - Number(b.status === 'sent') ||
  b.at - a.at;

/** `list "Outbox"` in full: what is waiting, sending, sent, refused, and what can be done about each. */
export function OutboxSheet({ state, onClose }: { state: PhoneState; onClose: () => void }) {
  const { texts, ask, host } = useDesk();
  const [pages, setPages] = useState(1);
  const { list, total } = useAll(state, pages * PAGE);
  const download = async (): Promise<void> => {
    const result = await ask({ type: 'draft', command: { type: 'export' } });
    if (!result.ok) return;
    const { fileName, text } = result.value as ExportReply;
    host.download(fileName, text);
  };
  return (
    <Sheet title={texts.t('outbox.title')} onClose={onClose}>
      <ul class="entries" aria-label={texts.t('outbox.title')}>
        {list.map((draft) => (
          <li key={draft.id}>
            <Entry draft={draft} onClose={onClose} />
          </li>
        ))}
        {list.length === 0 && <li class="none">{texts.t('outbox.none')}</li>}
      </ul>
      {total > list.length && (
        <Button
          look="quiet"
          label={texts.t('idle.showAll', { count: texts.number(total) })}
          onPress={() => setPages(pages + 1)}
        />
      )}
      <div class="stack">
        <p class="field-hint">{texts.t('outbox.exportHint')}</p>
        <Button icon="note" label={texts.t('outbox.export')} onPress={() => void download()} />
      </div>
    </Sheet>
  );
}
