import { useEffect, useState } from 'preact/hooks';
import type { ContactColumns, NewContactReply } from '@/lib/phone';
import { useDesk, type Refusal } from '../context';
import { refusalOf } from '../form/use-draft';
import { useHandedFocus } from '../hooks';
import { NoticeCard } from '../panel/notices';
import type { Dial } from '../panel/use-dial';
import { Button } from '../parts/button';
import { TextField } from '../parts/field';

type Wrong = Readonly<Record<string, readonly string[]>>;
const AS_A_WHOLE = '__all__';

interface Props {
  readonly campaignId: string;
  readonly number: string;
  readonly dial: Dial;
  readonly onSaved: (number: string, contactId: string, call: boolean) => void;
  readonly onBack: () => void;
}

/** The columns as the server names them; what it finds wrong stands beside each. */
export function NewContact({ campaignId, number, dial, onSaved, onBack }: Props) {
  const { texts, ask } = useDesk();
  const [shape, setShape] = useState<ContactColumns | null>(null);
  const [trouble, setTrouble] = useState<Refusal | null>(null);
  const [wrong, setWrong] = useState<Wrong>({});
  const [saving, setSaving] = useState(false);
  const written = dial.contact?.campaignId === campaignId ? dial.contact.columns : null;
  useEffect(() => {
    let current = true;
    void ask({ type: 'contactColumns', campaignId }).then((result) => {
      if (!current) return;
      setTrouble(refusalOf(result));
      // From our own phone document.
      if (result.ok) setShape(result.value as ContactColumns);
    });
    return () => void (current = false);
  }, [campaignId]);

  const columns = shape?.columns ?? [];
  const valueOf = (column: string): string =>
    written?.[column] ?? (column === shape?.mainPhone ? number : '');
  const save = async (call: boolean): Promise<void> => {
    if (saving || !shape) return;
    setSaving(true);
    setWrong({});
    const filled = columns.map((column) => [column, valueOf(column).trim()] as const);
    const values = Object.fromEntries(
      filled.filter(([column, value]) => value || column === shape.mainPhone),
    );
    const result = await ask({ type: 'newContact', campaignId, columns: values });
    setSaving(false);
    setTrouble(refusalOf(result));
    if (!result.ok) return;
    const reply = result.value as NewContactReply;
    if (!reply.saved) return setWrong(reply.errors);
    dial.write(null);
    onSaved(values[shape.mainPhone] ?? '', reply.contactId, call);
  };
  const unplaced = Object.entries(wrong).flatMap(([column, why]) =>
    columns.includes(column) ? [] : [column === AS_A_WHOLE ? why.join(' ') : `${column}: ${why.join(' ')}`],
  );
  const reason = saving || !shape ? 'reason.wait' : null;
  const ref = useHandedFocus<HTMLFormElement>(shape !== null || trouble !== null, 'mount');
  return (
    <form
      ref={ref}
      tabIndex={-1}
      class="stack"
      noValidate
      aria-label={texts.t('contacts.new')}
      onSubmit={(event) => {
        event.preventDefault();
        void save(true);
      }}
    >
      <h3 class="section-title">{texts.t('contacts.new')}</h3>
      {!shape && !trouble && <p class="quiet-text">{texts.t('contacts.asking')}</p>}
      {trouble && (
        <div role="alert">
          <NoticeCard notice={{ ...trouble, kind: 'error', action: null }} />
        </div>
      )}
      {unplaced.length > 0 && (
        <p class="callout warn" role="alert">
          {unplaced.join(' ')}
        </p>
      )}
      {columns.map((column, index) => (
        <TextField
          key={column}
          name={column}
          label={column}
          type={column === shape?.mainPhone ? 'tel' : 'text'}
          required={column === shape?.mainPhone}
          value={valueOf(column)}
          error={(wrong[column] ?? []).join(' ')}
          focusFirst={index === 0}
          onValue={(value) => dial.write({ campaignId, columns: { ...written, [column]: value } })}
        />
      ))}
      <div class="entry-actions">
        <Button
          look="positive"
          icon="handset"
          label={texts.t('contacts.saveCall')}
          reason={reason}
          submit
          guard
        />
        <Button label={texts.t('common.save')} reason={reason} onPress={() => void save(false)} />
        <Button look="quiet" label={texts.t('contacts.back')} onPress={onBack} />
      </div>
    </form>
  );
}
