import { useState } from 'preact/hooks';
import { readTime } from '@/lib/i18n';
import { useDesk } from '../context';
import { TextField, type TextFieldProps } from './field';

type MomentProps = Omit<TextFieldProps, 'onValue' | 'inputMode' | 'hint'> & {
  readonly onValue: (value: string) => void;
  readonly hint?: string;
};

/**
 * A date as people write it, YYYY-MM-DD outside. A text field and not the browser's date control: that one is slow by keyboard
 * and has no role that assistive technology and tests agree on. What is no date yet goes out as it is: nothing typed is lost.
 * @param today YYYY-MM-DD where the date is meant
 */
export function DateField({ today, value, onValue, error, hint, ...rest }: MomentProps & { today: string }) {
  const { texts } = useDesk();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextField
      {...rest}
      value={typed ?? texts.dates.show(value)}
      error={typed === null ? error : ''}
      hint={texts.dates.words(value) || hint}
      onValue={(text) => {
        setTyped(text);
        onValue(texts.dates.read(text, today) ?? text);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

/** A time of the day as people write it, HH:MM outside. */
export function TimeField({ value, onValue, error, ...rest }: MomentProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextField
      {...rest}
      value={typed ?? value}
      error={typed === null ? error : ''}
      onValue={(text) => {
        setTyped(text);
        onValue(readTime(text) ?? text);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
