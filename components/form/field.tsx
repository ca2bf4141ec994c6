import type { FieldView } from '@/lib/drafts';
import { useDesk } from '../context';
import { complaintsOf, labelOf, problemOf, wordsOf } from '../model/form';
import { CheckField, SelectField, TextArea, TextField } from '../parts/field';
import { DateField, TimeField } from '../parts/moment';
import type { DraftControl } from './use-draft';

/** Longer answers get a field that grows. */
const COMMENT_ROWS = 3;

/** One field of the server's form by its kind: label, stars, what is wrong with it, and what is typed goes to the draft. */
export function FormField({
  field,
  control,
  today,
  hint,
}: {
  field: FieldView;
  control: DraftControl;
  today: string;
  hint?: string;
}) {
  const { texts } = useDesk();
  const value = control.value(field.name, field.value);
  const error = complaintsOf(field, value, texts) || problemOf(field, value, texts);
  const onValue = (next: string): void => control.type(field.name, next);
  const common = {
    label: labelOf(field, texts),
    name: field.name,
    required: field.required && !field.locked,
    value,
    error,
    hint,
    onValue,
  };
  if (field.locked) return <TextField {...common} value={wordsOf(field, value)} readOnly class="locked" />;
  switch (field.kind) {
    case 'hidden':
      return null;
    case 'textarea':
      return <TextArea {...common} rows={COMMENT_ROWS} />;
    case 'checkbox':
      return <CheckField {...common} on={value !== ''} onValue={(on) => onValue(on ? 'on' : '')} />;
    case 'select':
    case 'multiselect':
    case 'radio':
      return <SelectField {...common} choices={choicesOf(field, value, texts.t('form.choose'))} />;
    case 'date':
      return <DateField {...common} today={today} />;
    case 'time':
      return <TimeField {...common} />;
    case 'number':
      return <TextField {...common} inputMode={field.decimals === 0 ? 'numeric' : 'decimal'} />;
    case 'text':
      return <TextField {...common} />;
  }
}

/** An empty value needs a choice of its own, else the list would show its first one as chosen. */
function choicesOf(field: FieldView, value: string, choose: string) {
  const named = field.choices.map((choice) => (choice.value === '' ? { value: '', label: choose } : choice));
  const known = named.some((choice) => choice.value === value);
  if (known) return named;
  return [{ value, label: value || choose }, ...named];
}
