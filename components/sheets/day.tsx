import { useState } from 'preact/hooks';
import type { PhoneState, RecentCall } from '@/lib/phone';
import { useDesk } from '../context';
import { plainWords } from '../model/people';
import { SearchField, SelectField } from '../parts/field';
import { Sheet } from '../parts/sheet';
import { draftOf, RecentRow, titleOf } from '../screens/recents';

const FILTERS = ['all', 'in', 'out', 'missed', 'undone'] as const;
type Filter = (typeof FILTERS)[number];
const WORDS = {
  all: 'day.all',
  in: 'recent.in',
  out: 'recent.out',
  missed: 'recent.missed',
  undone: 'day.undone',
} as const;

function fits(recent: RecentCall, filter: Filter, state: PhoneState): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'in':
    case 'out':
      return recent.direction === filter;
    case 'missed':
      return recent.direction === 'in' && !recent.answered;
    case 'undone':
      return draftOf(recent, state)?.status === 'open';
  }
}

/** The day's calls with what came of them: found by name or number, called again, dispositioned again. */
export function DaySheet({ state, onClose }: { state: PhoneState; onClose: () => void }) {
  const { texts } = useDesk();
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const wanted = plainWords(search.trim());
  const found = state.recents.filter(
    (recent) =>
      fits(recent, filter, state) &&
      (recent.number.includes(search.replace(/[\s().+-]/g, '') || search) ||
        plainWords(titleOf(recent, state)).includes(wanted)),
  );
  return (
    <Sheet title={texts.t('day.title')} onClose={onClose}>
      <SearchField label={texts.t('day.search')} value={search} onValue={setSearch} />
      <SelectField
        label={texts.t('day.show')}
        value={filter}
        choices={FILTERS.map((value) => ({ value, label: texts.t(WORDS[value]) }))}
        onValue={(value) => setFilter(value as Filter)}
      />
      <ul class="rows" aria-label={texts.t('day.title')}>
        {found.map((recent) => (
          <li key={recent.id}>
            <RecentRow recent={recent} state={state} onOpen={onClose} />
          </li>
        ))}
        {found.length === 0 && <li class="none">{texts.t('day.none')}</li>}
      </ul>
    </Sheet>
  );
}
