import { useState } from 'preact/hooks';
import type { CallLookup, ContactsReply, PhoneState } from '@/lib/phone';
import { useDesk } from '../context';
import { allowed, callReason } from '../model/controls';
import { asNumber } from '../model/customers';
import { useHandedFocus } from '../hooks';
import { numberWords } from '../model/numbers';
import { NoticeCard } from '../panel/notices';
import { Button } from '../parts/button';
import { SearchField } from '../parts/field';
import { ContactRow } from './contact-row';
import { useSearch, type Found } from './use-search';

/** Rows per page, as the phone asks for them. */
const PAGE = 25;

interface Props {
  readonly state: PhoneState;
  readonly campaignId: string;
  readonly initial: string;
  readonly onCall: (number: string, contactId: string) => void;
  /** With what was searched for, to be found again when the agent comes back. */
  readonly onNew: (number: string, searched: string) => void;
}

/** New contact, known contact, or several to choose from (interface §4.6). */
function Lookup({ lookup, state, campaignId, onCall }: Props & { lookup: CallLookup }) {
  const { texts } = useDesk();
  const { candidates, more, number } = lookup;
  const heading =
    candidates.length === 0
      ? 'contacts.nobody'
      : candidates.length === 1
        ? 'contacts.known'
        : 'contacts.several';
  return (
    <section class="listed">
      <h3 class="section-title">{texts.t(heading, { number: numberWords(number) })}</h3>
      {candidates.length > 0 && (
        <ul class="rows" aria-label={texts.t('contacts.title')}>
          {candidates.map((card) => (
            <li key={card.id}>
              <ContactRow card={card} campaignId={campaignId} state={state} onCall={onCall} />
            </li>
          ))}
          {more > 0 && <li class="none">{texts.t('contacts.more', { count: texts.number(more) })}</li>}
        </ul>
      )}
      {candidates.length !== 1 && (
        <Button
          icon="handset"
          label={texts.t('contacts.without')}
          reason={callReason(state, campaignId)}
          guard
          onPress={() => onCall(number, '')}
        />
      )}
    </section>
  );
}

function List({
  page,
  start,
  onStart,
  state,
  campaignId,
  onCall,
}: Props & { page: ContactsReply; start: number; onStart: (start: number) => void }) {
  const { texts } = useDesk();
  const { contacts, matching } = page;
  const last = start + contacts.length;
  return (
    <section class="listed">
      <h3 class="section-title">{texts.t('contacts.toCall')}</h3>
      <ul class="rows" aria-label={texts.t('contacts.title')}>
        {contacts.map((card) => (
          <li key={card.id}>
            <ContactRow card={card} campaignId={campaignId} state={state} onCall={onCall} />
          </li>
        ))}
        {contacts.length === 0 && <li class="none">{texts.t('contacts.none')}</li>}
      </ul>
      {matching > PAGE && (
        <div class="pager">
          <Button
            look="icon"
            icon="back"
            label={texts.t('contacts.previous')}
            reason={start > 0 ? null : 'reason.firstPage'}
            onPress={() => onStart(Math.max(0, start - PAGE))}
          />
          <span class="quiet-text">
            {texts.t('contacts.page', {
              from: texts.number(start + 1),
              to: texts.number(last),
              total: texts.number(matching),
            })}
          </span>
          <Button
            look="icon"
            icon="forward"
            label={texts.t('contacts.next')}
            reason={last < matching ? null : 'reason.lastPage'}
            onPress={() => onStart(start + PAGE)}
          />
        </div>
      )}
    </section>
  );
}

function Trouble({ found, onRetry }: { found: Extract<Found, { kind: 'trouble' }>; onRetry: () => void }) {
  const { texts } = useDesk();
  const { refusal } = found;
  return (
    <div role="alert">
      <NoticeCard notice={{ ...refusal, kind: 'error', action: null }}>
        {refusal.code !== 'permissionDenied' && (
          <Button class="small" label={texts.t('notice.retry')} onPress={onRetry} />
        )}
      </NoticeCard>
    </div>
  );
}

/** A name, or a number: who they are, and one click calls. */
export function FindContact(props: Props) {
  const { texts } = useDesk();
  const { state, campaignId, initial, onNew } = props;
  const [typed, setTyped] = useState(initial);
  const [wanted, setWanted] = useState({ text: initial, start: 0, turn: 0 });
  const { found, asking } = useSearch(campaignId, wanted);
  const search = (text: string, start = 0): void =>
    setWanted(({ turn }) => ({ text, start, turn: turn + 1 }));
  const number = asNumber(wanted.text);
  const ref = useHandedFocus<HTMLFormElement>(true, 'mount');
  const off = allowed(state, number ? 'lookUp' : 'listContacts');
  return (
    <>
      <form
        ref={ref}
        class="dial-row"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          search(typed);
        }}
      >
        <SearchField label={texts.t('contacts.search')} value={typed} onValue={setTyped} />
        <Button label={texts.t('contacts.find')} submit />
      </form>
      <div class="stack" aria-live="polite" aria-busy={asking}>
        {found.kind === 'asking' && <p class="quiet-text">{texts.t('contacts.asking')}</p>}
        {found.kind === 'trouble' && (
          <Trouble found={found} onRetry={() => search(wanted.text, wanted.start)} />
        )}
        {!off && found.kind === 'lookup' && <Lookup {...props} lookup={found.lookup} />}
        {!off && found.kind === 'list' && (
          <List
            {...props}
            page={found.page}
            start={found.start}
            onStart={(start) => search(wanted.text, start)}
          />
        )}
      </div>
      <Button
        icon="agent"
        label={texts.t('contacts.new')}
        reason={allowed(state, 'newContact') ?? allowed(state, 'columns')}
        onPress={() => onNew(number ?? '', wanted.text)}
      />
    </>
  );
}
