import { useRef, useState } from 'preact/hooks';
import { useDesk } from '../context';
import { isTones } from '../model/numbers';
import { Button } from '../parts/button';
import { TextField } from '../parts/field';
import { Sheet } from '../parts/sheet';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
const isKey = (key: string): boolean => KEYS.some((one) => one === key);
const COLUMNS = 3;
const MOVES: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: COLUMNS,
  ArrowUp: -COLUMNS,
};

/** One tab stop; arrows move over the keys, and typing a digit anywhere on the pad sends it. */
function Pad({ onKey }: { onKey: (key: string) => void }) {
  const { texts } = useDesk();
  const [at, setAt] = useState(0);
  const ref = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const move = MOVES[event.key];
    if (move !== undefined) {
      event.preventDefault();
      const next = Math.min(KEYS.length - 1, Math.max(0, at + move));
      setAt(next);
      ref.current?.querySelectorAll<HTMLElement>('button')[next]?.focus();
      return;
    }
    if (isKey(event.key) && !event.repeat) {
      event.preventDefault();
      onKey(event.key);
    }
  };
  return (
    <div ref={ref} class="pad" role="group" aria-label={texts.t('keypad.keys')} onKeyDown={onKeyDown}>
      {KEYS.map((key, index) => (
        <button
          key={key}
          type="button"
          class="button key"
          tabIndex={index === at ? 0 : -1}
          data-focus-first={index === 0 ? '' : undefined}
          onFocus={() => setAt(index)}
          onClick={() => onKey(key)}
        >
          {key}
        </button>
      ))}
    </div>
  );
}

export function KeypadSheet({ onClose }: { onClose: () => void }) {
  const { texts, send } = useDesk();
  const [sent, setSent] = useState('');
  const [typed, setTyped] = useState('');
  const [error, setError] = useState('');

  const tones = async (digits: string): Promise<void> => {
    const result = await send({ type: 'tones', digits });
    if (result.ok) setSent((before) => before + digits);
  };
  const sendTyped = (): void => {
    const digits = typed.replace(/\s/g, '').toUpperCase();
    if (!isTones(digits)) {
      setError(texts.t('keypad.invalid'));
      return;
    }
    setTyped('');
    void tones(digits);
  };
  return (
    <Sheet title={texts.t('keypad.title')} onClose={onClose}>
      <output class="sent">{sent ? texts.t('keypad.sent', { digits: sent }) : '\u00a0'}</output>
      <Pad onKey={(key) => void tones(key)} />
      <form
        class="dial-row"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          sendTyped();
        }}
      >
        <TextField
          label={texts.t('keypad.digits')}
          value={typed}
          placeholder={texts.t('keypad.digitsHint')}
          error={error}
          onValue={(value) => {
            setTyped(value);
            setError('');
          }}
        />
        <Button label={texts.t('common.send')} submit />
      </form>
    </Sheet>
  );
}
