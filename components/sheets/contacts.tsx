import { useState } from 'preact/hooks';
import type { PhoneState } from '@/lib/phone';
import { FindContact } from '../customers/find-contact';
import { NewContact } from '../customers/new-contact';
import { useDesk } from '../context';
import type { Dial } from '../panel/use-dial';
import { SelectField } from '../parts/field';
import { Sheet } from '../parts/sheet';

/** The customers of a campaign: looked up by number, listed, saved, called. */
export function ContactsSheet({
  state,
  dial,
  onClose,
}: {
  state: PhoneState;
  dial: Dial;
  onClose: () => void;
}) {
  const { texts, send } = useDesk();
  const { campaigns } = state.directory;
  const { campaignId } = dial;
  // A contact that was being written when a call came is still there.
  const [number, setNumber] = useState<string | null>(dial.contact?.campaignId === campaignId ? '' : null);
  const [search, setSearch] = useState(dial.typed);

  const call = async (called: string, contactId: string): Promise<void> => {
    const result = await send({ type: 'call', number: called, campaignId, contactId, via: 'panel' });
    if (!result.ok) return;
    dial.type('');
    onClose();
  };
  const saved = (phone: string, contactId: string, andCall: boolean): void => {
    setSearch(phone);
    setNumber(null);
    if (andCall) void call(phone, contactId);
  };
  return (
    <Sheet title={texts.t('contacts.title')} onClose={onClose}>
      <SelectField
        label={texts.t('idle.campaign')}
        value={campaignId}
        onValue={dial.choose}
        choices={[
          ...(campaignId ? [] : [{ value: '', label: texts.t('idle.chooseCampaign') }]),
          ...campaigns.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        focusFirst={campaignId === ''}
      />
      {campaignId && number === null && (
        <FindContact
          key={search}
          state={state}
          campaignId={campaignId}
          initial={search}
          onCall={(called, contactId) => void call(called, contactId)}
          onNew={(wanted, searched) => {
            setSearch(searched);
            setNumber(wanted);
          }}
        />
      )}
      {campaignId && number !== null && (
        <NewContact
          key={campaignId}
          campaignId={campaignId}
          number={number}
          dial={dial}
          onSaved={saved}
          onBack={() => setNumber(null)}
        />
      )}
    </Sheet>
  );
}
