import { useEffect, useState } from 'preact/hooks';
import type { HistoryReply, PastDisposition } from '@/lib/drafts';
import { useDesk } from '../context';
import { useNow } from '../hooks';
import { momentWords } from '../model/zone';
import type { DraftControl } from './use-draft';

/** The latest say most; the others are one click away. */
const FEW = 2;

function Past({ past, now }: { past: PastDisposition; now: number }) {
  const { texts } = useDesk();
  const when = past.at === null ? '' : momentWords(past.at, now, texts);
  return (
    <li>
      <p>{past.option}</p>
      <p class="row-detail">{[when, past.agent].filter(Boolean).join(' · ')}</p>
      {past.comments && <p class="past-words">{past.comments}</p>}
    </li>
  );
}

/** What became of earlier calls to this contact in this campaign; nothing where the server knows of none, or doesn't tell. */
export function HistorySection({ control }: { control: DraftControl }) {
  const { texts } = useDesk();
  const now = useNow(false);
  const [entries, setEntries] = useState<readonly PastDisposition[]>([]);
  const [all, setAll] = useState(false);
  const { draft, form } = control;
  useEffect(() => {
    let here = true;
    setEntries([]);
    if (form?.fresh)
      void control.ask({ type: 'history', draftId: draft.id }).then((result) => {
        // From our own phone document; a refusal means that there is nothing to show.
        if (here && result.ok) setEntries((result.value as HistoryReply | undefined)?.entries ?? []);
      });
    return () => void (here = false);
  }, [draft.id, form?.contactId, form?.fresh]);
  if (entries.length === 0) return null;
  return (
    <section class="form-part" aria-label={texts.t('history.title')}>
      <h3>{texts.t('history.title')}</h3>
      <ul class="past">
        {entries.slice(0, all ? undefined : FEW).map((past, index) => (
          <Past key={index} past={past} now={now} />
        ))}
      </ul>
      {entries.length > FEW && (
        <button type="button" class="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? texts.t('idle.showLess') : texts.t('idle.showAll', { count: texts.number(entries.length) })}
        </button>
      )}
    </section>
  );
}
