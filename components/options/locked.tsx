import { useId } from 'preact/hooks';
import { useDesk } from '../context';

/** A value that the administrator has fixed: readable, reachable by keyboard, and it says why it can't be changed. */
export function Locked({ label, value }: { readonly label: string; readonly value: string }) {
  const { texts } = useDesk();
  const id = useId();
  return (
    <div class="field">
      <label for={id} class="field-label">
        {label}
      </label>
      <input id={id} class="input" value={value} readOnly aria-describedby={`${id}-note`} />
      <p id={`${id}-note`} class="field-hint">
        {texts.t('policy.locked')}
      </p>
    </div>
  );
}
